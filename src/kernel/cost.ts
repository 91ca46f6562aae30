/**
 * What a change costs, for "cheapest": the order in which kernel developers reach for order. A figure is a step on that
 * ladder and no time; the figures of a change's parts are added up. What replaces a barrier costs what it adds.
 */

export const COST = {
  /** smp_store_release(), smp_load_acquire(), an `_acquire` or `_release` atomic; LDAR, STLR, .aq, .rl, FENCE r,rw and rw,w. */
  annotation: 2,
  /** smp_wmb(), smp_rmb(); DMB ISHST, DMB ISHLD; FENCE w,w and r,r. */
  half: 3,
  /** smp_mb__before_atomic(), smp_mb__after_atomic(), smp_mb__after_spinlock(), and a fully ordered atomic. */
  atomic: 5,
  /** smp_mb(); DMB ISH; MFENCE; FENCE rw,rw. */
  full: 8,
} as const;
