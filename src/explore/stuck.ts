/** Where the threads of a deadlock wait: the first thing that a reader asks of one. */
import type { Span } from '../diagnostic/source.js';
import type { LocalState } from '../machine/thread.js';
import { isPending } from '../machine/window.js';
import type { Program } from '../program/program.js';

/** A thread that waits for what never comes, and the instruction that it cannot get past. */
export interface Waiting {
  /** `P0` */
  readonly thread: string;
  readonly span: Span;
}

/** The threads of a stuck state that are not done; each waits at its oldest instance that has not performed. */
export function waiting(program: Program, locals: readonly LocalState[]): readonly Waiting[] {
  return locals.flatMap(({ done, scene: { window } }, index) => {
    const { name, code } = program.threads[index];
    const place = window.instances.find(isPending)?.place ?? window.next;
    return done || place >= code.length ? [] : [{ thread: name, span: code[place].span }];
  });
}
