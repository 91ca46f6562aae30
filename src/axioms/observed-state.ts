/** The final state of an execution, as far as it is decided. */
import type { Observable } from '../program/condition.js';
import { evaluate } from '../program/expression.js';
import type { PartialExecution } from './partial-execution.js';
import { INITIAL, type Skeleton } from './skeleton.js';

/** The values of what is observed; null where something of it is open. */
export function finalState(
  skeleton: Skeleton,
  decision: PartialExecution,
  observables: readonly Observable[],
): readonly bigint[] | null {
  const state: bigint[] = [];
  for (const observable of observables) {
    const value = observedValue(skeleton, decision, observable);
    if (value === null) return null;
    state.push(value);
  }
  return state;
}

function observedValue(
  skeleton: Skeleton,
  decision: PartialExecution,
  observable: Observable,
): bigint | null {
  if (observable.kind === 'register') {
    const { thread, register } = observable;
    return evaluate(skeleton.paths[thread].registers[register], decision.known[thread]);
  }
  const { location } = observable;
  const writes = skeleton.writes[location];
  if (writes.length === 0) return decision.valueOf(location, INITIAL);
  let last = -1;
  for (const write of writes) {
    if (decision.coherence.hasBehind(write)) continue;
    if (last !== -1) return null;
    last = write;
  }
  return decision.valueOf(location, last);
}
