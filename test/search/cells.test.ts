/** Cells outside objects: which they are, how many searches it takes to find them, and what they change. */

import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { sc } from '../../src/models/sc.js';
import { computesAddresses } from '../../src/passes/constant.js';
import type { Program } from '../../src/program/program.js';
import type { Test } from '../../src/program/test.js';
import { nearest, withCells } from '../../src/query/cells.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';

const LIMITS: Limits = { states: 100_000, milliseconds: 20_000, megabytes: 512 };

function load(body: string, init = '', condition = 'exists (true)'): Test {
  const text = `C cells\n{ ${init} }\nP0(int *x, int *y)\n{\n\tint i;\n\tint r = 0;\n${body}\n}\n${condition}\n`;
  const { test, diagnostics } = loadTest({ name: 'cells.litmus', text });
  if (test === null) throw new Error(diagnostics.map(({ code }) => code).join());
  return test;
}

function programOf(body: string, init?: string): Program {
  return load(body, init).programFor('x86');
}

function searched(body: string, limits = LIMITS, condition?: string) {
  const test = load(body, '', condition);
  return explore(queryOf(test, sc, { atomics: 'lse', limits }));
}

const WALK = (cells: number): string => `for (i = 1; i <= ${cells}; i++)\n\t\tr = r + READ_ONCE(*(x + i));`;

describe('a pointer that walks away', () => {
  it('has the search begin again once for twice as many cells, and all are read', () => {
    const few = searched(WALK(4));
    const many = searched(WALK(100));
    expect(few.badAddresses.map(({ near }) => near?.offset)).toEqual([4n, 8n, 16n]);
    expect(many.badAddresses.map(({ near }) => near?.offset)).toEqual([4n, 8n, 16n, 32n, 64n, 128n, 256n]);
    expect(many.limit).toBeNull();
    expect(many.states).toHaveLength(1);
  });

  it('is searched within the limits of one search', () => {
    const { limit, explored } = searched(WALK(100), { ...LIMITS, states: 60 });
    expect(limit).toEqual({ kind: 'states', bound: 60 });
    expect(explored).toBeLessThan(80);
    const late = searched(WALK(100), { ...LIMITS, milliseconds: 0 });
    expect(late.limit).toEqual({ kind: 'time', milliseconds: 0 });
  });

  it('may go backwards, and over the cells that it has been at', () => {
    const { states, badAddresses, limit } = searched(
      'WRITE_ONCE(*(x - 1), 3);\n\tWRITE_ONCE(*(x - 2), 4);\n\tr = READ_ONCE(*(x - 1)) + READ_ONCE(*(x - 2));',
      LIMITS,
      'exists (0:r=7)',
    );
    expect([limit, badAddresses.map(({ near }) => near?.offset)]).toEqual([null, [-4n, -8n]]);
    expect(states).toEqual([[7n]]);
  });
});

describe('a cell', () => {
  const program = programOf('r = READ_ONCE(*x);');
  const [{ address }] = program.locations;
  const at = (value: bigint) => ({
    thread: 'P0',
    value,
    span: program.threads[0].code[0].span,
    near: nearest(program, value),
    bits: 32 as const,
    mixed: null,
  });

  it('is named by the nearest location of an object, never by a cell', () => {
    const larger = withCells(program, [at(address + 4n)], 0);
    expect(larger.locations.at(-1)).toMatchObject({ name: 'x+4', address: address + 4n, outside: true });
    expect(nearest(larger, address + 8n)).toEqual({ location: 'x', offset: 8n });
    expect(nearest(larger, address + 100_000n)).toBeNull();
  });

  it('comes with others beyond it, up to where no object is near', () => {
    const names = (value: bigint, round: number) =>
      withCells(program, [at(value)], round)
        .locations.filter(({ outside }) => outside)
        .map(({ name }) => name);
    expect(names(address - 4n, 2)).toEqual(['x-4', 'x-8', 'x-12', 'x-16']);
    expect(names(address + 2044n, 1)).toEqual(['x+2044']);
    expect(names(address + 1024n, 40)).toEqual(['x+1024', 'x+2048']);
  });
});

describe('an address', () => {
  it('is computed where it is made from what is read', () => {
    expect(computesAddresses(programOf('r = READ_ONCE(*x);\n\tWRITE_ONCE(*y, r);'))).toBe(false);
    expect(computesAddresses(programOf('r = READ_ONCE(*x);\n\tWRITE_ONCE(*(y + r), 1);'))).toBe(true);
    expect(computesAddresses(programOf('WRITE_ONCE(*(y + 1), 1);'))).toBe(true);
    expect(computesAddresses(programOf('WRITE_ONCE(*(y + 1 - 1), 1);'))).toBe(false);
  });
});
