/**
 * Primitives that load, store and exchange any variable: include/linux/compiler.h, include/asm-generic/barrier.h,
 * include/linux/rcupdate.h, and the cmpxchg family of Documentation/atomic_t.txt.
 */

import type { Primitive } from '../primitive.js';
import { FENCE_PRIMITIVES } from './barrier.js';
import { argument, compute, old } from './formula.js';
import { family, load, parameter, row, store, update, variant, withVariants, writingBack } from './row.js';

const lvalue = parameter('lvalue', 'x');
const pointer = parameter('pointer', 'p');
const value = parameter('value', 'v');
const variable = parameter('lvalue', 'var');
const expected = parameter('value', 'old');
const oldLocal = parameter('local', 'old');
const replacement = parameter('value', 'new');
const until = parameter('predicate', 'condition');
/** What is true where it is called, which lockdep checks and nothing here needs. */
const condition = parameter('ignored', 'c');

const equalsOld = compute(old, '==', argument('old'));
const v = argument('v');

/** Assertions of KCSAN (include/linux/kcsan-checks.h; tools/memory-model/Documentation/access-marking.txt). */
const ASSERTIONS: readonly Primitive[] = [
  row('ASSERT_EXCLUSIVE_WRITER', [variable], 'void', [{ kind: 'assertion', tag: 'assert-writer' }]),
  row('ASSERT_EXCLUSIVE_ACCESS', [variable], 'void', [{ kind: 'assertion', tag: 'assert-access' }]),
];

export const ACCESSES: readonly Primitive[] = [
  withVariants(row('READ_ONCE', [lvalue], 'value', [load('relaxed')]), variant('smp_load_acquire')),
  withVariants(
    row('WRITE_ONCE', [lvalue, value], 'void', [store('relaxed', v)]),
    variant('smp_store_release'),
  ),
  withVariants(row('smp_load_acquire', [pointer], 'value', [load('acquire')]), variant('READ_ONCE')),
  withVariants(
    row('smp_store_release', [pointer, value], 'void', [store('release', v)]),
    variant('WRITE_ONCE'),
  ),
  withVariants(row('smp_store_mb', [lvalue, value], 'void', [store('mb', v)]), variant('WRITE_ONCE')),
  withVariants(row('virt_load_acquire', [pointer], 'value', [load('acquire')]), variant('READ_ONCE')),
  withVariants(
    row('virt_store_release', [pointer, value], 'void', [store('release', v)]),
    variant('WRITE_ONCE'),
  ),
  withVariants(row('virt_store_mb', [lvalue, value], 'void', [store('mb', v)]), variant('WRITE_ONCE')),
  ...[
    'rcu_dereference',
    'rcu_dereference_raw',
    'rcu_dereference_bh',
    'rcu_dereference_sched',
    'rcu_access_pointer',
    // Of kernels before 4.15; what a dependency orders READ_ONCE() has seen to since.
    'lockless_dereference',
  ].map((name) => row(name, [lvalue], 'value', [load('relaxed')])),
  row('rcu_dereference_check', [lvalue, condition], 'value', [load('relaxed')]),
  // The updater's own: a lock keeps others from writing, so that it is a plain access.
  row('rcu_dereference_protected', [lvalue, condition], 'value', [load('relaxed', { tag: 'plain' })]),
  row('rcu_replace_pointer', [lvalue, value, condition], 'value', [
    load('relaxed', { tag: 'plain' }),
    store('release', v),
  ]),
  row('RCU_INIT_POINTER', [lvalue, value], 'void', [store('relaxed', v)]),
  row('rcu_pointer_handoff', [parameter('value', 'p')], 'argument', [], argument('p')),
  withVariants(
    row('rcu_assign_pointer', [lvalue, value], 'void', [store('release', v)]),
    variant('WRITE_ONCE'),
  ),
  withVariants(
    row('smp_cond_load_relaxed', [pointer, until], 'value', [
      load('relaxed', { until: argument('condition') }),
    ]),
    variant('smp_cond_load_acquire'),
  ),
  withVariants(
    row('smp_cond_load_acquire', [pointer, until], 'value', [
      load('acquire', { until: argument('condition') }),
    ]),
    variant('smp_cond_load_relaxed'),
  ),
  ...family('xchg', [pointer, value], 'value', (order) => [update(order, v)]),
  ...['', '64'].flatMap((wide) => [
    ...family(`cmpxchg${wide}`, [pointer, expected, replacement], 'value', (order) => [
      update(order, argument('new'), { condition: equalsOld }),
    ]),
    ...writingBack(
      family(
        `try_cmpxchg${wide}`,
        [pointer, oldLocal, replacement],
        'int',
        (order) => [update(order, argument('new'), { condition: equalsOld })],
        equalsOld,
      ),
      'old',
    ),
  ]),
  ...FENCE_PRIMITIVES,
  row('cpu_relax', [], 'void', []),
  // Of kernels before 5.9, for Alpha alone; READ_ONCE() does there since what it did.
  ...['smp_read_barrier_depends', 'read_barrier_depends'].map((name) => row(name, [], 'void', [])),
  row('likely', [parameter('value', 'x')], 'argument', [], argument('x')),
  row('unlikely', [parameter('value', 'x')], 'argument', [], argument('x')),
  ...ASSERTIONS,
];
