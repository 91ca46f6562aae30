/**
 * Bit operations. The kernel's take any bit of a bitmap; a litmus test's bitmap is one word.
 *
 * Sources: Documentation/atomic_bitops.txt, include/asm-generic/bitops/{atomic,lock,non-atomic}.h,
 * include/linux/bit_spinlock.h, include/linux/wait_bit.h.
 */

import type { Primitive, PrimitiveStep } from '../primitive.js';
import { argument, complement, compute, type Formula, mask, nonZero, old } from './formula.js';
import {
  fence,
  load,
  ofLock,
  parameter,
  row,
  store,
  suffixed,
  update,
  variant,
  withVariants,
  ZERO,
} from './row.js';

const taking = [parameter('number', 'long nr'), parameter('pointer', 'unsigned long *addr')];
const bit = mask(argument('nr'));
const isSet = nonZero(compute(old, '&', bit));
const isClear = compute(compute(old, '&', bit), '==', ZERO);

const CHANGES = [
  { name: 'set', data: compute(old, '|', bit) },
  { name: 'clear', data: compute(old, '&', complement(bit)) },
  { name: 'change', data: compute(old, '^', bit) },
] as const;
const [set, clear] = CHANGES;

/** The bit as the value says. */
const assigned = compute(
  clear.data,
  '|',
  compute(compute(argument('value'), '!=', ZERO), '<<', argument('nr')),
);

const waited = [
  parameter('pointer', 'unsigned long *word'),
  parameter('number', 'int nr'),
  parameter('ignored', 'unsigned mode'),
];

/** A change that is no atomic operation. */
function plainly(data: Formula): readonly PrimitiveStep[] {
  return [load('relaxed', { tag: 'plain' }), store('relaxed', data, { tag: 'plain' })];
}

export const BITS: readonly Primitive[] = [
  withVariants(row('test_bit', taking, 'int', [load('relaxed')], isSet), variant('test_bit_acquire')),
  withVariants(row('test_bit_acquire', taking, 'int', [load('acquire')], isSet), variant('test_bit')),
  ...CHANGES.flatMap((change) => [
    row(`${change.name}_bit`, taking, 'void', [update('void', change.data)]),
    withVariants(
      row(`test_and_${change.name}_bit`, taking, 'int', [update('full', change.data)], isSet),
      variant(`${change.name}_bit`, { fits: 'unused' }),
      // A test-and-set whose value is wanted has one weaker variant: the one that bit locks are made of.
      ...(change === set ? [suffixed('test_and_set_bit', '_lock', { fits: 'used' })] : []),
    ),
    row(`__${change.name}_bit`, taking, 'void', plainly(change.data)),
    row(`__test_and_${change.name}_bit`, taking, 'int', plainly(change.data), isSet),
  ]),
  ...[
    row('test_and_set_bit_lock', taking, 'int', [update('acquire', set.data)], isSet),
    row('clear_bit_unlock', taking, 'void', [update('release', clear.data)]),
    row('__clear_bit_unlock', taking, 'void', [load('relaxed'), store('release', clear.data)]),
    row('bit_spin_lock', taking, 'void', [update('acquire', set.data, { until: isClear })]),
    row('bit_spin_trylock', taking, 'int', [update('acquire', set.data)], isClear),
    row('bit_spin_unlock', taking, 'void', [update('release', clear.data)]),
    row('__bit_spin_unlock', taking, 'void', [load('relaxed'), store('release', clear.data)]),
    row('bit_spin_is_locked', taking, 'int', [load('relaxed')], isSet),
    row('wait_on_bit_lock', waited, 'int', [update('acquire', set.data, { until: isClear })], ZERO),
    // The wakeup itself is nothing here: who waits looks again and again.
    row('clear_and_wake_up_bit', taking, 'void', [
      update('release', clear.data),
      fence('smp_mb__after_atomic'),
    ]),
  ].map((each) => ofLock(each)),
  ...['wait_on_bit', 'wait_on_bit_io'].map((name) =>
    row(name, waited, 'int', [load('acquire', { until: isClear })], ZERO),
  ),
  row('assign_bit', [...taking, parameter('value', 'bool value')], 'void', [update('void', assigned)]),
  row('__assign_bit', [...taking, parameter('value', 'bool value')], 'void', plainly(assigned)),
];
