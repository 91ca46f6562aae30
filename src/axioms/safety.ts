/**
 * Whether a part of an execution is safe: nothing that it may become violates an axiom. It is asked where much is still open, and
 * no more once it has hardly ever been so: an answer costs as much as asking whether an axiom is violated.
 */
import type { SafeBounds } from '../cat/safe-bounds.js';

/** So many reads must be open, at least. */
const OPEN = 3;
/** So many parts are gone through before it is asked of one: a search that is over by then does without the bounds. */
const FREE = 8;
/** After so many questions, one in `WORTH` must have been answered with yes. */
const TRIALS = 32;
const WORTH = 8;

/** Asks whether parts are safe, while it pays. */
export class Safety {
  #isOn: boolean;
  #bounds: Pick<SafeBounds, 'isSafe'> | null = null;
  #parts = 0;
  #asked = 0;
  #safe = 0;

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  /** Whether it is worth asking where so many reads are open. */
  isWorthIt(open: number): boolean {
    this.#parts += 1;
    return this.#isOn && open >= OPEN && this.#parts > FREE;
  }

  /** Whether what is decided is safe; `begin` makes the bounds before the first answer, `relate` brings them up to date. */
  ask(begin: () => Pick<SafeBounds, 'isSafe'>, relate: () => void): boolean {
    this.#bounds ??= begin();
    relate();
    const isSafe = this.#bounds.isSafe();
    this.#asked += 1;
    this.#safe += Number(isSafe);
    if (this.#asked >= TRIALS && this.#safe * WORTH < this.#asked) this.#isOn = false;
    return isSafe;
  }
}
