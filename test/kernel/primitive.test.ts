/** The table of primitives: what it contains, and what its entries become on each architecture. */
import { describe, expect, it, test } from 'vitest';
import { listPrimitives, portTitles } from '../../src/kernel/listing.js';
import { PRIMITIVES, UNSUPPORTED } from '../../src/kernel/primitives/index.js';
import type { Architecture } from '../../src/program/program.js';
import { code } from '../lower/load.js';

const ARCHITECTURES: readonly Architecture[] = ['x86', 'armv8-lse', 'armv8-llsc'];

/** One statement on every architecture, the instructions of each in a line. */
function onAll(body: string): readonly string[] {
  return ARCHITECTURES.map((architecture) => code(body, architecture).join(' | '));
}

describe('the mapping of kernel-mapping.md', () => {
  test.each([
    ['READ_ONCE(*x);', ['_ = read [&x]', '_ = read [&x]', '_ = read [&x]']],
    ['rcu_dereference(*x);', ['_ = read [&x]', '_ = read [&x]', '_ = read [&x]']],
    ['smp_load_acquire(x);', ['_ = read [&x]', '_ = read.acquire [&x]', '_ = read.acquire [&x]']],
    ['smp_store_release(x, 1);', ['write [&x] = 1', 'write.release [&x] = 1', 'write.release [&x] = 1']],
    ['rcu_assign_pointer(*x, 1);', ['write [&x] = 1', 'write.release [&x] = 1', 'write.release [&x] = 1']],
    [
      'smp_store_mb(*x, 1);',
      [
        '_ = update [&x] = 1',
        'write [&x] = 1 | fence dmb ish (rw before rw)',
        'write [&x] = 1 | fence dmb ish (rw before rw)',
      ],
    ],
    [
      'smp_mb();',
      ['fence mfence (rw before rw)', 'fence dmb ish (rw before rw)', 'fence dmb ish (rw before rw)'],
    ],
    ['smp_rmb();', ['', 'fence dmb ishld (r before rw)', 'fence dmb ishld (r before rw)']],
    ['smp_wmb();', ['', 'fence dmb ishst (w before w)', 'fence dmb ishst (w before w)']],
    ['smp_mb__before_atomic();', ['', 'fence dmb ish (rw before rw)', 'fence dmb ish (rw before rw)']],
    ['smp_mb__after_atomic();', ['', 'fence dmb ish (rw before rw)', 'fence dmb ish (rw before rw)']],
    ['smp_mb__after_spinlock();', ['', 'fence dmb ish (rw before rw)', 'fence dmb ish (rw before rw)']],
    ['smp_mb__after_unlock_lock(); barrier(); cpu_relax();', ['', '', '']],
    [
      'atomic_add(3, c);',
      [
        '_ = update [&c] = (loaded + 3)',
        '_ = update.noreturn [&c] = (loaded + 3)',
        '_ = update.loop [&c] = (loaded + 3)',
      ],
    ],
    [
      'atomic_fetch_inc(c);',
      [
        '_ = update [&c] = (loaded + 1)',
        '_ = update.acquire.release [&c] = (loaded + 1)',
        '_ = update.release.loop [&c] = (loaded + 1) | fence dmb ish (rw before rw)',
      ],
    ],
    [
      'atomic_fetch_inc_acquire(c);',
      [
        '_ = update [&c] = (loaded + 1)',
        '_ = update.acquire [&c] = (loaded + 1)',
        '_ = update.acquire.loop [&c] = (loaded + 1)',
      ],
    ],
    [
      'atomic_fetch_inc_release(c);',
      [
        '_ = update [&c] = (loaded + 1)',
        '_ = update.release [&c] = (loaded + 1)',
        '_ = update.release.loop [&c] = (loaded + 1)',
      ],
    ],
    [
      'atomic_fetch_inc_relaxed(c);',
      [
        '_ = update [&c] = (loaded + 1)',
        '_ = update [&c] = (loaded + 1)',
        '_ = update.loop [&c] = (loaded + 1)',
      ],
    ],
    [
      'spin_lock(l);',
      [
        '_ = update [&l] = 1 until (loaded == 0)',
        '_ = update.acquire [&l] = 1 until (loaded == 0)',
        '_ = update.acquire.loop [&l] = 1 until (loaded == 0)',
      ],
    ],
    ['spin_unlock(l);', ['write [&l] = 0', 'write.release [&l] = 0', 'write.release [&l] = 0']],
    ['spin_is_locked(l);', ['_ = read [&l]', '_ = read [&l]', '_ = read [&l]']],
    [
      'spin_trylock(l);',
      [
        '_ = update.looksfirst [&l] = 1 if (loaded == 0)',
        '_ = update.acquire.looksfirst [&l] = 1 if (loaded == 0)',
        '_ = update.acquire.loop.looksfirst [&l] = 1 if (loaded == 0)',
      ],
    ],
  ])('%s', (body, expected) => {
    expect(onAll(body)).toEqual(expected);
  });

  it('a failed cmpxchg has no fence behind its loop', () => {
    expect(code('int r0 = cmpxchg(x, 1, 2);', 'armv8-llsc')).toEqual([
      '%0 = update.release.loop [&x] = 2 if (loaded == 1)',
      'if (%0 != 1) goto 3',
      'fence dmb ish (rw before rw)',
      'r0 = %0',
    ]);
    expect(code('int r0 = cmpxchg(x, 1, 2);', 'armv8-lse')).toEqual([
      'r0 = update.acquire.release [&x] = 2 if (loaded == 1)',
    ]);
  });
});

describe('the ports to RISC-V and PSO', () => {
  test.each([
    ['smp_load_acquire(x);', '_ = read [&x] | fence fence r,rw (r before rw)', '_ = read [&x]'],
    [
      'smp_store_release(x, 1);',
      'fence fence rw,w (rw before w) | write [&x] = 1',
      'fence stbar (w before w) | write [&x] = 1',
    ],
    [
      'smp_store_mb(*x, 1);',
      'write [&x] = 1 | fence fence rw,rw (rw before rw)',
      'write [&x] = 1 | fence membar (rw before rw)',
    ],
    ['smp_mb();', 'fence fence rw,rw (rw before rw)', 'fence membar (rw before rw)'],
    ['smp_rmb();', 'fence fence r,r (r before r)', ''],
    ['smp_wmb();', 'fence fence w,w (w before w)', 'fence stbar (w before w)'],
    ['smp_mb__after_atomic();', 'fence fence rw,rw (rw before rw)', ''],
    ['smp_mb__after_spinlock();', 'fence fence rw,rw (rw before rw)', ''],
    ['smp_mb__after_unlock_lock(); barrier();', '', ''],
    ['atomic_add(3, c);', '_ = update [&c] = (loaded + 3)', '_ = update [&c] = (loaded + 3)'],
    [
      'atomic_fetch_inc(c);',
      '_ = update.acquire-release.acquire-release [&c] = (loaded + 1)',
      '_ = update [&c] = (loaded + 1)',
    ],
    [
      'atomic_fetch_inc_acquire(c);',
      '_ = update [&c] = (loaded + 1) | fence fence r,rw (r before rw)',
      '_ = update [&c] = (loaded + 1)',
    ],
    [
      'atomic_fetch_inc_release(c);',
      'fence fence rw,w (rw before w) | _ = update [&c] = (loaded + 1)',
      '_ = update [&c] = (loaded + 1)',
    ],
    [
      'spin_lock(l);',
      '_ = update [&l] = 1 until (loaded == 0) | fence fence r,rw (r before rw)',
      '_ = update [&l] = 1 until (loaded == 0)',
    ],
    [
      'spin_unlock(l);',
      'fence fence rw,w (rw before w) | write [&l] = 0',
      'fence stbar (w before w) | write [&l] = 0',
    ],
  ])('%s', (body, riscv, sparc) => {
    expect(code(body, 'riscv').join(' | ')).toBe(riscv);
    expect(code(body, 'sparc').join(' | ')).toBe(sparc);
  });

  it('a RISC-V cmpxchg is a loop whose full fence comes only after success', () => {
    expect(code('int r0 = cmpxchg(x, 1, 2);', 'riscv')).toEqual([
      '%0 = update.release.loop [&x] = 2 if (loaded == 1)',
      'if (%0 != 1) goto 3',
      'fence fence rw,rw (rw before rw)',
      'r0 = %0',
    ]);
  });

  it('a RISC-V xchg is one annotated instruction', () => {
    expect(code('int r0 = xchg(x, 2);', 'riscv')).toEqual([
      'r0 = update.acquire-release.acquire-release [&x] = 2',
    ]);
  });
});

describe('what a primitive gives back', () => {
  test.each([
    ['atomic_fetch_sub_relaxed(2, c)', 'r = update [&c] = (loaded - 2)'],
    ['atomic_sub_return(2, c)', 'r = update [&c] = (loaded - 2) giving (loaded - 2)'],
    ['atomic_fetch_andnot(6, c)', 'r = update [&c] = (loaded & -7)'],
    ['atomic_xchg(c, 3)', 'r = update [&c] = 3'],
    ['xchg(x, 3)', 'r = update [&x] = 3'],
    ['atomic_dec_and_test(c)', 'r = update [&c] = (loaded - 1) giving ((loaded - 1) == 0)'],
    ['atomic_add_negative(4, c)', 'r = update [&c] = (loaded + 4) giving ((loaded + 4) < 0)'],
    [
      'atomic_add_unless(c, 5, 0)',
      'r = update.looksfirst [&c] = (loaded + 5) if (loaded != 0) giving (loaded != 0)',
    ],
    ['atomic_fetch_add_unless(c, 5, 0)', 'r = update.looksfirst [&c] = (loaded + 5) if (loaded != 0)'],
    [
      'atomic_inc_not_zero(c)',
      'r = update.looksfirst [&c] = (loaded + 1) if (loaded != 0) giving (loaded != 0)',
    ],
    [
      'atomic_inc_unless_negative(c)',
      'r = update.looksfirst [&c] = (loaded + 1) if (loaded >= 0) giving (loaded >= 0)',
    ],
    [
      'atomic_dec_unless_positive(c)',
      'r = update.looksfirst [&c] = (loaded - 1) if (loaded <= 0) giving (loaded <= 0)',
    ],
    [
      'atomic_dec_if_positive(c)',
      'r = update.looksfirst [&c] = (loaded - 1) if ((loaded - 1) >= 0) giving (loaded - 1)',
    ],
    ['atomic_long_fetch_add(1, w)', 'r = update [&w] = (loaded +.i64 1)'],
    ['test_bit(3, u)', 'r = read [&u] giving ((loaded &.u64 8) !=.u64 0)'],
    ['test_and_set_bit(3, u)', 'r = update [&u] = (loaded |.u64 8) giving ((loaded &.u64 8) !=.u64 0)'],
    ['spin_is_locked(l)', 'r = read [&l] giving (loaded != 0)'],
    ['PageDirty(page)', 'r = read [&page.flags] giving ((loaded &.u64 16) !=.u64 0)'],
    ['page_is_pin(page)', 'r = read [&page._refcount] giving (loaded >= 1024)'],
    ['trylock_page(page)', 'r = update [&page.flags] = (loaded |.u64 1) giving ((loaded &.u64 1) ==.u64 0)'],
    ['unlikely(READ_ONCE(*x) == 2)', 'r = read [&x] giving (loaded == 2)'],
  ])('%s', (call, expected) => {
    expect(code(`long r = ${call};`)).toEqual([expected]);
  });

  it('is what a loop that waits ends with', () => {
    expect(code('long r = smp_cond_load_acquire(x, VAL > 1 && VAL < 5);')).toEqual([
      '%0 = read [&x] until (((loaded > 1) & (loaded < 5)) != 0)',
      'assume (((%0 > 1) & (%0 < 5)) != 0)',
      'r = %0',
    ]);
  });

  it('also goes to the local that try_cmpxchg is given', () => {
    expect(code('int old = 1; int ok = atomic_try_cmpxchg(c, &old, old + 1);')).toEqual([
      'old = 1',
      '%0 = update [&c] = (old + 1) if (loaded == old)',
      '%1 = (%0 == old)',
      'old = %0',
      'ok = %1',
    ]);
  });
});

describe('primitives of more than one step', () => {
  it('refcount_dec_and_test acquires when the last reference goes', () => {
    expect(code('int r = refcount_dec_and_test(c);', 'armv8-lse')).toEqual([
      '%0 = update.release [&c] = (loaded - 1)',
      '%1 = 0',
      'if (%0 != 1) goto 5',
      'fence dmb ishld (r before rw)',
      '%1 = (%0 == 1)',
      'r = %1',
    ]);
  });

  it('try_get_page looks before it increments', () => {
    expect(code('int r = try_get_page(page);')).toEqual([
      '%0 = read [&page._refcount]',
      '%1 = 0',
      'if (%0 <= 0) goto 5',
      '_ = update [&page._refcount] = (loaded + 1)',
      '%1 = 1',
      'r = %1',
    ]);
  });

  it('SetPageUptodate and PageUptodate order the contents of the page', () => {
    expect(code('SetPageUptodate(page);', 'armv8-lse')).toEqual([
      'fence dmb ishst (w before w)',
      '_ = update.noreturn [&page.flags] = (loaded |.u64 8)',
    ]);
    expect(code('PageUptodate(page);', 'armv8-lse')[2]).toBe('fence dmb ishld (r before rw)');
  });

  it('the page lock is a bit of the flags, beside the others', () => {
    expect(
      code('lock_page(page); TestSetPageWriteback(page); unlock_page(page); wait_stable_page(page);'),
    ).toEqual([
      '_ = update [&page.flags] = (loaded |.u64 1) until ((loaded &.u64 1) ==.u64 0)',
      '_ = update [&page.flags] = (loaded |.u64 32768)',
      '_ = update [&page.flags] = (loaded &.u64 18446744073709551614)',
      '%0 = read [&page.flags] until ((loaded &.u64 32768) ==.u64 0)',
      'assume ((%0 &.u64 32768) ==.u64 0)',
    ]);
  });
});

describe('the table', () => {
  it('has every suffix of every value-returning form', () => {
    const forms = ['add_return', 'sub_return', 'inc_return', 'dec_return', 'xchg', 'cmpxchg', 'try_cmpxchg'];
    const fetches = ['add', 'sub', 'inc', 'dec', 'and', 'or', 'xor', 'andnot'].map((name) => `fetch_${name}`);
    const names = ['atomic', 'atomic_long', 'atomic64'].flatMap((prefix) =>
      [...forms, ...fetches].map((form) => `${prefix}_${form}`),
    );
    const missing = [...names, 'xchg', 'cmpxchg', 'try_cmpxchg']
      .flatMap((name) => ['', '_relaxed', '_acquire', '_release'].map((suffix) => name + suffix))
      .filter((name) => !PRIMITIVES.has(name));
    expect(missing).toEqual([]);
  });

  it('has no name twice, and none that is also unsupported', () => {
    const names = listPrimitives().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => UNSUPPORTED.has(name))).toEqual([]);
  });

  it('lists itself with what each primitive becomes', () => {
    const columns = portTitles().map(([architecture]) => architecture);
    const listing = listPrimitives().map(
      ({ signature, becomes }) => `${signature}\n    ${columns.map((each) => becomes[each]).join(' / ')}`,
    );
    return expect(`${listing.join('\n')}\n`).toMatchFileSnapshot('../golden/primitives.txt');
  });
});
