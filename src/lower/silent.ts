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

const TALKS = [
  `pr_${LEVEL}${OFTEN}`,
  `(?:dev|netdev|netif)_${LEVEL}${OFTEN}`,
  `_?printk${OFTEN}`,
  'no_printk',
  'trace_\\w+',
  'dump_stack',
  'prefetchw?',
  '[unm]delay',
  '(?:kasan|kmsan|kcsan|instrument)_\\w+',
  'lockdep_(?:register|unregister|set)_\\w+',
  'lockdep_assert_(?:irqs|preemption|in_irq)\\w*',
  'might_(?:fault|resched)',
].map((each) => new RegExp(`^(?:${each})$`));

/** Decided when the kernel is compiled. */
const OF_COMPILER = /^(?:BUILD_BUG_ON\w*|static_assert|_Static_assert|compiletime_assert)$/;

/** Lowers a call that only tells or hints; false for any other, of which nothing is lowered. */
export function lowerSilent(frame: Frame, tree: ExpressionTree & { readonly kind: 'call' }): boolean {
  const { text } = tree.callee;
  if (!isSilent(text)) return false;
  if (OF_COMPILER.test(text)) return true;
  for (const each of tree.arguments) lowerEffect(frame, each);
  return true;
}

/** Whether a call of that name only tells or hints. */
export function isSilent(name: string): boolean {
  return OF_COMPILER.test(name) || TALKS.some((each) => each.test(name));
}
