/**
 * The shortest way to a final state, or to a deadlock. The walk is the usual one, breadth-first: eager steps and sleep
 * sets leave out orders of the same steps, never all of them, so the first arrival is by a shortest way. Only symmetry
 * is off, since renamed threads would make the way unreadable, and steps that are merged for speed are kept apart.
 */
import { invariant } from '../diagnostic/invariant.js';
import type { Asked, Reductions } from '../machine/code.js';
import { ALL_REDUCTIONS } from '../machine/code.js';
import type { Model } from '../machine/model.js';
import type { LocalState, LocalStep, ThreadSpace } from '../machine/thread.js';
import type { Values } from '../machine/values.js';
import type { Program } from '../program/program.js';
import { setUp } from './explore.js';
import type { Limit, Limits } from './outcome.js';
import type { Waiting } from './stuck.js';
import type { Turn } from './trail.js';

/** How programs are prepared where executions are shown: each half of a read-modify-write that may perform alone does. */
export const SHOWN: Reductions = { ...ALL_REDUCTIONS, symmetry: false, lateUpdates: false };

/** A step as it happens. */
export interface Moment {
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
  readonly moments: readonly Moment[];
  /** Who waits where at the end; empty when all threads came to their ends. */
  readonly stuck: readonly Waiting[];
}

/** What looking for a trace gives: one, or none, or none within the limits. */
export type Traced =
  | { readonly kind: 'found'; readonly trace: Trace }
  | { readonly kind: 'none' }
  | { readonly kind: 'limit'; readonly limit: Limit };

/**
 * The shortest way to a final state that passes `asked.filter`, or to a deadlock. A deadlock is looked for whatever the
 * filter says of those who end.
 */
export function traceTo(
  goal: 'nearest' | 'deadlock',
  program: Program,
  model: Model,
  asked: Asked,
  limits: Limits,
): Traced {
  const { search, findings, task } = setUp(program, model, asked, limits, { reductions: SHOWN, goal });
  const limit = search.run();
  const found = goal === 'nearest' ? findings.found > 0 : findings.deadlocks > 0;
  if (!found) return limit === null ? { kind: 'none' } : { kind: 'limit', limit };
  const { initial, turns } = search.way;
  return { kind: 'found', trace: { ...replay(program, task, initial, turns), stuck: findings.stuck } };
}

/** Goes the way again on the threads' local states, and notes what happens. */
function replay(
  program: Program,
  { threads, values }: { readonly threads: readonly ThreadSpace[]; readonly values: Values },
  initial: readonly number[],
  turns: readonly Turn[],
): Pick<Trace, 'initial' | 'last' | 'moments'> {
  const locals = [...initial];
  const memory = program.locations.map((location) => values.intern(location.initial));
  const moments = turns.map(({ thread, step: index, outcome }): Moment => {
    const space = threads[thread];
    const before = space.states[locals[thread]];
    const step = before.steps[index];
    const content = memory[step.location];
    const result = space.result(step, locals[thread], content);
    invariant(result !== null, 'a step that was taken does not wait');
    if (result.written !== -1) {
      memory[step.location] = result.written;
      threads.forEach((other, each) => {
        if (each !== thread) locals[each] = other.disturb(locals[each], step.location);
      });
    }
    locals[thread] = result.next[outcome];
    return {
      thread,
      before,
      after: space.states[locals[thread]],
      step,
      content: values.valueOf(content),
      written: result.written === -1 ? null : values.valueOf(result.written),
      moved: result.moved[outcome],
    };
  });
  const statesOf = (numbers: readonly number[]): readonly LocalState[] =>
    numbers.map((local, thread) => threads[thread].states[local]);
  return { initial: statesOf(initial), last: statesOf(locals), moments };
}
