/** The one table of kernel primitives, put together from its chapters, and the names that are known but not supported. */

import type { Primitive } from '../primitive.js';
import { ATOMICS } from './atomic-t.js';
import { BITS } from './bit.js';
import { LOCKS } from './lock.js';
import { PAGES } from './page.js';
import { ACCESSES } from './variable.js';

/** Every primitive by its full name. */
export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map(
  [...ACCESSES, ...LOCKS, ...ATOMICS, ...BITS, ...PAGES].map((primitive) => [primitive.name, primitive]),
);

/** Names of the kernel's dialect that no model here can run yet, by the mechanism they belong to. */
export const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ...of('RCU', ['rcu_read_lock', 'rcu_read_unlock', 'synchronize_rcu', 'synchronize_rcu_expedited']),
  ...of('RCU', [
    'synchronize_sched',
    'call_rcu',
    'call_rcu_sched',
    'rcu_barrier',
    'kfree_rcu',
    'synchronize_net',
  ]),
  ...of('SRCU', ['srcu_read_lock', 'srcu_read_unlock', 'srcu_down_read', 'srcu_up_read', 'synchronize_srcu']),
  ...of('SRCU', ['synchronize_srcu_expedited', 'call_srcu', 'smp_mb__after_srcu_read_unlock']),
]);

function of(mechanism: string, names: readonly string[]): [string, string][] {
  return names.map((name) => [name, mechanism]);
}
