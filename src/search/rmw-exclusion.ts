/** Claims: a thread between the read and the write of a pair has claimed the location, and a second claim kills both. */
import type { LocalStep } from '../window/local-steps.js';
import type { LocalState } from '../window/thread-space.js';
import { contentFor, type StateVector } from './state-vector.js';

/** Whether another thread is between the read and the write of a pair of the location. */
export function isClaimed({ locals }: StateVector, thread: number, location: number): boolean {
  for (let other = 0; other < locals.length; other++) {
    if (other !== thread && locals[other].openRmws.includes(location)) return true;
  }
  return false;
}

/**
 * Whether a thread that comes to that local state claims a location that another has claimed. A load-exclusive does so where
 * its store-conditional is sure to succeed, which fetching may tell only later.
 */
export function clashes(row: StateVector, thread: number, { openRmws: claimed }: LocalState): boolean {
  if (claimed.length === 0) return false;
  const before = row.locals[thread].openRmws;
  return claimed.some((location) => !before.includes(location) && isClaimed(row, thread, location));
}

/** Whether a step that could be taken would die, and only because another thread has claimed the location. */
export function isHeld(row: StateVector, thread: number, step: LocalStep): boolean {
  if (step.opensRmw && isClaimed(row, thread, step.location)) return true;
  const space = row.threads[thread];
  const result = space.result(step, row.state[thread], contentFor(row, step));
  if (result === null || result.next.length === 0) return false;
  return result.next.every((next) => clashes(row, thread, space.states[next]));
}
