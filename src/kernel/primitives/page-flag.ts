/**
 * Page flags, of pages and of folios: bits of one word, so that two flags share a location and its coherence. Each flag has all
 * forms of its functions here, also those that the kernel leaves out because nobody needs them.
 *
 * Source: include/linux/page-flags.h (v5.0 for pages, v5.16 for folios).
 */

import type { Primitive, PrimitiveParameter, PrimitiveStep, Variant } from '../primitive.js';
import { PAGE_FLAGS, type PageFlag } from '../structure.js';
import { complement, compute, type Formula, mask, nonZero, number, old } from './formula.js';
import { fence, guard, load, parameter, row, store, update, variant, withVariants, ZERO } from './row.js';

/** What a function of a page, and what one of a folio, takes. */
export const PAGE: PrimitiveParameter = parameter('structure', 'struct page *page');
export const FOLIO: PrimitiveParameter = parameter('structure', 'struct folio *folio');

/** Where the flags are. */
export const FLAGS_FIELD = { field: 'flags' } as const;

/** What can be asked of a flag, and done to it, by the word that holds it. */
export interface FlagFormulas {
  readonly isSet: Formula;
  readonly isClear: Formula;
  readonly set: Formula;
  readonly clear: Formula;
}

/** The formulas of the flag of that bit. */
export function flagOf(bit: number): FlagFormulas {
  const one = mask(number(bit));
  return {
    isSet: nonZero(compute(old, '&', one)),
    isClear: compute(compute(old, '&', one), '==', ZERO),
    set: compute(old, '|', one),
    clear: compute(old, '&', complement(one)),
  };
}

/** The names of a flag's functions. */
interface FlagNames {
  readonly test: string;
  readonly set: string;
  readonly clear: string;
  readonly testSet: string;
  readonly testClear: string;
  readonly plainSet: string;
  readonly plainClear: string;
}

function pageNames({ page }: PageFlag): FlagNames {
  return {
    test: `Page${page}`,
    set: `SetPage${page}`,
    clear: `ClearPage${page}`,
    testSet: `TestSetPage${page}`,
    testClear: `TestClearPage${page}`,
    plainSet: `__SetPage${page}`,
    plainClear: `__ClearPage${page}`,
  };
}

function folioNames({ folio }: PageFlag): FlagNames {
  return {
    test: `folio_test_${folio}`,
    set: `folio_set_${folio}`,
    clear: `folio_clear_${folio}`,
    testSet: `folio_test_set_${folio}`,
    testClear: `folio_test_clear_${folio}`,
    plainSet: `__folio_set_${folio}`,
    plainClear: `__folio_clear_${folio}`,
  };
}

/** A change of the word that is no atomic operation. */
function plainly(data: Formula, word: { readonly field: string }): readonly PrimitiveStep[] {
  return [load('relaxed', { ...word, tag: 'plain' }), store('relaxed', data, { ...word, tag: 'plain' })];
}

function flagPrimitives(flag: PageFlag, names: FlagNames, page: PrimitiveParameter): readonly Primitive[] {
  const formulas = flagOf(flag.bit);
  const { field } = flag;
  const word = { field } as const;
  const uptodate = flag.page === 'Uptodate';
  // The functions of the flag that says a page is up to date order its contents against the flag.
  const seen: readonly PrimitiveStep[] = uptodate ? [guard(formulas.isSet), fence('smp_rmb')] : [];
  const ready: readonly PrimitiveStep[] = uptodate ? [fence('smp_wmb')] : [];
  const plain = (data: Formula): readonly PrimitiveStep[] => plainly(data, word);
  // As an operation on a bit of the word that holds the flags.
  const bit = (operation: string, rest: Partial<Variant> = {}): Variant =>
    variant(operation, { field, leading: flag.bitName, ...rest });
  return [
    withVariants(
      row(names.test, [page], 'int', [load('relaxed', word), ...seen], formulas.isSet),
      bit(uptodate ? 'test_bit' : 'test_bit_acquire'),
    ),
    withVariants(
      row(names.set, [page], 'void', [...ready, update('void', formulas.set, word)]),
      ...(uptodate ? [bit('set_bit')] : []),
    ),
    row(names.clear, [page], 'void', [update('void', formulas.clear, word)]),
    withVariants(
      row(names.testSet, [page], 'int', [update('full', formulas.set, word)], formulas.isSet),
      uptodate ? bit('set_bit', { fits: 'unused' }) : variant(names.set, { fits: 'unused' }),
      bit('test_and_set_bit_lock', { suffix: '_lock', fits: 'used' }),
    ),
    withVariants(
      row(names.testClear, [page], 'int', [update('full', formulas.clear, word)], formulas.isSet),
      variant(names.clear, { fits: 'unused' }),
    ),
    withVariants(
      row(names.plainSet, [page], 'void', [...ready, ...plain(formulas.set)]),
      ...(uptodate ? [bit('__set_bit')] : []),
    ),
    row(names.plainClear, [page], 'void', plain(formulas.clear)),
  ];
}

/** By which folios that become up to date are told. */
const uptodate = flagOf(3);
const MARKS: readonly Primitive[] = [
  withVariants(
    row('folio_mark_uptodate', [FOLIO], 'void', [
      fence('smp_wmb'),
      update('void', uptodate.set, FLAGS_FIELD),
    ]),
    variant('set_bit', { field: 'flags', leading: 'PG_uptodate' }),
  ),
  withVariants(
    row('__folio_mark_uptodate', [FOLIO], 'void', [fence('smp_wmb'), ...plainly(uptodate.set, FLAGS_FIELD)]),
    variant('__set_bit', { field: 'flags', leading: 'PG_uptodate' }),
  ),
];

/** The functions of all flags. */
export const FLAG_PRIMITIVES: readonly Primitive[] = [
  // A page has but one word of flags: what is said of a folio's second page has a name of folios alone.
  ...PAGE_FLAGS.filter(({ field }) => field === 'flags').flatMap((flag) =>
    flagPrimitives(flag, pageNames(flag), PAGE),
  ),
  // Folios have one spelling of each flag.
  ...PAGE_FLAGS.filter(({ page }) => page !== 'Swapbacked').flatMap((flag) =>
    flagPrimitives(flag, folioNames(flag), FOLIO),
  ),
  ...MARKS,
];
