/** Local computation: it ends where it ends, however long, counts against the limits, and changes no outcome. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS } from '../../src/window/code.js';

const LIMITS: Limits = { states: 100_000, milliseconds: 60_000, megabytes: 256 };
const names = MACHINES.map(({ name }) => name);

function run(text: string, name: string, limits: Partial<Limits> = {}, reduced = true): Exploration {
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  const model = MACHINES.find((each) => each.name === name);
  if (test === null || model === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  const reductions = reduced ? ALL_REDUCTIONS : NO_REDUCTIONS;
  const query = queryOf(test, model, { atomics: 'lse', limits: { ...LIMITS, ...limits } });
  return explore(query, { reductions });
}

/** A thread with this body and locals `i` and `r`, and one that writes `y`. */
function c(body: string, question = 'exists (x=0)'): string {
  return `C local\n{}\nP0(int *x, int *y)\n{\n  int i;\n  int r;\n${body}\n}\nP1(int *y)\n{\n  WRITE_ONCE(*y, 1);\n}\n${question}\n`;
}

describe('a loop over registers', () => {
  it.each(names)('of a million rounds ends with the right value on %s', (name) => {
    const loop = '  for (i = 0; i < 1000000; i++)\n    ;\n  WRITE_ONCE(*x, i);';
    expect(run(c(loop), name)).toMatchObject({ states: [[1_000_000n]], limit: null });
  });

  it.each(names)('ends while a write waits in the store buffer on %s', (name) => {
    const loop = '  WRITE_ONCE(*x, 1);\n  for (i = 0; i < 100000; i++)\n    ;\n  WRITE_ONCE(*x, i);';
    expect(run(c(loop), name)).toMatchObject({ states: [[100_000n]], limit: null });
  });

  it('lets a later access go ahead of a write that waits', () => {
    const loop = '  WRITE_ONCE(*x, 1);\n  for (i = 0; i < 1000; i++)\n    ;\n  r = READ_ONCE(*y);';
    const text = `C local\n{}\nP0(int *x, int *y)\n{\n  int i;\n  int r;\n${loop}\n}\nP1(int *x, int *y)\n{\n  int r;\n  WRITE_ONCE(*y, 1);\n  r = READ_ONCE(*x);\n}\nexists (0:r=0 /\\ 1:r=0)\n`;
    const has = (name: string): boolean =>
      run(text, name).states.some((state) => state.every((value) => value === 0n));
    expect(names.filter(has)).toEqual(['tso', 'pso', 'armv8', 'riscv']);
  });

  it('counts in an int, which wraps', () => {
    const loop = '  for (i = 2147483000; i >= 0; i++)\n    ;\n  WRITE_ONCE(*x, i);';
    expect(run(c(loop), 'sc').states).toEqual([[-2_147_483_648n]]);
  });

  it.each(names)('counts against the states when it does not end in sensible time, on %s', (name) => {
    const loop = '  for (i = 0; i >= 0; i++)\n    ;\n  WRITE_ONCE(*x, i);';
    const found = run(c(loop), name, { states: 50 });
    expect(found).toMatchObject({ states: [], limit: { kind: 'states', bound: 50 } });
    expect(found.explored).toBeGreaterThan(50);
  });

  it('counts against the time', () => {
    const loop = '  for (i = 0; i >= 0; i++)\n    ;';
    expect(run(c(loop), 'sc', { milliseconds: 20 }).limit).toEqual({ kind: 'time', milliseconds: 20 });
  });

  it('takes no more memory than one round', () => {
    const loop = '  WRITE_ONCE(*x, 1);\n  for (i = 0; i < 300000; i++)\n    r = i;\n  WRITE_ONCE(*x, r);';
    expect(run(c(loop), 'armv8', { megabytes: 1 })).toMatchObject({ states: [[299_999n]], limit: null });
  });
});

describe('a way round that leads nowhere', () => {
  it.each([
    ['nothing at all', '  while (1)\n    ;'],
    ['a flag that flips', '  i = 0;\n  while (1)\n    i = 1 - i;'],
    ['a counter that comes back', '  i = 0;\n  while (1)\n    i = (i + 1) % 1000;'],
    ['a tail before the cycle', '  i = 1000;\n  while (1) {\n    if (i > 7)\n      i = i - 1;\n  }'],
    ['a write in the store buffer', '  WRITE_ONCE(*x, 1);\n  i = 0;\n  while (1)\n    i = 1 - i;'],
  ])('is found out: %s', (_, body) => {
    for (const name of names) {
      const { states, deadlocks, limit, stuck } = run(c(body), name);
      expect([states, limit, stuck.map(({ thread }) => thread)]).toEqual([[], null, ['P0']]);
      expect(deadlocks).toBeGreaterThan(0);
    }
  });

  it('is found out where a store-conditional has nothing reserved', () => {
    const text =
      'AArch64 unreserved\n{ 0:X1=x; }\n P0             ;\n MOV W2,#1      ;\n L:             ;\n STXR W0,W2,[X1] ;\n CBNZ W0,L      ;\nexists (x=1)\n';
    expect(run(text, 'armv8')).toMatchObject({ states: [], limit: null });
  });
});

describe('law: a loop is its rounds', () => {
  const before = ['', 'WRITE_ONCE(*x, 1);', 'r = READ_ONCE(*y);', 'r = READ_ONCE(*y); WRITE_ONCE(*x, r);'];
  const after = ['WRITE_ONCE(*x, i + r);', 'smp_mb(); r = READ_ONCE(*y);', 'r = READ_ONCE(*y) + i;', ''];
  const rounds = ['r = r + i;', 'r = i;', 'if (r) r = r + 2;', 'r = READ_ONCE(*y);', 'smp_wmb();', ';'];
  const body = (head: string, loop: string, tail: string): string =>
    c(`  r = 0;\n  ${head}\n  ${loop}\n  ${tail}`, 'locations [0:r; 0:i;]\nexists (x=0)');

  it('whatever waits in the window', () => {
    const parts = fc.tuple(
      fc.constantFrom(...before),
      fc.constantFrom(...rounds),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(...after),
      fc.constantFrom(...names),
      fc.boolean(),
    );
    fc.assert(
      fc.property(parts, ([head, round, count, tail, name, reduced]) => {
        const loop = `for (i = 0; i < ${count}; i++) { ${round} }`;
        const unrolled = Array.from({ length: count }, (_, i) => `i = ${i}; ${round}`).join(' ');
        const whole = run(body(head, loop, tail), name, {}, reduced);
        const flat = run(body(head, `${unrolled} i = ${count};`, tail), name, {}, reduced);
        expect([whole.limit, whole.states]).toEqual([null, flat.states]);
      }),
      { numRuns: 150 },
    );
  });
});
