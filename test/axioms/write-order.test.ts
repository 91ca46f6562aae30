/** Loops under axioms that end since the values of an index are seen in the order in which they are written. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { explore } from '../../src/engine/explore-query.js';
import { armv8 } from '../../src/models/armv8.js';
import { lkmm } from '../../src/models/lkmm.js';
import { power } from '../../src/models/power.js';
import { queryOf } from '../../src/query/query.js';

const LIMITS = { states: 100_000, milliseconds: 60_000, megabytes: 512 };

function explored(text: string, model: typeof lkmm | typeof armv8) {
  const { test, diagnostics } = loadTest({ name: 'ring.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  const { states, limit } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
  return { states: states.map((state) => state.join(' ')).sort(), limit };
}

/** A ring that is filled twice, as `indices` has it, and what takes from it. */
const ring = (indices: readonly number[], takes: string): string => `C ring
{}
P0(int *a, int *b, int *idx)
{
	WRITE_ONCE(*a, 1);
	smp_store_release(idx, ${indices[0]});
	WRITE_ONCE(*b, 1);
	WRITE_ONCE(*idx, ${indices[1]});
}
P1(int *a, int *b, int *idx, int *out)
{
	int r0 = 0;
	int r1 = 0;
	int r2 = 0;
	${takes}
}
locations [1:r0; 1:r1; 1:r2; out]
exists (true)
`;
const TAKE = 'r0++; WRITE_ONCE(*out, r0); r1 = READ_ONCE(*a); r2 = READ_ONCE(*b);';
const LOOP = `while (r0 != READ_ONCE(*idx)) { ${TAKE} }`;

describe.each([lkmm, power])('under $name a loop up to an index', (model) => {
  it('that counts up has the final states of its rounds written out', () => {
    const looped = explored(ring([1, 2], LOOP), model);
    const round = (inner: string): string => `if (r0 != READ_ONCE(*idx)) { ${TAKE} ${inner} }`;
    // After the second round the index is as it stays: what reads it once more finds that, or the execution is none.
    const written = explored(`${ring([1, 2], round(round('r0 = READ_ONCE(*idx) == 2 ? 2 : 9;')))}`, model);
    const kept = written.states.filter((state) => !state.startsWith('9 '));
    expect(looped.limit).toBeNull();
    expect(looped.states).toEqual(kept);
    expect(looped.states.length).toBeGreaterThan(3);
  });

  it('that comes back to where it was may be missed, and then nothing is known', () => {
    expect(explored(ring([2, 1], LOOP), model).limit).not.toBeNull();
  });
});

describe('as on the machine', () => {
  it('the index is never seen to go back', () => {
    const { states, limit } = explored(ring([1, 2], LOOP), armv8);
    expect(limit).toBeNull();
    expect(explored(ring([1, 2], LOOP), lkmm).states).toEqual(expect.arrayContaining([...states]));
  });
});
