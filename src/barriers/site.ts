/**
 * The places of a test that order: barriers, and accesses with an ordering of their own. Each comes with its weaker
 * spellings, weakest first, as edits of the text. What belongs to a lock is no site, and neither is `barrier()`: it
 * speaks to the compiler, of which the models know nothing.
 */
import type { Span } from '../text/source.js';
import type { CallSpelling } from './c/spelling.js';

/** A weaker way to write a site. */
export interface Weaker extends CallSpelling {
  /** 0 is the weakest there is; what has the same level does not compare. */
  readonly level: number;
  /** Whether nothing of the order is left: the barrier is gone, the access orders nothing. */
  readonly bare: boolean;
}

/** One place that orders. */
export interface Site {
  /** `barrier`: a barrier alone; `access`: an access that is ordered. */
  readonly kind: 'barrier' | 'access';
  readonly span: Span;
  /** As written: `smp_mb()`, `TestSetPageWriteback(page)`, `DMB SY`. */
  readonly text: string;
  /** Without its arguments: `TestSetPageWriteback()`. */
  readonly short: string;
  /** Whether an x86 makes a locked instruction of it, whatever its order. */
  readonly locked: boolean;
  /** The thread or function that it is in. */
  readonly within: string;
  /** Empty where there is no weaker spelling. */
  readonly weaker: readonly Weaker[];
}
