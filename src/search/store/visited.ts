/** The set of visited states: a plain table while they are few, then trees, which take a fraction of the room. */
import { Forest } from './forest.js';
import type { Keep } from './roots.js';
import { Table } from './small-set.js';

/** Up to so many states are few. */
const FEW = 1024;

/** States that were visited, numbered from 0 in the order in which they came. */
export class Visited {
  /** How many states are in the set. */
  size = 0;
  readonly #order: readonly number[];
  readonly #keep: Keep;
  readonly #few: number;
  #set: Table | Forest;

  /** `order` and `keep` are as in forest.ts; up to `few` states stand in a table. */
  constructor(order: readonly number[], keep: Keep, few = FEW) {
    this.#order = order;
    this.#keep = keep;
    this.#few = few;
    this.#set = new Table(order.length);
  }

  /** Adds a state: its number, one more than the last, when it is new, else -1. */
  add(state: Int32Array): number {
    const number = this.#set.add(state);
    if (number === -1) return -1;
    this.size += 1;
    if (number === this.#few) this.#set = this.#forest();
    return number;
  }

  /** Copies the state with that number into `target`: once for each, unless states are kept always. */
  read(number: number, target: Int32Array): void {
    this.#set.read(number, target);
  }

  /** The bytes that the set occupies; without end when it can hold no more. */
  get bytes(): number {
    return this.#set.bytes;
  }

  /** Trees of all states so far. What was read already may be read again: it is not worth remembering. */
  #forest(): Forest {
    const forest = new Forest(this.#order, this.#keep);
    const state = new Int32Array(this.#order.length);
    for (let number = 0; number < this.size; number++) {
      this.read(number, state);
      forest.add(state);
    }
    return forest;
  }
}
