/** Where arms meet, against its definition: the first place that every way to the end passes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joins, reachable, successors } from '../../src/program/flow.js';
import type { Instruction } from '../../src/program/program.js';

const span = { source: { name: 'test', text: '' }, start: 0, end: 0 };
const condition = { kind: 'register', register: 0 } as const;

/** Code of so many instructions; those named go somewhere, by a jump or by a branch. */
function codeOf(size: number, ways: readonly (readonly [number, number, boolean])[]): readonly Instruction[] {
  const code: Instruction[] = Array.from({ length: size }, () => ({
    kind: 'assume' as const,
    condition,
    span,
  }));
  for (const [from, to, jumps] of ways) {
    const destination = to % (size + 1);
    code[from % size] = jumps
      ? { kind: 'jump', destination, span }
      : { kind: 'branch', condition, destination, span };
  }
  return code;
}

/** Whether the end can be reached from a place without passing another. */
function escapes(code: readonly Instruction[], from: number, without: number): boolean {
  const seen = new Set([from]);
  for (const place of seen) {
    if (place === code.length) return true;
    for (const next of successors(code, place)) if (next !== without) seen.add(next);
  }
  return false;
}

function expected(code: readonly Instruction[]): readonly (number | null)[] {
  return code.map((each, place) => {
    if (each.kind !== 'branch' || !escapes(code, place, -1)) return null;
    const passed = code
      .map((_, other) => other)
      .filter((other) => other !== place && !escapes(code, place, other));
    // The first of them is the one from which all others are still passed.
    const join = passed.find((one) => passed.every((other) => other === one || !escapes(code, one, other)));
    return join === undefined || reachable(code, place, join).has(place) ? null : join;
  });
}

describe('the arms of a branch', () => {
  it('meet where they are bound to', () => {
    const way = fc.tuple(fc.nat(30), fc.nat(30), fc.boolean());
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.array(way, { maxLength: 10 }), (size, ways) => {
        const code = codeOf(size, ways);
        expect(joins(code)).toEqual(expected(code));
      }),
      { numRuns: 3000 },
    );
  });

  it('are found in long code', () => {
    const size = 30_000;
    const code = codeOf(
      size,
      Array.from({ length: size / 3 }, (_, each) => [3 * each, 3 * each + 2, false] as const),
    );
    const found = joins(code);
    expect([found[0], found[1], found[29_997]]).toEqual([2, null, 29_999]);
  });
});
