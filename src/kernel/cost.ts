/**
 * What a change costs, so that advice can be the cheapest. The figures rank changes as kernel developers do, and are no times:
 * those of the parts of a change are added up, and what replaces a barrier costs what it adds.
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
