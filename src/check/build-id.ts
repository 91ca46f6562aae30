/** Which build of pinlitmus this is. What is remembered of a run holds for the code that found it, and for no other. */

/** Put here by scripts/build.js. */
declare const PINLITMUS_BUILD: string | undefined;

/** A name that no other build has, unless it was made of the same sources; null where the sources run as they are. */
export function buildId(): string | null {
  return typeof PINLITMUS_BUILD === 'string' ? PINLITMUS_BUILD : null;
}
