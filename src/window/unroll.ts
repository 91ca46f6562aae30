/** How far fetching runs round a loop whose exit is not known yet (code.ts, Unrolling). */
import type { Code } from './code.js';
import type { Evaluation } from './evaluation.js';
import { freshFailures } from './failed-round.js';
import { decidedBy } from './prediction.js';
import type { Window } from './window.js';

/** Whether the next instruction is in the window as often as it may be. */
export function isUnrolled(code: Code, window: Window, evaluation: Evaluation): boolean {
  const { unrolling, loops } = code;
  if (loops === null) return false;
  let [same, predictions] = [0, 0];
  window.instances.forEach((each, index) => {
    if (each.pc !== window.next) return;
    same += 1;
    if (isPrediction(code, window, evaluation, index)) predictions += 1;
  });
  if (same >= unrolling.instances) return true;
  if (predictions < unrolling.predictions) return false;
  if (!code.reductions.rounds) return true;
  if (loops.ending[window.next]) return false;
  // Of fresh failures there are only so many anyway.
  const fresh = freshFailures(code, window, evaluation);
  const limited = fresh.filter((index) => window.instances[index].pc === window.next).length;
  return predictions - limited >= unrolling.predictions;
}

/**
 * Whether an instance was predicted freely: a branch whose condition is known, and only hangs on a choice, or that the outcome
 * of an attempt decides, follows from another prediction.
 */
function isPrediction(code: Code, window: Window, evaluation: Evaluation, index: number): boolean {
  const instance = window.instances[index];
  switch (instance.kind) {
    case 'branch':
      return evaluation.conditions[index] === null && !isDecided(code, window, index);
    case 'read':
      return instance.role === 'fails';
    default:
      return instance.kind === 'failed';
  }
}

/** Whether only one way of a branch was followed (fetch.ts). */
function isDecided(code: Code, window: Window, index: number): boolean {
  return code.reductions.rounds && decidedBy(code, window, index) !== null;
}
