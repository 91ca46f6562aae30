/**
 * The shortest way to a final state, or to a deadlock. The walk is the usual one, breadth-first: eager steps and sleep
 * sets leave out orders of the same steps, never all of them, so the first arrival is by a shortest way. Interchangeable
 * threads get their own names back; steps that are merged for speed are kept apart.
 */

import type { Target } from '../program/condition.js';
import { satisfies } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { BlockedThread } from '../query/exploration.js';
import type { Limit } from '../query/limits.js';
import type { MachineQuery } from '../query/query.js';
import { invariant } from '../text/invariant.js';
import type { Reductions } from '../window/code.js';
import { ALL_REDUCTIONS } from '../window/code.js';
import type { LocalStep } from '../window/local-steps.js';
import type { LocalState } from '../window/thread-space.js';
import { blockedThreads } from './deadlock.js';
import { searchWhole } from './explore.js';
import { BEGINNING, type NumberedPath } from './predecessors.js';
import { eachArrangement } from './reductions/symmetry.js';
import type { SearchTask } from './task.js';

/** How programs are prepared where executions are shown: each half of a read-modify-write that may perform alone does. */
export const SHOWN: Reductions = { ...ALL_REDUCTIONS, lateUpdates: false };

/** A step as it happens. */
export interface TimedStep {
  readonly thread: number;
  /** The thread before the step and after it. */
  readonly before: LocalState;
  readonly after: LocalState;
  readonly step: LocalStep;
  /** What memory held at the step's location. */
  readonly content: bigint;
  /** What it holds from now on; null when the step does not write. */
  readonly written: bigint | null;
  /** For each instance of the window before, where it stands afterwards; -1 when it is no longer pending. */
  readonly moved: readonly number[];
}

/** A way through the machine's states. */
export interface Trace {
  /** The threads as they begin, and as they end. */
  readonly initial: readonly LocalState[];
  readonly last: readonly LocalState[];
  readonly moments: readonly TimedStep[];
  /** Which threads are blocked, and where; empty when all threads are at their ends. */
  readonly stuck: readonly BlockedThread[];
}

/**
 * What looking for a trace gives: one, and the program that it is of, with cells outside the objects (cells.ts); or none,
 * or none within the limits.
 */
export type Traced =
  | { readonly kind: 'found'; readonly program: Program; readonly trace: Trace }
  | { readonly kind: 'none' }
  | { readonly kind: 'limit'; readonly limit: Limit };

/**
 * The shortest way to a final state that passes the target's filter (`nearest`), any way to one (`way`), or the shortest to a
 * deadlock. A deadlock is looked for whatever the
 * filter says of those who end.
 */
export function traceTo(goal: 'way' | 'nearest' | 'deadlock', query: MachineQuery): Traced {
  const { search, task, limit } = searchWhole(query, { reductions: SHOWN, goal });
  if (!search.hasArrived) return limit === null ? { kind: 'none' } : { kind: 'limit', limit };
  const gone = go(task, search.way);
  const trace = renamed(gone, goal === 'deadlock' ? null : meeting(task, query.target, gone));
  // On its way to a final state the search may have come across deadlocks: this is not how one comes about.
  const stuck = goal === 'deadlock' ? blockedThreads(task.program.threads, trace.last) : [];
  return { kind: 'found', program: task.program, trace: { ...trace, stuck } };
}

/** The shortest way to a final state that passes the target's filter; where that is not found within the limits, any. */
export function shortestTrace(query: MachineQuery): Traced {
  const nearest = traceTo('nearest', query);
  return nearest.kind === 'limit' ? traceTo('way', query) : nearest;
}

/** A path replayed, with what memory holds in the end. */
interface Gone extends Pick<Trace, 'initial' | 'last' | 'moments'> {
  readonly memory: readonly bigint[];
}

/**
 * Goes a way again on the threads' local states, and notes what happens. Of interchangeable threads any that is in the
 * local state from which a step is taken may take it.
 */
function go({ program, threads, groups, values }: SearchTask, { initial, turns }: NumberedPath): Gone {
  const locals = [...initial];
  const memory = program.locations.map((location) => values.intern(location.initial));
  const steps = turns.filter(({ step }) => step !== BEGINNING);
  const moments = steps.map((turn): TimedStep => {
    const alike = groups.find((group) => group.includes(turn.thread)) ?? [turn.thread];
    const thread = alike.find((each) => locals[each] === turn.local);
    invariant(thread !== undefined, 'a thread is where the step begins');
    const space = threads[thread];
    const before = space.states[turn.local];
    const step = before.steps[turn.step];
    // A grace period has no location.
    const content = step.location < 0 ? 0 : memory[step.location];
    const result = space.result(step, turn.local, content);
    invariant(result !== null, 'a step that was taken does not wait');
    if (result.written !== -1) {
      memory[step.location] = result.written;
      threads.forEach((other, each) => {
        if (each !== thread) locals[each] = other.afterForeignWrite(locals[each], step.location);
      });
    }
    locals[thread] = result.next[turn.outcome];
    return {
      thread,
      before,
      after: space.states[locals[thread]],
      step,
      content: values.valueOf(content),
      written: result.written === -1 ? null : values.valueOf(result.written),
      moved: result.moved[turn.outcome],
    };
  });
  const statesOf = (numbers: readonly number[]): readonly LocalState[] =>
    numbers.map((local, thread) => threads[thread].states[local]);
  return { initial: statesOf(initial), last: statesOf(locals), moments, memory: memory.map(values.valueOf) };
}

/**
 * For each thread the one whose part it plays: the search is content when the filter holds of some renaming of
 * interchangeable threads, and here is one.
 */
function meeting(
  { groups }: SearchTask,
  { observables, filter }: Target,
  { last, memory }: Gone,
): readonly number[] {
  const parts = last.map((_, thread) => thread);
  const holds = (): boolean => {
    const values = observables.map((observable) =>
      observable.kind === 'location'
        ? memory[observable.location]
        : last[parts.indexOf(observable.thread)].context.window.registers[observable.register],
    );
    return filter === null || satisfies(filter, values);
  };
  const rename = (index: number): boolean => {
    const group = groups[index];
    if (group === undefined) return holds();
    // An arrangement is done with when the rest works out: stop there.
    return !eachArrangement(group, (assigned) => {
      group.forEach((thread, pc) => {
        parts[thread] = assigned[pc];
      });
      return !rename(index + 1);
    });
  };
  invariant(rename(0), 'some renaming of alike threads passes the filter');
  return parts;
}

/** The same with the threads' parts exchanged; null leaves them. */
function renamed({ initial, last, moments }: Gone, parts: readonly number[] | null): Omit<Trace, 'stuck'> {
  if (parts === null) return { initial, last, moments };
  const inOrder = (locals: readonly LocalState[]): readonly LocalState[] =>
    locals.map((_, thread) => locals[parts.indexOf(thread)]);
  return {
    initial: inOrder(initial),
    last: inOrder(last),
    moments: moments.map((moment) => ({ ...moment, thread: parts[moment.thread] })),
  };
}
