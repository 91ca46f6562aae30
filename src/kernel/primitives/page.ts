/**
 * The vocabulary of struct page and struct folio beside their flags: the page lock, writeback, the reference count, pins and the
 * count of mappings.
 *
 * Sources: include/linux/pagemap.h, page_ref.h, mm.h, mm/filemap.c and mm/page-writeback.c (v5.0 for pages, v6.12 for folios);
 * pins as in "mm: introduce put_user_page*(), placeholder versions" (linux-mm, January 2019).
 */

import type { Primitive, PrimitiveParameter, PrimitiveStep, UpdateOrder, Variant } from '../primitive.js';
import { CONSTANTS } from '../structure.js';
import { argument, compute, type Formula, number, old } from './formula.js';
import { FLAG_PRIMITIVES, FLAGS_FIELD, type FlagFormulas, FOLIO, flagOf, PAGE } from './page-flag.js';
import {
  fence,
  guard,
  load,
  ONE,
  ofLock,
  parameter,
  row,
  store,
  update,
  variant,
  weakerIn,
  withVariants,
  ZERO,
} from './row.js';

const nr = parameter('value', 'int nr');
const count = { field: '_refcount' } as const;

const locked = flagOf(0);
const waiters = flagOf(8);
const writeback = flagOf(15);

/** A name that pages and folios have in two ways, with what each is said of. */
type Named = (
  page: string,
  folio: string,
  make: (name: string, taken: PrimitiveParameter) => Primitive,
) => readonly Primitive[];

/** Both names. */
const both: Named = (page, folio, make) => [make(page, PAGE), make(folio, FOLIO)];

/** Who waits for a flag to go reads it until it is gone, and orders nothing. */
function waiting({ isClear }: FlagFormulas): readonly PrimitiveStep[] {
  return [load('relaxed', { ...FLAGS_FIELD, until: isClear })];
}

const locking = [update('acquire', locked.set, { ...FLAGS_FIELD, until: locked.isClear })];

const LOCK: readonly Primitive[] = [
  ...[
    ...both('lock_page', 'folio_lock', (name, page) => row(name, [page], 'void', locking)),
    ...both('lock_page_killable', 'folio_lock_killable', (name, page) =>
      row(name, [page], 'int', locking, ZERO),
    ),
    ...both('trylock_page', 'folio_trylock', (name, page) =>
      row(name, [page], 'int', [update('acquire', locked.set, FLAGS_FIELD)], locked.isClear),
    ),
    ...both('unlock_page', 'folio_unlock', (name, page) =>
      row(name, [page], 'void', [update('release', locked.clear, FLAGS_FIELD)]),
    ),
  ].map((each) => ofLock(each)),
  ...both('wait_on_page_locked', 'folio_wait_locked', (name, page) =>
    row(name, [page], 'void', waiting(locked)),
  ),
  row('folio_wait_locked_killable', [FOLIO], 'int', waiting(locked), ZERO),
  // Whether somebody waits, and so is to be woken: what unlocks a folio that was read has both flags in its mask.
  row(
    'folio_xor_flags_has_waiters',
    [FOLIO, parameter('value', 'unsigned long mask')],
    'int',
    [update('release', compute(old, '^', argument('mask')), FLAGS_FIELD)],
    waiters.isSet,
  ),
];

function waitsForWriteback(name: string, page: PrimitiveParameter): Primitive {
  return row(name, [page], 'void', waiting(writeback));
}

function startsWriteback(name: string, page: PrimitiveParameter): Primitive {
  return withVariants(
    row(name, [page], 'void', [update('full', writeback.set, FLAGS_FIELD)]),
    variant(page === PAGE ? 'SetPageWriteback' : 'folio_set_writeback', { fits: 'unused' }),
  );
}

function ends(
  name: string,
  page: PrimitiveParameter,
  clears: string,
  steps: readonly PrimitiveStep[],
): Primitive {
  return withVariants(row(name, [page], 'void', steps), variant(clears, { fits: 'unused' }));
}

const WRITEBACK: readonly Primitive[] = [
  ...both('wait_on_page_writeback', 'folio_wait_writeback', waitsForWriteback),
  ...both('wait_for_stable_page', 'folio_wait_stable', waitsForWriteback),
  waitsForWriteback('wait_stable_page', PAGE),
  ...both('set_page_writeback', 'folio_start_writeback', startsWriteback),
  ...both('set_page_writeback_keepwrite', 'folio_start_writeback_keepwrite', startsWriteback),
  ends('end_page_writeback', PAGE, 'ClearPageWriteback', [
    update('full', writeback.clear, FLAGS_FIELD),
    fence('smp_mb__after_atomic'),
  ]),
  // Since v6.7 the flag is cleared by a release. The reference that is dropped behind it is a full barrier, and no more than that.
  ends('folio_end_writeback', FOLIO, 'folio_clear_writeback', [
    update('release', writeback.clear, FLAGS_FIELD),
    fence('smp_mb'),
  ]),
  row(
    '__folio_end_writeback',
    [FOLIO],
    'int',
    [update('release', writeback.clear, FLAGS_FIELD)],
    waiters.isSet,
  ),
  row('folio_wait_writeback_killable', [FOLIO], 'int', waiting(writeback), ZERO),
  ...['folio_wait_private_2', 'folio_wait_fscache'].map((name) =>
    row(name, [FOLIO], 'void', waiting(flagOf(14))),
  ),
];

const more = compute(old, '+', argument('nr'));
const less = compute(old, '-', argument('nr'));
const increment = compute(old, '+', ONE);
const decrement = compute(old, '-', ONE);
const bias = number(CONSTANTS.get('PAGE_PIN_BIAS') ?? 0n);
const pinned = compute(old, '>=', bias);
const unless = compute(old, '!=', argument('u'));
const expected = compute(old, '==', argument('count'));

function change(order: UpdateOrder, data: Formula, condition?: Formula): readonly PrimitiveStep[] {
  return [
    update(
      order,
      data,
      condition === undefined ? count : { ...count, condition, looksFirst: condition !== expected },
    ),
  ];
}

/** An atomic operation on the counter as a variant of one on the page. */
function onCount(operation: string, rest: Partial<Variant> = {}): Variant {
  return variant(operation, { field: count.field, ...rest });
}

/** page_ref_add_return() and its like: the atomic has the orderings that the page's own lacks. */
function returning(
  prefix: string,
  name: string,
  parameters: Primitive['parameters'],
  data: Formula,
): Primitive {
  return withVariants(
    row(`${prefix}_ref_${name}_return`, parameters, 'value', change('full', data), data),
    variant(`${prefix}_ref_${name}`, { fits: 'unused' }),
    ...weakerIn(`atomic_${name}_return`, { fits: 'used', field: count.field }),
  );
}

/** page_ref_dec_and_test() and its like: whether what is left is zero. */
function testing(
  name: string,
  parameters: Primitive['parameters'],
  data: Formula,
  operation: string,
): Primitive {
  return withVariants(
    row(name, parameters, 'int', change('full', data), compute(data, '==', ZERO)),
    variant(`${parameters[0] === PAGE ? 'page' : 'folio'}_ref_${operation}`, { fits: 'unused' }),
    ...weakerIn(`atomic_${operation}_return`, { fits: 'used', negated: true, field: count.field }),
  );
}

/** page_ref_add() and all the others, or those of folios. */
function references(prefix: 'page' | 'folio', page: PrimitiveParameter): readonly Primitive[] {
  const named = (name: string): string => `${prefix}_ref_${name}`;
  const amount = parameter('value', 'int count');
  return [
    // The reference count has no acquire of its own.
    withVariants(
      row(named('count'), [page], 'value', [load('relaxed', count)]),
      onCount('atomic_read_acquire'),
    ),
    row(named('add'), [page, nr], 'void', change('void', more)),
    row(named('sub'), [page, nr], 'void', change('void', less)),
    row(named('inc'), [page], 'void', change('void', increment)),
    row(named('dec'), [page], 'void', change('void', decrement)),
    returning(prefix, 'add', [page, nr], more),
    returning(prefix, 'sub', [page, nr], less),
    returning(prefix, 'inc', [page], increment),
    returning(prefix, 'dec', [page], decrement),
    testing(named('sub_and_test'), [page, nr], less, 'sub'),
    testing(named('dec_and_test'), [page], decrement, 'dec'),
    row(
      named('add_unless'),
      [page, nr, parameter('value', 'int u')],
      'int',
      change('full', more, unless),
      unless,
    ),
    row(named('freeze'), [page, amount], 'int', change('full', ZERO, expected), expected),
    withVariants(
      row(named('unfreeze'), [page, amount], 'void', [store('release', argument('count'), count)]),
      variant(prefix === 'page' ? 'set_page_count' : 'folio_set_count'),
    ),
  ];
}

const isHeld = compute(old, '!=', ZERO);
const bySum = compute(old, '-', argument('refs'));
const byBias = compute(old, '-', bias);

const REFERENCES: readonly Primitive[] = [
  ...references('page', PAGE),
  ...references('folio', FOLIO),
  withVariants(row('page_count', [PAGE], 'value', [load('relaxed', count)]), onCount('atomic_read_acquire')),
  ...both('set_page_count', 'folio_set_count', (name, page) =>
    row(name, [page, parameter('value', 'int v')], 'void', [store('relaxed', argument('v'), count)]),
  ),
  ...both('get_page', 'folio_get', (name, page) => row(name, [page], 'void', change('void', increment))),
  ...both('put_page', 'folio_put', (name, page) =>
    withVariants(
      row(name, [page], 'void', change('full', decrement)),
      variant(page === PAGE ? 'page_ref_dec' : 'folio_ref_dec', { fits: 'unused' }),
    ),
  ),
  row('folio_put_refs', [FOLIO, parameter('value', 'int refs')], 'void', change('full', bySum)),
  ...both('put_page_testzero', 'folio_put_testzero', (name, page) => testing(name, [page], decrement, 'dec')),
  ...both('get_page_unless_zero', 'folio_try_get', (name, page) =>
    row(name, [page], 'int', change('full', increment, isHeld), isHeld),
  ),
  ...['folio_ref_try_add', 'folio_ref_try_add_rcu', 'folio_ref_add_unless_zero'].map((name) =>
    row(name, [FOLIO, nr], 'int', change('full', more, isHeld), isHeld),
  ),
  row('folio_try_get_rcu', [FOLIO], 'int', change('full', increment, isHeld), isHeld),
  // A look, then an increment: not one atomic step (v5.1).
  row(
    'try_get_page',
    [PAGE],
    'int',
    [load('relaxed', count), guard(compute(old, '>', ZERO)), ...change('void', increment)],
    ONE,
  ),
];

const PINS: readonly Primitive[] = [
  row('page_is_pin', [PAGE], 'int', [load('relaxed', count)], pinned),
  ...both('page_maybe_dma_pinned', 'folio_maybe_dma_pinned', (name, page) =>
    row(name, [page], 'int', [load('relaxed', count)], pinned),
  ),
  // The pin's share goes, and with the last of all shares the page (mm/gup.c, gup_put_folio()).
  ...both('unpin_user_page', 'unpin_folio', (name, page) =>
    row(name, [page], 'void', change('full', byBias)),
  ),
];

const mapcount = { field: '_mapcount' } as const;

/** `_mapcount` is one less than the number of mappings. */
const MAPPINGS: readonly Primitive[] = [
  ...both('page_mapcount', 'folio_mapcount', (name, page) =>
    row(name, [page], 'value', [load('relaxed', mapcount)], increment),
  ),
  ...both('page_mapped', 'folio_mapped', (name, page) =>
    row(name, [page], 'int', [load('relaxed', mapcount)], compute(old, '>=', ZERO)),
  ),
];

export const PAGES: readonly Primitive[] = [
  ...FLAG_PRIMITIVES,
  ...LOCK,
  ...WRITEBACK,
  ...REFERENCES,
  ...PINS,
  ...MAPPINGS,
];
