/**
 * Atomic instructions whose read and write are one event to models (herd7 has the AMOs of RISC-V so, as RVWMO does: "one memory
 * operation"). The engine decides them as two; here what models are shown of one half is shown of the other.
 */
import { setBit } from './bit-rows.js';
import type { Skeleton } from './skeleton.js';

/** The halves that are one event, for models. */
export class OneEvent {
  readonly #skeleton: Skeleton;
  readonly #pairs: readonly (readonly [number, number])[];

  constructor(skeleton: Skeleton, isOne: boolean) {
    this.#skeleton = skeleton;
    this.#pairs = isOne
      ? skeleton.reads.flatMap(({ event, partner }) =>
          partner !== -1 && skeleton.events[event].marks?.atomic === 'instruction'
            ? [[event, partner] as const]
            : [],
        )
      : [];
  }

  /** The events, those that are one to models by their first halves. */
  firstHalves(): readonly number[] {
    const second = new Set(this.#pairs.map(([, write]) => write));
    return this.#skeleton.events.flatMap((_, event) => (second.has(event) ? [] : [event]));
  }

  /** Lets a set, as a row of bits, hold both halves where it holds one. */
  joinSet(row: Int32Array): Int32Array {
    this.#joinBits(row, 0);
    return row;
  }

  /** Lets a relation, as rows of bits, be of both halves where it is of one, and not between them. */
  joinRelation(rows: Int32Array): Int32Array {
    if (this.#pairs.length === 0) return rows;
    const { size, words } = this.#skeleton;
    for (let row = 0; row < size; row++) this.#joinBits(rows, row);
    for (const [one, other] of this.#pairs) {
      for (let word = 0; word < words; word++) {
        const both = rows[one * words + word] | rows[other * words + word];
        rows[one * words + word] = both;
        rows[other * words + word] = both;
      }
      for (const from of [one, other]) for (const to of [one, other]) clearBit(rows, words, from, to);
    }
    return rows;
  }

  #joinBits(rows: Int32Array, row: number): void {
    const { words } = this.#skeleton;
    for (const [one, other] of this.#pairs) {
      if (hasBit(rows, words, row, one)) setBit(rows, words, row, other);
      else if (hasBit(rows, words, row, other)) setBit(rows, words, row, one);
    }
  }
}

function hasBit(rows: Int32Array, words: number, row: number, bit: number): boolean {
  return ((rows[row * words + (bit >>> 5)] >>> (bit & 31)) & 1) !== 0;
}

function clearBit(rows: Int32Array, words: number, row: number, bit: number): void {
  rows[row * words + (bit >>> 5)] &= ~(1 << (bit & 31));
}
