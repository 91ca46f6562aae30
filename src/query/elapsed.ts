/** How long something has taken. */

/** Milliseconds since `begin`, of `performance.now()`; whole microseconds, so that a report that is read has what was written. */
export function elapsedSince(begin: number): number {
  return Math.round((performance.now() - begin) * 1000) / 1000;
}
