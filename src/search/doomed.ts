/** Whether the filter will discard whatever follows from a state (window/demand.ts). */
import { WRITES } from '../window/may-access.js';
import type { Values } from '../window/value-numbers.js';
import { isTouchedByOthers, type StateVector } from './state-vector.js';

/** Whether memory holds for good what the filter will not let some thread read. */
export function isDoomed(row: StateVector, values: Values): boolean {
  return row.threads.some((_, thread) =>
    row.locals[thread].demands.some(
      ({ location, accepts }) =>
        !isTouchedByOthers(row, thread, location, WRITES) &&
        !accepts(values.valueOf(row.state[row.threads.length + location])),
    ),
  );
}
