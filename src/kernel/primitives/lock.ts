/**
 * Spinlocks: 0 is free, 1 is taken. Acquire and release, as the Linux-kernel memory model has them; queueing is
 * left out, since it changes who gets a lock and not what its holder sees.
 *
 * Source: include/linux/spinlock.h; tools/memory-model/linux-kernel.def.
 */

import type { Primitive } from '../primitive.js';
import { compute, nonZero, old } from './formula.js';
import { load, ONE, ofLock, parameter, row, store, update, ZERO } from './row.js';

const isFree = compute(old, '==', ZERO);

function spinlocks(prefix: string, type: string): readonly Primitive[] {
  const lock = [parameter('pointer', `${type} *lock`)];
  return [
    ofLock(
      row(`${prefix}_lock`, lock, 'void', [update('acquire', ONE, { until: isFree, tag: 'lock' })]),
      'takes-spinlock',
    ),
    ofLock(
      row(
        `${prefix}_trylock`,
        lock,
        'int',
        [update('acquire', ONE, { condition: isFree, looksFirst: true, tag: 'trylock' })],
        isFree,
      ),
    ),
    ofLock(row(`${prefix}_unlock`, lock, 'void', [store('release', ZERO, { tag: 'unlock' })])),
    ofLock(row(`${prefix}_is_locked`, lock, 'int', [load('relaxed', { tag: 'is-locked' })], nonZero(old))),
  ];
}

export const LOCKS: readonly Primitive[] = [
  ...spinlocks('spin', 'spinlock_t'),
  ...spinlocks('raw_spin', 'raw_spinlock_t'),
];
