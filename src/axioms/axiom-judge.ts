/** A model as the search sees it: bounds of the relations that are being decided go in, and what is violated comes out. */

import type { AwaitedRead } from '../cat/foreseen-order.js';
import type { LivePaths } from '../cat/live-paths.js';
import type { SafeBounds } from '../cat/safe-bounds.js';
import type { Skeleton } from './skeleton.js';

/** The relations that are decided, as rows of bits. */
export interface DecidedRelations {
  readonly rf: Int32Array;
  readonly co: Int32Array;
  readonly fr: Int32Array;
}

/** A model over the events of one skeleton. */
export interface Judge {
  /** What is in the relations for certain, and what may be; the search writes here, and says so. */
  readonly lower: DecidedRelations;
  readonly upper: DecidedRelations;
  readonly changed: (which: 'lower' | 'both') => void;
  /** Called once, at the beginning: axioms that nothing can violate are not asked again. */
  readonly settle: () => void;
  /** Whether the axioms depend on what may be as well, so that the search has to keep it up to date. */
  readonly asksUpper: () => boolean;
  /** The first axiom that what is certain violates; -1 when there is none. */
  readonly violated: () => number;
  /** Whether everything will be violated, since what reads may read from, the one or the other, comes behind an event. */
  readonly violatedLater: (end: number, awaited: readonly AwaitedRead[]) => boolean;
  /** Tells whether nothing within bounds violates an axiom; to be made with the bounds as they are at the beginning. */
  readonly safeBounds: () => Pick<SafeBounds, 'isSafe'>;
  /** What its checks ask of the past, by bounds as they are at the beginning; null where there is no telling. */
  readonly livePaths: () => LivePaths | null;
  /**
   * Of a complete execution, goes through the orders that the model chooses, of which no axiom forbids any; whether `accept` said
   * so of one, which ends it. Where the model chooses nothing, `accept` is asked once. `work` is called for each step.
   */
  readonly someChoice: (work: () => void, accept: () => boolean) => boolean;
  /** The flags that some execution may raise, by what may be at the beginning. */
  readonly flagsPossible: () => readonly string[];
  /** The flags that a complete execution raises. */
  readonly flagsRaised: () => readonly string[];
}

/** A model, ready to be asked about skeletons. */
export interface Judges {
  /** Whether it demands coherence (acyclic po-loc, rf, co, fr) of every execution. */
  readonly isCoherent: boolean;
  /** Whether it demands that nothing comes between the halves of a read-modify-write. */
  readonly isAtomic: boolean;
  /** Whether it allows what is left of an execution without rounds of loops that change nothing (cat/hereditary.ts). */
  readonly isHereditary: boolean;
  readonly over: (skeleton: Skeleton) => Judge;
}
