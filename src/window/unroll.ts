/**
 * How far fetching runs round a loop whose exit is not known yet (code.ts, Unrolling).
 *
 * To stop there loses nothing as long as not all the predictions that fetching has run on prove right. For take an execution in
 * which something behind the bound performs while they are open, and in which they prove right in the end. Reads behind the bound
 * matter to nobody but what comes after them. Writes there are held back by an open branch, such as that which leads round a loop;
 * or no other thread reads them, grace periods among what reads the end of a reader of SRCU; else something may be lost at once
 * (`stopBehindLast`). Grace periods and the ends of readers of RCU count for nothing behind what is open (standing.ts). So without what is behind the bound the
 * execution is one all the same as far as the last of the predictions, and there the search finds that one right. Each time
 * fetching stops the last prediction is marked: where none that is marked proves right, no execution is missing. That is what
 * makes walks of lists exact whose links prove to end.
 */
import type { Code } from './code.js';
import type { Evaluation } from './evaluation.js';
import { freshFailures } from './failed-round.js';
import { changed } from './instance.js';
import { WRITES } from './may-access.js';
import type { ThreadContext } from './order.js';
import { decidedBy } from './prediction.js';
import { type Window, withInstance } from './window.js';

/** The window with the last prediction marked, where fetching stops behind it; null where something might be lost by stopping. */
export function stopBehindLast({ code, window, evaluation }: ThreadContext): Window | null {
  const { instances, next } = window;
  const index = instances.findLastIndex(({ pc }) => pc === next);
  const last = instances[index];
  if (last?.kind !== 'branch' || !code.reductions.rounds) return null;
  if (!isPrediction(code, window, evaluation, index)) return null;
  const isHeld = instances.some((each) => {
    return each.kind === 'branch' && each.scopeEnd === null && code.joins[each.pc] === null;
  });
  if (!isHeld && (code.readers !== null || !writesForItself(code, next))) return null;
  return last.isLast ? window : withInstance(window, index, changed(last, { isLast: true }));
}

/** Whether what is written from a place on is read by no other thread. */
function writesForItself({ ahead, loops }: Code, from: number): boolean {
  return ahead[from].every((marks, location) => (marks & WRITES) === 0 || !loops?.foreign.mayRead(location));
}

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
  if (same >= unrolling.instances && !(code.reductions.rounds && loops.isEnding(window.next))) return true;
  if (predictions < unrolling.predictions) return false;
  if (!code.reductions.rounds) return true;
  if (loops.isEnding(window.next)) return false;
  // Of fresh failures there are only so many anyway.
  const fresh = [...freshFailures(code, window, evaluation).values()].flat();
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
