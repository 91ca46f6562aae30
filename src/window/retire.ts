/** What leaves a window: branches that are resolved, from wherever they are, and the oldest instances, when they are done. */

import { unreachable } from '../text/invariant.js';
import { withoutDead } from './canonical.js';
import type { Code } from './code.js';
import { endsReservation } from './coherence.js';
import {
  type Evaluation,
  evaluationKeeping,
  evaluationOf,
  type GrowingEvaluation,
  known,
} from './evaluation.js';
import { isHeld, mayEnter, nestingAfter } from './standing.js';
import type { Instance, Reservation, Window } from './window.js';
import { isPending, keeping } from './window.js';

/** What is left of a window. `beyond`: a prediction has proved right behind which fetching had stopped at the unrolling bound. */
interface Simplified {
  readonly window: Window;
  readonly evaluation: GrowingEvaluation;
  readonly beyond: boolean;
}

/**
 * Removes resolved branches and retires the oldest instances; null when there is nothing to do. Up to `from` there was
 * nothing to do before.
 */
export function simplify(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  from: number,
): Simplified | null {
  const { instances } = window;
  if (!resolvesAny(window, evaluation, from)) {
    if (instances.length === 0 || (from > 0 && !isHeld(code, window))) return null;
    if (retirable(window, 0) === 0 || !mayEnter(code, window, 0, window.nesting)) return null;
  }
  const resolved = instances.map((each, index) => isResolved(each, evaluation, index));
  let retired = 0;
  let reservation = window.reservation;
  let nesting = window.nesting;
  for (let count = -1; count !== 0 && retired < instances.length; retired += count) {
    count = resolved[retired] ? 1 : retirable(window, retired);
    if (code.readers !== null && !mayEnter(code, window, retired, nesting)) count = 0;
    if (count === 0) continue;
    reservation = reservationAfter(instances[retired], evaluation.locations[retired], reservation);
    nesting = nestingAfter(code, instances[retired], nesting);
  }
  const keep = resolved.map((each, index) => !each && index >= retired);
  const { instances: kept, next } = keeping(window, keep);
  // Forgotten here and not only in the end, what is known has to be worked out once.
  const values = known(evaluation.registers[retired]);
  const registers = withoutDead(code, values, kept[0]?.pc ?? next);
  const beyond = instances.some((each, index) => each.kind === 'branch' && each.isLast && !keep[index]);
  const simpler = { registers, instances: kept, next, reservation, nesting };
  const same = registers === values;
  return {
    window: simpler,
    beyond,
    evaluation: same ? evaluationKeeping(code, simpler, evaluation, keep) : evaluationOf(code, simpler),
  };
}

/** Whether an instance from `from` on is resolved. */
function resolvesAny({ instances }: Window, evaluation: Evaluation, from: number): boolean {
  for (let index = from; index < instances.length; index++) {
    if (isResolved(instances[index], evaluation, index)) return true;
  }
  return false;
}

/** A branch or assumption is resolved once its condition is known, and neither it nor what it comes after hangs on a predicted choice. */
function isResolved(instance: Instance, evaluation: Evaluation, index: number): boolean {
  if (instance.kind !== 'branch' && instance.kind !== 'assume') return false;
  const { operand, after } = evaluation.choices;
  return evaluation.conditions[index] !== null && !operand[index] && !after[index];
}

/** How many instances from the oldest one left, at `index`, can retire together: none, one, or a pair. */
function retirable({ instances }: Window, index: number): number {
  const oldest = instances[index];
  switch (oldest.kind) {
    case 'set':
    case 'select':
    case 'failed':
    case 'fence':
      return 1;
    case 'branch':
    case 'assume':
      return 0;
    case 'read':
      if (oldest.role === 'writes') return isPending(instances[index + 1]) ? 0 : 2;
      return isPending(oldest) ? 0 : 1;
    case 'write':
    case 'update':
    case 'grace':
      return isPending(oldest) ? 0 : 1;
    default:
      return unreachable(oldest);
  }
}

/** The reservation once the oldest instance has retired. */
function reservationAfter(
  oldest: Instance,
  location: number,
  before: Reservation | null,
): Reservation | null {
  if (oldest.kind === 'read' && oldest.exclusive) return { location, lost: oldest.lost };
  return endsReservation(oldest) ? null : before;
}
