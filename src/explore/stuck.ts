/** Where the threads of a deadlock wait: the first thing that a reader asks of one. */
import type { Span } from '../diagnostic/source.js';
import type { LocalState } from '../machine/thread.js';
import { isPending } from '../machine/window.js';

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
