/**
 * How each visited state was first reached, kept only for a search that gives a trace: five words a state, by the numbers that
 * the visited set gives, in which the walk adds them. Threads that are interchangeable may stand in another order in the
 * next state, so a step names its thread by the local state that it steps from as well.
 */
import { invariant } from '../text/invariant.js';

/** A step of a way. */
export interface NumberedStep {
  /** A thread, or one that it is interchangeable with. */
  readonly thread: number;
  /** The number of the local state that it steps from. */
  readonly local: number;
  /** The index of the step among those of its local state, and the index of what it led to. */
  readonly step: number;
  readonly outcome: number;
}

/** A way: the local states of the threads in its first state, and the steps from there. */
export interface NumberedPath {
  readonly initial: readonly number[];
  readonly turns: readonly NumberedStep[];
}

/** In the place of a step: a grace period begins, which changes nothing for any thread. */
export const BEGINNING = -1;

const WIDTH = 5;

/** The parent of every state and the step from it. */
export class Predecessors {
  #size = 0;
  #words = new Int32Array(WIDTH * 256);
  readonly #firsts = new Map<number, readonly number[]>();

  /** The bytes that it occupies. */
  get bytes(): number {
    return this.#words.byteLength;
  }

  /** Notes that the next state is a first one, in which the threads are in these local states. */
  begin(locals: readonly number[]): void {
    this.#firsts.set(this.#size, locals);
    this.#push([-1, -1, -1, -1, -1]);
  }

  /** Notes how the state with the next number was reached. */
  push(parent: number, { thread, local, step, outcome }: NumberedStep): void {
    this.#push([parent, thread, local, step, outcome]);
  }

  #push(words: readonly number[]): void {
    const at = this.#size * WIDTH;
    if (at === this.#words.length) {
      const larger = new Int32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words.set(words, at);
    this.#size += 1;
  }

  /** The way to a state. */
  to(number: number): NumberedPath {
    invariant(number >= 0 && number < this.#size, 'a way leads to a state that was visited');
    const turns: NumberedStep[] = [];
    let at = number;
    for (let parent = this.#words[at * WIDTH]; parent !== -1; parent = this.#words[at * WIDTH]) {
      const [thread, local, step, outcome] = this.#words.subarray(at * WIDTH + 1, (at + 1) * WIDTH);
      turns.push({ thread, local, step, outcome });
      at = parent;
    }
    return { initial: this.#firsts.get(at) ?? [], turns: turns.reverse() };
  }
}
