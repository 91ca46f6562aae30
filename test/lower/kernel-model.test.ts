/** Programs for the kernel's own memory model: what each access and barrier is to it, and which statement it is of. */
import { describe, expect, it, test } from 'vitest';
import { code, load, withBody } from './load.js';

const lkmm = (body: string, init = ''): readonly string[] => code(body, 'lkmm', init);

/** The tags and statement numbers alone: `once 0`, in the order of the code. */
function events(body: string, functions = ''): readonly string[] {
  const text = withBody(body).replace('P0(', `${functions}P0(`);
  const [thread] = load(text).programFor('lkmm').threads;
  return thread.code.flatMap(({ event }) => (event === undefined ? [] : [`${event.tag} ${event.statement}`]));
}

describe('an access has the tag of its primitive', () => {
  test.each([
    ['READ_ONCE(*x);', '%0 = read [&x] {once 0}'],
    ['WRITE_ONCE(*x, 1);', 'write [&x] = 1 {once 0}'],
    ['atomic_read(c);', '%0 = read [&c] {once 0}'],
    ['atomic_set(c, 2);', 'write [&c] = 2 {once 0}'],
    ['rcu_dereference(*x);', '%0 = read [&x] {once 0}'],
    ['rcu_assign_pointer(*x, 1);', 'write [&x] = 1 {release 0}'],
    ['smp_load_acquire(x);', '%0 = read [&x] {acquire 0}'],
    ['atomic_read_acquire(c);', '%0 = read [&c] {acquire 0}'],
    ['smp_store_release(x, 1);', 'write [&x] = 1 {release 0}'],
    ['atomic_set_release(c, 1);', 'write [&c] = 1 {release 0}'],
    ['*x = 1;', 'write [&x] = 1 {plain 0}'],
    ['page->index = 3;', 'write [&page.index] = 3 {plain 0}'],
    ['atomic_add(3, c);', '%0 = update [&c] = (loaded + 3) {noreturn 0}'],
    ['atomic_inc_return(c);', '%0 = update [&c] = (loaded + 1) {mb 0}'],
    ['atomic_fetch_or_relaxed(4, c);', '%0 = update [&c] = (loaded | 4) {once 0}'],
    ['xchg_acquire(x, 1);', '%0 = update [&x] = 1 {acquire 0}'],
    ['xchg_release(x, 1);', '%0 = update [&x] = 1 {release 0}'],
    ['cmpxchg(x, 0, 1);', '%0 = update [&x] = 1 if (loaded == 0) {mb 0}'],
    ['atomic_add_unless(c, 1, 0);', '%0 = update [&c] = (loaded + 1) if (loaded != 0) {mb 0}'],
    ['spin_lock(l);', '%0 = update [&l] = 1 until (loaded == 0) {lock 0}'],
    ['spin_trylock(l);', '%0 = update [&l] = 1 if (loaded == 0) {trylock 0}'],
    ['spin_unlock(l);', 'write [&l] = 0 {unlock 0}'],
    ['spin_is_locked(l);', '%0 = read [&l] {is-locked 0}'],
  ])('%s', (body, instruction) => {
    expect(lkmm(body)).toEqual([instruction]);
  });

  it('and a load of C is plain, as are both accesses of an operation on a bit that is not atomic', () => {
    expect(lkmm('int r = *x;')).toEqual(['%0 = read [&x] {plain 0}', 'r = %0']);
    expect(events('__set_bit(1, u); set_bit(1, u);')).toEqual(['plain 0', 'plain 1', 'noreturn 2']);
  });

  it('and a load that waits has the tag that it would have without', () => {
    expect(lkmm('smp_cond_load_acquire(x, VAL == 1); smp_cond_load_relaxed(x, VAL != 1);')).toEqual([
      '%0 = read [&x] until (loaded == 1) {acquire 0}',
      'assume (%0 == 1)',
      '%1 = read [&x] until (loaded != 1) {once 1}',
      'assume (%1 != 1)',
    ]);
  });
});

test('a barrier orders nothing by itself and has its tag', () => {
  const barriers = [
    ['smp_mb', 'mb'],
    ['smp_rmb', 'rmb'],
    ['smp_wmb', 'wmb'],
    ['smp_mb__before_atomic', 'before-atomic'],
    ['smp_mb__after_atomic', 'after-atomic'],
    ['smp_mb__after_spinlock', 'after-spinlock'],
    ['smp_mb__after_unlock_lock', 'after-unlock-lock'],
    ['smp_acquire__after_ctrl_dep', 'rmb'],
    ['barrier', 'barrier'],
  ];
  expect(lkmm(barriers.map(([name]) => `${name}();`).join(' '))).toEqual(
    barriers.map(([name, tag], index) => `fence ${name} {${tag} ${index}}`),
  );
  const [thread] = load(withBody('smp_mb();')).programFor('lkmm').threads;
  expect(thread.code[0]).toMatchObject({ fence: { kind: 'none', name: 'smp_mb' } });
});

describe('the number of a statement', () => {
  test.each([
    [
      'is the same for all that one expression accesses',
      'WRITE_ONCE(*x, READ_ONCE(*y) + *a);',
      ['once 0', 'plain 0', 'once 0'],
    ],
    [
      'counts statements in the order of the text',
      '*x = 1; int r = *y; int s = r; smp_mb(); *a = s;',
      ['plain 0', 'plain 1', 'mb 2', 'plain 3'],
    ],
    ['is another for each declarator', 'int r = *x, s = *y;', ['plain 0', 'plain 1']],
    [
      'of a condition is before its arms',
      'if (READ_ONCE(*x)) *y = 1; else *y = 2; *a = 1;',
      ['once 0', 'plain 1', 'plain 2', 'plain 3'],
    ],
    [
      'of a loop is that of the text',
      'while (READ_ONCE(*x)) *y = 1; *a = 1;',
      ['once 0', 'plain 1', 'plain 2'],
    ],
    [
      'is another for each part of a for',
      'for (*x = 0; *x < 2; *x = 3) *y = 1;',
      ['plain 0', 'plain 1', 'plain 2', 'plain 3'],
    ],
    [
      'of a do loop has the condition last',
      'do *x = 1; while (READ_ONCE(*y)); *a = 1;',
      ['plain 0', 'once 1', 'plain 2'],
    ],
    [
      'of a switch has what it asks first',
      'switch (*x) { case 1: *y = 1; break; default: *y = 2; }',
      ['plain 0', 'plain 1', 'plain 2'],
    ],
    [
      'is another for each step of a primitive',
      'smp_store_mb(*x, *y); *a = 1;',
      ['plain 0', 'once 0', 'mb 1', 'plain 2'],
    ],
    ['is another behind each guard', 'int r = PageUptodate(page) + *x;', ['once 0', 'rmb 1', 'plain 2']],
    ['is another behind a comma', 'int r = (*x, *y);', ['plain 0', 'plain 1']],
    [
      'is another for the operand that && may leave out',
      'if (*x && *y) *a = 1;',
      ['plain 0', 'plain 1', 'plain 2'],
    ],
    [
      'is another for the arms of a choice, and behind them',
      'WRITE_ONCE(*u, *x ? *y : *a);',
      ['plain 0', 'plain 1', 'plain 2', 'once 3'],
    ],
  ])('%s', (_, body, expected) => {
    expect(events(body)).toEqual(expected);
  });

  it('of an inlined function is its own, behind what its arguments access and before what comes after the call', () => {
    const seen = 'static int seen(int *p, int n) { int r = READ_ONCE(*p); smp_rmb(); return r + *p; }\n';
    expect(events('WRITE_ONCE(*u, seen(x, *y) + *a); *x = 1;', seen)).toEqual([
      ...['plain 0', 'once 1', 'rmb 2', 'plain 3'],
      ...['plain 4', 'once 4', 'plain 5'],
    ]);
  });
});

describe('what depends on what is kept', () => {
  test.each([
    ['int r = *x; *y = r & 0;', 'write [&y] = (r & 0) {plain 1}'],
    ['int r = *x; *y = r ^ r;', 'write [&y] = (r ^ r) {plain 1}'],
    ['int r = *x; *y = r * 0 + 1;', 'write [&y] = ((r * 0) + 1) {plain 1}'],
    ['int r = *x; a[r & 0] = 1;', 'write [(&a[0] +.u64 ((r & 0) *.i64 4))] = 1 {plain 1}'],
    ['int r = *x; atomic_and(0, c);', '%1 = update [&c] = (loaded & 0) {noreturn 1}'],
    ['int r = *x; atomic_fetch_add(r & 0, c);', '%1 = update [&c] = (loaded + (r & 0)) {mb 1}'],
  ])('%s', (body, instruction) => {
    expect(lkmm(body).at(-1)).toBe(instruction);
  });

  it('and no pass changes the code: branches over nothing stay, and so do registers that nobody reads', () => {
    expect(lkmm('int r = *x; if (r) { } int s = r + 1; if (s == 2) s = 3; else s = 3;')).toEqual([
      '%0 = read [&x] {plain 0}',
      'r = %0',
      'if (r == 0) goto 3',
      's = (r + 1)',
      'if (s != 2) goto 7',
      's = 3',
      'goto 8',
      's = 3',
    ]);
  });
});

test('an event is on accesses and barriers of the kernel model alone', () => {
  const { programFor } = load(withBody('int r = READ_ONCE(*x); if (r) smp_mb(); *y = r; spin_lock(l);'));
  const marked = (architecture: string): readonly string[] =>
    programFor(architecture)
      .threads[0].code.filter(({ event }) => event !== undefined)
      .map(({ kind }) => kind);
  expect(marked('lkmm')).toEqual(['read', 'fence', 'write', 'update']);
  for (const each of ['x86', 'sparc', 'armv8-lse', 'armv8-llsc', 'riscv']) expect(marked(each)).toEqual([]);
});
