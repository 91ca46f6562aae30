/** The test's own functions, inlined. */
import { describe, expect, it } from 'vitest';
import { printProgram } from '../program/print-program.js';
import { faults, load } from './load.js';

function program(functions: string, body: string): string {
  const text = `C test\n{}\n${functions}\nP0(int *x, int *y) {\n${body}\n}\nexists (true)\n`;
  const printed = printProgram(load(text).programFor('x86'));
  return printed.slice(printed.indexOf('P0:')).replace(/^ +\d+ {2}/gm, '');
}

describe('a helper function', () => {
  it('with one return costs no more than its body', () => {
    const functions = 'static int get(int *p) { return READ_ONCE(*p); }';
    expect(program(functions, 'int r0 = get(x); int r1 = get(y);')).toBe(
      'P0:\nr0 = read [&x]\nr1 = read [&y]\n',
    );
  });

  it('has locals and labels of its own in each call', () => {
    const functions =
      'void inc(int *p) { int old; again: old = READ_ONCE(*p); if (old == 3) goto again; WRITE_ONCE(*p, old + 1); }';
    expect(program(functions, 'int old = 7; inc(x); inc(y);')).toBe(
      [
        'P0:',
        'old = 7',
        'inc.old = read [&x]',
        'if (inc.old == 3) goto 1',
        'write [&x] = (inc.old + 1)',
        'inc#2.old = read [&y]',
        'if (inc#2.old == 3) goto 4',
        'write [&y] = (inc#2.old + 1)\n',
      ].join('\n'),
    );
  });

  it('may change its parameters without the caller noticing', () => {
    const functions = 'int twice(int n) { n = n * 2; return n; }';
    expect(program(functions, 'int r0 = READ_ONCE(*x); int r1 = twice(r0);')).toBe(
      'P0:\nr0 = read [&x]\ntwice.n = r0\ntwice.n = (twice.n * 2)\nr1 = twice.n\n',
    );
  });

  it('may return early, and call others', () => {
    const functions = [
      'int one(int *p) { return READ_ONCE(*p) == 1; }',
      'int any(int *p, int *q) { if (one(p)) return 1; return one(q); }',
    ].join('\n');
    expect(program(functions, 'int r0 = any(x, y);')).toBe(
      [
        'P0:',
        '%0 = read [&x] giving (loaded == 1)',
        'if (%0 == 0) goto 4',
        '%1 = 1',
        'goto 5',
        '%1 = read [&y] giving (loaded == 1)',
        'r0 = %1\n',
      ].join('\n'),
    );
  });
});

it('a function that calls itself is a fault, directly or not', () => {
  const text = (functions: string) => `C t\n{}\n${functions}\nP0(int *x) { f(x); }\nexists (true)`;
  expect(faults(text('void f(int *p) { f(p); }'))).toEqual(["recursive-function 'f': name f; chain f,f"]);
  expect(faults(text('void g(int *p) { f(p); }\nvoid f(int *p) { g(p); }'))).toHaveLength(1);
});

it('functions that double at every level end in a fault, not in a long wait', () => {
  const levels = Array.from({ length: 40 }, (_, n) => `void f${n + 1}(int *p) { f${n}(p); f${n}(p); }`);
  const functions = ['void f0(int *p) { WRITE_ONCE(*p, 1); }', ...levels].join('\n');
  expect(faults(`C t\n{}\n${functions}\nP0(int *x) { f40(x); }\nexists (true)`)).toHaveLength(1);
});
