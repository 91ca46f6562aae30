/** A partial coherence order over the writes of a skeleton, transitively closed. */
import { hasBit, setBit } from './bit-rows.js';
import type { Skeleton } from './skeleton.js';

/** A partial coherence order, which is changed in place. */
export class CoOrder {
  /** For each write, those behind it, and those before it: a row an event. */
  readonly behind: Int32Array;
  readonly before: Int32Array;
  /** For each location, whether something was ordered since it was last looked at. */
  readonly loose: Uint8Array;
  readonly #skeleton: Skeleton;

  constructor(skeleton: Skeleton) {
    this.#skeleton = skeleton;
    this.behind = new Int32Array(skeleton.size * skeleton.words);
    this.before = new Int32Array(skeleton.size * skeleton.words);
    this.loose = new Uint8Array(skeleton.locations.length);
  }

  /** Whether a write is known to be before another. */
  isBefore(one: number, other: number): boolean {
    return hasBit(this.behind, this.#skeleton.words, one, other);
  }

  /** Whether a write has others behind it. */
  hasBehind(write: number): boolean {
    const { words } = this.#skeleton;
    for (let word = 0; word < words; word++) if (this.behind[write * words + word] !== 0) return true;
    return false;
  }

  /** How many writes are known to be before one. */
  countBefore(write: number): number {
    const { words } = this.#skeleton;
    let count = 0;
    for (let word = 0; word < words; word++)
      for (let left = this.before[write * words + word]; left !== 0; left &= left - 1) count += 1;
    return count;
  }

  /** Puts one write before another of its location; false when they are the other way round. */
  order(one: number, other: number): boolean {
    const { words, events, writes } = this.#skeleton;
    if (one === other || this.isBefore(other, one)) return false;
    if (this.isBefore(one, other)) return true;
    const { location } = events[one];
    this.loose[location] = 1;
    for (const write of writes[location]) {
      if (write === one || hasBit(this.before, words, one, write)) {
        include(this.behind, words, write, other);
        setBit(this.behind, words, write, other);
      }
    }
    for (const write of writes[location]) {
      if (write === other || this.isBefore(other, write)) {
        include(this.before, words, write, one);
        setBit(this.before, words, write, one);
      }
    }
    return true;
  }

  /** Adds, for each pair of writes of a location that may come in that order, the pair to rows. */
  relateAtMost(rows: Int32Array): void {
    const { words, writes } = this.#skeleton;
    for (const same of writes) {
      for (const one of same) {
        for (const other of same) {
          if (one !== other && !this.isBefore(other, one)) setBit(rows, words, one, other);
        }
      }
    }
  }
}

/** Adds one row to another. */
function include(rows: Int32Array, words: number, into: number, from: number): void {
  for (let word = 0; word < words; word++) rows[into * words + word] |= rows[from * words + word];
}
