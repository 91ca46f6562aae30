/** Walks on the library: everywhere the search goes, and nowhere else. Random programs are walked by a law (test/laws). */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WindowStepper } from '../../src/engine/window/stepper/window-stepper.js';
import { armv8 } from '../../src/models/armv8.js';
import { MACHINES } from '../../src/models/index.js';
import { riscv } from '../../src/models/riscv.js';
import { sc } from '../../src/models/sc.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { atRandom, departure, endOf, randomFrom, take } from '../../src/step/history.js';
import { LIMITS, load } from '../laws/searches.js';
import { goEveryWay } from '../laws/walk.js';

const litmus = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../litmus', file), 'utf8');

const SMALL = [
  'classics/SB',
  'classics/MP',
  'classics/LB+ctrls',
  'classics/CoRR',
  'classics/LOCK+incs',
  'classics/2+2W',
  'assembly/INC+ldxr-stxrs',
  'assembly/MP+dmb.st+csel',
  'assembly/SB+mfences',
  'assembly/SB+lr.aq-sc.rls',
  'gup-writeback/barrier',
  'gup-writeback/barrier-no-mb',
  'pages/page-uptodate-no-rmb',
];

describe.each(SMALL)('walking %s every way', (file) => {
  const test = load(litmus(`${file}.litmus`));

  it.each(
    MACHINES.filter(({ name }) => test.models.includes(name)).map((model) => [model.title, model] as const),
  )('on %s finds what the search finds', (_, model) => {
    const query = queryOf(test, model, { atomics: 'lse', limits: LIMITS });
    const found = explore(query);
    const gone = goEveryWay(new WindowStepper(query), 10_000);
    expect(gone).toMatchObject({ complete: true, forgotten: null });
    expect([...gone.finals].sort()).toEqual(found.states.map((state) => state.join()).sort());
    expect(gone.ends.deadlock > 0).toBe(found.deadlocks > 0);
  });
});

/** Threads that wait for ever, and whose read-modify-writes may read ahead of that: only one of them at a time. */
const CLAIMS = `C claims

{}

P0(int *x, int *y)
{
	int r0;
	int r1;

	r0 = READ_ONCE(*y);
	smp_cond_load_relaxed(y, VAL != 0);
	r1 = READ_ONCE(*x);
	r1 = cmpxchg(x, r1, r1 + 1);
}

P1(int *x, int *y)
{
	int r0;
	int r1;

	r0 = READ_ONCE(*y);
	smp_cond_load_relaxed(y, VAL != 0);
	r1 = READ_ONCE(*x);
	r1 = cmpxchg(x, r1, r1 + 1);
}

exists (x=2)
`;

it('two threads are never between the halves of pairs of one location, whatever each has predicted', () => {
  const test = load(CLAIMS);
  const stepper = new WindowStepper(queryOf(test, armv8, { atomics: 'lse', limits: LIMITS }));
  const { ends, complete } = goEveryWay(stepper, 10_000);
  expect(complete).toBe(true);
  expect(ends).toMatchObject({ final: 0, deadlock: 0 });
  expect(ends.held).toBeGreaterThan(0);
});

it('no step leaves SC behind on SC', () => {
  for (const file of SMALL) {
    const test = load(litmus(`${file}.litmus`));
    const stepper = new WindowStepper(queryOf(test, sc, { atomics: 'lse', limits: LIMITS }));
    const random = randomFrom(2);
    for (let count = 0; count < 10; count++)
      expect(departure(atRandom(stepper, [], 500, random)), file).toBe(-1);
  }
});

it('a walk is a value: the shorter one is still where it was', () => {
  const test = load(litmus('classics/SB.litmus'));
  const stepper = new WindowStepper(queryOf(test, sc, { atomics: 'lse', limits: LIMITS }));
  const one = take(stepper, [], 0) ?? [];
  const end = endOf(stepper, atRandom(stepper, one, 10, randomFrom(1)));
  expect(end?.kind).toBe('final');
  expect(one).toHaveLength(1);
  expect(take(stepper, one, 99)).toBeNull();
  expect(atRandom(stepper, one, 10, randomFrom(5)).at(0)).toEqual(one[0]);
});

it('the same seed chooses the same steps, another one others', () => {
  const test = load(litmus('gup-writeback/gups-2.litmus'));
  const stepper = new WindowStepper(queryOf(test, sc, { atomics: 'lse', limits: LIMITS }));
  const threads = (seed: number): string =>
    atRandom(stepper, [], 100, randomFrom(seed))
      .map(({ thread }) => thread)
      .join();
  expect(threads(1)).toBe(threads(1));
  expect(new Set([1, 2, 3, 4].map(threads)).size).toBeGreaterThan(1);
});

describe('a store-conditional to another location than was reserved', () => {
  // Its address is known when the load has performed: until then nothing says that it cannot succeed.
  const test = load(`RISCV elsewhere
{ 0:x10=x; 0:x11=y; 1:x10=x; }
 P0                | P1            ;
 lr.w x5,(x11)     | ori x6,x0,1   ;
 xor x13,x5,x5     | sw x6,0(x10)  ;
 add x14,x13,x10   |               ;
 sc.w x12,x5,(x14) |               ;
exists (0:x12=1 /\\ x=1)
`);

  it.each([sc, riscv])('fails, and the walk goes on, on $title', (model) => {
    const stepper = new WindowStepper(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
    const gone = goEveryWay(stepper, 10_000);
    expect(gone).toMatchObject({ complete: true, forgotten: null });
    expect([...gone.finals]).toEqual(['1,1']);
    expect(gone.ends.dead).toBe(0);
    expect(stepper.pathTo(test.question, LIMITS).kind).toBe('found');
  });
});

it('a path is found where the search lets a store-conditional fail behind what has performed', () => {
  const test = load(`RISCV late
{ 0:x10=x; 0:x11=y; 1:x10=x; 1:x11=y; }
 P0                    | P1                    ;
 fence rw,w            | amoswap.w x7,x5,(x10) ;
 lr.w.aq x5,(x10)      | xor x13,x7,x7         ;
 addi x13,x5,1         | add x14,x13,x10       ;
 sc.w.rl x12,x13,(x10) | lr.w x6,(x14)         ;
                       | sc.w x12,x7,(x14)     ;
                       | lw x7,0(x11)          ;
                       | bnez x7,M13           ;
                       | xor x5,x7,x7          ;
                       | ori x5,x5,1           ;
                       | M13:                  ;
exists (true)
`);
  const stepper = new WindowStepper(queryOf(test, armv8, { atomics: 'lse', limits: LIMITS }));
  expect(stepper.pathTo(test.question, LIMITS).kind).toBe('found');
});

it.each(MACHINES)('a loop around a compare-and-exchange runs ahead a few rounds only, on $title', (model) => {
  const test = load(`C ahead
{}
P0(int *y, atomic_t *c)
{
	int r0;
	int r1;

	WRITE_ONCE(*y, 1);
	r1 = atomic_read(c);
	do {
		r0 = r1 + 1;
	} while (!atomic_try_cmpxchg(c, &r1, r0));
	atomic_set(c, 0);
}
exists (true)
`);
  const stepper = new WindowStepper(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
  expect(stepper.start.threads.map(({ open }) => open.length)[0]).toBeLessThan(100);
});
