/** What an exploration of one program on one model finds out. */

import type { IntegerType } from '../program/expression.js';
import type { Program } from '../program/program.js';
import type { State } from '../program/state.js';
import type { Mixed } from '../program/width.js';
import type { Waiting } from '../search/deadlock.js';
import type { Span } from '../text/source.js';

/** A bound that ended an exploration early, so that what it did not see may still be possible. */
export type Limit =
  | { readonly kind: 'states'; readonly bound: number }
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'memory'; readonly megabytes: number }
  /** A loop ran ahead in a window with its exit still open, up to the bound in window/fetch.ts. */
  | { readonly kind: 'unrolling'; readonly bound: number }
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

/** Some execution uses a value as an address that is no location's of the access's width. */
export interface BadAddress {
  readonly thread: string;
  readonly value: bigint;
  /** How wide the access is. */
  readonly bits: IntegerType['bits'];
  readonly span: Span;
  /**
   * The object that it lies just outside of, with the distance in bytes from the location named: such a cell is
   * taken to exist, initially 0, as herd7 does. Null for an address near no object: nothing sensible can be said then.
   */
  readonly near: { readonly location: string; readonly offset: bigint } | null;
  /** What it covers in part, or with more: nothing is known then of any execution that comes after. Null where it covers nothing. */
  readonly mixed: Mixed | null;
}

/** The final states of a program on a model. */
export interface Exploration {
  /** The program that was explored: with a cell wherever an execution leaves an object by a little. */
  readonly program: Program;
  /** One array of values for each final state, in the order of the observables asked for; sorted, without repetitions. */
  readonly states: readonly State[];
  /** Distinct machine states visited, by each search anew when it had to begin again (search/cells.ts). */
  readonly explored: number;
  /** Distinct states in which nobody can step and not all threads are done. */
  readonly deadlocks: number;
  /** Who waits where in the first of them; empty when there is none. */
  readonly stuck: readonly Waiting[];
  /** Null when every reachable state was visited; `states` is then the whole truth. */
  readonly limit: Limit | null;
  readonly badAddresses: readonly BadAddress[];
}
