/**
 * The vocabulary of struct page: flags, the page lock, writeback, the reference count and pins. Page flags are bits
 * of one word, so two flags of a page share a location and its coherence.
 *
 * Sources: include/linux/page-flags.h, pagemap.h, page_ref.h, mm.h and mm/page-writeback.c (v5.0); pins as in "mm:
 * introduce put_user_page*(), placeholder versions" (linux-mm, January 2019).
 */

import type { Primitive, PrimitiveStep, UpdateOrder, Variant } from '../primitive.js';
import { CONSTANTS, flagName, PAGE_FLAGS } from '../structure.js';
import { argument, complement, compute, type Formula, mask, nonZero, number, old } from './formula.js';
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

const page = parameter('structure', 'struct page *page');
const nr = parameter('value', 'int nr');
const flags = { field: 'flags' } as const;
const count = { field: '_refcount' } as const;

interface Flag {
  readonly isSet: Formula;
  readonly isClear: Formula;
  readonly set: Formula;
  readonly clear: Formula;
}

function flagOf(bit: number): Flag {
  const one = mask(number(bit));
  return {
    isSet: nonZero(compute(old, '&', one)),
    isClear: compute(compute(old, '&', one), '==', ZERO),
    set: compute(old, '|', one),
    clear: compute(old, '&', complement(one)),
  };
}

/** PageX, SetPageX … for one flag. */
function flagPrimitives(name: string, flag: Flag): readonly Primitive[] {
  const uptodate = name === 'Uptodate';
  // PageUptodate and SetPageUptodate order the page's contents against the flag.
  const seen: readonly PrimitiveStep[] = uptodate ? [guard(flag.isSet), fence('smp_rmb')] : [];
  const ready: readonly PrimitiveStep[] = uptodate ? [fence('smp_wmb')] : [];
  const plain = (data: Formula): readonly PrimitiveStep[] => [
    load('relaxed', { ...flags, tag: 'plain' }),
    store('relaxed', data, { ...flags, tag: 'plain' }),
  ];
  // As an operation on a bit of the word that holds the flags.
  const bit = (operation: string, rest: Partial<Variant> = {}): Variant =>
    variant(operation, { field: 'flags', leading: flagName(name), ...rest });
  return [
    withVariants(
      row(`Page${name}`, [page], 'int', [load('relaxed', flags), ...seen], flag.isSet),
      bit(uptodate ? 'test_bit' : 'test_bit_acquire'),
    ),
    withVariants(
      row(`SetPage${name}`, [page], 'void', [...ready, update('void', flag.set, flags)]),
      ...(uptodate ? [bit('set_bit')] : []),
    ),
    row(`ClearPage${name}`, [page], 'void', [update('void', flag.clear, flags)]),
    withVariants(
      row(`TestSetPage${name}`, [page], 'int', [update('full', flag.set, flags)], flag.isSet),
      uptodate ? bit('set_bit', { fits: 'unused' }) : variant(`SetPage${name}`, { fits: 'unused' }),
      bit('test_and_set_bit_lock', { suffix: '_lock', fits: 'used' }),
    ),
    withVariants(
      row(`TestClearPage${name}`, [page], 'int', [update('full', flag.clear, flags)], flag.isSet),
      variant(`ClearPage${name}`, { fits: 'unused' }),
    ),
    withVariants(
      row(`__SetPage${name}`, [page], 'void', [...ready, ...plain(flag.set)]),
      ...(uptodate ? [bit('__set_bit')] : []),
    ),
    row(`__ClearPage${name}`, [page], 'void', plain(flag.clear)),
  ];
}

const locked = flagOf(PAGE_FLAGS.Locked);
const writeback = flagOf(PAGE_FLAGS.Writeback);

const LOCK: readonly Primitive[] = [
  ...[
    row('lock_page', [page], 'void', [update('acquire', locked.set, { ...flags, until: locked.isClear })]),
    row('trylock_page', [page], 'int', [update('acquire', locked.set, flags)], locked.isClear),
    row('unlock_page', [page], 'void', [update('release', locked.clear, flags)]),
  ].map((each) => ofLock(each)),
  row('wait_on_page_locked', [page], 'void', [load('relaxed', { ...flags, until: locked.isClear })]),
];

const WRITEBACK: readonly Primitive[] = [
  row('wait_on_page_writeback', [page], 'void', [load('relaxed', { ...flags, until: writeback.isClear })]),
  row('wait_stable_page', [page], 'void', [load('relaxed', { ...flags, until: writeback.isClear })]),
  row('wait_for_stable_page', [page], 'void', [load('relaxed', { ...flags, until: writeback.isClear })]),
  withVariants(
    row('set_page_writeback', [page], 'void', [update('full', writeback.set, flags)]),
    variant('SetPageWriteback', { fits: 'unused' }),
  ),
  withVariants(
    row('end_page_writeback', [page], 'void', [
      update('full', writeback.clear, flags),
      fence('smp_mb__after_atomic'),
    ]),
    variant('ClearPageWriteback', { fits: 'unused' }),
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
function returning(name: string, parameters: Primitive['parameters'], data: Formula): Primitive {
  return withVariants(
    row(`page_ref_${name}_return`, parameters, 'value', change('full', data), data),
    variant(`page_ref_${name}`, { fits: 'unused' }),
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
    variant(`page_ref_${operation}`, { fits: 'unused' }),
    ...weakerIn(`atomic_${operation}_return`, { fits: 'used', negated: true, field: count.field }),
  );
}

const REFERENCES: readonly Primitive[] = [
  // The reference count has no acquire of its own.
  ...['page_ref_count', 'page_count'].map((name) =>
    withVariants(row(name, [page], 'value', [load('relaxed', count)]), onCount('atomic_read_acquire')),
  ),
  row('set_page_count', [page, parameter('value', 'int v')], 'void', [
    store('relaxed', argument('v'), count),
  ]),
  row('page_ref_add', [page, nr], 'void', change('void', more)),
  row('page_ref_sub', [page, nr], 'void', change('void', less)),
  row('page_ref_inc', [page], 'void', change('void', increment)),
  row('page_ref_dec', [page], 'void', change('void', decrement)),
  returning('add', [page, nr], more),
  returning('sub', [page, nr], less),
  returning('inc', [page], increment),
  returning('dec', [page], decrement),
  testing('page_ref_sub_and_test', [page, nr], less, 'sub'),
  testing('page_ref_dec_and_test', [page], decrement, 'dec'),
  row(
    'page_ref_add_unless',
    [page, nr, parameter('value', 'int u')],
    'int',
    change('full', more, unless),
    unless,
  ),
  row('get_page', [page], 'void', change('void', increment)),
  withVariants(
    row('put_page', [page], 'void', change('full', decrement)),
    variant('page_ref_dec', { fits: 'unused' }),
  ),
  testing('put_page_testzero', [page], decrement, 'dec'),
  row(
    'get_page_unless_zero',
    [page],
    'int',
    change('full', increment, compute(old, '!=', ZERO)),
    compute(old, '!=', ZERO),
  ),
  // A look, then an increment: not one atomic step (v5.1).
  row(
    'try_get_page',
    [page],
    'int',
    [load('relaxed', count), guard(compute(old, '>', ZERO)), ...change('void', increment)],
    ONE,
  ),
  row(
    'page_ref_freeze',
    [page, parameter('value', 'int count')],
    'int',
    change('full', ZERO, expected),
    expected,
  ),
  withVariants(
    row('page_ref_unfreeze', [page, parameter('value', 'int count')], 'void', [
      store('release', argument('count'), count),
    ]),
    variant('set_page_count'),
  ),
  row('page_is_pin', [page], 'int', [load('relaxed', count)], pinned),
  row('page_maybe_dma_pinned', [page], 'int', [load('relaxed', count)], pinned),
];

export const PAGES: readonly Primitive[] = [
  ...Object.entries(PAGE_FLAGS).flatMap(([name, bit]) => flagPrimitives(name, flagOf(bit))),
  ...LOCK,
  ...WRITEBACK,
  ...REFERENCES,
];
