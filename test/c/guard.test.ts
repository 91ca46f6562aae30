/** guard() and scoped_guard(): what is taken is given back wherever its block is left. */
import { expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

const LOCKED = `C t
static DEFINE_MUTEX(m);
static DEFINE_SPINLOCK(s);
int x, seen;
`;

it.each([
  ['the end of the block', '{ guard(mutex)(&m); x = 1; } seen = mutex_is_locked(&m);', 'seen=0 x=1'],
  ['nothing before the end', '{ guard(mutex)(&m); x = mutex_is_locked(&m); } seen = 0;', 'seen=0 x=1'],
  [
    'a break',
    'for (int i = 0; i < 3; i++) { guard(mutex)(&m); x++; if (i == 1) break; } seen = mutex_is_locked(&m);',
    'seen=0 x=2',
  ],
  [
    'a continue',
    'for (int i = 0; i < 3; i++) { guard(mutex)(&m); if (i) continue; x++; } seen = mutex_is_locked(&m);',
    'seen=0 x=1',
  ],
  [
    'a break of a loop inside',
    '{ guard(mutex)(&m); for (;;) { x = 1; break; } x += mutex_is_locked(&m); }',
    'seen=0 x=2',
  ],
  [
    'a break of a switch inside',
    '{ guard(mutex)(&m); switch (x) { case 0: x = 1; break; } x += mutex_is_locked(&m); }',
    'seen=0 x=2',
  ],
  ['a goto out', '{ guard(mutex)(&m); goto out; } out: seen = mutex_is_locked(&m); x = 3;', 'seen=0 x=3'],
  [
    'a goto inside',
    '{ guard(mutex)(&m); again: if (x < 2) { x++; goto again; } seen = mutex_is_locked(&m); }',
    'seen=1 x=2',
  ],
  [
    'two, the last one first',
    '{ guard(mutex)(&m); guard(spinlock_irqsave)(&s); x = spin_is_locked(&s); } seen = spin_is_locked(&s) + mutex_is_locked(&m);',
    'seen=0 x=1',
  ],
  ['a scope', 'scoped_guard(spinlock, &s) x = spin_is_locked(&s); seen = spin_is_locked(&s);', 'seen=0 x=1'],
  [
    'a scope that is left',
    'scoped_guard(rcu) { x = 1; if (x) break; x = 5; } scoped_guard(preempt) seen = 2;',
    'seen=2 x=1',
  ],
])('%s', (_, body, state) => {
  expect(finalState(`${LOCKED}P0(void) { ${body} }\nlocations [x; seen] exists (true)\n`)).toBe(state);
});

it('a value is worked out before the lock is given back', () => {
  const text = (guard: string): string => `C t
struct box { struct mutex lock; int a, b; };
static struct box box;
static int set(struct box *box)
{
	${guard}
	if (box->a)
		return -EBUSY;
	box->a = 1;
	return box->b;
}
P0(void) { int r = set(&box); }
P1(void) { int old; scoped_guard(mutex, &box.lock) { old = box.a; box.b = 7; } }
exists (0:r=7 /\\ 1:old=1)
`;
  expect(verdicts(text('guard(mutex)(&box->lock);'))).toBe('Never');
  expect(verdicts(text(';'))).not.toBe('Never');
});

it('a kind that is not modelled is refused by its name, one that nobody knows is a fault, and a function of that name is none', () => {
  const misspelt = said('C t\n{}\nP0(spinlock_t *l) { guard(spinlok)(l); }\nexists (x=0)\n');
  expect(misspelt).toEqual([
    "3: expected a kind of guard such as mutex, rwsem_read, spinlock_irqsave or rcu, found 'spinlok'",
  ]);
  expect(said('C t\n{}\nP0(int *x) { guard(srcu)(x); }\nexists (x=0)\n')).toEqual([
    "3: a guard of the kind 'srcu' is not supported: call what takes the lock, and at each way out what gives it back",
  ]);
  expect(
    finalState(
      'C t\nint x;\nint guard(int a) { return a + 1; }\nP0(void) { x = guard(1); guard(x); }\nexists (x=2)\n',
    ),
  ).toBe('x=2');
});
