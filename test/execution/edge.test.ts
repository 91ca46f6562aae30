/** Cycles of edges that say why they are there: the shortest, with each edge as it was given. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edge, shortestCycle } from '../../src/execution/edge.js';
import { Relation } from '../../src/execution/relation.js';

const SIZE = 12;
const edge: fc.Arbitrary<Edge> = fc.record({
  from: fc.nat(SIZE - 1),
  to: fc.nat(SIZE - 1),
  relation: fc.record({ kind: fc.constantFrom('rf', 'co', 'fr') }),
});

describe('the shortest cycle of edges', () => {
  it('is as long as that of their relation, and goes through edges that were given', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), (edges) => {
        const relation = Relation.of(
          SIZE,
          edges.map(({ from, to }) => [from, to] as const),
        );
        const cycle = shortestCycle(edges);
        expect(cycle?.length ?? null).toBe(relation.shortestCycle()?.length ?? null);
        for (const [index, each] of (cycle ?? []).entries()) {
          expect(edges).toContain(each);
          expect(cycle?.[(index + 1) % cycle.length].from).toBe(each.to);
        }
      }),
    );
  });
});
