/** What may sleep where it must not: warned of, with the place where that began. */
import { expect, it, test } from 'vitest';
import { faults } from './load.js';

const PARAMETERS =
  'int *x, spinlock_t *l, rwlock_t *w, struct mutex *m, struct completion *c, struct page *p';

function text(body: string, other = ''): string {
  return `C contexts
{
	spinlock_t l;
	rwlock_t w;
	struct mutex m;
	struct completion c;
	struct page p;
}
static void both(struct mutex *a)
{
	mutex_lock(a);
	mutex_unlock(a);
}
P0(${PARAMETERS})
{
	unsigned long flags = 0;
	int r = READ_ONCE(*x);
${body}
}
P1(${PARAMETERS})
{
	complete(c);
	complete(c);
${other}
}
exists (x=0)
`;
}

const held = (name: string, call: string): string =>
  `warning sleep-in-section '${call}': name ${name}; within spinlock; the lock is taken here`;

test.each([
  ['spin_lock(l); mutex_lock(m); mutex_unlock(m); spin_unlock(l);', [held('mutex_lock', 'mutex_lock(m)')]],
  [
    'spin_lock_irqsave(l, flags); wait_for_completion(c); spin_unlock_irqrestore(l, flags);',
    [held('wait_for_completion', 'wait_for_completion(c)')],
  ],
  ['read_lock(w); lock_page(p); unlock_page(p); read_unlock(w);', [held('lock_page', 'lock_page(p)')]],
  [
    'if (r) spin_lock(l); synchronize_rcu(); if (r) spin_unlock(l);',
    [held('synchronize_rcu', 'synchronize_rcu()')],
  ],
  ['spin_lock(l); both(m); spin_unlock(l);', [held('mutex_lock', 'mutex_lock(a)')]],
  [
    'rcu_read_lock(); mutex_lock(m); mutex_unlock(m); rcu_read_unlock();',
    ["warning sleep-in-section 'mutex_lock(m)': name mutex_lock; within reader; the reader begins here"],
  ],
  [
    'preempt_disable(); might_sleep(); preempt_enable();',
    [
      "warning sleep-in-section 'might_sleep()': name might_sleep; within cpu; it is not to sleep from here on",
    ],
  ],
  // One fault of its own kind is enough.
  [
    'rcu_read_lock(); synchronize_rcu(); rcu_read_unlock();',
    ["warning wait-in-reader 'synchronize_rcu()': name synchronize_rcu; always true; the reader begins here"],
  ],
])('%s', (body, expected) => {
  expect(faults(text(body))).toEqual(expected);
});

it('says nothing of what is in order', () => {
  const body = `
	mutex_lock(m);
	spin_lock(l);
	WRITE_ONCE(*x, 1);
	spin_unlock(l);
	mutex_unlock(m);
	rcu_read_lock();
	rcu_read_unlock();
	if (spin_trylock(l))
		spin_unlock(l);
	spin_lock(l);
	if (mutex_trylock(m))
		mutex_unlock(m);
	spin_unlock(l);
	wait_for_completion(c);`;
  expect(faults(text(body))).toEqual([]);
});
