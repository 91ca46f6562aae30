/**
 * RCU and SRCU: readers, and the grace periods that wait for them. An SRCU reader reads its srcu_struct and gets a cookie,
 * which the end of the reader writes back: that is how the Linux-kernel memory model knows which end belongs to which begin.
 *
 * Sources: tools/memory-model/linux-kernel.def and Documentation/explanation.txt, "RCU RELATIONS" and "SRCU READ-SIDE
 * CRITICAL SECTIONS"; Documentation/RCU/Design/Requirements/Requirements.rst, "Bottom-Half Flavor (Historical)" and "Sched Flavor (Historical)".
 */
import type { Primitive } from '../primitive.js';
import { argument } from './formula.js';
import { load, parameter, readers, row, store } from './row.js';

const domain = parameter('pointer', 'struct srcu_struct *ssp');
const cookie = parameter('value', 'int idx');

export const RCU: readonly Primitive[] = [
  // Since v5.0 a grace period waits for all three, and they differ in what they keep away from their own CPU.
  ...['', '_bh', '_sched', '_sched_notrace'].flatMap((flavor) => [
    row(`rcu_read_lock${flavor}`, [], 'void', [readers('rcu-lock')]),
    row(`rcu_read_unlock${flavor}`, [], 'void', [readers('rcu-unlock')]),
  ]),
  ...['synchronize_rcu', 'synchronize_rcu_expedited', 'synchronize_net'].map((name) =>
    row(name, [], 'void', [readers('sync-rcu')]),
  ),
  ...['srcu_read_lock', 'srcu_down_read'].map((name) =>
    row(name, [domain], 'int', [load('relaxed', { tag: 'srcu-lock' })]),
  ),
  ...['srcu_read_unlock', 'srcu_up_read'].map((name) =>
    row(name, [domain, cookie], 'void', [store('relaxed', argument('idx'), { tag: 'srcu-unlock' })]),
  ),
  ...['synchronize_srcu', 'synchronize_srcu_expedited'].map((name) =>
    row(name, [domain], 'void', [readers('sync-srcu', true)]),
  ),
  row('smp_mb__after_srcu_read_unlock', [], 'void', [readers('after-srcu-read-unlock')]),
];
