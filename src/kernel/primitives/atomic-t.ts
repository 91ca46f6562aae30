/**
 * The atomic_t, atomic_long_t and atomic64_t operations, and refcount_t on top of them. All three widths come from
 * one list: what differs is the prefix and the type of the counter.
 *
 * Sources: Documentation/atomic_t.txt, include/linux/atomic/atomic-instrumented.h, include/linux/refcount.h.
 */

import type { Primitive, Variant } from '../primitive.js';
import { argument, complement, compute, type Formula, old } from './formula.js';
import {
  family,
  fence,
  guard,
  load,
  ONE,
  parameter,
  row,
  store,
  update,
  variant,
  weakerIn,
  withVariants,
  writingBack,
  ZERO,
} from './row.js';

const i = argument('i');
const isZero = (formula: Formula): Formula => compute(formula, '==', ZERO);

/** What an operation writes, with its operand where it has one. */
const ARITHMETIC = [
  { name: 'add', operand: true, data: compute(old, '+', i) },
  { name: 'sub', operand: true, data: compute(old, '-', i) },
  { name: 'inc', operand: false, data: compute(old, '+', ONE) },
  { name: 'dec', operand: false, data: compute(old, '-', ONE) },
] as const;

const BITWISE = [
  { name: 'and', operand: true, data: compute(old, '&', i) },
  { name: 'or', operand: true, data: compute(old, '|', i) },
  { name: 'xor', operand: true, data: compute(old, '^', i) },
  { name: 'andnot', operand: true, data: compute(old, '&', complement(i)) },
] as const;

/** The operations on one width of counter: `atomic_add` … for ('atomic', 'atomic_t', 'int'). */
function atomics(prefix: string, counter: string, integer: string): readonly Primitive[] {
  const v = parameter('pointer', `${counter} *v`);
  const operand = parameter('value', `${integer} i`);
  const oldValue = parameter('value', `${integer} old`);
  const oldLocal = parameter('local', `${integer} *old`);
  const newValue = parameter('value', `${integer} new`);
  const addend = parameter('value', `${integer} a`);
  const unless = parameter('value', `${integer} u`);
  const until = parameter('predicate', 'condition');
  const named = (name: string): string => `${prefix}_${name}`;
  const withoutValue = (name: string): Variant => variant(named(name), { fits: 'unused' });
  const taking = (operation: { readonly operand: boolean }) => (operation.operand ? [operand, v] : [v]);
  const equalsOld = compute(old, '==', argument('old'));
  const notU = { condition: compute(old, '!=', argument('u')), looksFirst: true };
  const sum = compute(old, '+', argument('a'));
  const more = compute(old, '+', ONE);
  const less = compute(old, '-', ONE);
  const exchange = { condition: equalsOld };

  return [
    withVariants(row(named('read'), [v], 'value', [load('relaxed')]), variant(named('read_acquire'))),
    withVariants(row(named('read_acquire'), [v], 'value', [load('acquire')]), variant(named('read'))),
    withVariants(
      row(named('set'), [v, operand], 'void', [store('relaxed', i)]),
      variant(named('set_release')),
    ),
    withVariants(
      row(named('set_release'), [v, operand], 'void', [store('release', i)]),
      variant(named('set')),
    ),
    ...[...ARITHMETIC, ...BITWISE].flatMap((each) => [
      row(named(each.name), taking(each), 'void', [update('void', each.data)]),
      ...family(
        named(`fetch_${each.name}`),
        taking(each),
        'value',
        (order) => [update(order, each.data)],
        old,
        [withoutValue(each.name)],
      ),
    ]),
    ...ARITHMETIC.flatMap((each) =>
      family(
        named(`${each.name}_return`),
        taking(each),
        'value',
        (order) => [update(order, each.data)],
        each.data,
        [withoutValue(each.name)],
      ),
    ),
    ...ARITHMETIC.filter((each) => each.name !== 'add').map((each) =>
      withVariants(
        row(
          named(`${each.name}_and_test`),
          taking(each),
          'int',
          [update('full', each.data)],
          isZero(each.data),
        ),
        withoutValue(each.name),
        ...weakerIn(named(`${each.name}_return`), { fits: 'used', negated: true }),
      ),
    ),
    ...family(
      named('add_negative'),
      [operand, v],
      'int',
      (order) => [update(order, compute(old, '+', i))],
      compute(compute(old, '+', i), '<', ZERO),
      [withoutValue('add')],
    ),
    ...family(named('xchg'), [v, newValue], 'value', (order) => [update(order, argument('new'))]),
    ...family(named('cmpxchg'), [v, oldValue, newValue], 'value', (order) => [
      update(order, argument('new'), exchange),
    ]),
    ...writingBack(
      family(
        named('try_cmpxchg'),
        [v, oldLocal, newValue],
        'int',
        (order) => [update(order, argument('new'), exchange)],
        equalsOld,
      ),
      'old',
    ),
    ...(['relaxed', 'acquire'] as const).map((order) =>
      withVariants(
        row(named(`cond_read_${order}`), [v, until], 'value', [
          load(order, { until: argument('condition') }),
        ]),
        variant(named(`cond_read_${order === 'relaxed' ? 'acquire' : 'relaxed'}`)),
      ),
    ),
    row(named('fetch_add_unless'), [v, addend, unless], 'value', [update('full', sum, notU)]),
    row(named('add_unless'), [v, addend, unless], 'int', [update('full', sum, notU)], notU.condition),
    conditional(named('inc_not_zero'), [v], more, compute(old, '!=', ZERO)),
    conditional(named('inc_unless_negative'), [v], more, compute(old, '>=', ZERO)),
    conditional(named('dec_unless_positive'), [v], less, compute(old, '<=', ZERO)),
    row(
      named('dec_if_positive'),
      [v],
      'value',
      [update('full', less, { condition: compute(less, '>=', ZERO), looksFirst: true })],
      less,
    ),
  ];
}

/** Looks first, and is fully ordered when it writes; its result is whether it did. */
function conditional(
  name: string,
  parameters: Primitive['parameters'],
  data: Formula,
  condition: Formula,
): Primitive {
  return row(name, parameters, 'int', [update('full', data, { condition, looksFirst: true })], condition);
}

const r = parameter('pointer', 'refcount_t *r');
const amount = parameter('value', 'int i');
const nonZero = compute(old, '!=', ZERO);

/** Release before, and acquire once the last reference is gone: lib/refcount.c. */
function dropping(name: string, parameters: Primitive['parameters'], by: Formula): Primitive {
  const last = compute(old, '==', by);
  return row(
    name,
    parameters,
    'int',
    [update('release', compute(old, '-', by)), guard(last), fence('smp_acquire__after_ctrl_dep')],
    last,
  );
}

/** refcount_t, without its saturation: a test that overflows a counter has other troubles. */
const REFCOUNTS: readonly Primitive[] = [
  row('refcount_read', [r], 'value', [load('relaxed')]),
  row('refcount_set', [r, amount], 'void', [store('relaxed', i)]),
  withVariants(
    row('refcount_set_release', [r, amount], 'void', [store('release', i)]),
    variant('refcount_set'),
  ),
  row('refcount_add', [amount, r], 'void', [update('relaxed', compute(old, '+', i))]),
  row('refcount_inc', [r], 'void', [update('relaxed', compute(old, '+', ONE))]),
  row('refcount_dec', [r], 'void', [update('release', compute(old, '-', ONE))]),
  ...(['relaxed', 'acquire'] as const).flatMap((order) => {
    const end = order === 'acquire' ? '_acquire' : '';
    const other = order === 'acquire' ? '' : '_acquire';
    const rare = { condition: nonZero, looksFirst: true };
    return [
      withVariants(
        row(
          `refcount_add_not_zero${end}`,
          [amount, r],
          'int',
          [update(order, compute(old, '+', i), rare)],
          nonZero,
        ),
        variant(`refcount_add_not_zero${other}`),
      ),
      withVariants(
        row(
          `refcount_inc_not_zero${end}`,
          [r],
          'int',
          [update(order, compute(old, '+', ONE), rare)],
          nonZero,
        ),
        variant(`refcount_inc_not_zero${other}`),
      ),
    ];
  }),
  dropping('refcount_sub_and_test', [amount, r], i),
  dropping('refcount_dec_and_test', [r], ONE),
  row(
    'refcount_dec_if_one',
    [r],
    'int',
    [update('release', ZERO, { condition: compute(old, '==', ONE) })],
    compute(old, '==', ONE),
  ),
  row(
    'refcount_dec_not_one',
    [r],
    'int',
    [update('release', compute(old, '-', ONE), { condition: compute(old, '!=', ONE) })],
    compute(old, '!=', ONE),
  ),
];

const kref = parameter('pointer', 'struct kref *kref');

/** A refcount_t by another name: include/linux/kref.h. */
const KREFS: readonly Primitive[] = [
  row('kref_init', [kref], 'void', [store('relaxed', ONE)]),
  row('kref_read', [kref], 'value', [load('relaxed')]),
  row('kref_get', [kref], 'void', [update('relaxed', compute(old, '+', ONE))]),
  row(
    'kref_get_unless_zero',
    [kref],
    'int',
    [update('relaxed', compute(old, '+', ONE), { condition: nonZero, looksFirst: true })],
    nonZero,
  ),
];

export const ATOMICS: readonly Primitive[] = [
  ...atomics('atomic', 'atomic_t', 'int'),
  ...atomics('atomic_long', 'atomic_long_t', 'long'),
  ...atomics('atomic64', 'atomic64_t', 's64'),
  ...REFCOUNTS,
  ...KREFS,
];
