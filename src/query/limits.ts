/** What bounds an exploration, and which of the bounds was hit. */

/** A loop that was not followed to its end; or one that counts on as long as it goes round, where a search used up what it may. */
export interface OpenLoop {
  readonly thread: string;
  readonly line: number;
}

/** A bound that ended an exploration early, so that what it did not see may still be possible. */
export type Limit =
  | { readonly kind: 'states'; readonly bound: number; readonly loop?: OpenLoop }
  | { readonly kind: 'time'; readonly milliseconds: number; readonly loop?: OpenLoop }
  | { readonly kind: 'memory'; readonly megabytes: number; readonly loop?: OpenLoop }
  /** A loop ran ahead with its exit still open, up to a bound (window/unroll.ts, axioms/loop-watch.ts). */
  | { readonly kind: 'unrolling'; readonly bound: number; readonly loop?: OpenLoop }
  /** The program has what the model's engine cannot execute, so that nothing was searched. */
  | { readonly kind: 'unmodelled'; readonly what: string }
  /** A relation of the user's own model is defined by what it is not, and never settles on this program. */
  | { readonly kind: 'endless'; readonly relation: string }
  /** Somebody has seen enough: see `Limits.stop`. */
  | { readonly kind: 'interrupted' };

/** How much an exploration may use. Each is per test and model. */
export interface Limits {
  readonly states: number;
  readonly milliseconds: number;
  readonly megabytes: number;
  /** The bytes of it that are taken already, by the final states on other models. */
  readonly occupied?: number;
  /** When the time is over for all searches about one test and model together, on the clock of `performance.now()`. */
  readonly until?: number;
  /** Shared with another thread, which sets its only element to end all searches. */
  readonly stop?: Int32Array;
}

/** About what a final state of so many values occupies, in bytes, from the search to the report's table and texts. */
export function finalStateBytes(values: number): number {
  return 320 + 20 * values;
}

/** Whether so many bytes are more than a search may use. */
export function isTooMuch(bytes: number, { megabytes, occupied = 0 }: Limits): boolean {
  return bytes + occupied > megabytes * 1024 * 1024;
}

/** Whether another thread has ended all searches. */
export function isStopped({ stop }: Limits): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}
