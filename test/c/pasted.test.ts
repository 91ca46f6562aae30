/** Code as reviewers paste it: architecture hooks behind `#ifndef`, attributes, strings, flags by name, counters of one's own. */
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { finalState, said, verdicts } from './outcome.js';

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

it('a count of one CPU', () => {
  const text = (definition: string): string => `C t
${definition}
{}
P0(void) { __this_cpu_write(hits, 3); }
P1(void) { int r = raw_cpu_read(hits); __this_cpu_write(hits, r + 1); }
exists (hits[0]=3 /\\ hits[1]=1)
`;
  for (const definition of [
    'static int hits[2];',
    'static DEFINE_PER_CPU(int, hits);',
    'DECLARE_PER_CPU(int, hits);\nDEFINE_PER_CPU_ALIGNED(int, hits) = 0;',
    'DECLARE_PER_CPU_SHARED_ALIGNED(int, hits);',
  ]) {
    expect(verdicts(text(definition)), definition).toBe('Always');
  }
});

it('what each CPU has, by member, by element, by pointer, and by number', () => {
  const text = `C t
struct node { struct node *next; int locked[2]; int count; };
static DEFINE_PER_CPU(struct node, nodes[2]) = { { .count = 4 } };
static DEFINE_PER_CPU_SHARED_ALIGNED(struct node *, held);
struct gate { unsigned int __percpu *readers; struct node __percpu *node; };
int readers[2];
struct node own[2];
struct gate gate = { .readers = readers, .node = own };
int sum, cpus;
P0(void)
{
	struct node *node = this_cpu_ptr(&nodes[1]);

	node->count = 7;
	this_cpu_add(nodes[0].count, 2);
	this_cpu_inc(nodes[1].locked[0]);
	__this_cpu_write(held, per_cpu_ptr(&nodes[0], 1));
	this_cpu_inc(*gate.readers);
	this_cpu_sub(gate.node->count, 3);
	WRITE_ONCE(per_cpu(nodes[1], 1).next, this_cpu_read(held));
}
P1(struct gate *gate)
{
	struct gate *g = gate;
	int cpu, old;

	this_cpu_add(*g->readers, 5);
	old = this_cpu_xchg(g->node->count, 8);
	old = old + this_cpu_add_return(nodes[0].count, 1);
	for_each_possible_cpu(cpu)
		cpus = cpus + cpu + nr_cpu_ids;
}
locations [nodes[0][1].count; nodes[0][0].count; nodes[0][1].locked[0]; held[0]; held[1]; readers; own[0].count; own[1].count;
  nodes[1][0].count; nodes[1][1].next; 1:old; cpus]
exists (true)
`;
  expect(finalState(text)).toBe(
    '1:old=5 cpus=5 held[0]=nodes[1] held[1]=0 nodes[0][0].count=6 nodes[0][1].count=7 nodes[0][1].locked[0]=1 ' +
      'nodes[1][0].count=5 nodes[1][1].next=nodes[1] own[0].count=-3 own[1].count=8 readers[0]=1 readers[1]=5',
  );
});

it('what a macro before a test names does not make the definition of a loop of its own', () => {
  const text = `C t
struct item { int value; struct llist_node node; };
static struct llist_head head;
static struct item a = { .value = 1 }, b = { .value = 2 };
int seen;
P0(void)
{
	struct item *item, *next;

	llist_add(&a.node, &head);
	llist_add(&b.node, &head);
	llist_for_each_entry_safe(item, next, llist_reverse_order(llist_del_all(&head)), node) {
		seen = 10 * seen + item->value;
	}
}
exists (seen=12)
`;
  expect(verdicts(text)).toBe('Always');
});

it('lists of structures: walked, moved, taken', () => {
  const text = (code: string): string => `C t
struct item { int value; struct list_head list; struct hlist_node hash; };
static struct item a = { .value = 1 }, b = { .value = 2 };
static LIST_HEAD(head);
static HLIST_HEAD(bucket);
int seen;
P0(void)
{
	struct item *item, *next;

	list_add_tail(&a.list, &head);
	list_add_tail_rcu(&b.list, &head);
	${code}
}
locations [seen] exists (true)
`;
  const took = 'seen = 10 * seen + item->value;';
  for (const [code, seen] of [
    [`list_for_each_entry(item, &head, list) ${took}`, 12],
    [`list_for_each_entry_reverse(item, &head, list) ${took}`, 21],
    [`rcu_read_lock(); list_for_each_entry_rcu(item, &head, list, true) ${took} rcu_read_unlock();`, 12],
    [`list_move_tail(&a.list, &head); list_for_each_entry(item, &head, list) ${took}`, 21],
    [
      'LIST_HEAD(mine); list_splice_init(&head, &mine); seen = list_empty_careful(&head) + 2 * list_empty(&mine);',
      1,
    ],
    [
      'item = list_first_entry_or_null(&head, struct item, list); list_del_init(&item->list); seen = list_empty(&item->list);',
      1,
    ],
    [
      'item = list_first_entry(&head, struct item, list); list_del(&item->list); seen = item->list.next == LIST_POISON1;',
      1,
    ],
    [
      `list_for_each_entry_safe(item, next, &head, list) hlist_add_head_rcu(&item->hash, &bucket);
     hlist_for_each_entry_rcu(item, &bucket, hash) ${took}`,
      21,
    ],
    [
      `hlist_add_head(&a.hash, &bucket); hlist_add_head(&b.hash, &bucket); hlist_del_rcu(&b.hash);
     hlist_for_each_entry(item, &bucket, hash) ${took}`,
      1,
    ],
  ] as const) {
    expect(finalState(text(code)), code).toBe(`seen=${seen}`);
  }
});

it('a reader of the network is one of RCU, and so is one that keeps its CPU', () => {
  const text = (reader: string, wait: string): string => `C t
int x, y;
P0(void) { rcu_read_lock${reader}(); int a = READ_ONCE(x); int b = READ_ONCE(y); rcu_read_unlock${reader}(); }
P1(void) { WRITE_ONCE(y, 1); ${wait}(); WRITE_ONCE(x, 1); }
exists (0:a=1 /\\ 0:b=0)
`;
  for (const reader of ['', '_bh', '_sched']) {
    for (const wait of ['synchronize_rcu', 'synchronize_net'])
      expect(verdicts(text(reader, wait))).toBe('Never');
  }
  expect(verdicts(text('_bh', 'smp_wmb'))).not.toBe('Never');
});

it('numbers rounded, clocks that wrap, names of errors, and constants that only a trace point is given', () => {
  const text = `C t
u32 size = 13;
unsigned long then = 0xfffffffffffffff0;
int a, b, c, d, e;
P0(void)
{
	trace_contention_begin(&size, LCB_F_SPIN | LCB_F_READ);
	a = round_up(size + 8, 8) + round_down(size, 4) + ALIGN(size, 16);
	b = DIV_ROUND_UP(size, 4) * 100 + roundup(size, 5) + IS_ALIGNED(size, 4);
	c = time_after(10UL, then) + 2 * time_before(10UL, then) + 4 * time_after_eq(then, then);
	d = -ESRCH;
	e = in_interrupt() ? 1 : 2;
}
exists (a=52 /\\ b=415 /\\ c=5 /\\ d=-3 /\\ e=2)
`;
  expect(verdicts(text)).toBe('Always');
});

it('a poll that gives up after a hundred rounds', () => {
  const text = (barrier: string): string => `C t
static u32 status, fifo;
static int poll(void)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (READ_ONCE(status) & BIT(0))
			return 0;
		udelay(1);
	}
	return -ETIMEDOUT;
}
P0(void) { WRITE_ONCE(fifo, 5); smp_wmb(); WRITE_ONCE(status, 1); }
P1(void) { int v = 9; if (!poll()) { ${barrier}(); v = READ_ONCE(fifo); } }
exists (1:v=0)
`;
  expect(verdicts(text('smp_rmb'))).toBe('Never');
  expect(verdicts(text('barrier'))).toMatch(/armv8:Sometimes/);
});

it('a queue that is waited for with a lock, which is given back meanwhile', () => {
  const text = (lock: string): string => `C t
static DECLARE_WAIT_QUEUE_HEAD(wq);
static DEFINE_SPINLOCK(l);
static int n;
P0(void) { spin_lock_irq(&l); wait_event_lock_irq(wq, n, ${lock}); n--; spin_unlock_irq(&l); }
P1(void) { spin_lock_irq(&l); n++; spin_unlock_irq(&l); wake_up(&wq); }
exists (n=0)
`;
  expect(verdicts(text('l'))).toBe('Always');
});

it('absolute values, ranges, and a case that goes on into the next', () => {
  const text = `C t
int a = -3, b, c;
P0(void)
{
	b = abs(a) + 10 * clamp(7, 1, 5);
	switch (b) {
	case 53:
		c = 1;
		fallthrough;
	case 1:
		c = c + min3(4, 2, 3);
		break;
	default:
		break;
	}
}
locations [b; c] exists (true)
`;
  expect(finalState(text)).toBe('b=53 c=3');
});

it('what is asked is quoted without the comments in it', () => {
  const { test } = loadTest({
    name: 't',
    text: 'C t\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1 /\\ (* not both *)\n  ~x=0) // really\n',
  });
  expect(test?.question.text.replace(/\s+/g, ' ')).toBe('(x=1 /\\ ~x=0)');
});
