/**
 * From a trace of the search to an execution: which access each step performs, complete runs of the threads, and how they
 * communicate. The execution is then put into the order that reads best, and replayed on the machine in it. If the rules
 * or the machine disagreed on any of that, something would be wrong with one of them, and nothing would be shown.
 */

import type { Model } from '../models/model.js';
import type { Target } from '../program/condition.js';
import { evaluate } from '../program/expression.js';
import type { Program } from '../program/program.js';
import type { Moment, Trace } from '../search/shortest-path.js';
import { invariant } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import type { Code } from '../window/code.js';
import type { Scene } from '../window/order.js';
import type { Instance } from '../window/window.js';
import { Candidate, INITIAL } from './candidate.js';
import { type Event, reads, writes } from './event.js';
import { numberAccesses, replay } from './replay.js';
import { inReadableOrder } from './schedule.js';
import { isAccess, type Run, runsOf } from './thread-run.js';

/** A step of an execution: an access, or one half of it, takes effect. */
export interface Happening {
  /** Null when the thread never comes to its end and the access is beyond what it does. */
  readonly event: Event | null;
  readonly thread: number;
  readonly location: number;
  readonly span: Span;
  /** `forward`: the value comes from the thread's own store buffer. */
  readonly action: 'read' | 'forward' | 'write' | 'update';
  readonly read: bigint | null;
  /** What memory holds from now on; null when the step does not write. */
  readonly written: bigint | null;
}

/** An execution in the order in which it happened. */
export interface Happened {
  readonly candidate: Candidate;
  readonly steps: readonly Happening[];
}

/** What a thread did, by the number of its access. */
export type Script = ReadonlyMap<number, Scripted>;

/** Where in the code an access stands and, for a read, what it took and where its register has that from. */
export interface Scripted {
  readonly place: number;
  readonly content: bigint | null;
  readonly matched: boolean;
}

/** The execution that a trace is. `codes` are the threads' codes as the trace was made with. */
export function happened(
  program: Program,
  model: Model,
  asked: Target,
  codes: readonly Code[],
  trace: Trace,
): Happened {
  const { candidate, steps } = executed(codes, trace);
  if (trace.stuck.length > 0) return { candidate, steps };
  return {
    candidate,
    steps: replay(program, model, asked, candidate.events, inReadableOrder(candidate)),
  };
}

/** The same, in the order in which the search came to it. */
export function executed(
  codes: readonly Code[],
  trace: Trace,
): Happened & { readonly scripts: readonly Script[] } {
  const performed = numbered(trace);
  const scripts = codes.map((_, thread) => scriptOf(performed, thread));
  const candidate = new Candidate(codes.length);
  codes.forEach((code, thread) => {
    const cycle = candidate.addRun(thread, runAs(code, scripts[thread]));
    invariant(cycle === null, 'what happened has no cycle within a thread');
  });
  const own = codes.map((_, thread) => candidate.events.filter((event) => event.thread === thread));
  const steps = performed.map(({ moment, access }) =>
    happening(codes[moment.thread], moment, own[moment.thread][access] ?? null),
  );
  communicate(candidate, steps);
  return { candidate, steps, scripts };
}

/** What happens in a moment; `code` is the thread's own, for interchangeable ones share that of the moment. */
function happening(
  code: Code,
  { thread, step, before, content, written }: Moment,
  event: Event | null,
): Happening {
  const { window } = before.scene;
  const { kind, index } = step.step;
  invariant(kind !== 'die', 'no execution goes through a step that dies');
  const taken = kind === 'forward' ? step.step.value : content;
  return {
    event,
    thread,
    location: step.location,
    span: code.instructions[window.instances[index].place].span,
    action: kind,
    read: kind === 'write' ? null : (event?.read ?? taken),
    written,
  };
}

/** A step, and the number of the access that performs: of its thread, in program order, from 0. */
interface Performed {
  readonly moment: Moment;
  readonly access: number;
}

/** Which access each step performs: instances are followed from step to step, and new ones come in program order. */
function numbered(trace: Trace): readonly Performed[] {
  const standing = trace.initial.map((local) => numberAccesses(local, [], 0));
  return trace.moments.map((moment) => {
    const { thread, step, moved, after } = moment;
    const { accesses, count } = standing[thread];
    const access = accesses[step.step.index];
    invariant(access !== null && access !== undefined, 'a step performs a pending access');
    const kept: (number | null)[] = [];
    accesses.forEach((each, index) => {
      if (moved[index] >= 0 && index !== step.step.index) kept[moved[index]] = each;
    });
    standing[thread] = numberAccesses(after, kept, count);
    return { moment, access };
  });
}

function scriptOf(performed: readonly Performed[], thread: number): Script {
  const own = performed.filter(({ moment }) => moment.thread === thread);
  return new Map(
    own.map(({ moment, access }) => {
      const { step } = moment.step;
      const { scene } = moment.before;
      const { place } = scene.window.instances[step.index];
      const taken = step.kind === 'forward' ? step.value : moment.content;
      const matched = isMatched(scene, step.index);
      return [access, { place, content: step.kind === 'write' ? null : taken, matched }];
    }),
  );
}

/** Whether what a compare-and-swap compares with is known when its read performs: its register has its value from there. */
function isMatched({ code, window, view }: Scene, index: number): boolean {
  const { kind, place } = window.instances[index];
  const compared = code.compared[place];
  return kind === 'read' && compared !== null && evaluate(compared, view.registers[index]) !== null;
}

/**
 * The run of a thread that follows a script; of one that waits for ever, what it does before. The places tell a
 * store-conditional that failed, which is no access, from one that succeeded.
 */
export function runAs(code: Code, script: Script): Run {
  const supply = (_: number, access: number): readonly bigint[] => {
    const content = script.get(access)?.content ?? null;
    return content === null ? [] : [content];
  };
  const bound = { rounds: Number.POSITIVE_INFINITY, onCut: () => undefined, partial: true };
  const runs = [...runsOf(code, supply, bound)].filter((run) =>
    run.window.instances.filter(isAccess).every((each, access) => isScripted(each, script.get(access))),
  );
  const size = (run: Run): number => run.window.instances.filter(isAccess).length;
  const ended = runs.filter(
    (run) => run.window.next >= code.instructions.length && size(run) === script.size,
  );
  const [longest] = (ended.length > 0 ? ended : runs).toSorted((a, b) => size(b) - size(a));
  invariant(longest !== undefined, 'a thread that ran can be run again');
  return longest;
}

function isScripted(instance: Instance, scripted: Scripted | undefined): boolean {
  if (scripted?.place !== instance.place) return false;
  return instance.kind !== 'read' || instance.role !== 'writes' || instance.matched === scripted.matched;
}

/** Decides the candidate's communication as it happened: memory is gone through step by step. */
function communicate(candidate: Candidate, steps: readonly Happening[]): void {
  const last = new Map<number, number>();
  for (const { event, action, written } of steps) {
    if (event === null) continue;
    if (reads(event)) {
      const forwarded = action === 'forward' ? latestOwnWrite(candidate, event) : undefined;
      const source = forwarded ?? last.get(event.location) ?? INITIAL;
      invariant(candidate.read(event.id, source) === null, 'what a read took agrees with the rules');
    }
    if (written === null || !writes(event)) continue;
    const before = last.get(event.location);
    if (before !== undefined)
      invariant(candidate.order(before, event.id) === null, 'the order of writes agrees with the rules');
    last.set(event.location, event.id);
  }
}

/** The write that a forwarded read takes: the latest earlier one of its thread and location. */
function latestOwnWrite(candidate: Candidate, read: Event): number | undefined {
  const own = candidate.events.filter(
    (event) =>
      event.thread === read.thread &&
      event.location === read.location &&
      event.instance < read.instance &&
      writes(event),
  );
  return own.at(-1)?.id;
}
