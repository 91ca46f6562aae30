/** One execution of a program that ends as it is asked for, whichever engine finds it. */
import type { Execution } from '../execution/execution.js';
import type { Program } from '../program/program.js';
import type { BlockedThread } from './exploration.js';
import type { Limit } from './limits.js';

/** How an execution is to end: in a final state that passes the target's filter, or in a deadlock. */
export type Ending = 'state' | 'deadlock';

/** A thread that waits for ever, and the location that it waits for; null where it waits at no access. */
export interface StuckAccess extends BlockedThread {
  readonly location: number | null;
}

/** What looking for an execution gives: one, or none, or none within the limits. */
export type FoundExecution =
  | {
      readonly kind: 'found';
      /** What the execution is of: the program, maybe with further cells outside its objects. */
      readonly program: Program;
      readonly execution: Execution;
      /** Which threads are blocked at its end, and where; empty when all threads are at their ends. */
      readonly stuck: readonly StuckAccess[];
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'limit'; readonly limit: Limit };
