/**
 * How each visited state was first come to, kept only where a trace is asked for: four words a state, by the numbers that
 * the visited set gives, in which the walk adds them.
 */
import { invariant } from '../diagnostic/invariant.js';

/** A step of a way: the thread, the index of the step among those of its local state, and the index of what it led to. */
export interface Turn {
  readonly thread: number;
  readonly step: number;
  readonly outcome: number;
}

const WIDTH = 4;

/** The parent of every state and the step from it. */
export class Trail {
  #size = 0;
  #words = new Int32Array(WIDTH * 256);

  /** The bytes that it occupies. */
  get bytes(): number {
    return this.#words.byteLength;
  }

  /** Notes how the state with the next number was come to; `parent` is -1 for a first state. */
  push(parent: number, turn: Turn | null): void {
    const at = this.#size * WIDTH;
    if (at === this.#words.length) {
      const larger = new Int32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words.set([parent, turn?.thread ?? -1, turn?.step ?? -1, turn?.outcome ?? -1], at);
    this.#size += 1;
  }

  /** The way to a state: the number of the first state on it, and the steps from there. */
  to(number: number): { readonly first: number; readonly turns: readonly Turn[] } {
    invariant(number >= 0 && number < this.#size, 'a way leads to a state that was visited');
    const turns: Turn[] = [];
    let at = number;
    for (let parent = this.#words[at * WIDTH]; parent !== -1; parent = this.#words[at * WIDTH]) {
      const [thread, step, outcome] = this.#words.subarray(at * WIDTH + 1, (at + 1) * WIDTH);
      turns.unshift({ thread, step, outcome });
      at = parent;
    }
    return { first: at, turns };
  }
}
