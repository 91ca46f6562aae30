/**
 * Calls of the kernel that tell somebody something, or hint, or check what a compiler knows: printk() and its kin (include/linux/printk.h,
 * dev_printk.h), trace points, prefetch(), udelay(), the instrumentation of sanitizers. They leave memory as it is and order nothing. What
 * they are given is evaluated, as it may read.
 */
import type { ExpressionTree } from '../syntax/tree.js';
import type { Frame } from './frame.js';
import { lowerEffect } from './lower-expression.js';

const LEVEL = '(?:emerg|alert|crit|err|warn|warning|notice|info|cont|debug|dbg|devel|vdbg)';
const OFTEN = '(?:_once|_ratelimited|_deferred)?';

/** What prints or traces. */
const TALKS = asWords([
  `pr_${LEVEL}${OFTEN}`,
  `(?:dev|netdev|netif)_${LEVEL}${OFTEN}`,
  `_?printk${OFTEN}`,
  'no_printk',
  'trace_\\w+',
  'dump_(?:stack|page)',
]);

/** What wakes who waits for a bit of a word or of a page, which is a read here that goes on when the bit is clear. */
const WAKES: ReadonlySet<string> = new Set([
  ...['wake_up_bit', 'wake_up_page', 'wake_up_page_bit', 'folio_wake', 'folio_wake_bit'],
]);

/** What hints, and what others check. */
const HINTS = asWords([
  'prefetchw?',
  '[unm]delay',
  '(?:kasan|kmsan|kcsan|instrument)_\\w+',
  'lockdep_(?:register|unregister|set|irq_work|hrtimer|posixtimer|init|off|on|softirq)\\w*',
  '(?:debug_)?lock_(?:acquire|release|acquired|contended|map_acquire|map_acquire_read|map_release|commit)\\w*',
  '(?:spin|rwlock|mutex|rwsem|seqcount|rcu_lock)_(?:acquire|release|acquire_read|acquire_nest|dep_map)\\w*',
  'debug_(?:mutex|rwsem|spin|rt_mutex|object|work|locks|timer|hrtimer|rcu)_\\w+',
  '(?:lockevent|qstat|schedstat)_(?:inc|add|cond_inc)',
  'perf_(?:event|sw_event)_\\w+',
  'add_(?:device|interrupt)_randomness',
  'lockdep_assert_(?:irqs|preemption|in_irq)\\w*',
  'might_(?:fault|resched)',
]);

function asWords(patterns: readonly string[]): readonly RegExp[] {
  return patterns.map((each) => new RegExp(`^(?:${each})$`));
}

/** Decided when the kernel is compiled, or asked only of a kernel that checks its locks. */
const OF_COMPILER = /^(?:BUILD_BUG_ON\w*|static_assert|_Static_assert|compiletime_assert|RCU_LOCKDEP_WARN)$/;

/** Lowers a call that only tells or hints; false for any other, of which nothing is lowered. */
export function lowerSilent(frame: Frame, tree: ExpressionTree & { readonly kind: 'call' }): boolean {
  const { text } = tree.callee;
  if (!isSilent(text)) return false;
  if (OF_COMPILER.test(text)) return true;
  const does = TALKS.some((each) => each.test(text)) ? 'tell' : WAKES.has(text) ? 'wake' : null;
  if (does !== null) {
    const problem = { code: 'passed-over', name: text, does } as const;
    frame.session.problems.warnOnce(`passed over ${does}`, tree.callee.span, problem);
  }
  for (const each of tree.arguments) if (!namesNothing(frame, each)) lowerEffect(frame, each);
  return true;
}

/** Whether an argument is made of constants that a header has, `LCB_F_SPIN | LCB_F_READ`, of which nothing here depends. */
function namesNothing(frame: Frame, tree: ExpressionTree): boolean {
  if (tree.kind === 'number') return true;
  if (tree.kind === 'binary') return namesNothing(frame, tree.left) && namesNothing(frame, tree.right);
  return tree.kind === 'name' && /^_?[A-Z][A-Z0-9_]+$/.test(tree.name);
}

/** Whether a call of that name only tells or hints. */
export function isSilent(name: string): boolean {
  return OF_COMPILER.test(name) || WAKES.has(name) || [...TALKS, ...HINTS].some((each) => each.test(name));
}
