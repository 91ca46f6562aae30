/** How far fetching runs round a loop whose exit is not known yet (code.ts, Unrolling). */
import type { Code } from './code.js';
import type { View } from './evaluation.js';
import type { Instance, Window } from './window.js';

/** Whether the next instruction is in the window as often as it may be. */
export function isUnrolled({ unrolling, loopHeads }: Code, window: Window, view: View): boolean {
  if (loopHeads.size === 0) return false;
  let [same, predictions] = [0, 0];
  window.instances.forEach((each, index) => {
    if (each.place !== window.next) return;
    same += 1;
    if (isPrediction(each, view.conditions[index])) predictions += 1;
  });
  return same >= unrolling.instances || predictions >= unrolling.predictions;
}

/** A branch whose condition is known, and only hangs on a choice, follows from another prediction. */
function isPrediction(instance: Instance, condition: bigint | null): boolean {
  return (
    (instance.kind === 'branch' && condition === null) ||
    instance.kind === 'failed' ||
    (instance.kind === 'read' && instance.role === 'fails')
  );
}
