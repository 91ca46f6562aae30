/** RCU and SRCU: what belongs to them in a program. Every port says so: what waits, and for whom, is no matter of instructions. */
import type { KernelTag, Program } from './program.js';

/** What lets a thread wait for the readers in others. */
export type Mechanism = 'RCU' | 'SRCU';

const MECHANISMS: Readonly<Partial<Record<KernelTag, Mechanism>>> = {
  'rcu-lock': 'RCU',
  'rcu-unlock': 'RCU',
  'sync-rcu': 'RCU',
  'srcu-lock': 'SRCU',
  'srcu-unlock': 'SRCU',
  'sync-srcu': 'SRCU',
  'after-srcu-read-unlock': 'SRCU',
};

/** The mechanism that events with that tag belong to, or null. */
export function mechanismOf(tag: KernelTag): Mechanism | null {
  return MECHANISMS[tag] ?? null;
}

/** The mechanism that a program uses, the first of them where it uses both; null where it uses none. */
export function mechanismIn({ threads }: Program): Mechanism | null {
  const used = threads.flatMap(({ code }) =>
    code.flatMap(({ event }) => (event === undefined ? [] : (mechanismOf(event.tag) ?? []))),
  );
  return used.includes('RCU') ? 'RCU' : (used[0] ?? null);
}
