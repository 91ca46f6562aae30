/** Whole programs, printed, on each architecture. To accept a change: npx vitest run -u. */
import { describe, expect, it } from 'vitest';
import { printProgram } from '../program/print-program.js';
import { load } from './load.js';

const TESTS = {
  'store-buffering': `C SB
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); smp_mb(); int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { xchg(y, 1); r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)`,
  'gup-retry': `C gup-retry
{ page._refcount=1; }
static int gup(struct page *page)
{
retry:
  page_ref_add(page, PAGE_PIN_BIAS);
  smp_mb();
  if (PageWriteback(page)) {
    page_ref_sub(page, PAGE_PIN_BIAS);
    wait_stable_page(page);
    goto retry;
  }
  return 1;
}
P0(struct page *page) { int got = gup(page); }
P1(struct page *page) { TestSetPageWriteback(page); smp_wmb(); int pinned = page_is_pin(page); ClearPageWriteback(page); }
exists (0:got=1 /\\ 1:pinned=0)`,
  'lock-and-list': `C lock-and-list
{ head=a; int *a=b; int *b; spinlock_t l; }
P0(int **head, int **b, spinlock_t *l)
{
  spin_lock(l);
  int *first = *head;
  rcu_assign_pointer(*b, first);
  smp_store_release(head, b);
  spin_unlock(l);
}
P1(int **head)
{
  int *r0 = smp_load_acquire(head);
  for (int i = 0; i < 2 && r0; i++)
    r0 = READ_ONCE(*(int **)r0);
}
exists (1:r0=b)`,
  'counter-retry': `C counter-retry
{ atomic_t c=ATOMIC_INIT(2); }
P0(atomic_t *c)
{
  int old = atomic_read(c);
  do {
    if (old <= 0)
      break;
  } while (!atomic_try_cmpxchg_acquire(c, &old, old - 1));
}
P1(atomic_t *c) { r0 = atomic_cmpxchg(c, 2, 0); if (r0 == 2) smp_store_mb(c->counter, 5); }
exists (c=0)`,
} as const;

describe.each(Object.entries(TESTS))('%s', (name, text) => {
  it.each(['x86', 'armv8-lse', 'armv8-llsc', 'riscv', 'sparc'] as const)('on %s', async (architecture) => {
    const printed = printProgram(load(text).programFor(architecture));
    await expect(printed).toMatchFileSnapshot(`../golden/programs/${name}.${architecture}.txt`);
  });
});

it('a program is made once for each architecture', () => {
  const test = load(TESTS['gup-retry']);
  expect(test.programFor('armv8-lse')).toBe(test.programFor('armv8-lse'));
  expect(test.programFor('armv8-lse')).not.toBe(test.programFor('x86'));
});

it('registers have the same numbers on every architecture', () => {
  const test = load(TESTS['counter-retry']);
  const named = (architecture: 'x86' | 'armv8-llsc') =>
    test
      .programFor(architecture)
      .threads.map(({ registers }) =>
        registers.map(({ name }) => name).filter((name) => !name.startsWith('%')),
      );
  expect(named('armv8-llsc')).toEqual(named('x86'));
});
