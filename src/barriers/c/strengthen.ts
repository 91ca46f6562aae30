/** How an access of a C test is written with more order, in the kernel's names, each with its cost. */
import { COST } from '../../kernel/cost.js';
import {
  type CallSpelling,
  type Ordering,
  orderingOf,
  primitiveOf,
  spelledAs,
  variantsOf,
} from './spelling.js';
import type { Call } from './walk-tree.js';

/** The stronger spellings of an access, weaker ones first; the last is as strong as any. */
export function strongerSpellings(call: Call): readonly (readonly [CallSpelling, number])[] {
  const primitive = primitiveOf(call);
  if (primitive === null) return [];
  const stronger = strongerThan(orderingOf(primitive));
  return variantsOf(call, primitive)
    .filter(({ ordering }) => stronger.includes(ordering))
    .map(({ variant, ordering }) => [
      spelledAs(call, primitive, variant),
      ordering === 'full' ? COST.atomic : COST.annotation,
    ]);
}

function strongerThan(ordering: Ordering): readonly Ordering[] {
  if (ordering === 'none') return ['acquire', 'release', 'full'];
  return ordering === 'acquire' || ordering === 'release' ? ['full'] : [];
}
