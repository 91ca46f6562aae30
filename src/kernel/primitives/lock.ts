/**
 * Spinlocks: 0 is free, 1 is taken. Acquire and release, as the Linux-kernel memory model has them; queueing is
 * left out, since it changes who gets a lock and not what its holder sees. A thread of a test is never interrupted,
 * so what a form says of interrupts, and the flags that it saves, changes nothing.
 *
 * Source: include/linux/spinlock.h; tools/memory-model/linux-kernel.def.
 */

import type { Primitive, PrimitiveParameter, PrimitiveStep } from '../primitive.js';
import { compute, type Formula, nonZero, old } from './formula.js';
import { load, ONE, ofLock, parameter, row, store, update, ZERO } from './row.js';

const isFree = compute(old, '==', ZERO);

/** What the irqsave forms take besides the lock. */
export const FLAGS: PrimitiveParameter = parameter('ignored', 'unsigned long flags');
const SUBCLASS = parameter('ignored', 'int subclass');

/** The forms of a name that say what becomes of interrupts, with what each takes besides the lock. */
export const TAKING: readonly Form[] = [
  ['', []],
  ['_irq', []],
  ['_bh', []],
  ['_irqsave', [FLAGS]],
];
/** The same of what gives a lock back. */
export const GIVING: readonly Form[] = [
  ['', []],
  ['_irq', []],
  ['_bh', []],
  ['_irqrestore', [FLAGS]],
];

type Form = readonly [suffix: string, more: readonly PrimitiveParameter[]];

/** The same steps under all names of some forms. */
export function inForms(
  forms: readonly Form[],
  name: string,
  parameters: readonly PrimitiveParameter[],
  result: Primitive['result'],
  steps: readonly PrimitiveStep[],
  value?: Formula,
): readonly Primitive[] {
  return forms.map(([suffix, more]) => row(name + suffix, [...parameters, ...more], result, steps, value));
}

/** What makes a lock, or another thing of one word, new: a write like any other. */
export function initialising(name: string, text: string, value: Formula = ZERO): Primitive {
  return row(name, [parameter('pointer', text)], 'void', [store('relaxed', value, { tag: 'plain' })]);
}

function spinlocks(prefix: string, type: string): readonly Primitive[] {
  const lock = [parameter('pointer', `${type} *lock`)];
  const taking = [update('acquire', ONE, { until: isFree, tag: 'lock' })];
  const trying = [update('acquire', ONE, { condition: isFree, looksFirst: true, tag: 'trylock' })];
  const giving = [store('release', ZERO, { tag: 'unlock' })];
  return [
    ...inForms([...TAKING, ['_nested', [SUBCLASS]]], `${prefix}_lock`, lock, 'void', taking).map((each) =>
      ofLock(each, 'takes-spinlock'),
    ),
    ...[
      ...inForms(TAKING, `${prefix}_trylock`, lock, 'int', trying, isFree),
      ...inForms(GIVING, `${prefix}_unlock`, lock, 'void', giving),
      row(`${prefix}_is_locked`, lock, 'int', [load('relaxed', { tag: 'is-locked' })], nonZero(old)),
      initialising(`${prefix}_lock_init`, `${type} *lock`),
    ].map((each) => ofLock(each)),
  ];
}

export const LOCKS: readonly Primitive[] = [
  ...spinlocks('spin', 'spinlock_t'),
  ...spinlocks('raw_spin', 'raw_spinlock_t'),
];
