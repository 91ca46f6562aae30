/**
 * Callbacks of RCU and SRCU: functions of a test that run once, later, when a grace period is over that began after they were
 * queued. They are no steps of the thread that queues them, and so have a table of their own.
 *
 * Source: kernel/rcu/tree.c, the comments of call_rcu() and rcu_barrier(); kernel/rcu/srcutree.c.
 */
import type { KernelTag } from '../../program/program.js';

/** A call that queues a callback, or one that waits for all that are queued. */
export interface CallbackCall {
  readonly kind: 'queue' | 'wait';
  /** The grace period that a callback waits for; of SRCU it is one of the srcu_struct that the first argument points at. */
  readonly grace: KernelTag & ('sync-rcu' | 'sync-srcu');
  /** The arguments, for a complaint about their number. */
  readonly arguments: number;
}

/** The calls by name. */
export const CALLBACK_CALLS: ReadonlyMap<string, CallbackCall> = new Map([
  ['call_rcu', { kind: 'queue', grace: 'sync-rcu', arguments: 2 }],
  ['call_rcu_hurry', { kind: 'queue', grace: 'sync-rcu', arguments: 2 }],
  ['call_srcu', { kind: 'queue', grace: 'sync-srcu', arguments: 3 }],
  ['rcu_barrier', { kind: 'wait', grace: 'sync-rcu', arguments: 0 }],
  ['srcu_barrier', { kind: 'wait', grace: 'sync-srcu', arguments: 1 }],
]);
