/**
 * A set of few states, exact: the rows one after the other, and their numbers in a hash table. Nearly all tests have
 * so few, and there it is quicker than trees (forest.ts), which are much smaller where states are many.
 *
 * Layout: state `n` is the words from `n * width` on; `#slots`, open addressing, holds numbers plus one, 0 for an
 * empty slot, and is kept at most half full.
 */
import { mix } from './pairs.js';

/** Room for so many states to begin with; a power of two. */
const ROOM = 128;

/** States of one width, numbered from 0 in the order in which they came. */
export class Table {
  /** How many states are in the set. */
  size = 0;
  readonly #width: number;
  #words: Int32Array;
  #slots = new Int32Array(2 * ROOM);

  constructor(width: number) {
    this.#width = width;
    this.#words = new Int32Array(ROOM * width);
  }

  /** Adds a state: its number, one more than the last, when it is new, else -1. */
  add(state: Int32Array): number {
    const slots = this.#slots;
    let slot = hash(state, 0, this.#width) & (slots.length - 1);
    for (let found = slots[slot]; found !== 0; found = slots[slot]) {
      if (this.#holds(found - 1, state)) return -1;
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = this.size + 1;
    this.#words.set(state, this.size * this.#width);
    this.size += 1;
    if (2 * this.size === slots.length) this.#grow();
    return this.size - 1;
  }

  /** Copies the state with that number into `target`. */
  read(number: number, target: Int32Array): void {
    const start = number * this.#width;
    for (let word = 0; word < this.#width; word++) target[word] = this.#words[start + word];
  }

  /** The bytes that the set occupies. */
  get bytes(): number {
    return this.#words.byteLength + this.#slots.byteLength;
  }

  /** Whether that number is the state's. */
  #holds(number: number, state: Int32Array): boolean {
    const start = number * this.#width;
    for (let word = 0; word < this.#width; word++) {
      if (this.#words[start + word] !== state[word]) return false;
    }
    return true;
  }

  #grow(): void {
    const words = new Int32Array(2 * this.#words.length);
    words.set(this.#words);
    const slots = new Int32Array(2 * this.#slots.length);
    for (let number = 0; number < this.size; number++) {
      let slot = hash(words, number * this.#width, this.#width) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
    this.#words = words;
    this.#slots = slots;
  }
}

/** A hash of the words from `start` on. */
function hash(words: Int32Array, start: number, width: number): number {
  let value = width;
  for (let word = 0; word < width; word++) value = Math.imul(value ^ words[start + word], 0x9e3779b1);
  return mix(value, 0);
}
