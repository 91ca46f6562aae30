/**
 * From a trace of the search to an execution: which access each step performs, complete runs of the threads, and how they
 * communicate. The execution is then put into the order that reads best, and replayed on the machine in it. If the rules
 * or the machine disagreed on any of that, something would be wrong with one of them, and nothing would be shown.
 */

import type { Execution, ScheduledStep } from '../../../execution/execution.js';
import { inReadableOrder } from '../../../execution/readable-order.js';
import { evaluate } from '../../../program/expression.js';
import type { MachineQuery } from '../../../query/query.js';
import type { TimedStep, Trace } from '../../../search/shortest-path.js';
import { invariant } from '../../../text/invariant.js';
import type { Code } from '../../../window/code.js';
import type { ThreadContext } from '../../../window/order.js';
import { isMemory } from '../../../window/order.js';
import { failsWithoutRelease } from '../../../window/static-accesses.js';
import type { Instance } from '../../../window/window.js';
import { Candidate, type CandidateEvent, fromWrite, INITIAL } from './candidate.js';
import { numberAccesses, replay } from './replay.js';
import { isReading, isWriting } from './run-access.js';
import { type Run, runsOf } from './thread-run.js';
import { toExecution } from './to-execution.js';

/** What a thread did. */
export interface Script {
  /** By the number of its access. */
  readonly accesses: ReadonlyMap<number, Scripted>;
  /** How many grace periods it went through. */
  readonly graces: number;
}

/** Where in the code an access stands and, for a read, what it took and where its register has that from. */
interface Scripted {
  readonly pc: number;
  readonly content: bigint | null;
  readonly matched: boolean;
  /** Whether it was a read and nothing more when it performed. */
  readonly reads: boolean;
}

/**
 * The execution that a trace is, with its schedule: in the order that reads best, or in that of the trace where it ends in a deadlock,
 * goes round in vain or has grace periods. `codes` are the threads' codes as the trace was made with.
 */
export function executionOf(
  query: Omit<MachineQuery, 'limits'>,
  codes: readonly Code[],
  trace: Trace,
): Execution {
  const { candidate, steps, scripts } = executed(codes, trace);
  const { execution, numbers } = toExecution(query.program, candidate);
  // A trace that is not the shortest may go round in vain, and the machine sees that or not, depending on the order.
  // Another order of the accesses would need other moments for its grace periods.
  const keepsOrder =
    trace.stuck.length > 0 ||
    codes.some((code, thread) => code.readers !== null || isInVain(code, scripts[thread]));
  const schedule = keepsOrder
    ? steps.map(
        (step): ScheduledStep => ({ ...step, event: step.event === null ? null : numbers[step.event.id] }),
      )
    : replay(query, inReadableOrder(execution));
  return { ...execution, schedule };
}

/** A step of a trace, with the candidate's event that it performs; null when that is beyond what its thread does. */
interface ExecutedStep extends Omit<ScheduledStep, 'event'> {
  readonly event: CandidateEvent | null;
}

/** What a trace executes: the candidate, what each thread did, and the steps in the order in which the search came to them. */
export interface Executed {
  readonly candidate: Candidate;
  readonly scripts: readonly Script[];
  readonly steps: readonly ExecutedStep[];
}

/** The candidate that a trace executes. */
export function executed(codes: readonly Code[], trace: Trace): Executed {
  const performed = numbered(trace);
  const scripts = codes.map((_, thread) => scriptOf(performed, thread));
  const candidate = new Candidate(codes.length);
  codes.forEach((code, thread) => {
    const cycle = candidate.addRun(thread, runAs(code, scripts[thread]));
    invariant(cycle === null, 'what was executed has no cycle within a thread');
  });
  const own = codes.map((_, thread) => candidate.eventsOf(thread));
  const steps = performed.map(({ moment, access }) =>
    executedStep(codes[moment.thread], moment, access === null ? null : (own[moment.thread][access] ?? null)),
  );
  communicate(candidate, steps);
  return { candidate, steps, scripts };
}

/** What a step does; `code` is the thread's own, for interchangeable ones share that of the trace. */
function executedStep(
  code: Code,
  { thread, step, before, content, written }: TimedStep,
  event: CandidateEvent | null,
): ExecutedStep {
  const { window } = before.context;
  const { kind, index } = step.step;
  invariant(
    kind !== 'die' && kind !== 'enter',
    'no execution goes through a step that dies, or that is nothing',
  );
  const taken = kind === 'forward' ? step.step.value : content;
  return {
    event,
    thread,
    location: kind === 'grace' ? null : step.location,
    span: code.instructions[window.instances[index].pc].span,
    action: kind,
    read: kind === 'write' || kind === 'grace' ? null : (event?.read ?? taken),
    written,
  };
}

/** A step, and the number of the access that performs: of its thread, in program order, from 0; null for a grace period. */
interface Performed {
  readonly moment: TimedStep;
  readonly access: number | null;
  /** The access from which a forwarded read has its value. */
  readonly source: number | null;
}

/** Which access each step performs: instances are followed from step to step, and new ones come in program order. */
function numbered(trace: Trace): readonly Performed[] {
  const threads = trace.initial.map((local) => numberAccesses(local, [], 0));
  return trace.moments.flatMap((moment): readonly Performed[] => {
    const { thread, step, moved, after } = moment;
    const { accesses, count } = threads[thread];
    const access = accesses[step.step.index];
    const { kind } = step.step;
    invariant(
      kind === 'grace' || kind === 'enter' || (access !== null && access !== undefined),
      'a step performs a pending access',
    );
    const kept: (number | null)[] = [];
    accesses.forEach((each, index) => {
      if (moved[index] >= 0 && index !== step.step.index) kept[moved[index]] = each;
    });
    threads[thread] = numberAccesses(after, kept, count);
    // To enter a reader is nothing that is shown.
    if (kind === 'enter') return [];
    const source = step.step.kind === 'forward' ? (accesses[step.step.from] ?? null) : null;
    return [{ moment, access: access ?? null, source }];
  });
}

function scriptOf(performed: readonly Performed[], thread: number): Script {
  const own = performed.filter(({ moment }) => moment.thread === thread);
  const accesses = new Map(
    own.flatMap(({ moment, access, source }): readonly (readonly [number, Scripted])[] => {
      if (access === null) return [];
      const { step } = moment.step;
      const { context } = moment.before;
      const { pc, kind } = context.window.instances[step.index];
      const taken = step.kind === 'forward' ? (step.value ?? writtenBy(own, source)) : moment.content;
      const matched = isMatched(context, step.index);
      const content = step.kind === 'write' ? null : taken;
      return [[access, { pc, content, matched, reads: kind === 'read' }]];
    }),
  );
  return { accesses, graces: own.filter(({ access }) => access === null).length };
}

/** What one of a thread's writes writes later on, for a read that was bound to it; null when it does not come to that. */
function writtenBy(own: readonly Performed[], access: number | null): bigint | null {
  const write = own.find((each) => each.access === access)?.moment.step.step;
  return write?.kind === 'write' ? write.value : null;
}

/** Whether what a compare-and-swap compares with is known when its read performs: its register has its value from there. */
function isMatched({ code, window, evaluation }: ThreadContext, index: number): boolean {
  const { kind, pc } = window.instances[index];
  const compared = code.compared[pc];
  return kind === 'read' && compared !== null && evaluate(compared, evaluation.registers[index]) !== null;
}

/**
 * The run of a thread that follows a script; of one that waits for ever, what it does before. The places in the code tell a
 * store-conditional that failed, which is no access, from one that succeeded.
 */
export function runAs(code: Code, script: Script): Run {
  const runs = scriptedRuns(code, script, true);
  const size = ({ accesses }: Run): number => accesses.length;
  const ended = runs.filter((run) => run.isComplete && size(run) === script.accesses.size);
  const [longest] = (ended.length > 0 ? ended : runs).toSorted((a, b) => size(b) - size(a));
  invariant(longest !== undefined, 'a thread that ran can be run again');
  return longest;
}

/** The runs that follow a script, or begin to; those that go round a loop in vain only where they are wanted. */
function scriptedRuns(code: Code, script: Script, vain: boolean): readonly Run[] {
  const supply = (_: number, access: number): readonly bigint[] => {
    const content = script.accesses.get(access)?.content ?? null;
    return content === null ? [] : [content];
  };
  const { graces } = script;
  const bound = { rounds: Number.POSITIVE_INFINITY, onCut: () => undefined, partial: true, vain, graces };
  return [...runsOf(code, supply, bound)].filter((run) =>
    run.window.instances
      .filter(isMemory)
      .every((each, access) => isScripted(code, each, script.accesses.get(access))),
  );
}

/** Whether a thread that follows a script to its end goes round a loop in vain on the way. */
function isInVain(code: Code, script: Script): boolean {
  return !scriptedRuns(code, script, false).some(({ isComplete }) => isComplete);
}

function isScripted(code: Code, instance: Instance, scripted: Scripted | undefined): boolean {
  if (scripted?.pc !== instance.pc) return false;
  // Whether it was foretold to fail makes a difference to what orders it.
  const foretold = failsWithoutRelease(code.instructions[instance.pc]);
  if (foretold && (instance.kind === 'read') !== scripted.reads) return false;
  return instance.kind !== 'read' || instance.role !== 'writes' || instance.matched === scripted.matched;
}

/** Decides the candidate's communication as it was executed: memory is followed step by step. */
function communicate(candidate: Candidate, steps: readonly ExecutedStep[]): void {
  const last = new Map<number, number>();
  for (const { event, action, written } of steps) {
    if (event === null) continue;
    const before = last.get(event.location);
    if (isReading(event)) {
      const write = (action === 'forward' ? latestOwnWrite(candidate, event) : undefined) ?? before;
      const source = write === undefined ? INITIAL : fromWrite(write);
      invariant(candidate.read(event.id, source) === null, 'what a read took agrees with the rules');
    }
    if (written === null || !isWriting(event)) continue;
    if (before !== undefined)
      invariant(candidate.order(before, event.id) === null, 'the order of writes agrees with the rules');
    last.set(event.location, event.id);
  }
}

/** The write that a forwarded read takes: the latest earlier one of its thread and location. */
function latestOwnWrite(candidate: Candidate, read: CandidateEvent): number | undefined {
  const own = candidate
    .eventsOf(read.thread)
    .filter(
      (event) => event.location === read.location && event.instance < read.instance && isWriting(event),
    );
  return own.at(-1)?.id;
}
