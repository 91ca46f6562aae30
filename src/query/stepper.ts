/**
 * Execution by hand: what an engine whose executions have steps offers to `step`. Positions are values, so that going back
 * is keeping the earlier one. Everything is plain data with places of the source; locations and threads are indices.
 */

import type { Cause } from '../execution/cause.js';
import type { Question } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Span } from '../text/source.js';
import type { Limit, Limits } from './limits.js';

/** Steps through the executions of one program under one model. */
export interface Stepper {
  readonly program: Program;
  /** Where every execution starts. */
  readonly start: ExecutionPosition;
  /** The locations that some thread may access. */
  readonly mayAccess: ReadonlySet<number>;
  /**
   * A path from the start to a final state that the question is about: for `forall` one that refutes it. As short as can
   * be, and out of program order only where it has to be.
   */
  readonly pathTo: (question: Question, limits: Limits) => StepPath;
}

/** Where steps from the start lead. */
export function positionAfter(stepper: Stepper, steps: readonly OfferedStep[]): ExecutionPosition {
  return steps.at(-1)?.next ?? stepper.start;
}

/** What looking for a path gives. */
export type StepPath =
  | { readonly kind: 'found'; readonly steps: readonly OfferedStep[] }
  /** There is no such state. */
  | { readonly kind: 'none' }
  /** None was found, but some execution uses an address near no object. */
  | { readonly kind: 'wild' }
  | { readonly kind: 'limit'; readonly limit: Limit }
  /** There is such a state, as an exploration says, and no steps lead to it: one of the two is wrong. */
  | { readonly kind: 'lost' };

/** Where an execution stands. */
export interface ExecutionPosition {
  /** Every step that may be taken, by thread and in program order. */
  readonly offered: readonly OfferedStep[];
  /** The accesses that may not perform, and why; of a loop only the round that comes first. */
  readonly blocked: readonly BlockedAccess[];
  /** How the execution has ended, or null when there is a step to take. */
  readonly end: ExecutionEnd | null;
  /** What each location holds. */
  readonly memory: readonly bigint[];
  readonly threads: readonly ThreadPosition[];
}

/** Where a thread stands. While predictions are open it may be in several states, which agree in what has performed. */
export interface ThreadPosition {
  readonly done: boolean;
  /** For each register its value at the end of what was fetched; null while it is not known. */
  readonly registers: readonly (bigint | null)[];
  /** For each state that the thread may be in, its accesses that have not performed, in program order. */
  readonly open: readonly (readonly OpenAccess[])[];
  /** What is taken for granted in all of these states. */
  readonly assumes: readonly Assumption[];
}

/** An access that has not performed. */
export interface OpenAccess {
  readonly span: Span;
  /** Whether it is a store in the store buffer: what goes where is known, and only other stores keep it from going. */
  readonly buffered: boolean;
}

/** Something that fetching has predicted. */
export type Assumption =
  /** A branch goes on at `to`, null for the end of the thread. */
  | { readonly kind: 'branch'; readonly span: Span; readonly to: Span | null }
  /** A conditional select chooses its first value, or its second. */
  | { readonly kind: 'select'; readonly span: Span; readonly first: boolean }
  /** The condition of a read-modify-write holds, or not. */
  | { readonly kind: 'update'; readonly span: Span; readonly writes: boolean }
  /** A store-conditional succeeds. */
  | { readonly kind: 'store-conditional'; readonly span: Span };

/** What an access does when it performs. Locations by number, values as the cells hold them. */
export type AccessEffect =
  | { readonly kind: 'read'; readonly location: number; readonly value: bigint }
  /** Takes its value from the thread's own store buffer; null where an atomic is still to compute it. */
  | { readonly kind: 'forward'; readonly location: number; readonly value: bigint | null }
  | { readonly kind: 'write'; readonly location: number; readonly value: bigint }
  /** Reads and writes at one moment; `written` is null when its condition does not hold. */
  | {
      readonly kind: 'update';
      readonly location: number;
      readonly value: bigint;
      readonly written: bigint | null;
    }
  /** A store-conditional fails. */
  | { readonly kind: 'fail'; readonly location: number };

/** An access that has not performed. */
export interface PendingAccess {
  readonly thread: number;
  /** The same for the same access in all of a thread's local states that have the same past. */
  readonly key: string;
  /** Its instruction's place in the thread's code. */
  readonly pc: number;
  readonly span: Span;
  /** Which half it is of a read-modify-write that performs in two, else null. */
  readonly half: 'read' | 'write' | null;
  /** How many accesses by the same instruction come before it that have not performed either: rounds of a loop. */
  readonly round: number;
}

/** A step that may be taken. */
export interface OfferedStep extends PendingAccess {
  readonly action: AccessEffect;
  /** What it takes for granted beyond what is granted already. */
  readonly assumes: readonly Assumption[];
  /** The earlier accesses of its thread that have not performed: SC would not take this step. */
  readonly ahead: readonly Span[];
  /** The threads whose store-conditionals it makes fail. */
  readonly breaks: readonly number[];
  readonly next: ExecutionPosition;
}

/** Why an access cannot perform. */
export type Obstacle =
  /** It waits for an earlier access of its thread. */
  | { readonly kind: 'order'; readonly earlier: Span; readonly cause: Cause }
  /** It waits for another value: the location holds `content`. */
  | { readonly kind: 'value'; readonly location: number; readonly content: bigint }
  /** It would come between the two halves of another thread's read-modify-write, whose write is at `span`. */
  | { readonly kind: 'pair'; readonly thread: number; readonly span: Span }
  /** What it would read proves wrong what was taken for granted. */
  | { readonly kind: 'prediction'; readonly wrong: readonly Assumption[] }
  /** A later access has performed already, and what it took would be wrong now; `by` where it is known to be a read. */
  | { readonly kind: 'overtaken'; readonly by: Span | null }
  /** There is no location at the address that it uses. */
  | { readonly kind: 'nowhere' };

/** An access that may not perform now, and why. */
export interface BlockedAccess extends PendingAccess {
  /** What the access takes for granted: it is one that need not come. */
  readonly assumes: readonly Assumption[];
  /** The most telling first. */
  readonly obstacles: readonly [Obstacle, ...Obstacle[]];
}

/** How a walk ends. */
export type ExecutionEnd =
  /** All threads are done. `values` are those of the observables, `counts` whether the filter lets the state count. */
  | { readonly kind: 'final'; readonly values: readonly bigint[]; readonly counts: boolean }
  | { readonly kind: 'deadlock' }
  /** The same, but that some access may not come between the halves of a pair whose read went ahead. */
  | { readonly kind: 'held' }
  /** Something that was taken for granted proves wrong, so that no execution goes this way. */
  | { readonly kind: 'dead' }
  /** Fetching stopped at the unrolling bound, so that what the threads could do is not known. */
  | { readonly kind: 'cut' }
  /** A thread uses an address at which there is nothing. */
  | { readonly kind: 'fault'; readonly thread: number; readonly span: Span; readonly address: bigint };
