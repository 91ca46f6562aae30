/**
 * The roots of the states that can be read (forest.ts), by the numbers of the states: eight bytes each, in blocks that
 * are let go when every state in them was read. So memory follows the frontier of the search, and a breadth-first walk
 * needs no queue of its own. Depth first, the states that wait hold a block each at worst, and they are few.
 */
import { invariant } from '../../text/invariant.js';

/** How long a root is kept: until its state was read once, or always. */
export type Keep = 'until read' | 'always';

/** Roots in a block. */
const BLOCK = 512;
const BLOCK_BYTES = 2 * BLOCK * Int32Array.BYTES_PER_ELEMENT;

/** Root `n` of a block is the words `2n` and `2n + 1`. */
interface Block {
  readonly words: Int32Array;
  unread: number;
}

/** Roots, each a pair of numbers, numbered from 0 in the order in which they come. */
export class Roots {
  readonly #keep: Keep;
  /** In order; null where all were read. */
  readonly #blocks: (Block | null)[] = [];
  #size = 0;
  #held = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  /** The bytes that the roots occupy. */
  get bytes(): number {
    return this.#held * BLOCK_BYTES;
  }

  /** Adds a root under the next number. */
  push(left: number, right: number): void {
    const place = this.#size % BLOCK;
    if (place === 0) {
      this.#blocks.push({ words: new Int32Array(2 * BLOCK), unread: BLOCK });
      this.#held += 1;
    }
    const { words } = this.#blockOf(this.#size);
    words[2 * place] = left;
    words[2 * place + 1] = right;
    this.#size += 1;
  }

  /** The first number of a root. */
  left(number: number): number {
    return this.#blockOf(number).words[2 * (number % BLOCK)];
  }

  /** The second number of a root. */
  right(number: number): number {
    return this.#blockOf(number).words[2 * (number % BLOCK) + 1];
  }

  /** Says that a state was read: once for each, unless roots are kept always. */
  wasRead(number: number): void {
    if (this.#keep === 'always') return;
    const block = this.#blockOf(number);
    block.unread -= 1;
    if (block.unread > 0) return;
    this.#blocks[Math.floor(number / BLOCK)] = null;
    this.#held -= 1;
  }

  #blockOf(number: number): Block {
    const block = this.#blocks[Math.floor(number / BLOCK)];
    invariant(block !== null && block !== undefined, 'a state that was let go is read');
    return block;
  }
}
