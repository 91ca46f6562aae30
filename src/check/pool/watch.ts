/**
 * Ends the worker thread of a batch that does not answer in time. Workers keep to their time by themselves (worker.ts): this
 * is for one that the engine cannot interrupt, which is rare.
 */
import { begunAt, newWhereabouts } from './whereabouts.js';

/** So much later than its time is over a worker is given up, in milliseconds: it may be about to answer. */
const PATIENCE = 2000;

/** Watches one batch. */
export class Watch {
  /** The worker writes here when it begins. */
  readonly whereabouts = newWhereabouts();
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout;

  /** `milliseconds` is what the batch may take from when it is begun. */
  constructor(milliseconds: number, patience = PATIENCE) {
    this.#milliseconds = milliseconds + patience;
    this.#timer = this.#wait(this.#milliseconds);
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The batch was answered. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(milliseconds: number): NodeJS.Timeout {
    const most = 2 ** 31 - 1;
    const timer = setTimeout(() => this.#look(), Math.min(most, Math.ceil(milliseconds)));
    return timer.unref();
  }

  #look(): void {
    const begun = begunAt(this.whereabouts);
    const left = begun === 0 ? this.#milliseconds : 1000 * begun + this.#milliseconds - Date.now();
    if (left <= 0) this.#controller.abort();
    else this.#timer = this.#wait(left);
  }
}
