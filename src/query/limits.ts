/** What bounds an exploration, and which of the bounds was hit. */

/** A bound that ended an exploration early, so that what it did not see may still be possible. */
export type Limit =
  | { readonly kind: 'states'; readonly bound: number }
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'memory'; readonly megabytes: number }
  /** A loop ran ahead in a window with its exit still open, up to the bound in window/unroll.ts. */
  | { readonly kind: 'unrolling'; readonly bound: number }
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
  /** When the time is over for all searches about one test and model together, on the clock of `performance.now()`. */
  readonly until?: number;
  /** Shared with another thread, which sets its only element to end all searches. */
  readonly stop?: Int32Array;
}

/** Whether another thread has ended all searches. */
export function isStopped({ stop }: Limits): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}
