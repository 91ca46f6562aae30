/** Which states without a step are deadlocks, and where the threads of one wait: the first thing that a reader asks. */

import type { Thread } from '../program/program.js';
import type { BlockedThread } from '../query/exploration.js';
import type { Span } from '../text/source.js';
import type { LocalState } from '../window/thread-space.js';
import { isPending } from '../window/window.js';
import { contentFor, type StateVector } from './state-vector.js';

/**
 * The threads of a stuck state that are not done; each waits at its oldest instance that has not performed. `threads` are
 * the program's: interchangeable ones share their local states, and with them the code of the first.
 */
export function blockedThreads(
  threads: readonly Thread[],
  locals: readonly LocalState[],
): readonly BlockedThread[] {
  return locals.flatMap(({ done, context: { code, window } }, index) => {
    const pc = window.instances.find(isPending)?.pc ?? window.next;
    const instruction = code.instructions[pc];
    if (done || instruction === undefined) return [];
    const { name } = threads[index];
    return [{ thread: name, span: ownSpan(instruction.span, code.thread.name, threads, index) }];
  });
}

/** Where a thread itself has what stands there in the one whose code it shares. */
function ownSpan(span: Span, shared: string, threads: readonly Thread[], index: number): Span {
  const first = threads.find(({ name }) => name === shared);
  const at = first?.code.findIndex((each) => each.span.start === span.start && each.span.end === span.end);
  return (at === undefined ? undefined : threads[index].code[at]?.span) ?? span;
}

/**
 * Whether in a state where nobody can step every thread waits for a value at the first access that it has not performed, or
 * has none. One that is only held there by another's claim would go on: the claim was made early, and no execution need
 * make it.
 */
export function waitsForGood(row: StateVector): boolean {
  return row.threads.every((space, thread) => {
    const { steps, context } = row.locals[thread];
    const { instances } = context.window;
    const first = instances.findIndex(isPending);
    // A grace period waits for others, and what comes after it waits for that.
    if (first !== -1 && instances[first].kind === 'grace') return true;
    const step = steps.find((each) => each.step.index === first);
    return (
      first === -1 ||
      (step !== undefined && space.result(step, row.state[thread], contentFor(row, step)) === null)
    );
  });
}
