/**
 * What the primitives beyond single accesses promise: each small test has its set of final states, the same on every model where
 * nothing else is said, and loses a promise where a part is taken away.
 */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import type { TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

function check(text: string): TestResult {
  const result = checkSource({ name: 'test.litmus', text: `C test\n${text}` }, DEFAULT_SETTINGS);
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result;
}

/** The final states of each model, in order, one line a model; deadlocks are said. */
function statesOf(text: string): readonly string[] {
  return check(text).models.map(({ title, states, deadlocks, incomplete }) => {
    expect(incomplete).toBe(null);
    const stuck = deadlocks === 0 ? '' : ' and a deadlock';
    return `${title}: ${states.map((state) => state.join('')).join(' ')}${stuck}`;
  });
}

const TITLES = ['LKMM', 'SC', 'x86-TSO', 'PSO', 'Armv8', 'RISC-V'];

/** The same states on all models. */
function everywhere(states: string): readonly string[] {
  return TITLES.map((title) => `${title}: ${states}`);
}

/** The models under which something is raced for. */
function racy(text: string): readonly string[] {
  return check(text)
    .models.filter(({ flags }) => flags.includes('data-race'))
    .map(({ title }) => title);
}

/** Locks of all kinds: how one is declared, taken and given back. */
const LOCKS = [
  ['spinlock_t', 'spin_lock_irq(l);', 'spin_unlock_irq(l);'],
  ['spinlock_t', 'spin_lock_irqsave(l, flags);', 'spin_unlock_irqrestore(l, flags);'],
  ['spinlock_t', 'spin_lock_bh(l);', 'spin_unlock_bh(l);'],
  ['raw_spinlock_t', 'raw_spin_lock_irqsave(l, flags);', 'raw_spin_unlock_irqrestore(l, flags);'],
  ['rwlock_t', 'write_lock(l);', 'write_unlock(l);'],
  ['rwlock_t', 'write_lock_irqsave(l, flags);', 'write_unlock_irqrestore(l, flags);'],
  ['struct mutex', 'mutex_lock(l);', 'mutex_unlock(l);'],
  ['struct mutex', 'mutex_lock_nested(l, 1);', 'mutex_unlock(l);'],
  ['struct rw_semaphore', 'down_write(l);', 'up_write(l);'],
  ['seqlock_t', 'write_seqlock(l);', 'write_sequnlock(l);'],
  ['seqlock_t', 'read_seqlock_excl(l);', 'read_sequnlock_excl(l);'],
  ['unsigned long', 'bit_spin_lock(3, l);', 'bit_spin_unlock(3, l);'],
  ['struct page', 'lock_page(l);', 'unlock_page(l);'],
  ['struct folio', 'folio_lock(l);', 'folio_unlock(l);'],
] as const;

describe('a lock excludes', () => {
  const counting = (type: string, take: string, give: string): string => `{ ${type} l; int x = 0; }
${[0, 1].map((thread) => `P${thread}(${type} *l, int *x) { unsigned long flags = 0; ${take} *x = *x + 1; ${give} }`).join('\n')}
exists (x=2)`;
  test.each(LOCKS)('%s: %s', (type, take, give) => {
    const text = counting(type, take, give);
    expect(statesOf(text)).toEqual(everywhere('2'));
    expect(racy(text)).toEqual([]);
  });

  test.each(LOCKS)('and without it there is a data race: %s: %s', (type, take, give) => {
    const text = counting(type, take, give).replace(`${take} *x`, '*x').replace(give, '');
    expect(racy(text)).toEqual(['LKMM']);
  });

  test.each(LOCKS)('and who does not give it back blocks the others: %s: %s', (type, take, give) => {
    const text = counting(type, take, give).replaceAll(give, '');
    expect(statesOf(text)).toEqual(TITLES.map((title) => `${title}:  and a deadlock`));
  });
});

/** What two of have room beside each other, and one that writes has not. */
const SHARED = [
  ['rwlock_t', 'read_lock(l);', 'read_unlock(l);', 'write_lock(l);', 'write_unlock(l);'],
  ['rwlock_t', 'read_lock_bh(l);', 'read_unlock_bh(l);', 'write_lock_bh(l);', 'write_unlock_bh(l);'],
  ['struct rw_semaphore', 'down_read(l);', 'up_read(l);', 'down_write(l);', 'up_write(l);'],
] as const;

describe('a lock that readers share', () => {
  test.each(SHARED)('%s: %s', (type, read, unread, write, unwrite) => {
    const init = `{ ${type} l; int x = 0; int y = 0; }`;
    const reader = (thread: number): string =>
      `P${thread}(${type} *l, int *x, int *y) { int a; int b; ${read} a = *x; b = *y; ${unread} }`;
    const writer = `P0(${type} *l, int *x, int *y) { ${write} *x = 1; *y = 1; ${unwrite} }`;
    const text = `${init}\n${writer}\n${reader(1)}\n${reader(2)}\nlocations [1:a; 1:b; 2:a; 2:b;]\nexists (true)`;
    expect(statesOf(text)).toEqual(everywhere('0000 0011 1100 1111'));
    expect(racy(text)).toEqual([]);
  });

  test.each(SHARED)('%s: readers meet, a writer does not: %s', (type, read, _unread, write) => {
    const meet = (take: string): string => `{ ${type} l; atomic_t x = ATOMIC_INIT(0); }
P0(${type} *l, atomic_t *x) { ${read} atomic_inc(x); atomic_cond_read_relaxed(x, VAL == 2); }
P1(${type} *l, atomic_t *x) { ${take} atomic_inc(x); atomic_cond_read_relaxed(x, VAL == 2); }
exists (x=2)`;
    expect(statesOf(meet(read))).toEqual(everywhere('2'));
    expect(statesOf(meet(write))).toEqual(TITLES.map((title) => `${title}:  and a deadlock`));
  });

  it('is downgraded without a gap for other writers', () => {
    const text = `{ struct rw_semaphore l; int x = 0; }
P0(struct rw_semaphore *l, int *x) { int r; down_write(l); *x = 1; downgrade_write(l); r = *x; up_read(l); }
P1(struct rw_semaphore *l, int *x) { down_write(l); *x = 2; up_write(l); }
exists (0:r=1)`;
    expect(statesOf(text)).toEqual(everywhere('1'));
  });
});

describe('a try', () => {
  test.each([
    ['spinlock_t', 'spin_trylock(l)', 'spin_unlock(l);', '0', '1'],
    ['spinlock_t', 'spin_trylock_irqsave(l, flags)', 'spin_unlock_irqrestore(l, flags);', '0', '1'],
    ['rwlock_t', 'write_trylock(l)', 'write_unlock(l);', '0', '1'],
    ['struct mutex', 'mutex_trylock(l)', 'mutex_unlock(l);', '0', '1'],
    ['struct rw_semaphore', 'down_write_trylock(l)', 'up_write(l);', '0', '1'],
  ])('%s: %s', (type, attempt, give, failed, got) => {
    const text = `{ ${type} l; int x = 0; }
P0(${type} *l, int *x) { unsigned long flags = 0; int r; r = ${attempt}; if (r) { *x = 1; ${give} } }
P1(${type} *l, int *x) { unsigned long flags = 0; int r; r = ${attempt}; if (r) { *x = 2; ${give} } }
locations [0:r; 1:r;]
exists (true)`;
    expect(statesOf(text)).toEqual(everywhere(`${failed}${got} ${got}${failed} ${got}${got}`));
    expect(racy(text)).toEqual([]);
  });

  it('down_trylock() says 0 where it succeeds', () => {
    const text = `{ struct semaphore s = 1; }
P0(struct semaphore *s) { int r; r = down_trylock(s); }
P1(struct semaphore *s) { int r; r = down_trylock(s); }
locations [0:r; 1:r;]
exists (true)`;
    expect(statesOf(text)).toEqual(everywhere('01 10'));
  });
});

/** A message that is handed over: what the sender does, and what the receiver does before it reads. */
const HANDED_OVER = [
  ['struct completion', 'complete(c);', 'wait_for_completion(c);'],
  ['struct completion', 'complete_all(c);', 'wait_for_completion_killable(c);'],
  ['struct completion', 'complete(c);', 'while (!try_wait_for_completion(c)) cpu_relax();'],
  ['struct completion', 'complete(c);', 'while (!completion_done(c)) cpu_relax();'],
  ['struct semaphore', 'up(c);', 'down(c);'],
  ['atomic_t', 'atomic_set_release(c, 1);', 'atomic_cond_read_acquire(c, VAL != 0);'],
  ['int', 'virt_store_release(c, 1);', 'while (!virt_load_acquire(c)) cpu_relax();'],
  ['int', 'dma_wmb(); WRITE_ONCE(*c, 1);', 'while (!READ_ONCE(*c)) cpu_relax(); dma_rmb();'],
  ['int', 'wmb(); WRITE_ONCE(*c, 1);', 'while (!READ_ONCE(*c)) cpu_relax(); rmb();'],
  ['int', 'virt_wmb(); WRITE_ONCE(*c, 1);', 'while (!READ_ONCE(*c)) cpu_relax(); virt_rmb();'],
  ['int', 'mb(); WRITE_ONCE(*c, 1);', 'while (!READ_ONCE(*c)) cpu_relax(); dma_mb();'],
  ['struct folio', 'folio_mark_uptodate(c);', 'while (!folio_test_uptodate(c)) cpu_relax();'],
  ['refcount_t', 'refcount_set_release(c, 1);', 'while (!refcount_inc_not_zero_acquire(c)) cpu_relax();'],
] as const;

describe('a message is handed over', () => {
  const passing = (type: string, send: string, receive: string): string => `{ ${type} c; int x = 0; }
P0(${type} *c, int *x) { WRITE_ONCE(*x, 1); ${send} }
P1(${type} *c, int *x) { int r; ${receive} r = READ_ONCE(*x); }
exists (1:r=0)`;
  test.each(HANDED_OVER)('%s: %s %s', (type, send, receive) => {
    expect(statesOf(passing(type, send, receive))).toEqual(everywhere('1'));
  });

  it('and is not with a receiver that looks once', () => {
    const text = passing('struct completion', 'complete(c);', 'completion_done(c);');
    expect(statesOf(text)).toEqual(everywhere('0 1'));
  });

  it('complete() wakes one, complete_all() all', () => {
    const waiting = (complete: string): string => `{ struct completion c; }
P0(struct completion *c) { ${complete} }
P1(struct completion *c) { wait_for_completion(c); }
P2(struct completion *c) { wait_for_completion(c); }
locations [c;]
exists (true)`;
    expect(statesOf(waiting('complete(c); complete(c);'))).toEqual(everywhere('0'));
    expect(statesOf(waiting('complete_all(c);'))).toEqual(everywhere('4294967295'));
    expect(statesOf(waiting('complete(c);'))).toEqual(TITLES.map((title) => `${title}:  and a deadlock`));
  });
});

describe('a sequence counter', () => {
  const counted = (type: string, write: string, unwrite: string, begin: string, retry: string): string =>
    `{ ${type} s; int x = 0; int y = 0; }
P0(${type} *s, int *x, int *y) { unsigned long flags = 0; ${write} WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1); ${unwrite} }
P1(${type} *s, int *x, int *y) { int a; int b; unsigned int q;
  do { q = ${begin}; a = READ_ONCE(*x); b = READ_ONCE(*y); } while (${retry}); }
locations [1:a; 1:b;]
exists (true)`;
  test.each([
    [
      'seqcount_t',
      'write_seqcount_begin(s);',
      'write_seqcount_end(s);',
      'read_seqcount_begin(s)',
      'read_seqcount_retry(s, q)',
    ],
    [
      'seqcount_spinlock_t',
      'raw_write_seqcount_begin(s);',
      'raw_write_seqcount_end(s);',
      'raw_seqcount_begin(s)',
      'read_seqcount_retry(s, q)',
    ],
    ['seqlock_t', 'write_seqlock(s);', 'write_sequnlock(s);', 'read_seqbegin(s)', 'read_seqretry(s, q)'],
    [
      'seqlock_t',
      'write_seqlock_irqsave(s, flags);',
      'write_sequnlock_irqrestore(s, flags);',
      'read_seqbegin(s)',
      'read_seqretry(s, q)',
    ],
  ])('%s: %s', (type, write, unwrite, begin, retry) => {
    expect(statesOf(counted(type, write, unwrite, begin, retry))).toEqual(everywhere('00 11'));
  });

  it('without the barriers of its readers lets them see half of a write', () => {
    const text = counted(
      'seqcount_t',
      'write_seqcount_begin(s);',
      'write_seqcount_end(s);',
      '__read_seqcount_begin(s)',
      '__read_seqcount_retry(s, q)',
    );
    const [lkmm, sc, tso] = statesOf(text);
    expect([sc, tso]).toEqual(['SC: 00 11', 'x86-TSO: 00 11']);
    expect(lkmm).toBe('LKMM: 00 01 10 11');
  });

  it('as a latch gives one of two copies, whole', () => {
    const text = `{ seqcount_latch_t s; int x[2] = {0, 0}; int y[2] = {0, 0}; }
P0(seqcount_latch_t *s, int *x, int *y) {
  raw_write_seqcount_latch(s); WRITE_ONCE(x[0], 1); WRITE_ONCE(y[0], 1);
  raw_write_seqcount_latch(s); WRITE_ONCE(x[1], 1); WRITE_ONCE(y[1], 1);
}
P1(seqcount_latch_t *s, int *x, int *y) { int a; int b; unsigned int q;
  do { q = raw_read_seqcount_latch(s); a = READ_ONCE(x[q & 1]); b = READ_ONCE(y[q & 1]); }
  while (raw_read_seqcount_latch_retry(s, q)); }
locations [1:a; 1:b;]
exists (true)`;
    expect(statesOf(text)).toEqual(everywhere('00 11'));
  });
});

describe('reference counts', () => {
  it('kref_get_unless_zero() against the last reference that goes', () => {
    const text = `{ struct kref k = KREF_INIT(1); }
P0(struct kref *k) { int r; r = kref_get_unless_zero(k); }
P1(struct kref *k) { int r; r = refcount_dec_and_test(k); }
locations [0:r; 1:r; k;]
exists (true)`;
    expect(statesOf(text)).toEqual(everywhere('010 101'));
  });

  it('folio_try_get() against folio_ref_freeze()', () => {
    const text = `{ struct folio f = { ._refcount = 1 }; }
P0(struct folio *f) { int r; r = folio_try_get(f); }
P1(struct folio *f) { int r; r = folio_ref_freeze(f, 1); }
locations [0:r; 1:r;]
exists (true)`;
    expect(statesOf(text.replace('= { ._refcount = 1 }', '; f._refcount = 1'))).toEqual(everywhere('01 10'));
  });
});

describe('pointers under RCU', () => {
  it('rcu_replace_pointer() publishes as rcu_assign_pointer() does, and gives the old one', () => {
    const text = `{ int a = 1; int b = 2; int *p = &a; }
P0(int **p, int *b) { int *o; WRITE_ONCE(*b, 3); o = rcu_replace_pointer(*p, b, 1); }
P1(int **p) { int *q; int r; rcu_read_lock(); q = rcu_dereference_check(*p, 1); r = READ_ONCE(*q); rcu_read_unlock(); }
exists (1:r=2)`;
    expect(statesOf(text)).toEqual(everywhere('1 3'));
    expect(statesOf(text.replace('rcu_replace_pointer(*p, b, 1)', '*p; RCU_INIT_POINTER(*p, b)'))[0]).toBe(
      'LKMM: 1 2 3',
    );
  });
});

it('what is ignored is still a name', () => {
  const text = `C test
{ spinlock_t l; }
P0(spinlock_t *l) { unsigned long flags; spin_lock_irqsave(l, flgs); spin_unlock_irqrestore(l, flags); }
exists (true)`;
  const { diagnostics } = checkSource({ name: 'test.litmus', text }, DEFAULT_SETTINGS);
  expect(diagnostics.map(({ code }) => code)).toContain('undeclared-location');
});
