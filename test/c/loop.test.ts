/** Loops of kernel code end in a verdict: pushes, walks, polls with a counter, retries within retries. */
import { expect, it } from 'vitest';
import { runTest } from '../../src/check/run.js';
import { load } from '../lower/load.js';
import { verdicts } from './outcome.js';

const LIST = `struct node { spinlock_t lock; int v; struct node *next; };
struct list { struct node *first; };

static void push(struct list *l, struct node *n)
{
	struct node *first = READ_ONCE(l->first);

	do {
		WRITE_ONCE(n->next, first);
	} while (!try_cmpxchg(&l->first, &first, n));
}

static struct list l;
`;

/** The observation and the limit on each of some machines. */
function onMachines(text: string): Readonly<Record<string, string>> {
  const limits = { states: 200_000, milliseconds: 60_000, megabytes: 1024 };
  const result = runTest(load(text), { models: ['sc', 'armv8', 'riscv'], atomics: 'lse', limits });
  return Object.fromEntries(
    result.models.map(({ model, possible, incomplete }) => [
      model,
      `${possible.join('|')} ${incomplete?.kind ?? 'complete'}`,
    ]),
  );
}

const NEVER = { sc: 'Never complete', armv8: 'Never complete', riscv: 'Never complete' };

it('two pushers, and a taker that walks what it took', () => {
  const text = `C t
${LIST}
{}
P0(struct node *a) { WRITE_ONCE(a->v, 1); push(&l, a); }
P1(struct node *b) { WRITE_ONCE(b->v, 2); push(&l, b); }
P2(void)
{
	struct node *p;
	int sum = 0;

	for (p = xchg(&l.first, NULL); p; p = READ_ONCE(p->next))
		sum += READ_ONCE(p->v);
}
exists (~(2:sum=0 \\/ 2:sum=1 \\/ 2:sum=2 \\/ 2:sum=3))
`;
  expect(onMachines(text)).toEqual(NEVER);
});

it('a walk hand over hand', () => {
  const text = `C t
${LIST}
{
	struct node a = { .v = 1, .next = &b };
	struct node b = { .v = 2, .next = &c };
	struct node c = { .v = 3 };
}
P0(struct node *a)
{
	struct node *p = a;
	struct node *n;
	int sum = 0;

	spin_lock(&p->lock);
	while (p) {
		sum += p->v;
		n = p->next;
		if (n)
			spin_lock(&n->lock);
		spin_unlock(&p->lock);
		p = n;
	}
}
P1(struct node *a)
{
	struct node *n;

	spin_lock(&a->lock);
	n = a->next;
	spin_lock(&n->lock);
	a->next = n->next;
	spin_unlock(&n->lock);
	spin_unlock(&a->lock);
}
exists (~(0:sum=6 \\/ 0:sum=4))
`;
  expect(onMachines(text)).toEqual(NEVER);
});

it('an access behind a walk may come before the walk is over', () => {
  const text = (behind: string) => `C t
struct node { int v; struct node *next; };
{
	struct node a = { .v = 1, .next = &b };
	struct node b = { .v = 2 };
}
P0(struct node *a, int *y)
{
	struct node *p;
	int sum = 0;
	int r;

	for (p = a; p; p = READ_ONCE(p->next))
		sum += READ_ONCE(p->v);
	${behind}
	r = READ_ONCE(*y);
}
P1(struct node *b, int *y)
{
	WRITE_ONCE(*y, 1);
	smp_wmb();
	WRITE_ONCE(b->v, 7);
}
exists (0:sum=8 /\\ 0:r=0)
`;
  expect(onMachines(text('')).armv8).toMatch(/^Sometimes/);
  expect(onMachines(text('smp_rmb();'))).toEqual(NEVER);
  expect(onMachines(text('smp_mb(); WRITE_ONCE(*y, 0);'))).toEqual({
    sc: 'Sometimes complete',
    armv8: 'Sometimes complete',
    riscv: 'Sometimes complete',
  });
});

it('a poll that counts', () => {
  const text = `C t
{}
P0(int *done, int *data)
{
	int tries;
	int r = -1;

	for (tries = 0; tries < 18; tries++) {
		if (smp_load_acquire(done)) {
			r = READ_ONCE(*data);
			break;
		}
		cpu_relax();
	}
}
P1(int *done, int *data) { WRITE_ONCE(*data, 1); smp_store_release(done, 1); }
exists (0:r=0)
`;
  expect(verdicts(text)).toBe('Never');
});

it('a switch that leaves an endless loop, and retries within retries', () => {
  const text = `C t
enum { IDLE, READY };
struct box { unsigned seq; int a; int b; atomic_t users; };
{}
P0(struct box *x, int *state)
{
	WRITE_ONCE(x->seq, 1);
	smp_wmb();
	WRITE_ONCE(x->a, 1);
	WRITE_ONCE(x->b, 1);
	smp_wmb();
	WRITE_ONCE(x->seq, 2);
	smp_store_release(state, READY);
}
P1(struct box *x)
{
	unsigned s;
	int a, b;
	int old = atomic_read(&x->users);

	do {
		do {
			while ((s = READ_ONCE(x->seq)) & 1)
				cpu_relax();
			smp_rmb();
			a = READ_ONCE(x->a);
			b = READ_ONCE(x->b);
			smp_rmb();
		} while (READ_ONCE(x->seq) != s);
	} while (!atomic_try_cmpxchg(&x->users, &old, old + 1));
}
P2(struct box *x, int *state)
{
	int r = 0;

	while (1) {
		switch (smp_load_acquire(state)) {
		case IDLE:
			continue;
		case READY:
			r = READ_ONCE(x->b);
			break;
		}
		break;
	}
}
exists (~(1:a=1:b) \\/ 2:r=0)
`;
  expect(onMachines(text)).toEqual(NEVER);
});
