/**
 * From a trace of the search to an execution: which access each step performs, complete runs of the threads, and how they
 * communicate. The trace is replayed on the way: the threads are run again from their start with the values that they
 * read, and the order of the steps must agree with every edge that the model's rules put between them. If it does not,
 * something is wrong with the machine, and nothing is shown.
 */
import { invariant } from '../diagnostic/invariant.js';
import type { Moment, Trace } from '../explore/trace.js';
import type { Code } from '../machine/code.js';
import type { LocalState } from '../machine/thread.js';
import { isPending } from '../machine/window.js';
import { Candidate, INITIAL } from './candidate.js';
import { type Event, reads, writes } from './event.js';
import { isAccess, type Run, runsOf } from './run.js';

/** A step, and the number of the access that performs: of its thread, in program order, from 0. */
interface Performed {
  readonly moment: Moment;
  readonly access: number;
}

/** A step of an execution; `event` is null when the thread never comes to its end and the access is beyond what it does. */
export interface Happening {
  readonly moment: Moment;
  readonly event: Event | null;
}

/** An execution in the order in which it happened. */
export interface Happened {
  readonly candidate: Candidate;
  readonly steps: readonly Happening[];
}

/** The execution that a trace is. `codes` are the threads' codes as the trace was made with. */
export function happened(codes: readonly Code[], trace: Trace): Happened {
  const performed = numbered(trace);
  const runs = codes.map((code, thread) => runAs(code, contentsOf(performed, thread)));
  const candidate = new Candidate(codes.length);
  runs.forEach((run, thread) => {
    invariant(candidate.addRun(thread, run) === null, 'what happened has no cycle within a thread');
  });
  const steps = performed.map(({ moment, access }): Happening => {
    const own = candidate.events.filter((event) => event.thread === moment.thread);
    return { moment, event: own[access] ?? null };
  });
  communicate(candidate, steps);
  if (trace.stuck.length === 0) checkOrder(candidate, steps);
  return { candidate, steps };
}

/** Which access each step performs: instances are followed from step to step, and new ones come in program order. */
function numbered(trace: Trace): readonly Performed[] {
  const counts = trace.initial.map(() => 0);
  const places: (number | null)[][] = trace.initial.map((local, thread) =>
    follow(local, [], () => counts[thread]++),
  );
  return trace.moments.map((moment) => {
    const { thread, step, moved, after } = moment;
    const access = places[thread][step.step.index];
    invariant(access !== null && access !== undefined, 'a step performs a pending access');
    const kept: (number | null)[] = [];
    places[thread].forEach((each, index) => {
      if (moved[index] >= 0 && index !== step.step.index) kept[moved[index]] = each;
    });
    places[thread] = follow(after, kept, () => counts[thread]++);
    return { moment, access };
  });
}

/** For each instance of a window the number of its access: the one it had, or, for a pending one, a new one. */
function follow(
  { scene: { window } }: LocalState,
  kept: readonly (number | null | undefined)[],
  next: () => number,
): (number | null)[] {
  return window.instances.map((each, index) => (isPending(each) ? (kept[index] ?? next()) : null));
}

/** What each read of a thread took, by the number of its access. */
function contentsOf(performed: readonly Performed[], thread: number): ReadonlyMap<number, bigint> {
  const contents = new Map<number, bigint>();
  for (const { moment, access } of performed) {
    if (moment.thread !== thread) continue;
    const { step } = moment.step;
    if (step.kind === 'forward') contents.set(access, step.value);
    else if (step.kind !== 'write') contents.set(access, moment.content);
  }
  return contents;
}

/** The run of a thread that reads these values; of one that waits for ever, what it does before. */
function runAs(code: Code, contents: ReadonlyMap<number, bigint>): Run {
  const supply = (_: number, access: number): readonly bigint[] => {
    const content = contents.get(access);
    return content === undefined ? [] : [content];
  };
  const bound = { rounds: Number.POSITIVE_INFINITY, onCut: () => undefined, partial: true };
  const runs = [...runsOf(code, supply, bound)];
  const size = (run: Run): number => run.window.instances.filter(isAccess).length;
  const ended = runs.filter((run) => run.window.next >= code.instructions.length);
  const [longest] = (ended.length > 0 ? ended : runs).toSorted((a, b) => size(b) - size(a));
  invariant(longest !== undefined, 'a thread that ran can be run again');
  return longest;
}

/** Decides the candidate's communication as it happened: memory is gone through step by step. */
function communicate(candidate: Candidate, steps: readonly Happening[]): void {
  const last = new Map<number, number>();
  for (const { moment, event } of steps) {
    if (event === null) continue;
    if (reads(event)) {
      const forwarded = moment.step.step.kind === 'forward' ? latestOwnWrite(candidate, event) : undefined;
      const source = forwarded ?? last.get(event.location) ?? INITIAL;
      invariant(candidate.read(event.id, source) === null, 'what a read took agrees with the rules');
    }
    if (moment.written === null || !writes(event)) continue;
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

/** Every edge of time leads from an earlier step to a later one. */
function checkOrder(candidate: Candidate, steps: readonly Happening[]): void {
  const times = new Map(
    steps.flatMap(({ event }, time) => (event === null ? [] : [[event.id, time] as const])),
  );
  for (const edges of candidate.graph.all('time').values()) {
    for (const { from, to } of edges) {
      const [first, second] = [times.get(from), times.get(to)];
      invariant(
        first !== undefined && second !== undefined && first < second,
        'steps happen in the order that the rules demand',
      );
    }
  }
}
