/**
 * The vocabulary of struct page: flags, the page lock, writeback, the reference count and pins. Page flags are bits
 * of one word, so two flags of a page share a location and its coherence.
 *
 * Sources: include/linux/page-flags.h, pagemap.h, page_ref.h, mm.h and mm/page-writeback.c (v5.0); pins as in "mm:
 * introduce put_user_page*(), placeholder versions" (linux-mm, January 2019).
 */

import type { Primitive, PrimitiveStep, UpdateOrder } from '../primitive.js';
import { CONSTANTS, PAGE_FLAGS } from '../structure.js';
import { argument, complement, compute, type Formula, mask, nonZero, number, old } from './formula.js';
import { fence, guard, load, ONE, parameter, row, store, update, ZERO } from './row.js';

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
    load('relaxed', flags),
    store('relaxed', data, flags),
  ];
  return [
    row(`Page${name}`, [page], 'int', [load('relaxed', flags), ...seen], flag.isSet),
    row(`SetPage${name}`, [page], 'void', [...ready, update('void', flag.set, flags)]),
    row(`ClearPage${name}`, [page], 'void', [update('void', flag.clear, flags)]),
    row(`TestSetPage${name}`, [page], 'int', [update('full', flag.set, flags)], flag.isSet),
    row(`TestClearPage${name}`, [page], 'int', [update('full', flag.clear, flags)], flag.isSet),
    row(`__SetPage${name}`, [page], 'void', [...ready, ...plain(flag.set)]),
    row(`__ClearPage${name}`, [page], 'void', plain(flag.clear)),
  ];
}

const locked = flagOf(PAGE_FLAGS.Locked);
const writeback = flagOf(PAGE_FLAGS.Writeback);

const LOCK: readonly Primitive[] = [
  row('lock_page', [page], 'void', [update('acquire', locked.set, { ...flags, until: locked.isClear })]),
  row('trylock_page', [page], 'int', [update('acquire', locked.set, flags)], locked.isClear),
  row('unlock_page', [page], 'void', [update('release', locked.clear, flags)]),
  row('wait_on_page_locked', [page], 'void', [load('relaxed', { ...flags, until: locked.isClear })]),
];

const WRITEBACK: readonly Primitive[] = [
  row('wait_on_page_writeback', [page], 'void', [load('relaxed', { ...flags, until: writeback.isClear })]),
  row('wait_stable_page', [page], 'void', [load('relaxed', { ...flags, until: writeback.isClear })]),
  row('wait_for_stable_page', [page], 'void', [load('relaxed', { ...flags, until: writeback.isClear })]),
  row('set_page_writeback', [page], 'void', [update('full', writeback.set, flags)]),
  row('end_page_writeback', [page], 'void', [
    update('full', writeback.clear, flags),
    fence('smp_mb__after_atomic'),
  ]),
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

const REFERENCES: readonly Primitive[] = [
  row('page_ref_count', [page], 'value', [load('relaxed', count)]),
  row('page_count', [page], 'value', [load('relaxed', count)]),
  row('set_page_count', [page, parameter('value', 'int v')], 'void', [
    store('relaxed', argument('v'), count),
  ]),
  row('page_ref_add', [page, nr], 'void', change('void', more)),
  row('page_ref_sub', [page, nr], 'void', change('void', less)),
  row('page_ref_inc', [page], 'void', change('void', increment)),
  row('page_ref_dec', [page], 'void', change('void', decrement)),
  row('page_ref_add_return', [page, nr], 'value', change('full', more), more),
  row('page_ref_sub_return', [page, nr], 'value', change('full', less), less),
  row('page_ref_inc_return', [page], 'value', change('full', increment), increment),
  row('page_ref_dec_return', [page], 'value', change('full', decrement), decrement),
  row('page_ref_sub_and_test', [page, nr], 'int', change('full', less), compute(less, '==', ZERO)),
  row('page_ref_dec_and_test', [page], 'int', change('full', decrement), compute(decrement, '==', ZERO)),
  row(
    'page_ref_add_unless',
    [page, nr, parameter('value', 'int u')],
    'int',
    change('full', more, unless),
    unless,
  ),
  row('get_page', [page], 'void', change('void', increment)),
  row('put_page', [page], 'void', change('full', decrement)),
  row('put_page_testzero', [page], 'int', change('full', decrement), compute(decrement, '==', ZERO)),
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
  row('page_ref_unfreeze', [page, parameter('value', 'int count')], 'void', [
    store('release', argument('count'), count),
  ]),
  row('page_is_pin', [page], 'int', [load('relaxed', count)], pinned),
  row('page_maybe_dma_pinned', [page], 'int', [load('relaxed', count)], pinned),
];

export const PAGES: readonly Primitive[] = [
  ...Object.entries(PAGE_FLAGS).flatMap(([name, bit]) => flagPrimitives(name, flagOf(bit))),
  ...LOCK,
  ...WRITEBACK,
  ...REFERENCES,
];
