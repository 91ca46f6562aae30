/** The time of a test on a model where it is spent in several searches: together they take no longer than one may. */
import { type Within, withGrace, within } from './cut-off.js';
import type { Limit, Limits } from './limits.js';

/** The time of one test on one model. */
export class Budget {
  readonly #limits: Limits;
  readonly #short: boolean;
  #left: number;

  /** `short` says that all that is done looks at the clock often enough. */
  constructor(limits: Limits, short = false) {
    this.#limits = limits;
    this.#short = short;
    this.#left = limits.milliseconds;
  }

  /** Whether the time is over. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Does some work within what is left; `over` says what comes of work that was cut off, or not begun. */
  spend<Result>(work: (limits: Limits) => Result, over: (limit: Limit) => Result): Result {
    const { milliseconds } = this.#limits;
    const limit: Limit = { kind: 'time', milliseconds };
    if (this.isSpent) return over(limit);
    const begin = performance.now();
    const limits = { ...this.#limits, until: begin + this.#left };
    const most = this.#left + withGrace(milliseconds) - milliseconds;
    const done: Within<Result> = this.#short
      ? { kind: 'done', result: work(limits) }
      : within(most, () => work(limits));
    this.#left -= performance.now() - begin;
    return done.kind === 'done' ? done.result : over(limit);
  }
}
