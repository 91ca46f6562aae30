/** Laws of relations: each operation is what it is on sets of pairs, written out naively. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSet } from '../../src/execution/event-set.js';
import { Relation } from '../../src/execution/relation.js';

type Pairs = readonly (readonly [number, number])[];

/** More than two words of a row, so that borders of words are met. */
const SIZES = fc.constantFrom(1, 5, 31, 32, 33, 64, 70);

const pairsOf = (size: number): fc.Arbitrary<Pairs> =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 2 * size });

const one = SIZES.chain((size) => fc.tuple(fc.constant(size), pairsOf(size)));
const two = SIZES.chain((size) => fc.tuple(fc.constant(size), pairsOf(size), pairsOf(size)));
const eventsOf = (size: number): fc.Arbitrary<readonly number[]> => fc.array(fc.nat(size - 1));

const sorted = (pairs: Pairs): Pairs =>
  [...new Map(pairs.map((pair) => [pair.join(), pair])).values()].sort(([a, b], [c, d]) => a - c || b - d);
const has = (pairs: Pairs, [from, to]: readonly [number, number]): boolean =>
  pairs.some(([a, b]) => a === from && b === to);
const sequence = (a: Pairs, b: Pairs): Pairs =>
  a.flatMap(([from, middle]) => b.filter(([next]) => next === middle).map(([, to]) => [from, to] as const));

function closure(pairs: Pairs): Pairs {
  for (let all = sorted(pairs); ; ) {
    const more = sorted([...all, ...sequence(all, pairs)]);
    if (more.length === all.length) return all;
    all = more;
  }
}

const shown = (relation: Relation): Pairs => [...relation.pairs()];

describe('a relation', () => {
  it('is the set of its pairs', () => {
    fc.assert(
      fc.property(one, ([size, pairs]) => {
        const relation = Relation.of(size, pairs);
        expect(shown(relation)).toEqual(sorted(pairs));
        expect(relation.isEmpty).toBe(pairs.length === 0);
        for (const [from, to] of pairs) expect(relation.has(from, to)).toBe(true);
        for (const event of [0, size - 1])
          expect(relation.from(event)).toEqual(
            sorted(pairs).flatMap(([from, to]) => (from === event ? [to] : [])),
          );
      }),
    );
  });

  it('has union, intersection and difference', () => {
    fc.assert(
      fc.property(two, ([size, a, b]) => {
        const [left, right] = [Relation.of(size, a), Relation.of(size, b)];
        expect(shown(left.union(right))).toEqual(sorted([...a, ...b]));
        expect(shown(left.intersection(right))).toEqual(sorted(a.filter((pair) => has(b, pair))));
        expect(shown(left.difference(right))).toEqual(sorted(a.filter((pair) => !has(b, pair))));
        expect(shown(left)).toEqual(sorted(a));
      }),
    );
  });

  it('has sequence and inverse', () => {
    fc.assert(
      fc.property(two, ([size, a, b]) => {
        const [left, right] = [Relation.of(size, a), Relation.of(size, b)];
        expect(shown(left.sequence(right))).toEqual(sorted(sequence(a, b)));
        expect(shown(left.inverse())).toEqual(sorted(a.map(([from, to]) => [to, from] as const)));
        const inverse = right.inverse().sequence(left.inverse());
        expect(shown(left.sequence(right).inverse())).toEqual(shown(inverse));
      }),
    );
  });

  it('has a transitive closure', () => {
    fc.assert(
      fc.property(one, ([size, pairs]) => {
        expect(shown(Relation.of(size, pairs).closure())).toEqual(closure(pairs));
      }),
    );
  });

  it('is restricted to sets, has a domain and a range', () => {
    const cases = one.chain(([size, pairs]) =>
      fc.tuple(fc.constant(size), fc.constant(pairs), eventsOf(size), eventsOf(size)),
    );
    fc.assert(
      fc.property(cases, ([size, pairs, some, others]) => {
        const relation = Relation.of(size, pairs);
        const [domain, range] = [EventSet.of(size, some), EventSet.of(size, others)];
        const kept = sorted(pairs.filter(([from, to]) => some.includes(from) && others.includes(to)));
        expect(shown(relation.restricted(domain, range))).toEqual(kept);
        const written = Relation.identity(domain).sequence(relation).sequence(Relation.identity(range));
        expect(shown(written)).toEqual(kept);
        expect([...relation.domain()]).toEqual([...relation.inverse().range()]);
        expect([...relation.range()]).toEqual([...new Set(pairs.map(([, to]) => to))].sort((a, b) => a - b));
        expect(shown(relation.filtered((from, to) => from < to))).toEqual(
          sorted(pairs.filter(([from, to]) => from < to)),
        );
      }),
    );
  });

  it('is acyclic where its closure is irreflexive, and else has a shortest cycle', () => {
    fc.assert(
      fc.property(one, ([size, pairs]) => {
        const relation = Relation.of(size, pairs);
        const cyclic = closure(pairs).some(([from, to]) => from === to);
        expect(relation.isAcyclic).toBe(!cyclic);
        expect(relation.closure().isIrreflexive).toBe(!cyclic);
        const cycle = relation.shortestCycle();
        expect(cycle === null).toBe(!cyclic);
        if (cycle === null) return;
        cycle.forEach((event, index) => {
          expect(relation.has(event, cycle[(index + 1) % cycle.length])).toBe(true);
        });
        // Nobody comes back to where it was in fewer steps.
        let power = relation;
        for (let length = 1; length < cycle.length; length++, power = power.sequence(relation))
          expect(power.isIrreflexive).toBe(true);
      }),
    );
  });
});

describe('a set of events', () => {
  it('has union, intersection and difference', () => {
    const cases = SIZES.chain((size) => fc.tuple(fc.constant(size), eventsOf(size), eventsOf(size)));
    fc.assert(
      fc.property(cases, ([size, some, others]) => {
        const [a, b] = [EventSet.of(size, some), EventSet.of(size, others)];
        const all = Array.from({ length: size }, (_, event) => event);
        const where = (holds: (event: number) => boolean): readonly number[] => all.filter(holds);
        expect([...a]).toEqual(where((event) => some.includes(event)));
        expect([...a.union(b)]).toEqual(where((event) => some.includes(event) || others.includes(event)));
        expect([...a.intersection(b)]).toEqual(
          where((event) => some.includes(event) && others.includes(event)),
        );
        expect([...a.difference(b)]).toEqual(
          where((event) => some.includes(event) && !others.includes(event)),
        );
        for (const event of all) expect(a.has(event)).toBe(some.includes(event));
      }),
    );
  });
});
