/** The set of visited states: exact whatever the states are, and small. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threadByThread } from '../../src/search/state-vector.js';
import { CompactPairs, homeOf, segmentOf, spanOf } from '../../src/search/store/compact.js';
import { Visited } from '../../src/search/store/visited.js';
import { product } from './product.js';

const inOrder = (width: number): readonly number[] => Array.from({ length: width }, (_, word) => word);

/** Rows of one width whose words are few and small, so that rows return, or anything at all. */
const rows = fc.integer({ min: 2, max: 13 }).chain((width) =>
  fc.array(
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(2) }, fc.integer()), {
      minLength: width,
      maxLength: width,
    }),
    { minLength: 1, maxLength: 200 },
  ),
);

/** How many states a set keeps in a table: none, some, or all that a test adds. */
const few = fc.oneof(fc.nat(50), fc.constant(1000));

/** Adds rows to a set; each row's number, or -1, as an obvious set says. */
function expected(states: readonly (readonly number[])[]): readonly number[] {
  const seen = new Set<string>();
  return states.map((state) => {
    const key = state.join();
    if (seen.has(key)) return -1;
    seen.add(key);
    return seen.size - 1;
  });
}

describe('the set of visited states', () => {
  it('tells states apart and numbers the new ones one after the other', () => {
    fc.assert(
      fc.property(rows, few, (states, most) => {
        const visited = new Visited(inOrder(states[0].length), 'until read', most);
        expect(states.map((state) => visited.add(Int32Array.from(state)))).toEqual(expected(states));
      }),
    );
  });

  it('gives each state back, whatever was added or read meanwhile', () => {
    fc.assert(
      fc.property(rows, few, fc.infiniteStream(fc.nat()), (states, most, picks) => {
        const visited = new Visited(threadByThread(1, states[0].length), 'always', most);
        const kept: (readonly number[])[] = [];
        const target = new Int32Array(states[0].length);
        for (const state of states) {
          if (visited.add(Int32Array.from(state)) !== -1) kept.push(state);
          const number = picks.next().value % kept.length;
          visited.read(number, target);
          expect([...target]).toEqual(kept[number]);
        }
      }),
    );
  });

  it('forgets how to read a state that was read, but not that it was there', () => {
    const visited = new Visited(inOrder(2), 'until read', 0);
    const target = new Int32Array(2);
    for (let each = 0; each < 2000; each++) visited.add(Int32Array.of(each, -each));
    for (let each = 0; each < 2000; each++) visited.read(each, target);
    expect(() => visited.read(0, target)).toThrow('let go');
    for (let each = 0; each < 2000; each++) expect(visited.add(Int32Array.of(each, -each))).toBe(-1);
  });

  it('keeps every state and its number when a table becomes trees', () => {
    const visited = new Visited(threadByThread(7, 14), 'always');
    const states = Array.from(product(7), (state) => [...state]);
    for (const state of product(7)) visited.add(state);
    for (const state of product(7)) expect(visited.add(state)).toBe(-1);
    expect(visited.size).toBe(states.length);
    const target = new Int32Array(14);
    for (const [number, state] of states.entries()) {
      visited.read(number, target);
      expect([...target]).toEqual(state);
    }
  });
});

describe('the compact set of pairs', () => {
  it('tells large numbers apart', () => {
    const set = new CompactPairs();
    const most = 2 ** 20 - 1;
    const pairs = [0, 1, 2 ** 12, most - 1, most].flatMap((left) =>
      [0, 1, 2 ** 12, most].map((right) => [left, right]),
    );
    expect(pairs.map(([left, right]) => set.add(left, right))).not.toContain(false);
    expect(pairs.map(([left, right]) => set.add(left, right))).not.toContain(true);
  });

  it('grows rather than lose a pair when many belong to one slot', () => {
    const slots = 256;
    const pairs: [number, number][] = [];
    for (let number = 0; pairs.length < 200; number++) {
      const pair: [number, number] = [Math.floor(number / spanOf(slots)), number % spanOf(slots)];
      const home = homeOf(Math.floor(number / slots), number % slots, slots);
      if (home === 7 && segmentOf(...pair) === 3) pairs.push(pair);
    }
    const set = new CompactPairs();
    const before = set.bytes;
    expect(pairs.map((pair) => set.add(...pair))).not.toContain(false);
    expect(pairs.map((pair) => set.add(...pair))).not.toContain(true);
    // Fewer would do for so few pairs, if they did not meet.
    expect(set.bytes - before).toBeGreaterThan(4 * slots);
  });
});
