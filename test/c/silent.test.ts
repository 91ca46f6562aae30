/** Calls that print, hint or check what a compiler knows: they leave memory as it is. */
import { describe, expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

const text = (body: string, question = 'exists (x=1)'): string =>
  `C t\n{}\nP0(int *x, int *y)\n{\n\tWRITE_ONCE(*x, 1);\n\t${body}\n}\n${question}\n`;

describe('a call that tells or hints', () => {
  it.each([
    ['pr_info', '("x is %d\\n", READ_ONCE(*x)); pr_err("again");'],
    ['pr_warn_ratelimited', '("a" "b");'],
    ['printk', '(KERN_ERR "x: %d" "\\n", 1);'],
    ['dev_err_once', '(NULL, "%s: no\\n", __func__);'],
    ['trace_printk', '("here");'],
    ['trace_sched_switch', '(READ_ONCE(*x), 0);'],
  ])('%s is told of once', (name, rest) => {
    expect(finalState(text(name + rest))).toBe('x=1');
    expect(said(text(name + rest))).toEqual([
      `6: warning: '${name}' is passed over, as all that prints or traces: it takes no lock here, and orders nothing`,
    ]);
  });

  it.each([
    ['RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "not a reader");'],
    ['prefetchw(x); udelay(10); kasan_check_write(x, sizeof(*x));'],
    ['BUILD_BUG_ON(sizeof(long) != 8); static_assert(sizeof(int) == 4, "four");'],
  ])('%s', (body) => {
    expect(finalState(text(body))).toBe('x=1');
    expect(said(text(body))).toEqual([]);
  });

  it('does what its arguments do', () => {
    expect(finalState(text('pr_debug("%d\\n", xchg(y, 3));', 'exists (x=1 /\\ y=0)'))).toBe('x=1 y=3');
  });

  it.each([
    ['WARN(READ_ONCE(*x) != 1, "x: %d\\n", READ_ONCE(*x));', 'Always'],
    ['WARN_ONCE(READ_ONCE(*x) == 1, "x is 1");', 'Never'],
    ['if (WARN(1, "always")) WRITE_ONCE(*x, 2);', 'Never'],
    ['VM_BUG_ON_PAGE(READ_ONCE(*x) != 1, x);', 'Always'],
  ])('and is an assertion: %s', (body, verdict) => {
    expect(verdicts(text(body, ''))).toBe(verdict);
  });

  it('takes strings, which nothing else does', () => {
    expect(said(text('xchg(y, "a");'))).toEqual([
      "6: a string as an argument of 'xchg' is not supported: only what prints something, WARN() and WARN_ONCE() take one",
    ]);
    expect(said(text('y->kick(1);')).join()).toContain('a call through a pointer that may change');
  });
});
