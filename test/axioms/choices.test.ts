/** What hangs on a choice that C makes by a branch, which a compiler may make a select of: on POWER a store waits either way. */
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { explore } from '../../src/engine/explore-query.js';
import { armv7 } from '../../src/models/armv7.js';
import { armv8 } from '../../src/models/armv8.js';
import { power } from '../../src/models/power.js';
import { queryOf } from '../../src/query/query.js';

const LIMITS = { states: 100_000, milliseconds: 60_000, megabytes: 512 };
const MODELS = [armv8, power, armv7];

/** Whether the store of a thread that hangs on its read of y may come before another's of x, on each model. */
function mayComeFirst(code: string): readonly boolean[] {
  const text = `C choice
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 2); smp_mb(); WRITE_ONCE(*y, 1); }
P1(int *x, int *y) { int r1 = 0; int r0 = READ_ONCE(*y); ${code} }
exists (1:r0=1 /\\ x=2)
`;
  const { test } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(text);
  return MODELS.map((model) => {
    const { states, limit } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
    expect(limit).toBeNull();
    return states.some((state) => state.join() === '1,2');
  });
}

it.each([
  'if (r0) r1 = 1; if (r1) WRITE_ONCE(*x, 3);',
  'if (r0) r1 = 1; switch (r1) { case 1: WRITE_ONCE(*x, 3); break; default: r1 = 2; }',
  'r1 = r0 ? 1 : 2; if (r1 == 1) WRITE_ONCE(*x, 3);',
])('a store behind a branch that hangs on a choice waits: %s', (code) => {
  expect(mayComeFirst(code)).toEqual([false, false, false]);
});

it.each([
  'if (r0) r1 = 1; WRITE_ONCE(*x, r1 + 2);',
  'if (r0) r1 = 1; WRITE_ONCE(*(x + (r1 & 8)), 3);',
  'if (r0) r1 = 1; int r2 = READ_ONCE(*(x + (r1 & 8))); WRITE_ONCE(*x, 3);',
])(
  'and on POWER one whose data or address was chosen does, or that comes behind such an address: %s',
  (code) => {
    expect(mayComeFirst(code).slice(0, 2)).toEqual([false, false]);
  },
);

it('a store that nothing chose does not', () => {
  expect(mayComeFirst('if (r0) r1 = 1; WRITE_ONCE(*x, 3);')).toEqual([true, true, true]);
});
