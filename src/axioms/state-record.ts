/**
 * The final states that were found, each once. There may be millions, so that each is kept as a string, a code unit for a value;
 * values are mostly few, and one after the other much alike.
 */
import type { State } from '../program/state.js';

/** Announces a number of more digits than one code unit has; no value has it for its own. */
const LONG = 0xffff;

/** States of one length. */
export class StateRecord {
  readonly #keys = new Set<string>();
  readonly #values: bigint[] = [];
  readonly #numbers = new Map<bigint, number>();
  /** By place in a state, the number of the value that was there last. */
  readonly #latest: number[] = [];
  readonly #units: number[] = [];
  #state: State | null = null;
  #key = '';

  get size(): number {
    return this.#keys.size;
  }

  has(state: State): boolean {
    return this.#keys.has(this.#keyOf(state));
  }

  add(state: State): void {
    this.#keys.add(this.#keyOf(state));
  }

  /** The states in the order in which they came, values that are equal being one. */
  *states(): Generator<State> {
    for (const key of this.#keys) {
      const state: bigint[] = [];
      for (let at = 0; at < key.length; at++) {
        let number = key.charCodeAt(at);
        if (number === LONG) {
          number = key.charCodeAt(at + 1) * LONG + key.charCodeAt(at + 2);
          at += 2;
        }
        state.push(this.#values[number]);
      }
      // A list that has grown has room for more, and there may be millions.
      yield state.slice();
    }
  }

  /** One is mostly asked for before it is added. */
  #keyOf(state: State): string {
    if (state === this.#state) return this.#key;
    this.#state = state;
    this.#key = this.#madeKey(state);
    return this.#key;
  }

  #madeKey(state: State): string {
    const units = this.#units;
    units.length = 0;
    for (let place = 0; place < state.length; place++) {
      const number = this.#numberAt(place, state[place]);
      if (number < LONG) units.push(number);
      else units.push(LONG, Math.floor(number / LONG), number % LONG);
    }
    return String.fromCharCode(...units);
  }

  #numberAt(place: number, value: bigint): number {
    const latest = this.#latest[place];
    if (latest !== undefined && this.#values[latest] === value) return latest;
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#values.length;
      this.#values.push(value);
      this.#numbers.set(value, number);
    }
    this.#latest[place] = number;
    return number;
  }
}
