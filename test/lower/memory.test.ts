/** Locations: which there are, of what type, where, and what they hold at first. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MODELS } from '../../src/models/index.js';
import { printProgram } from '../program/print-program.js';
import { faults, load } from './load.js';

function locations(init: string, threads: string, condition = 'exists (true)'): readonly string[] {
  const program = load(`C test\n{ ${init} }\n${threads}\n${condition}`).programFor('x86');
  return printProgram(program).split('\n\nP0:')[0].split('\n');
}

describe('a location', () => {
  it('comes from the init block and from the parameters', () => {
    expect(locations('x=1; y;', 'P0(int *x) { }\nP1(u64 *z, atomic_t *c) { }')).toEqual([
      'x: i32 = 1',
      'y: i32 = 0',
      'z: u64 = 0',
      'c: i32 = 0',
    ]);
  });

  it('has the type of the init block, else of the parameter', () => {
    expect(locations('long x=-1; y=-1;', 'P0(u64 *x, u32 *y) { }')).toEqual([
      'x: i64 = -1',
      'y: u32 = 4294967295',
    ]);
  });

  it('may hold an address, however it is spelled, also of what is named nowhere else', () => {
    expect(locations('p=x; q=&x; int *s=&a[1]; int a[2]; t=nowhere;', 'P0(int *x, int **q) { }')).toEqual([
      'p: i32 = &x',
      'x: i32 = 0',
      'q: u64 = &x',
      's: u64 = &a[1]',
      'a[0]: i32 = 0',
      'a[1]: i32 = 0',
      't: i32 = &nowhere',
      'nowhere: i32 = 0',
    ]);
  });

  it('takes every access whole that is of an int or, in its place, of a pointer', () => {
    const body = '{ int **r = (int **)READ_ONCE(*p); WRITE_ONCE(*r, a); }';
    expect(locations('int a; int *p=&a;', `P0(int **p, int *a) ${body}`)).toEqual([
      'a: i64 = 0',
      'p: u64 = &a',
    ]);
    expect(locations('', 'P0(int *x) { WRITE_ONCE(*(char **)x, NULL); }')).toEqual(['x: i64 = 0']);
    expect(locations('int *x=1;', 'P0(int *x) { WRITE_ONCE(*x, 1); }')).toEqual(['x: i64 = 1']);
    // What is declared as something else has its width, and so has what is accessed as a number.
    const refused = [
      'P0(u32 *x) { WRITE_ONCE(*(char **)x, NULL); }',
      'P0(int *x) { WRITE_ONCE(*(u64 *)x, 0); }',
    ];
    for (const thread of refused)
      expect(faults(`C t\n{}\n${thread}\nexists (true)`)[0]).toMatch(/^mixed-size/);
  });

  it('of a structure exists once something names it', () => {
    const body = '{ SetPageDirty(page); }';
    expect(locations('', `P0(struct page *page) ${body}`)).toEqual(['page.flags: u64 = 0']);
    expect(locations('page._refcount=1;', `P0(struct page *page) ${body}`)).toEqual([
      'page.flags: u64 = 0',
      'page._refcount: i32 = 1',
    ]);
    expect(locations('struct page page;', 'P0(struct page *page) { }', 'exists (page.index=0)')).toEqual([
      'page.index: u64 = 0',
    ]);
  });
});

describe('addresses', () => {
  function addresses(init: string): readonly bigint[] {
    const { locations } = load(`C test\n{ ${init} }\nP0(int *x, int *y) { }\nexists (true)`).programFor(
      'x86',
    );
    return locations.map(({ address }) => address);
  }

  it('of an array’s elements are consecutive, and objects lie far apart', () => {
    const [a0, a1, b0, b1, x] = addresses('int a[2]; long b[2];');
    expect([a1 - a0, b1 - b0]).toEqual([4n, 8n]);
    expect(b0 - a1).toBeGreaterThan(1000n);
    expect(x - b1).toBeGreaterThan(1000n);
  });

  it('fit in an int', () => {
    for (const address of addresses('')) expect(address).toBeLessThan(1n << 31n);
  });

  it('are no number that the test uses', () => {
    const [first] = addresses('x=0;');
    expect(addresses(`x=${first};`)).not.toContain(first);
  });
});

it('registers start with what the init block says', () => {
  const text = 'C test\n{ 0:r0=x; 0:r1=-2; int 0:r2=3; }\nP0(int *x) { int *r0; r1 = 1; }\nexists (0:r0=x)';
  const [thread] = load(text).programFor('x86').threads;
  expect(thread.registers.map(({ name, initial }) => `${name}=${initial > 99n ? 'x' : initial}`)).toEqual([
    'r0=x',
    'r1=-2',
    'r2=3',
  ]);
});

it('plain accesses are remembered, marked ones are not', () => {
  const body = '*x = 1; int r0 = *y + READ_ONCE(*x); page->flags |= 1; atomic_inc(y);';
  const { plainAccesses } = load(`C t\n{}\nP0(int *x, int *y, struct page *page) { ${body} }\nexists (true)`);
  expect(plainAccesses.map(({ source, start, end }) => source.text.slice(start, end))).toEqual([
    '*x = 1',
    '*y',
    'page->flags',
    'page->flags |= 1',
  ]);
});

/** The final states on every model. */
function statesOf(threads: string): unknown {
  const models = MODELS.map(({ name }) => name);
  const text = `C t\n{}\n${threads}\nlocations [x; y]\nexists (true)`;
  const result = checkSource({ name: 't.litmus', text }, { ...DEFAULT_SETTINGS, models });
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result.models.map(({ model, states, incomplete, deadlocks }) => ({
    ...{ model, incomplete, deadlocks },
    states: states.map((state) => Object.values(state).join()).sort(),
  }));
}

describe('an int that is accessed as a pointer', () => {
  it.each([
    ['a negative value', 'WRITE_ONCE(*x, -1)', 'READ_ONCE(*y)'],
    ['an exchange', 'xchg(x, 2)', 'xchg_acquire(y, 3)'],
    ['a comparison that fails, or not', 'cmpxchg(x, 0, 2)', 'cmpxchg_release(y, 1, 3)'],
  ])('has the states that it has as an int: %s', (_, one, other) => {
    const threads = `P0(int *x, int *y) { int r0 = READ_ONCE(*y); ${one}; }
P1(int *x, int *y) { int r1 = READ_ONCE(*x); smp_mb(); WRITE_ONCE(*y, 1); }
P2(int *x, int *y) { int r2 = ${other}; smp_rmb(); int r3 = READ_ONCE(*x); }`;
    const cast = threads
      .replace('r1 = READ_ONCE(*x)', 'r1 = (int)(long)READ_ONCE(*(char **)x)')
      .replace('WRITE_ONCE(*y, 1)', 'WRITE_ONCE(*(char **)y, (char *)1)');
    expect(cast).not.toBe(threads);
    expect(statesOf(cast)).toEqual(statesOf(threads));
  });
});
