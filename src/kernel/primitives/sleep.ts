/**
 * Where a thread must not sleep, and what may: a spinlock that is held, an RCU reader, and a CPU that is not to be taken away keep
 * others waiting for as long as the thread sleeps. The kernel finds it out while it runs; see `context-faults.ts` for how it is
 * found here.
 *
 * Sources: Documentation/locking/locktypes.rst; include/linux/kernel.h, might_sleep(); Documentation/RCU/checklist.rst, item 14.
 */
import { PRIMITIVES } from './index.js';

/** What keeps a thread from sleeping. */
export type Atomic = 'spinlock' | 'reader' | 'cpu';

/** What a primitive does to that, or that it may sleep. */
export type ContextChange =
  | { readonly kind: 'enters' | 'leaves'; readonly what: Atomic }
  | { readonly kind: 'sleeps' };

/** The beginnings of names, of what begins and of what ends; a try may fail, and so begins nothing for certain. */
const SECTIONS: readonly (readonly [Atomic, begins: RegExp, ends: RegExp])[] = [
  [
    'spinlock',
    /^(?:(?:raw_)?spin_lock|(?:read|write)_lock|write_seqlock|read_seqlock_excl|bit_spin_lock)(?:_irq|_irqsave|_bh|_nested)?$/,
    /^(?:(?:raw_)?spin_unlock|(?:read|write)_unlock|write_sequnlock|read_sequnlock_excl|_*bit_spin_unlock)(?:_irq|_irqrestore|_bh)?$/,
  ],
  ['reader', /^rcu_read_lock/, /^rcu_read_unlock/],
  [
    'cpu',
    /^(?:local_irq_disable|local_irq_save|local_bh_disable|preempt_disable.*)$/,
    /^(?:local_irq_enable|local_irq_restore|local_bh_enable|preempt_enable.*)$/,
  ],
];

const SLEEPS =
  /^(?:mutex_lock.*|down|down_(?!.*trylock).*|wait_for_completion.*|synchronize_(?:s?rcu.*|net)|might_sleep|cond_resched|wait_on_bit.*|(?:lock_page|folio_lock)(?:_killable)?|wait_on_page_.*|wait_(?:for_)?stable_page|folio_wait_.*)$/;

/** What the primitive of that name does; null for most. */
export function contextChange(name: string): ContextChange | null {
  if (!PRIMITIVES.has(name)) return null;
  for (const [what, begins, ends] of SECTIONS) {
    if (begins.test(name)) return { kind: 'enters', what };
    if (ends.test(name)) return { kind: 'leaves', what };
  }
  return SLEEPS.test(name) ? { kind: 'sleeps' } : null;
}
