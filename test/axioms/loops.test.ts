/** Loops under the kernel's model: which are followed to their end, and which are said not to be. */

import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { explore } from '../../src/engine/explore-query.js';
import { lkmm } from '../../src/models/lkmm.js';
import { sc } from '../../src/models/sc.js';
import { queryOf } from '../../src/query/query.js';

const LIMITS = { states: 100_000, milliseconds: 20_000, megabytes: 512 };

function explored(text: string, model = lkmm as typeof lkmm | typeof sc) {
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  const { states, limit } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
  return { states: states.map((state) => state.join(' ')), limit };
}

/** A thread that counts itself in, and out again as long as a flag is up. */
const retrying = (wait: string, other: string): string => `C retrying
{}
P0(atomic_t *c, int *f) { int r0; retry: atomic_inc(c); smp_mb(); r0 = READ_ONCE(*f); if (r0) { atomic_dec(c); ${wait} goto retry; } }
P1(atomic_t *c, int *f) { int r1; ${other} }
locations [c; 1:r1;]
exists (true)
`;
const FLAG = 'WRITE_ONCE(*f, 1); smp_mb(); r1 = atomic_read(c); WRITE_ONCE(*f, 0);';

describe("under the kernel's model a loop", () => {
  it.each([
    [
      'a spin',
      'while (READ_ONCE(*f) == 0) cpu_relax(); r0 = READ_ONCE(*d);',
      'WRITE_ONCE(*d, 1); smp_wmb(); WRITE_ONCE(*f, 1);',
      ['0', '1'],
    ],
    [
      'a spin that acquires',
      'while (smp_load_acquire(f) == 0) cpu_relax(); r0 = READ_ONCE(*d);',
      'WRITE_ONCE(*d, 1); smp_wmb(); WRITE_ONCE(*f, 1);',
      ['1'],
    ],
    [
      'a lock that is tried',
      'while (xchg_acquire(f, 1) == 1) cpu_relax(); r0 = READ_ONCE(*d);',
      'WRITE_ONCE(*d, 1);',
      ['0', '1'],
    ],
  ])('%s is followed to its end', (_, waiter, other, states) => {
    const text = `C spin\n{}\nP0(int *f, int *d) { int r0; ${waiter} }\nP1(int *f, int *d) { ${other} }\nlocations [0:r0;]\nexists (true)\n`;
    expect(explored(text)).toEqual({ states, limit: null });
  });

  it.each([
    ['with a flag that comes back no more often than it is written', 'smp_cond_load_relaxed(f, VAL == 0);'],
    ['whose rounds take back what they write', ''],
  ])('with an effect, %s, is followed to its end', (_, wait) => {
    const { states, limit } = explored(retrying(wait, FLAG));
    expect(limit).toBeNull();
    expect(states).toEqual(explored(retrying(wait, FLAG), sc).states);
  });

  it.each([
    ['while ((r1 = cmpxchg_relaxed(c, r0, r0 + 1)) != r0) r0 = r1;'],
    ['while ((r1 = cmpxchg_relaxed(c, r0, r0 + 1)) != r0) r0 = READ_ONCE(*c);'],
    ['do { r1 = r0 + 1; } while (!try_cmpxchg(c, &r0, r1));'],
  ])('that compares and exchanges until it succeeds, %s, is followed to its end', (loop) => {
    const thread = (name: string) => `${name}(int *c) { int r0 = READ_ONCE(*c); int r1; ${loop} }\n`;
    const text = `C cas\n{}\n${thread('P0')}${thread('P1')}locations [c; 0:r0; 1:r0]\nexists (true)\n`;
    expect(explored(text)).toEqual({ states: ['0 1 2', '1 0 2'], limit: null });
  });

  it('under a bit lock that waits for another bit of the word is followed to its end', () => {
    const text = `C bits
{ unsigned long f = 2; }
P0(unsigned long *f, int *d)
{
	int r0;
again:
	while (test_and_set_bit_lock(0, f)) cpu_relax();
	r0 = test_bit(1, f);
	if (r0) {
		clear_bit_unlock(0, f);
		smp_cond_load_relaxed(f, !(VAL & 2));
		goto again;
	}
	WRITE_ONCE(*d, 1);
	clear_bit_unlock(0, f);
}
P1(unsigned long *f, int *d) { int r1 = READ_ONCE(*d); clear_bit_unlock(1, f); }
locations [f; 1:r1]
exists (true)
`;
    // What stands behind the arms of an if depends on its condition in no way, to this model: P1 may see the write beforehand.
    expect(explored(text)).toEqual({ states: ['0 0', '1 0'], limit: null });
    expect(explored(text, sc).states).toEqual(['0 0']);
  });

  it('under a reader count that is taken from a word that a writer may hold is followed to its end', () => {
    const text = `C readers
{}
P0(atomic_t *c, int *v)
{
	int old = atomic_read(c);
	int r0;

	for (;;) {
		if (old & 256) {
			cpu_relax();
			old = atomic_read(c);
			continue;
		}
		if (atomic_try_cmpxchg_acquire(c, &old, old + 1))
			break;
	}
	r0 = READ_ONCE(*v);
}
P1(atomic_t *c, int *v)
{
	while (atomic_cmpxchg_acquire(c, 0, 256) != 0)
		cpu_relax();
	WRITE_ONCE(*v, 1);
	WRITE_ONCE(*v, 2);
	atomic_set_release(c, 0);
}
locations [c; 0:r0]
exists (true)
`;
    expect(explored(text)).toEqual({ states: ['2 1'], limit: null });
  });

  it('that walks a list onto which two others push is followed to its end', () => {
    const push = (name: string, value: number): string =>
      `${name}(struct list *l, struct node *${name}n) { struct node *first = READ_ONCE(l->first); WRITE_ONCE(${name}n->v, ${value}); do { WRITE_ONCE(${name}n->next, first); } while (!try_cmpxchg(&l->first, &first, ${name}n)); }\n`;
    const text = `C walk
struct node { int v; struct node *next; };
struct list { struct node *first; };
{}
${push('P0', 1)}${push('P1', 2)}
P2(struct list *l, int *out)
{
	struct node *p;
	int sum = 0;

	for (p = xchg(&l->first, NULL); p; p = READ_ONCE(p->next))
		sum += READ_ONCE(p->v);
	WRITE_ONCE(*out, sum);
}
locations [out]
exists (true)
`;
    // No list is a circle: whoever pushes last finds the other's node, whose next is NULL.
    expect(explored(text)).toEqual({ states: ['0', '1', '2', '3'], limit: null });
  });

  it('tells of a data race in rounds that change nothing else', () => {
    const text = `C race
{}
P0(int *f, int *d) { int r0; while (!READ_ONCE(*f)) r0 = *d; }
P1(int *f, int *d) { *d = 1; smp_store_release(f, 1); }
exists (d=1)
`;
    const { test } = loadTest({ name: 'test.litmus', text });
    if (test === null) throw new Error('no test');
    const { flags } = explore(queryOf(test, lkmm, { atomics: 'lse', limits: LIMITS }));
    expect(flags).toContain('data-race');
  });

  it.each([
    ['reads nothing', 'for (;;) cpu_relax();', 1],
    ['reads for ever', 'for (;;) r0 = READ_ONCE(*y);', 1],
    ['waits for what another writes', 'while (!READ_ONCE(*z)) cpu_relax();', 0],
  ])('in a thread that %s is one that never ends, or does', (_, loop, deadlocks) => {
    const text = `C endless
{}
P0(int *x, int *y, int *z) { int r0; WRITE_ONCE(*x, 1); ${loop} }
P1(int *x, int *y, int *z) { while (!READ_ONCE(*x)) cpu_relax(); WRITE_ONCE(*z, 1); }
exists (z=1)
`;
    const { test } = loadTest({ name: 'test.litmus', text });
    if (test === null) throw new Error('no test');
    const found = explore(queryOf(test, lkmm, { atomics: 'lse', limits: LIMITS }));
    expect([found.deadlocks, found.limit]).toEqual([deadlocks, null]);
  });

  /**
   * The kernel defines smp_cond_load_relaxed() as a loop around READ_ONCE(). A condition controls what stands in the arms of its statement,
   * and to herd7 nothing behind it: so a store behind the loop may come first, however the loop is written.
   */
  it.each([
    ['WRITE_ONCE(*d, 1);', ['0', '1']],
    ['smp_acquire__after_ctrl_dep(); WRITE_ONCE(*d, 1);', ['0', '1']],
    ['if (v) WRITE_ONCE(*d, 1);', ['0']],
    ['WRITE_ONCE(*d, v);', ['0']],
    ['smp_mb(); WRITE_ONCE(*d, 1);', ['0']],
  ])('is smp_cond_load_relaxed() in other words, before %s', (behind, states) => {
    const waits = [
      'v = smp_cond_load_relaxed(f, VAL);',
      'for (;;) { v = READ_ONCE(*f); if (v) break; cpu_relax(); }',
      'while (!(v = READ_ONCE(*f))) cpu_relax();',
      'do { v = READ_ONCE(*f); } while (!v);',
    ];
    for (const wait of waits) {
      const text = `C wait
{}
P0(int *f, int *d) { int r0 = READ_ONCE(*d); smp_store_release(f, 1); }
P1(int *f, int *d) { int v; ${wait} ${behind} }
locations [0:r0;]
exists (true)
`;
      expect(explored(text), wait).toEqual({ states, limit: null });
    }
  });

  it('whose rounds leave more and more behind is not, and says so', () => {
    const text = `C more
{}
P0(atomic_t *c, int *f) { while (READ_ONCE(*f) == 0) atomic_inc(c); }
P1(int *f) { WRITE_ONCE(*f, 1); }
exists (c=0)
`;
    expect(explored(text).limit).toEqual({ kind: 'unrolling', bound: 6, loop: { thread: 'P0', line: 3 } });
  });

  it('that hands on what it finds, for ever, is not followed for ever', () => {
    const thread = (name: string): string =>
      `${name}(int *x) { int r = 1; do { r = xchg(x, r); } while (r); }\n`;
    const text = `C handing on\n{}\n${thread('P0')}${thread('P1')}exists (x=1)\n`;
    expect(explored(text)).toEqual({
      states: [],
      limit: { kind: 'unrolling', bound: 6, loop: { thread: 'P0', line: 3 } },
    });
  });
});
