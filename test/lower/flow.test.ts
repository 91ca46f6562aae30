/** Control flow: what statements become, as few instructions as there need be. */
import { describe, expect, it } from 'vitest';
import { code } from './load.js';

describe('a condition', () => {
  it('is one branch around what it guards', () => {
    expect(code('int r0 = READ_ONCE(*x); if (r0 == 1) WRITE_ONCE(*y, 1);')).toEqual([
      'r0 = read [&x]',
      'if (r0 != 1) goto 3',
      'write [&y] = 1',
    ]);
  });

  it('short-circuits', () => {
    expect(code('if (READ_ONCE(*x) && !READ_ONCE(*y)) WRITE_ONCE(*x, 2);')).toEqual([
      '%0 = read [&x]',
      'if (%0 == 0) goto 5',
      '%1 = read [&y]',
      'if %1 goto 5',
      'write [&x] = 2',
    ]);
  });

  it('that is constant costs nothing', () => {
    expect(code('if (1) WRITE_ONCE(*x, 1); else WRITE_ONCE(*x, 2); while (0) WRITE_ONCE(*x, 3);')).toEqual([
      'write [&x] = 1',
    ]);
  });

  it('as a value is 0 or 1', () => {
    expect(code('int r0 = READ_ONCE(*x); int r1 = r0 || r0 > 2;').slice(1)).toEqual([
      'if r0 goto 3',
      'if (r0 <= 2) goto 5',
      '%0 = 1',
      'goto 6',
      '%0 = 0',
      'r1 = %0',
    ]);
  });
});

describe('a loop', () => {
  it('that spins is a read and a branch back to it', () => {
    expect(code('while (READ_ONCE(*x) == 0) cpu_relax();')).toEqual([
      '%0 = read [&x]',
      'if (%0 == 0) goto 0',
    ]);
  });

  it('has break and continue', () => {
    expect(
      code('for (int i = 0; i < 3; i++) { if (READ_ONCE(*x)) continue; if (READ_ONCE(*y)) break; }'),
    ).toEqual([
      'i = 0',
      'if (i >= 3) goto 8',
      '%0 = read [&x]',
      'if (%0 != 0) goto 6',
      '%1 = read [&y]',
      'if (%1 != 0) goto 8',
      'i = (i + 1)',
      'goto 1',
    ]);
  });

  it('may ask at its end', () => {
    expect(code('int r0 = 0; do { r0++; } while (r0 != 2);')).toEqual([
      'r0 = 0',
      'r0 = (r0 + 1)',
      'if (r0 != 2) goto 1',
    ]);
  });
});

describe('a jump', () => {
  it('goes back to a label and out of nested loops', () => {
    expect(
      code(
        'again: for (;;) { while (1) { if (READ_ONCE(*x)) goto out; goto again; } } out: WRITE_ONCE(*y, 1);',
      ),
    ).toEqual(['%0 = read [&x]', 'if (%0 == 0) goto 0', 'write [&y] = 1']);
  });

  it('out of the thread ends it', () => {
    expect(code('if (READ_ONCE(*x)) return; WRITE_ONCE(*y, 1);')).toEqual([
      '%0 = read [&x]',
      'if (%0 != 0) goto 3',
      'write [&y] = 1',
    ]);
  });
});

it('a switch compares with its cases in order and falls through', () => {
  const body =
    'switch (READ_ONCE(*x)) { case 1: WRITE_ONCE(*y, 1); case 2: WRITE_ONCE(*y, 2); break; default: WRITE_ONCE(*y, 3); }';
  expect(code(body)).toEqual([
    '%0 = read [&x]',
    'if (%0 == 1) goto 4',
    'if (%0 == 2) goto 5',
    'goto 7',
    'write [&y] = 1',
    'write [&y] = 2',
    'goto 8',
    'write [&y] = 3',
  ]);
});

describe('a step', () => {
  it('gives the old value behind and the new one before', () => {
    expect(code('int i = READ_ONCE(*x); int r0 = i++; int r1 = ++i;').slice(1)).toEqual([
      '%0 = i',
      'i = (%0 + 1)',
      'r0 = %0',
      'i = (i + 1)',
      'r1 = i',
    ]);
  });

  it('in memory is a read and a write', () => {
    expect(code('(*x)++;')).toEqual(['%0 = read [&x]', 'write [&x] = (%0 + 1)']);
    expect(code('*x += 3;')).toEqual(['%0 = read [&x]', 'write [&x] = (%0 + 3)']);
  });
});

describe('a local that its own initialiser names', () => {
  it('is the new one, which holds nothing yet', () => {
    expect(code('int seen = READ_ONCE(*x); int odd = (seen != odd); WRITE_ONCE(*y, odd);')).toEqual([
      'seen = read [&x]',
      'odd = (seen != odd)',
      'write [&y] = odd',
    ]);
  });

  it('is the new one even where it shadows another', () => {
    expect(code('int r = 1; if (READ_ONCE(*x)) { long r = r + 2; WRITE_ONCE(*y, r); }')).toEqual([
      'r = 1',
      '%0 = read [&x]',
      'if (%0 == 0) goto 5',
      'r#2 = (r#2 +.i64 2)',
      'write [&y] = (i32)r#2',
    ]);
  });

  it('may hold what the init block gives it', () => {
    expect(code('int r = r + 1; WRITE_ONCE(*y, r);', 'x86', '0:r=3;')).toEqual([
      'r = (r + 1)',
      'write [&y] = r',
    ]);
  });
});
