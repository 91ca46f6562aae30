/**
 * Sleep sets (Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996): a step that was
 * tried from a state sleeps in what is tried next, for all that begins with it has been seen; it wakes when something
 * happens that it does not commute with. The sleeping steps are part of the state, so that states may be shared.
 */

import type { LocalStep } from '../../window/local-steps.js';
import { WRITES } from '../../window/may-access.js';
import { contentFor, isTouchedByOthers, type StateVector } from '../state-vector.js';

/** Whether a step of the thread is asleep. */
export function isAsleep(row: StateVector, thread: number, step: LocalStep): boolean {
  return (row.state[row.asleep + thread] & step.bit) !== 0;
}

/** Whether a step that is awake, or yet to come, may wake a sleeping one. If none can, no execution goes on without it. */
export function mayWake(row: StateVector, thread: number, step: LocalStep): boolean {
  if (step.step.kind === 'forward' || step.ownConflict) return true;
  let awake = 0;
  for (let other = 0; other < row.threads.length; other++) {
    if (other === thread) continue;
    const asleep = row.state[row.asleep + other];
    awake |= row.threads[other].footprint(row.state[other], asleep)[step.location];
  }
  // Even a read may wake a read, by waking a sleeping write.
  return awake !== 0 && (step.writes || isTouchedByOthers(row, thread, step.location, WRITES));
}

/** The mask of the thread's own sleeping steps that commute with a step, where their instances stand after it. */
export function stillAsleep(
  row: StateVector,
  thread: number,
  step: LocalStep,
  moved: readonly number[],
): number {
  const asleep = row.state[row.asleep + thread];
  if (asleep === 0) return 0;
  let mask = 0;
  for (const sleeper of row.locals[thread].steps) {
    if ((sleeper.bit & asleep) === 0) continue;
    const index = moved[sleeper.step.index];
    if (index >= 0 && index < 31 && commute(row, thread, step, sleeper)) mask |= 1 << index;
  }
  return mask;
}

function commute(row: StateVector, thread: number, first: LocalStep, second: LocalStep): boolean {
  const contents = [contentFor(row, first), contentFor(row, second)] as const;
  return row.threads[thread].commute(row.state[thread], first, second, contents);
}

/**
 * Wakes, in the state that is being built, the sleeping steps of other threads that do not commute with a step: those
 * of its location, where one of the two writes. A value taken from the store buffer is no other thread's business.
 */
export function wakeOthers(row: StateVector, next: Int32Array, thread: number, step: LocalStep): void {
  if (step.step.kind === 'forward') return;
  for (let other = 0; other < row.threads.length; other++) {
    const asleep = row.state[row.asleep + other];
    if (asleep === 0 || other === thread) continue;
    for (const sleeper of row.locals[other].steps) {
      const conflicts = sleeper.location === step.location && (sleeper.writes || step.writes);
      if (conflicts && sleeper.step.kind !== 'forward') next[row.asleep + other] &= ~sleeper.bit;
    }
  }
}
