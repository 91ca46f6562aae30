/** One path, as a walk of a thread writes it. */
import { DeadEnd } from './dead-end.js';
import type { Path } from './path.js';
import { type Choose, type Knowledge, PathBuilder } from './path-builder.js';
import type { WalkedThread } from './walked-thread.js';

/** The path that a walk writes; null where it cannot be gone. */
export function writtenPath(
  thread: WalkedThread,
  knowledge: Knowledge,
  choose: Choose,
  walk: (path: PathBuilder) => Path,
): Path | null {
  const path = new PathBuilder(thread, knowledge, choose);
  try {
    return walk(path);
  } catch (error) {
    if (error instanceof DeadEnd) return null;
    throw error;
  } finally {
    if (path.isFurther) knowledge.goneFurther?.(path.events);
  }
}
