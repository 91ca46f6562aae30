/** Final states, as the search finds them and reports list them: their values, and their order. */

/** The values of a question's observables in one final state, or of the first few of them. */
export type State = readonly bigint[];

/** Below every value of an integer type. */
const OPEN = -(1n << 64n);

/** By the first value that differs; an open one comes first. */
export function compareStates(a: readonly (bigint | null)[], b: readonly (bigint | null)[]): number {
  for (let index = 0; index < a.length; index++) {
    const order = compareValues(a[index] ?? OPEN, b[index] ?? OPEN);
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether a value comes before another (-1), after it (1), or is the same. */
export function compareValues(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
