/** What becomes of a window with which fetching has come round a loop: the predicate that the machine, explanations and steps share. */

import type { Code } from './code.js';
import type { Evaluation } from './evaluation.js';
import { failsTooOften, isForgotten } from './failed-round.js';
import { idleRound, isSpin } from './idle-round.js';
import { repeatsRewriting } from './rewriting-round.js';
import type { Window } from './window.js';

/**
 * Whether a window can go, since fetching has come round a loop with rounds that can: for each execution that goes on from
 * there is one without one of them that ends alike.
 */
export function isSuperfluous(code: Code, window: Window, evaluation: Evaluation): boolean {
  const { loops, reductions } = code;
  if (loops === null || !loops.cyclic[window.next] || !hasComeRound(window)) return false;
  if (reductions.rounds || reductions.spins) {
    const round = idleRound(code, window, evaluation);
    const reads = round !== null && round.reads.length > 0;
    if (reads && (reductions.rounds || isSpin(code, window, round))) return true;
  }
  // What is said there of rounds says nothing of readers in them.
  if (code.readers?.inLoops) return false;
  if (reductions.rounds && isForgotten(code, window, evaluation)) return true;
  return reductions.rewrites && repeatsRewriting(code, window, evaluation);
}

/** Whether the window holds the place that is fetched next: a round that has been gone through begins with it. */
function hasComeRound({ instances, next }: Window): boolean {
  return instances.some(({ pc }) => pc === next);
}

/** Whether a window has more failed exchanges from `from` on than there can be, so that no execution goes on from it. */
export function isOverfull(code: Code, window: Window, evaluation: Evaluation, from: number): boolean {
  if (!code.reductions.rounds || code.loops === null) return false;
  for (let index = from; index < window.instances.length; index++) {
    if (code.outcomes[window.instances[index].pc] !== null) return failsTooOften(code, window, evaluation);
  }
  return false;
}

/** Whether fetching has come round a loop that reads nothing, on a prediction: when that proves right, the loop never ends. */
export function goesRoundForEver(code: Code, window: Window, evaluation: Evaluation): boolean {
  if (!code.reductions.spins || !hasComeRound(window)) return false;
  return idleRound(code, window, evaluation)?.reads.length === 0;
}
