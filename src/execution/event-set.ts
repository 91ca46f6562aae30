/** A set of the events of an execution, one bit for each: what a relation is restricted to, its domain and its range. */

/** How many bits a word of a row has. */
const WORD = 32;

/** How many words a row of so many bits takes. */
export function wordsFor(size: number): number {
  return Math.ceil(size / WORD);
}

/** Whether a bit of a row is set. */
export function hasBit(row: Int32Array, bit: number): boolean {
  return (row[bit >>> 5] & (1 << (bit & 31))) !== 0;
}

/** Sets a bit of a row. */
export function setBit(row: Int32Array, bit: number): void {
  row[bit >>> 5] |= 1 << (bit & 31);
}

/** The bits that are set in a row, in increasing order. */
export function* bitsOf(row: Int32Array): Generator<number> {
  for (let word = 0; word < row.length; word++) {
    for (let left = row[word]; left !== 0; left &= left - 1) {
      yield word * WORD + (31 - Math.clz32(left & -left));
    }
  }
}

/** A set of events out of those numbered from 0 to below `size`. It is a value: every operation gives a new one. */
export class EventSet {
  readonly size: number;
  readonly #row: Int32Array;

  private constructor(size: number, row: Int32Array) {
    this.size = size;
    this.#row = row;
  }

  /** The set of some events. */
  static of(size: number, events: Iterable<number>): EventSet {
    const row = new Int32Array(wordsFor(size));
    for (const event of events) setBit(row, event);
    return new EventSet(size, row);
  }

  /** Whether an event is in the set. */
  has(event: number): boolean {
    return hasBit(this.#row, event);
  }

  /** The events of either set. */
  union(other: EventSet): EventSet {
    return this.#combined(other, (a, b) => a | b);
  }

  /** The events of both sets. */
  intersection(other: EventSet): EventSet {
    return this.#combined(other, (a, b) => a & b);
  }

  /** The events of this set that are not in the other. */
  difference(other: EventSet): EventSet {
    return this.#combined(other, (a, b) => a & ~b);
  }

  /** The events in increasing order. */
  [Symbol.iterator](): Generator<number> {
    return bitsOf(this.#row);
  }

  #combined(other: EventSet, operator: (a: number, b: number) => number): EventSet {
    return new EventSet(
      this.size,
      this.#row.map((word, index) => operator(word, other.#row[index])),
    );
  }
}
