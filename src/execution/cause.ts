/** Why a model preserves the program order of two accesses, in terms of the source. */
import type { Span } from '../text/source.js';

/** What orders two accesses of a thread. */
export type CauseKind =
  /** A rule of the model. */
  | 'rule'
  /** Both are of one location and the later one writes. */
  | 'same-location'
  /** The two halves of a read-modify-write. */
  | 'pair'
  | 'address'
  | 'data'
  /** The later one is a write in an arm of a branch that depends on the earlier one. */
  | 'control'
  /** The later one is a write, and the address of an access before it depends on the earlier one. */
  | 'earlier-address'
  /** The later one is a write that depends on a choice which the earlier one decides, or comes after a read that does. */
  | 'choice'
  /** An ISB after a branch or address that depends on the earlier one; the later one is a read. */
  | 'isb'
  /** The later one takes its value from a store in the store buffer whose address or data depends on the earlier one. */
  | 'forward'
  /** The later one is an acquire that takes its value from the write of the read-modify-write whose read the earlier one is. */
  | 'own-atomic'
  /** The later one would take its value from the earlier one, which the model does not hand over before it performed. */
  | 'no-forward';

/** One reason why an access must come before another of its thread. */
export interface Cause {
  readonly kind: CauseKind;
  /** The model's rule, for people; null when the reason is common to all models. */
  readonly rule: string | null;
  /** The fences, the branch, the ISB, or the access between, that the order comes from; none when it comes from the accesses. */
  readonly at: readonly Span[];
  /** For each of these places, whether it is a fence within a primitive that also accesses memory. */
  readonly within: readonly boolean[];
  /** Whether a rule speaks of plain accesses. */
  readonly plain: boolean;
  /** What a model as text calls the order: `ppo`, `cumul-fence`. */
  readonly clause?: string;
}

/** The causes of one edge, the most telling first: fences, what the accesses carry, dependencies, what always holds. */
export function ranked(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ kind, at, plain }: Cause): number {
  if (kind === 'rule') return at.length > 0 ? 0 : plain ? 5 : 1;
  if (kind === 'isb') return 0;
  if (kind === 'pair') return 6;
  return kind === 'same-location' ? 4 : 3;
}
