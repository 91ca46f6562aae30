/** Which steps may be taken at once; why that loses nothing is said where they are (search.ts, takeEagerStep). */

import type { LocalStep } from '../../window/local-steps.js';
import { GLIMPSES, READS, WRITES } from '../../window/may-access.js';
import type { Graces } from '../graces.js';
import { isTouchedByOthers, type StateVector } from '../state-vector.js';

/** In which ways a thread must touch a location to notice a step of that eagerness. */
const NOTICED = { unwritten: WRITES, unglimpsed: GLIMPSES, untouched: READS | WRITES } as const;

/** Whether no other thread can notice a step, in memory or by a grace period. The end of a grace period is in nobody's way. */
export function isUnnoticed(
  row: StateVector,
  graces: Graces | null,
  thread: number,
  step: LocalStep,
): boolean {
  if (step.step.kind === 'grace') return true;
  if (step.eager === 'never' || isTouchedByOthers(row, thread, step.location, NOTICED[step.eager]))
    return false;
  return graces === null || graces.mayGoFirst(row, thread, step);
}
