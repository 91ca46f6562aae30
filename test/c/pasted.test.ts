/** Code as reviewers paste it: architecture hooks behind `#ifndef`, attributes, strings, flags by name, counters of one's own. */
import { expect, it } from 'vitest';
import { said, verdicts } from './outcome.js';

it('a queued lock whose waiting may be another on some architecture', () => {
  const text = `C t
#include <linux/spinlock.h>
struct waiter { struct waiter *behind; int granted; };
#ifndef arch_wait_for_grant
#define arch_wait_for_grant(word) smp_cond_load_acquire(word, VAL)
#endif
#if defined(CONFIG_SMP) && !IS_ENABLED(CONFIG_DEBUG_WAITERS)
#define CHECK_WAITER(w) do { } while (0)
#else
#define CHECK_WAITER(w) WARN(READ_ONCE((w)->granted), "granted twice: %d\\n", (w)->granted)
#endif
static __always_inline bool __must_check enter(struct waiter **tail, struct waiter *me)
{
	struct waiter *ahead;

	me->behind = NULL;
	me->granted = 0;
	CHECK_WAITER(me);
	ahead = xchg(tail, me);
	if (likely(!ahead))
		return true;
	WRITE_ONCE(ahead->behind, me);
	arch_wait_for_grant(&me->granted);
	pr_debug("cpu %d had to wait\\n", smp_processor_id());
	return false;
}
static void leave(struct waiter **tail, struct waiter *me)
{
	struct waiter *next = READ_ONCE(me->behind);

	if (!next) {
		if (cmpxchg_release(tail, me, NULL) == me)
			return;
		while (!(next = READ_ONCE(me->behind)))
			cpu_relax();
	}
	smp_store_release(&next->granted, 1);
}
{}
P0(struct waiter **tail, struct waiter *a, int *n) { bool first = enter(tail, a); *n = *n + 1; leave(tail, a); }
P1(struct waiter **tail, struct waiter *b, int *n) { bool first = enter(tail, b); *n = *n + 1; leave(tail, b); }
exists (~n=2 \\/ (0:first=0 /\\ 1:first=0))
`;
  expect(verdicts(text)).toBe('Never');
  expect(said(text).filter((each) => !each.includes('warning'))).toEqual([]);
});

it('a word that counts readers below a bit for a writer, with a ticket to wait by', () => {
  const text = `C t
#define WRITER 0x80
struct gate { atomic_t word; arch_spinlock_t queue; };
static void read_enter(struct gate *g)
{
	int seen = atomic_fetch_add_acquire(1, &g->word);

	if (unlikely(seen & WRITER)) {
		arch_spin_lock(&g->queue);
		atomic_cond_read_acquire(&g->word, !(VAL & WRITER));
		arch_spin_unlock(&g->queue);
	}
}
static void write_enter(struct gate *g)
{
	int free;

	arch_spin_lock(&g->queue);
	do {
		free = atomic_cond_read_relaxed(&g->word, !VAL);
	} while (!atomic_try_cmpxchg_acquire(&g->word, &free, WRITER));
	arch_spin_unlock(&g->queue);
}
{}
P0(struct gate *g, int *x, int *y)
{
	int a, b;

	read_enter(g);
	a = READ_ONCE(*x);
	b = READ_ONCE(*y);
	atomic_sub_return_release(1, &g->word);
}
P1(struct gate *g, int *x, int *y)
{
	write_enter(g);
	WRITE_ONCE(*x, 1);
	WRITE_ONCE(*y, 1);
	atomic_sub_return_release(WRITER, &g->word);
}
exists (~(0:a=0:b))
`;
  expect(verdicts(text)).toBe('Never');
});

it('a count of one CPU, and a definer of such counts that has to be written out', () => {
  const text = (definition: string): string => `C t
${definition}
{}
P0(void) { __this_cpu_write(hits, 3); }
P1(void) { int r = raw_cpu_read(hits); __this_cpu_write(hits, r + 1); }
exists (hits[0]=3 /\\ hits[1]=1)
`;
  expect(verdicts(text('static int hits[2];'))).toBe('Always');
  expect(said(text('static DEFINE_PER_CPU(int, hits);'))[0]).toBe(
    "2: 'DEFINE_PER_CPU' is not supported: write an array with an element for each thread, as 'int count[2]'",
  );
});
