/**
 * Armv8, multi-copy atomic: Pulte et al., "Simplifying ARM Concurrency", POPL 2018; Arm ARM (DDI 0487), B2.3, whose
 * "Barrier-ordered-before" relation the rules follow clause by clause. Dependencies and same-location order are
 * common to all models and live in window/order.ts.
 */

import type { Fence } from '../program/program.js';
import type { Access, Between, WindowModel } from './model.js';
import { fenced, isAcquire, isAtomic, isRelease } from './model.js';

export const armv8: WindowModel = {
  name: 'armv8',
  title: 'Armv8',
  allows:
    'accesses to different locations in any order, unless a barrier, acquire, release or dependency orders them',
  source: 'Pulte et al. 2018; Arm ARM DDI 0487, B2.3',
  // Not x86-TSO: a locked instruction orders more there than an atomic does here.
  includes: ['sc'],
  hardware: true,
  engine: 'window',
  architecture: (atomics) => (atomics === 'lse' ? 'armv8-lse' : 'armv8-llsc'),
  rules: [
    { clause: 'DMB and DSB order by kind; DMB LD not the read of an atomic without result', orders: barrier },
    {
      clause: 'a load-acquire is before everything later',
      orders: (a) => isAcquire(a),
    },
    { clause: 'a store-release is after everything earlier', orders: (_, b) => isRelease(b) },
    {
      clause: 'a store-release is before a later load-acquire',
      orders: (a, b) => isRelease(a) && b.order === 'acquire',
    },
    {
      clause: 'the write of an atomic that is both acquire and release is before everything later',
      orders: (a) => isRelease(a) && a.partner === 'acquire' && !a.exclusive,
    },
    {
      clause: 'an ISB orders a read after the branches and addresses before it',
      orders: (_, b, between) => b.kind === 'read' && between.waitingIsb,
    },
  ],
  oneStep: () => false,
  statusEarly: true,
  // Atomic-ordered-before: an acquire that reads locally from the write of a read-modify-write is after its read only.
  forwards: (write, read) => (isAtomic(write) && isAcquire(read) ? 'after its read' : 'early'),
};

function barrier(earlier: Access, later: Access, between: Between): boolean {
  if (!earlier.noReturn) return fenced(earlier, later, between);
  return fenced(earlier, later, { ...between, fences: between.fences.filter(isNotLoadBarrier) });
}

function isNotLoadBarrier(fence: Fence): boolean {
  return fence.kind === 'access' && fence.before !== 'r';
}
