/** The clock of one search: it knows the limits on time and memory, and ends by an exception what goes on past one. */
import { isStopped, isTooMuch, type Limit, type Limits } from '../query/limits.js';
import { type Clock, Spent } from '../window/clock.js';

/** So much work of threads (window/clock.ts) is done between two looks; some tenths of a millisecond. */
const QUANTUM = 2048;

/** Time and memory of a search, from when it is made ready. */
export class Meter implements Clock {
  /** The limit that was hit, or null. */
  limit: Limit | null = null;
  /** States that local computation counts as. */
  computed = 0;
  readonly #limits: Limits;
  /** When the time is over, on the clock of `performance.now()`. */
  readonly #end: number;
  #worked = 0;
  /** What the search occupied when it was last asked. */
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#end = Math.min(performance.now() + limits.milliseconds, limits.until ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Looks whether time or memory is used up; whether to go on. `bytes` are what the search occupies, and `milliseconds`
   * what is still to be done with what it has found.
   */
  look(bytes: number, milliseconds: number): boolean {
    this.#bytes = bytes;
    return this.#look(0, milliseconds);
  }

  work(amount: number, bytes: number): void {
    this.#worked += amount;
    if (this.#worked < QUANTUM) return;
    this.#worked = 0;
    if (!this.#look(bytes, 0)) throw new Spent('a limit was reached');
  }

  state(): void {
    this.computed += 1;
    const bound = this.#limits.states;
    if (this.computed <= bound) return;
    this.limit ??= { kind: 'states', bound };
    throw new Spent('a limit was reached');
  }

  #look(bytes: number, milliseconds: number): boolean {
    const { megabytes } = this.#limits;
    if (isStopped(this.#limits)) this.limit = { kind: 'interrupted' };
    else if (performance.now() + milliseconds > this.#end)
      this.limit = { kind: 'time', milliseconds: this.#limits.milliseconds };
    else if (isTooMuch(this.#bytes + bytes, this.#limits)) this.limit = { kind: 'memory', megabytes };
    return this.limit === null;
  }
}
