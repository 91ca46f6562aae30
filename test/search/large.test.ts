/** Searches whose states are many: what they keep is small, and stays within what is allowed. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { threadByThread } from '../../src/search/state-vector.js';
import { Visited } from '../../src/search/store/visited.js';
import { FAMILIES } from '../bench/families.js';
import { product } from './product.js';

const LIMITS = { states: 100_000, milliseconds: 60_000, megabytes: 40 };

it.each(MACHINES)(
  'on $name, the search lists no more renamings of a final state than memory is allowed for',
  (model) => {
    const text = FAMILIES.find(({ name }) => name === 'GUPn')?.text(40) ?? '';
    const { test } = loadTest({ name: 'test.litmus', text });
    if (test === null) throw new Error(text);
    const { states, limit } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
    expect(limit).toEqual({ kind: 'memory', megabytes: 40 });
    expect(states.length).toBeGreaterThan(0);
  },
);

describe('the set of visited states', () => {
  it('costs some ten bytes a state when there are many, and what waits to be read eight more', () => {
    const visited = new Visited(threadByThread(12, 24), 'until read');
    for (const state of product(12)) visited.add(state);
    expect(visited.size).toBe(3 ** 12);
    const waiting = visited.bytes;
    const target = new Int32Array(24);
    for (let each = 0; each < visited.size; each++) visited.read(each, target);
    expect(visited.bytes / visited.size).toBeLessThan(10);
    expect((waiting - visited.bytes) / visited.size).toBeCloseTo(8, 0);
    let added = 0;
    for (const state of product(12)) if (visited.add(state) !== -1) added += 1;
    expect(added).toBe(0);
  });
});
