/** A state as a row of numbers, and what can be read off it. */
import type { LocalState, ThreadSpace } from '../window/thread-space.js';

/**
 * Where a state's parts stand: local states first, then values, then from `asleep` on a mask of sleeping steps a thread; last
 * what grace periods wait for (graces.ts).
 */
export interface StateVector {
  readonly threads: readonly ThreadSpace[];
  readonly state: Int32Array;
  readonly asleep: number;
  /** The threads' local states, which the state's first words number. */
  readonly locals: LocalState[];
}

/** The words of a row of that width with each thread's local state and mask, which change together, side by side. */
export function threadByThread(threads: number, width: number, asleep = width - threads): readonly number[] {
  const order: number[] = [];
  for (let thread = 0; thread < threads; thread++) order.push(thread, asleep + thread);
  for (let word = threads; word < asleep; word++) order.push(word);
  for (let word = asleep + threads; word < width; word++) order.push(word);
  return order;
}

/** Finds the local states anew: after every change of the state. */
export function locate({ threads, state, locals }: StateVector): void {
  for (let thread = 0; thread < threads.length; thread++) {
    locals[thread] = threads[thread].states[state[thread]];
  }
}

/** What memory holds at a step's location, as the number of a value; 0 when the step does not look. */
export function contentFor(
  row: StateVector,
  step: { readonly reads: boolean; readonly location: number },
): number {
  return step.reads ? row.state[row.threads.length + step.location] : 0;
}

/** Whether another thread may still touch a location in one of the ways marked. */
export function isTouchedByOthers(
  row: StateVector,
  thread: number,
  location: number,
  marks: number,
): boolean {
  for (let other = 0; other < row.locals.length; other++) {
    if (other !== thread && (row.locals[other].mayAccess[location] & marks) !== 0) return true;
  }
  return false;
}

/** Tells the other threads, in the state that is being built, of a write; false when one of them rules it out. */
export function disturbOthers(
  { threads, state }: StateVector,
  next: Int32Array,
  writer: number,
  location: number,
): boolean {
  for (let thread = 0; thread < threads.length; thread++) {
    if (thread === writer) continue;
    const disturbed = threads[thread].afterForeignWrite(state[thread], location);
    if (disturbed === -1) return false;
    next[thread] = disturbed;
  }
  return true;
}
