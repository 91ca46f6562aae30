/** The search: what it finds, what it does not claim, and how small it stays. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { explore, type Options } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS } from '../../src/window/code.js';
import { FAMILIES } from '../bench/families.js';

const LIMITS: Limits = { states: 100_000, milliseconds: 60_000, megabytes: 512 };

function load(text: string): Test {
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  return test;
}

function run(text: string, name: string, limits: Partial<Limits> = {}, options: Options = {}): Exploration {
  const test = load(text);
  const model = MACHINES.find((each) => each.name === name);
  if (model === undefined) throw new Error(name);
  return explore(queryOf(test, model, { atomics: 'lse', limits: { ...LIMITS, ...limits } }), options);
}

const names = MACHINES.map((model) => model.name);
const litmus = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../litmus', file), 'utf8');
const family = (name: string, n: number): string =>
  FAMILIES.find((each) => each.name === name)?.text(n) ?? '';
const assembly = (name: string, n: number): string =>
  FAMILIES.find((each) => each.name === name)?.assembly?.(n) ?? '';

const weak = (name: string): boolean => name === 'armv8' || name === 'riscv';

const CROSSED = `C crossed

{}

P0(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
}

P1(spinlock_t *a, spinlock_t *b)
{
	spin_lock(b);
	spin_lock(a);
	spin_unlock(a);
	spin_unlock(b);
}

exists (a=0 /\\ b=0)
`;

const SPIN = `C spin

{}

P0(int *x, int *y)
{
	WRITE_ONCE(*y, 1);
	smp_wmb();
	WRITE_ONCE(*x, 1);
}

P1(int *x, int *y)
{
	int r0;

	while (READ_ONCE(*x) == 0)
		cpu_relax();
	r0 = READ_ONCE(*y);
}

exists (1:r0=0)
`;

const TEST_AND_SET = `C test-and-set

{}

P0(int *l, int *x)
{
	while (xchg_acquire(l, 1))
		cpu_relax();
	WRITE_ONCE(*x, READ_ONCE(*x) + 1);
	smp_store_release(l, 0);
}

P1(int *l, int *x)
{
	while (xchg_acquire(l, 1))
		cpu_relax();
	WRITE_ONCE(*x, READ_ONCE(*x) + 1);
	smp_store_release(l, 0);
}

exists (~x=2)
`;

describe.each(names)('on %s, the search', (name) => {
  it('finds the deadlock of two locks taken in opposite orders, and who waits where', () => {
    const { states, deadlocks, stuck } = run(CROSSED, name);
    expect(states).toEqual([[0n, 0n]]);
    expect(deadlocks).toBe(1);
    expect(
      stuck.map(({ thread, span }) => `${thread} ${span.source.text.slice(span.start, span.end)}`),
    ).toEqual(['P0 spin_lock(b)', 'P1 spin_lock(a)']);
  });

  it('finds the deadlock of a spin that nobody ends', () => {
    const alone = SPIN.replace('WRITE_ONCE(*x, 1);', '');
    const { states, deadlocks } = run(alone, name);
    expect(states).toEqual([]);
    // Where loads may run ahead, the thread is stuck with either value of y already read.
    expect(deadlocks).toBe(weak(name) ? 2 : 1);
  });

  it('takes no thread for stuck that is only kept from memory by an early half of an atomic', () => {
    const text = `C early

{}

P0(int *flag, int *y)
{
	while (READ_ONCE(*flag) == 0)
		cpu_relax();
	xchg_relaxed(y, 1);
}

P1(int *flag, int *y)
{
	xchg_relaxed(y, 2);
	smp_mb();
	WRITE_ONCE(*flag, 1);
}

exists (y=1)
`;
    expect(run(text, name)).toMatchObject({ states: [[1n]], deadlocks: 0, limit: null });
  });

  it.each([
    [
      'smp_cond_load_relaxed(x, VAL != 0); xchg_relaxed(y, 1); smp_cond_load_relaxed(x, VAL != 0);',
      'WRITE_ONCE(*x, 0); r0 = READ_ONCE(*y);',
    ],
    [
      'xchg_relaxed(y, 1); smp_cond_load_relaxed(y, VAL == 0); spin_lock(l);',
      'WRITE_ONCE(*x, 1); smp_cond_load_relaxed(y, VAL == 0);',
    ],
  ])('finds two equal threads stuck before atomics, of which one claims and one sleeps: %s', (body, last) => {
    const head = '(int *x, int *y, spinlock_t *l)';
    const text = `C asleep\n{}\nP0${head} { ${body} }\nP1${head} { ${body} }\nP2${head} { int r0; ${last} }\nexists (x=0)\n`;
    for (const reductions of [ALL_REDUCTIONS, { ...ALL_REDUCTIONS, symmetry: false }, NO_REDUCTIONS]) {
      const { deadlocks, limit } = run(text, name, {}, { reductions });
      expect([deadlocks > 0, limit]).toEqual([true, null]);
    }
  });

  it('follows a pure spin to its end without a bound', () => {
    const { states, limit, deadlocks } = run(SPIN, name);
    expect(limit).toBeNull();
    expect(deadlocks).toBe(0);
    expect(states).toEqual(weak(name) ? [[0n], [1n]] : [[1n]]);
  });

  it('follows a loop with effects until no new state appears', () => {
    const { states, limit } = run(TEST_AND_SET, name);
    expect(limit).toBeNull();
    expect(states).toEqual([[2n]]);
  });

  it('ends on a loop that does nothing for ever', () => {
    const text =
      'C idle\n\n{}\n\nP0(int *x)\n{\n\tint r0 = 1;\n\n\tfor (;;)\n\t\tr0 = 1 - r0;\n}\n\nexists (x=0)\n';
    expect(run(text, name)).toMatchObject({ states: [], deadlocks: 1, limit: null });
  });

  it('ends on such a loop behind a write that has not performed', () => {
    const text =
      'C idle\n\n{}\n\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n\twhile (1)\n\t\tcpu_relax();\n}\n\nexists (x=1)\n';
    expect(run(text, name)).toMatchObject({ states: [], deadlocks: 1, limit: null });
  });

  it('says which limit it hit, and still gives what it found', () => {
    const text = family('SBn', 6);
    expect(run(text, name, { states: 5 }).limit).toEqual({ kind: 'states', bound: 5 });
    expect(run(text, name, { milliseconds: 0 }).limit).toEqual({ kind: 'time', milliseconds: 0 });
    expect(run(text, name, { megabytes: 0 }).limit).toEqual({ kind: 'memory', megabytes: 0 });
  });

  it('stops at one final state when one is enough', () => {
    const { states, explored } = run(family('SBn', 12), name, {}, { goal: 'first' });
    expect(states).toHaveLength(1);
    expect(explored).toBeLessThan(100);
  });

  it('tells more than thirty-one locations apart', () => {
    const { states, explored } = run(family('SBn fenced', 40), name, {}, { goal: 'first' });
    expect(states).toHaveLength(1);
    expect(explored).toBeLessThan(500);
  });
});

describe('an address that is no location', () => {
  const at = (address: string): string =>
    `C address\n\n{}\n\nP0(int *x)\n{\n\tint r0;\n\n\tr0 = READ_ONCE(*${address});\n}\n\nexists (0:r0=0)\n`;

  it('is a fault when it is near none', () => {
    const { badAddresses, states } = run(at('((int *)0)'), 'sc');
    expect(badAddresses).toMatchObject([{ thread: 'P0', value: 0n, near: null }]);
    expect(states).toEqual([]);
  });

  it('is a cell of its own, initially 0, next to an object', () => {
    const { badAddresses, states } = run(at('(x + 2)'), 'sc');
    expect(badAddresses).toMatchObject([{ near: { location: 'x', offset: 8n } }]);
    expect(states).toEqual([[0n]]);
  });

  it('is no fault on a path that is only predicted', () => {
    const text = `C predicted

{ p=x; }

P0(int *p, int *x)
{
	int *r0;
	int r1 = 1;

	r0 = READ_ONCE(*p);
	if (r0)
		r1 = READ_ONCE(*r0);
}

P1(int *p)
{
	WRITE_ONCE(*p, 0);
}

exists (0:r1=1)
`;
    const { badAddresses, states } = run(text, 'armv8');
    expect(badAddresses).toEqual([]);
    expect(states).toEqual([[0n], [1n]]);
  });
});

describe('the number of states', () => {
  // A change here is a reduction that broke, or one that got better: look, then pin the new number.
  it.each([
    ['gup-writeback/barrier.litmus', [12, 12, 12, 13, 12]],
    ['gup-writeback/backout.litmus', [44, 44, 44, 56, 52]],
    ['classics/IRIW.litmus', [71, 71, 71, 71, 71]],
  ] as const)('of %s is as it was', (file, expected) => {
    expect(names.map((name) => run(litmus(file), name).explored)).toEqual(expected);
  });

  it.each([
    ['SBn fenced', 8],
    ['GUPn', 8],
    ['INCn', 16],
    ['MPn', 8],
    ['LOCKn', 8],
    ['READn', 3],
  ] as const)('of %s with n = %i is as it was', (name, n) => {
    expect(names.map((model) => run(family(name, n), model).explored)).toMatchSnapshot();
  });

  it('of a lock made of exclusives grow as those of spin_lock() do', () => {
    const states = [8, 16].map((n) => run(assembly('LOCKn', n), 'armv8').explored);
    expect(states).toEqual([641, 3141]);
  });
});
