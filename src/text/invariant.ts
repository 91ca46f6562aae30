/** What to do with the impossible: a bug of pinlitmus is thrown, never reported as a fault of the input. */

/** Throws when something that the program relies on does not hold. The message is for the maintainers. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`pinlitmus bug: ${message}`);
}

/** The end of an exhaustive `switch`: the compiler rejects the call when a case was forgotten. */
export function unreachable(value: never): never {
  throw new Error(`pinlitmus bug: unexpected ${JSON.stringify(value)}`);
}

/**
 * Two ways to a verdict that disagree, so that one of them is wrong and there is none. The text of the test goes with it,
 * for a report without it would help nobody.
 */
export class Disagreement extends Error {
  readonly test: string;

  constructor(message: string, test: string) {
    super(`pinlitmus bug: ${message}`);
    this.test = test;
  }
}
