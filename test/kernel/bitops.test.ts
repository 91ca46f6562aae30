/** Counting and finding bits, waiting for variables, and what only a kernel that checks its locks would know. */
import { expect, it } from 'vitest';
import { finalState, said, verdicts } from '../c/outcome.js';

const values = (expressions: readonly string[]): string => {
  const names = expressions.map((_, index) => `r${index}`);
  const body = expressions.map((each, index) => `long ${names[index]} = ${each};`).join(' ');
  const text = `C t
{ unsigned long word = 0x8000000000000012; int x = 5; }
P0(unsigned long *word, int *x) { ${body} }
locations [${names.map((name) => `0:${name}`).join('; ')}] forall (true)
`;
  return finalState(text);
};

it('bits of a word', () => {
  const found = values([
    'hweight64(READ_ONCE(*word))',
    'hweight32(0xff0f | *x)',
    '__ffs(*word)',
    'ffs(0) + 10 * ffs(8)',
    'fls(*x) + 100 * fls64(*word) + 10000 * ilog2(4096)',
    'find_first_bit(word, 64) + 100 * find_next_bit(word, 64, 2) + 10000 * find_next_bit(word, 63, 5)',
    'find_first_zero_bit(word, 64) + 100 * find_next_zero_bit(word, 64, 4) + 10000 * find_next_zero_bit(word, 2, 1)',
    'is_power_of_2(*x) + 2 * is_power_of_2(64)',
    'ffz(7) + 10 * (ULLONG_MAX == ~0UL) + 100 * __builtin_constant_p(3) + 1000 * __builtin_constant_p(*x)',
  ]);
  expect(found).toBe('0:r0=3 0:r1=12 0:r2=1 0:r3=40 0:r4=126403 0:r5=630401 0:r6=20500 0:r7=2 0:r8=113');
});

it('a tag that is free is taken by one of two', () => {
  const text = `C t
static int get_tag(unsigned long *map)
{
	unsigned long nr = find_first_zero_bit(map, 2);

	return nr >= 2 || test_and_set_bit_lock(nr, map) ? -1 : nr;
}
{ unsigned long map; }
P0(unsigned long *map) { int t = get_tag(map); }
P1(unsigned long *map) { int t = get_tag(map); }
exists (0:t=1:t \\/ 0:t=-1 /\\ ~map=1 \\/ 0:t=1 /\\ ~map=3)
`;
  expect(verdicts(text)).toBe('Never');
});

it('who waits for a variable is woken, or sees it; without the barrier he may sleep for ever', () => {
  const text = (barrier: string): string => `C t
{ int done; int data; }
P0(int *done, int *data) { WRITE_ONCE(*data, 1); smp_store_release(done, 1); ${barrier} wake_up_var(done); }
P1(int *done, int *data) { wait_var_event(done, smp_load_acquire(done)); int d = READ_ONCE(*data); }
`;
  expect(verdicts(`${text('smp_mb();')}exists (1:d=0)\n`)).toBe('Never');
  expect(finalState(`${text('smp_mb();')}locations [1:d] forall (true)\n`)).toBe('1:d=1');
  expect(
    verdicts(
      text('smp_mb();').replace(
        'smp_store_release(done, 1); smp_mb(); wake_up_var(done)',
        'store_release_wake_up(done, 1)',
      ),
    ),
  ).toBe('Always');
});

it('a wake-up of who waits for a bit is passed over, and that is told', () => {
  const text = `C t
{ unsigned long state = 1; int data; }
P0(unsigned long *state, int *data) { WRITE_ONCE(*data, 1); clear_bit_unlock(0, state); smp_mb__after_atomic(); wake_up_bit(state, 0); }
P1(unsigned long *state, int *data) { wait_on_bit(state, 0, TASK_UNINTERRUPTIBLE); int d = READ_ONCE(*data); }
exists (1:d=0)
`;
  expect(verdicts(text)).toBe('Never');
  expect(said(text)).toEqual([
    "3: warning: 'wake_up_bit' is passed over: who waits for a bit sees here that it is clear, and is never woken too early",
  ]);
});

it('readers are taken to be where a checking kernel would ask for them; locks are asked for by assertions', () => {
  const text = (asked: string): string => `C t
{ spinlock_t l; }
P0(spinlock_t *l) { rcu_read_lock(); WARN_ON_ONCE(!${asked}); RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "no reader"); rcu_read_unlock(); }
`;
  expect(verdicts(text('rcu_read_lock_held()'))).toBe('Always');
  expect(said(text('lockdep_is_held(l)'))).toEqual([
    '3: lockdep_is_held is not supported: the lock validator outside of lockdep_assert_held() is not part of these models',
  ]);
});

it('a bitmap of one word, and a count that tells what it was', () => {
  const text = `C t
struct folio_state { refcount_t ref; DECLARE_BITMAP(state, 4); };
{ struct folio_state s = { .ref = REFCOUNT_INIT(2) }; }
P0(struct folio_state *s)
{
	int old = 0, limited = 0;

	bitmap_set(s->state, 1, 2);
	int full = bitmap_full(s->state, 4) + 2 * bitmap_empty(s->state, 1) + 4 * bitmap_weight(s->state, 4);
	bitmap_fill(s->state, 4);
	bitmap_clear(s->state, 0, 1);
	int no = __refcount_inc_not_zero_limited_acquire(&s->ref, &limited, 2);
	int yes = __refcount_inc_not_zero(&s->ref, NULL);
	__refcount_inc(&s->ref, &old);
	int last = __refcount_sub_and_test(4, &s->ref, &old);
}
locations [0:old; 0:limited; 0:full; 0:no; 0:yes; 0:last; s] forall (true)
`;
  expect(said(text)).toEqual([]);
  expect(finalState(text)).toBe(
    '0:full=10 0:last=1 0:limited=2 0:no=0 0:old=4 0:yes=1 s.ref=0 s.state[0]=14',
  );
});
