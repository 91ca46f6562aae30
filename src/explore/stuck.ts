/** Which states without a step are deadlocks, and where the threads of one wait: the first thing that a reader asks. */
import type { Span } from '../diagnostic/source.js';
import { isMemory } from '../machine/order.js';
import type { LocalState } from '../machine/thread.js';
import { isPending } from '../machine/window.js';
import { contentFor, type Row } from './row.js';

/** A thread that waits for what never comes, and the instruction that it cannot get past. */
export interface Waiting {
  /** `P0` */
  readonly thread: string;
  readonly span: Span;
}

/**
 * The threads of a stuck state that are not done; each waits at its oldest instance that has not performed. `names`
 * are the threads' own: interchangeable threads share their code.
 */
export function waiting(names: readonly string[], locals: readonly LocalState[]): readonly Waiting[] {
  return locals.flatMap(({ done, scene: { code, window } }, index) => {
    const place = window.instances.find(isPending)?.place ?? window.next;
    const instruction = code.instructions[place];
    return done || instruction === undefined ? [] : [{ thread: names[index], span: instruction.span }];
  });
}

/**
 * Whether in a state where nobody can step every thread waits for a value at the first access that it has not performed, or
 * has none. One that is only held there by another's claim would go on: the claim was made early, and no execution need
 * make it.
 */
export function waitsForGood(row: Row): boolean {
  return row.threads.every((space, thread) => {
    const { steps, scene } = row.locals[thread];
    const first = scene.window.instances.findIndex((each) => isMemory(each) && isPending(each));
    const step = steps.find((each) => each.step.index === first);
    return (
      first === -1 ||
      (step !== undefined && space.result(step, row.state[thread], contentFor(row, step)) === null)
    );
  });
}
