/**
 * Numbers for pairs of numbers: the inner nodes of the trees in forest.ts. A pair gets the next number when it is first
 * seen and keeps it, so that a number says exactly which pair it stands for.
 *
 * Layout: pair `n` is the words `2n` and `2n + 1` of `#pairs`; `#table`, open addressing, holds numbers plus one, 0 for
 * an empty slot, and is kept at most three quarters full.
 */
export class Pairs {
  /** How many pairs have a number. */
  size = 0;
  #pairs = new Int32Array(2 * 192);
  #table = new Int32Array(256);

  /** The number of a pair. Any two 32-bit integers are one. */
  number(left: number, right: number): number {
    const mask = this.#table.length - 1;
    let slot = mix(left, right) & mask;
    for (let found = this.#table[slot]; found !== 0; found = this.#table[slot]) {
      if (this.#pairs[2 * found - 2] === left && this.#pairs[2 * found - 1] === right) return found - 1;
      slot = (slot + 1) & mask;
    }
    this.#pairs[2 * this.size] = left;
    this.#pairs[2 * this.size + 1] = right;
    this.#table[slot] = ++this.size;
    if (2 * this.size === this.#pairs.length) this.#grow();
    return this.size - 1;
  }

  /** The first of a pair. */
  left(number: number): number {
    return this.#pairs[2 * number];
  }

  /** The second of a pair. */
  right(number: number): number {
    return this.#pairs[2 * number + 1];
  }

  /** The bytes that all pairs occupy. */
  get bytes(): number {
    return this.#pairs.byteLength + this.#table.byteLength;
  }

  #grow(): void {
    const pairs = new Int32Array(2 * this.#pairs.length);
    pairs.set(this.#pairs);
    this.#pairs = pairs;
    const table = new Int32Array(2 * this.#table.length);
    const mask = table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = mix(this.left(number), this.right(number)) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = number + 1;
    }
    this.#table = table;
  }
}

/** Mixes two words into one, every bit into the low ones (after the finaliser of MurmurHash3). */
export function mix(left: number, right: number): number {
  let value = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  value ^= value >>> 15;
  value = Math.imul(value, 0xc2b2ae35);
  return value ^ (value >>> 16);
}
