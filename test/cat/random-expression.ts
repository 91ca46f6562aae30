/** Random expressions of cat with what they mean, computed with the relations of src/execution. */
import fc from 'fast-check';
import { EventSet } from '../../src/execution/event-set.js';
import { Relation } from '../../src/execution/relation.js';

/** What names stand for. */
export interface Meaning {
  readonly size: number;
  readonly sets: Readonly<Record<string, EventSet>>;
  readonly relations: Readonly<Record<string, Relation>>;
}

/** An expression as text, and its value under a meaning. */
export interface RandomExpression<T> {
  readonly text: string;
  readonly value: (meaning: Meaning) => T;
}

type RandomSet = RandomExpression<EventSet>;
type RandomRelation = RandomExpression<Relation>;

export const STATIC_SETS = ['W', 'F', 'A'] as const;
export const STATIC_RELATIONS = ['po', 'loc', 'addr', 'rmw'] as const;
export const DYNAMIC_RELATIONS = ['rf', 'co', 'fr'] as const;

export const all = ({ size }: Meaning): EventSet =>
  EventSet.of(
    size,
    Array.from({ length: size }, (_, i) => i),
  );
const full = (meaning: Meaning): Relation => Relation.product(all(meaning), all(meaning));
const identity = (meaning: Meaning): Relation => Relation.identity(all(meaning));

function setOf(size: number, holds: (event: number) => boolean): EventSet {
  return EventSet.of(size, Array.from({ length: size }, (_, event) => event).filter(holds));
}

type Both<T> = (a: T, b: T, meaning: Meaning) => T;

const SET_OPERATORS: Readonly<Record<string, Both<EventSet>>> = {
  '|': (a, b) => a.union(b),
  '&': (a, b) => a.intersection(b),
  '\\': (a, b) => setOf(a.size, (event) => a.has(event) && !b.has(event)),
};

const OPERATORS: Readonly<Record<string, Both<Relation>>> = {
  '|': (a, b) => a.union(b),
  '&': (a, b) => a.intersection(b),
  '\\': (a, b) => a.difference(b),
  ';': (a, b) => a.sequence(b),
};

const POSTFIXES: Readonly<Record<string, (a: Relation, meaning: Meaning) => Relation>> = {
  '+': (a) => a.closure(),
  '*': (a, meaning) => a.closure().union(identity(meaning)),
  '?': (a, meaning) => a.union(identity(meaning)),
  '^-1': (a) => a.inverse(),
};

/** Relations by random expressions of so many levels. */
export const { relation: randomRelation } = fc.letrec<{ set: RandomSet; relation: RandomRelation }>(
  (tie) => ({
    set: fc.oneof(
      { maxDepth: 3 },
      fc
        .constantFrom(...STATIC_SETS)
        .map((name): RandomSet => ({ text: name, value: ({ sets }) => sets[name] })),
      fc.tuple(fc.constantFrom(...Object.keys(SET_OPERATORS)), tie('set'), tie('set')).map(
        ([operator, a, b]): RandomSet => ({
          text: `(${a.text} ${operator} ${b.text})`,
          value: (meaning) => SET_OPERATORS[operator](a.value(meaning), b.value(meaning), meaning),
        }),
      ),
      tie('set').map(
        (a): RandomSet => ({
          text: `~${a.text}`,
          value: (meaning) => setOf(meaning.size, (event) => !a.value(meaning).has(event)),
        }),
      ),
      tie('relation').map(
        (a): RandomSet => ({
          text: `domain(${a.text})`,
          value: (meaning) => a.value(meaning).domain(),
        }),
      ),
      tie('relation').map(
        (a): RandomSet => ({
          text: `range(${a.text})`,
          value: (meaning) => a.value(meaning).range(),
        }),
      ),
    ),
    relation: fc.oneof(
      { maxDepth: 5 },
      fc
        .constantFrom(...STATIC_RELATIONS, ...DYNAMIC_RELATIONS)
        .map((name): RandomRelation => ({ text: name, value: ({ relations }) => relations[name] })),
      { arbitrary: fc.constant<RandomRelation>({ text: 'id', value: identity }), weight: 1 },
      {
        weight: 4,
        arbitrary: fc.tuple(fc.constantFrom(...Object.keys(OPERATORS)), tie('relation'), tie('relation')).map(
          ([operator, a, b]): RandomRelation => ({
            text: `(${a.text} ${operator} ${b.text})`,
            value: (meaning) => OPERATORS[operator](a.value(meaning), b.value(meaning), meaning),
          }),
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom(...Object.keys(POSTFIXES)), tie('relation')).map(
          ([operator, a]): RandomRelation => ({
            text: `(${a.text})${operator}`,
            value: (meaning) => POSTFIXES[operator](a.value(meaning), meaning),
          }),
        ),
      },
      tie('relation').map(
        (a): RandomRelation => ({
          text: `~(${a.text})`,
          value: (meaning) => full(meaning).difference(a.value(meaning)),
        }),
      ),
      tie('set').map(
        (a): RandomRelation => ({
          text: `[${a.text}]`,
          value: (meaning) => Relation.identity(a.value(meaning)),
        }),
      ),
      {
        weight: 2,
        arbitrary: fc.tuple(tie('set'), tie('relation'), fc.boolean()).map(
          ([set, a, isBefore]): RandomRelation => ({
            text: isBefore ? `([${set.text}] ; ${a.text})` : `(${a.text} ; [${set.text}])`,
            value: (meaning) => {
              const mask = Relation.identity(set.value(meaning));
              return isBefore ? mask.sequence(a.value(meaning)) : a.value(meaning).sequence(mask);
            },
          }),
        ),
      },
      fc.tuple(tie('set'), tie('set')).map(
        ([a, b]): RandomRelation => ({
          text: `(${a.text} * ${b.text})`,
          value: (meaning) => Relation.product(a.value(meaning), b.value(meaning)),
        }),
      ),
    ),
  }),
);
