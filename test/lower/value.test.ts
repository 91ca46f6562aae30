/** C's arithmetic, on constants, which lowering computes, and on registers, where the types show. */
import { describe, expect, it, test } from 'vitest';
import { code } from './load.js';

/** What `r = text` sets r to. */
function assigned(type: string, text: string): string {
  return code(`${type} r = ${text};`)[0];
}

describe('an int', () => {
  test.each([
    ['int', '2147483647 + 1', 'r = -2147483648'],
    ['int', '0x7fffffff * 2', 'r = -2'],
    ['int', '1 << 31', 'r = -2147483648'],
    ['long', '1 << 31', 'r = -2147483648'],
    ['long', '1L << 40', 'r = 1099511627776'],
    ['int', '5000000000', 'r = 705032704'],
    ['long', '5000000000', 'r = 5000000000'],
    ['int', '7 / 2 + -7 / 2', 'r = 0'],
    ['int', '-7 % 4', 'r = -3'],
    ['int', '1 / 0', 'r = 0'],
  ])('in %s r = %s', (type, text, expected) => {
    expect(assigned(type, text)).toBe(expected);
  });
});

describe('unsigned and signed mix as C has it', () => {
  test.each([
    ['int', '-1 < 0u', 'r = 0'],
    ['int', '-1 < 0', 'r = 1'],
    ['int', '-1L < 0u', 'r = 1'],
    ['u32', '-1', 'r = 4294967295'],
    ['u64', '-1', 'r = 18446744073709551615'],
    ['u64', '(u32)-1', 'r = 4294967295'],
    ['u8', '300', 'r = 44'],
    ['s8', '200', 'r = -56'],
    ['int', '(u8)200 + (u8)100', 'r = 300'],
    ['bool', '256', 'r = 1'],
    ['int', '~0 == -1', 'r = 1'],
    ['int', '!5 + !0', 'r = 1'],
  ])('in %s r = %s', (type, text, expected) => {
    expect(assigned(type, text)).toBe(expected);
  });
});

describe('a pointer', () => {
  test.each([
    ['int *', 'a + 1', 'r = &a[1]'],
    ['int *', '&a[1] - 1', 'r = &a[0]'],
    ['long', '&a[1] - a', 'r = 1'],
    ['int *', '(int *)((char *)a + 4)', 'r = &a[1]'],
    ['int', '&page->flags == page', 'r = 1'],
    ['int', 'x != NULL', 'r = 1'],
  ])('in %s r = %s', (type, text, expected) => {
    expect(assigned(type, text)).toBe(expected);
  });

  it('scales a register that is added to it', () => {
    expect(code('int i; int *p; i = READ_ONCE(*x); p = y + i;')[1]).toBe('p = (&y +.u64 (i *.i64 4))');
  });

  it('may be held by an int, which then points at an int', () => {
    expect(code('int p = x; r0 = READ_ONCE(*p);')).toEqual(['p = &x', 'r0 = read [(u64)p]']);
  });
});

describe('a value read from memory', () => {
  it('goes straight into its variable', () => {
    expect(code('int r0 = READ_ONCE(*x);')).toEqual(['r0 = read [&x]']);
  });

  it('is computed with on its way when nothing else needs it', () => {
    expect(code('int r0 = (READ_ONCE(*x) & 1) == 0;')).toEqual(['r0 = read [&x] giving ((loaded & 1) == 0)']);
  });

  it('is read in the order of evaluation', () => {
    expect(code('int r0 = READ_ONCE(*x) + READ_ONCE(*y);')).toEqual([
      '%0 = read [&x]',
      'r0 = read [&y] giving (%0 + loaded)',
    ]);
  });

  it('is converted as its variable asks', () => {
    expect(code('int r0 = READ_ONCE(*u);')).toEqual(['r0 = read [&u] giving (i32)loaded']);
    expect(code('long r0 = READ_ONCE(*x);')).toEqual(['r0 = read [&x]']);
  });

  it('that nobody uses is read all the same', () => {
    expect(code('READ_ONCE(*x) + 1; (void)atomic_fetch_add(1, c);')).toEqual([
      '_ = read [&x]',
      '_ = update [&c] = (loaded + 1)',
    ]);
  });

  it('keeps a dependency that arithmetic cancels', () => {
    expect(code('int r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0 ^ r0);')[1]).toBe('write [&y] = (r0 ^ r0)');
  });
});
