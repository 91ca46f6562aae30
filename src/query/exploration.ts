/** What an exploration of one program under one model finds out, whichever engine makes it. */

import type { IntegerType } from '../program/expression.js';
import type { Program } from '../program/program.js';
import type { State } from '../program/state.js';
import type { Mixed } from '../program/width.js';
import type { Span } from '../text/source.js';
import type { FoundRace } from './found-race.js';
import type { Limit } from './limits.js';

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

/** A thread that waits for what never comes, and the instruction that it cannot get past. */
export interface BlockedThread {
  /** `P0` */
  readonly thread: string;
  readonly span: Span;
}

/** The final states of a program under a model. */
export interface Exploration {
  /** The program that was explored: with a cell wherever an execution leaves an object by a little. */
  readonly program: Program;
  /** One array of values for each final state, in the order of the observables asked for; sorted, without repetitions. */
  readonly states: readonly State[];
  /** Distinct machine states visited, by each search anew when it had to begin again (query/cells.ts). */
  readonly explored: number;
  /** Distinct states in which nobody can step and not all threads are done. */
  readonly deadlocks: number;
  /** Who waits where in the first of them; empty when there is none. */
  readonly stuck: readonly BlockedThread[];
  /** The `asserted` observables of the target that are not 0 in some state in which threads wait for ever; none where none are asked for. */
  readonly firedWhileStuck?: readonly number[];
  /** Null when every reachable state was visited; `states` is then the whole truth. */
  readonly limit: Limit | null;
  readonly badAddresses: readonly BadAddress[];
  /** What the model flags in some execution, such as `data-race`; sorted. Machines flag nothing. */
  readonly flags: readonly string[];
  /**
   * Data races, each pair of places in the text once, in the order of the text; present where the model flags some. There may be
   * others: a few executions are looked at.
   */
  readonly races?: readonly FoundRace[];
}
