/**
 * Numbers for values: the search handles small integers, and each stands for one 64-bit value. Interning keeps the
 * search exact (a pointer or a 64-bit mask is a number like any other) and its states small.
 */
export interface Values {
  /** The number of a value; a new one when it was not seen before. */
  readonly intern: (value: bigint) => number;
  /** The value that a number stands for. */
  readonly valueOf: (number: number) => bigint;
}

/** An empty table. Numbers count up from 0. */
export function createValues(): Values {
  const numbers = new Map<bigint, number>();
  const values: bigint[] = [];
  return {
    intern: (value) => {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, values.length);
      return values.push(value) - 1;
    },
    valueOf: (number) => values[number],
  };
}
