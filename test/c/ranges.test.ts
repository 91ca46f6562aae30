/** Ranges of cases and of elements, and macros that make several statements in one place. */
import { describe, expect, it, test } from 'vitest';
import { finalState, said } from './outcome.js';

describe('a range of cases', () => {
  test.each([
    [0, 3],
    [1, 1],
    [5, 1],
    [6, 2],
    [-1, 3],
  ])('takes %s to %s', (value, expected) => {
    const body = `int r; switch (READ_ONCE(*x)) { case 1 ... 5: r = 1; break; case 6: r = 2; break; default: r = 3; }`;
    const text = `C t\n{ int x = ${value}; }\nP0(int *x) { ${body} }\nlocations [0:r;] exists (true)\n`;
    expect(finalState(text)).toBe(`0:r=${expected}`);
  });

  it('and a case are of numbers, each of which has one case', () => {
    const text = (cases: string) =>
      `C t\n{}\nP0(int *x) { int r = 0; switch (READ_ONCE(*x)) { ${cases} } }\nexists (0:r=0)\n`;
    expect(
      said(text('case 1 ... 3: r = 1; break; case 1 + 2: r = 2; default: case 7: default: r = 4;')),
    ).toEqual(["3: '1 + 2' is declared twice as a case", "3: 'default' is declared twice as a case"]);
    expect(said(text('case 1: switch (r) { case 1: r = 2; default: ; } default: r = 1;'))).toEqual([]);
    expect(said(text('case r: r = 1;'))).toEqual(["3: expected a constant expression, found 'r'"]);
  });

  it('is printed as it was written', () => {
    const text = `C t\n{ int x = 3; }\nP0(int *x) { int r = 0; switch (*x) { case 'a'...'z': r = 1; } }\nexists (0:r=0)\n`;
    expect(said(text)).toEqual([]);
  });
});

it('a range of elements', () => {
  const text = `C t
static int t[5] = { [0 ... 2] = 7, [4] = 1 };
{ int a[3] = { [1 ... 2] = 4 }; }
P0(int *a) { int l[3] = { [0 ... 1] = 2, 9 }; int r = l[0] * 100 + l[1] * 10 + l[2]; int q = t[3] + a[1]; }
locations [t; a; 0:r; 0:q;] exists (true)
`;
  expect(finalState(text)).toBe('0:q=4 0:r=229 a[0]=0 a[1]=4 a[2]=4 t[0]=7 t[1]=7 t[2]=7 t[3]=0 t[4]=1');
  expect(said('C t\n{ int a[3] = { [2 ... 1] = 4 }; }\nP0(int *a) { }\nexists (true)\n')).toEqual([
    "2: expected an index behind the first, found '1'",
  ]);
});

it('two cases of one macro are two', () => {
  const text = (value: number) => `C t
#define BOTH case 1: r = 10; break; case 2: r = 20; break;
#define RUN(v) switch (v) { case 1: q += 1; case 2: q += 2; break; default: q += 100; }
{ int x = ${value}; }
P0(int *x) { int r = 0; int q = 0; switch (READ_ONCE(*x)) { BOTH } RUN(READ_ONCE(*x)); RUN(5); }
locations [0:r; 0:q;] exists (true)
`;
  expect(finalState(text(1))).toBe('0:q=103 0:r=10');
  expect(finalState(text(2))).toBe('0:q=102 0:r=20');
  expect(finalState(text(3))).toBe('0:q=200 0:r=0');
});

it('the comma before the arguments that are left goes with them', () => {
  const text = `C t
#define set(p, args...) put(p, 1, ##args)
#define put(p, v, ...) WRITE_ONCE(*(p), v + sum(0, ## __VA_ARGS__))
#define sum(a, rest...) (a + 10 * (0, ##rest))
{}
P0(int *x, int *y) { set(x); set(y, 3); }
locations [x; y;] exists (true)
`;
  expect(finalState(text)).toBe('x=1 y=31');
  expect(said('C t\n#define f(a, b) g(a, ## b)\n{}\nP0(int *x) { }\nexists (true)\n')).toEqual([
    "2: '##' in a macro is not supported: write out the names that it would make",
  ]);
});

it('a string without an end is said to have none', () => {
  const text = 'C t\n{}\nP0(int *x) { WARN(1, "abc); }\nexists (true)\n';
  expect(said(text)[0]).toBe('3: the string that begins here has no end');
});

it('nothing is divided by 0 before anything runs', () => {
  expect(said('C t\n{ int x = 5 % (3 - 3); }\nP0(int *x) { }\nexists (x=1)\n')).toEqual([
    "2: expected a constant expression, found '5 % (3 - 3)'",
  ]);
});
