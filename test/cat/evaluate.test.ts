/** The evaluator against relations computed plainly: complete executions, intervals, and what is known at a search's root. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatBase } from '../../src/cat/cat-base.js';
import { CatCompiler } from '../../src/cat/cat-compiler.js';
import { LOWER, UPPER } from '../../src/cat/cat-handles.js';
import { CatInstance } from '../../src/cat/cat-instance.js';
import { type CatModel, loadCat } from '../../src/cat/cat-model.js';
import { EventSet } from '../../src/execution/event-set.js';
import { Relation } from '../../src/execution/relation.js';
import { invariant } from '../../src/text/invariant.js';
import {
  DYNAMIC_RELATIONS,
  type Meaning,
  randomRelation,
  STATIC_RELATIONS,
  STATIC_SETS,
} from './random-expression.js';
import { bits } from './skeleton.js';

const RUNS = { numRuns: 400, seed: 20181117 };
/** Sizes with one word a row, with a full word, and with two. */
const SIZES = fc.constantFrom(1, 3, 5, 7, 32, 35);

function modelOf(text: string): CatModel {
  const { model, diagnostics } = loadCat({ model: { name: 'random.cat', text } });
  invariant(model !== null, JSON.stringify(diagnostics.map(({ code }) => code)));
  return model;
}

/** A dice that is thrown the same way each time. */
function dice(seed: number): (chance: number) => boolean {
  let state = seed | 0;
  return (chance) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24 < chance;
  };
}

function randomPairs(size: number, isIn: () => boolean): Relation {
  const events = Array.from({ length: size }, (_, event) => event);
  const pairs = events.flatMap((a) => events.map((b) => [a, b] as const));
  return Relation.of(
    size,
    pairs.filter(() => isIn()),
  );
}

/** Random sets and relations; fr is what rf and co make it. */
function randomMeaning(size: number, seed: number): Meaning {
  const roll = dice(seed);
  const density = roll(0.3) ? 0 : 1.2 / size;
  const relations: Record<string, Relation> = {};
  for (const name of STATIC_RELATIONS) relations[name] = randomPairs(size, () => roll(1.2 / size));
  for (const name of ['rf', 'co']) relations[name] = randomPairs(size, () => roll(density));
  relations.fr = relations.rf.inverse().sequence(relations.co);
  const sets: Record<string, EventSet> = {};
  const events = Array.from({ length: size }, (_, event) => event);
  for (const name of STATIC_SETS)
    sets[name] = EventSet.of(
      size,
      events.filter(() => roll(0.6)),
    );
  return { size, sets, relations };
}

/** Bounds around the dynamic relations of a meaning, written over `base`: the closer to 1, the closer to them. */
function setBounds(
  base: CatBase,
  { size, relations }: Meaning,
  roll: (chance: number) => boolean,
  chance: number,
) {
  for (const name of DYNAMIC_RELATIONS) {
    const exact = relations[name];
    const lower = exact.filtered(() => roll(chance));
    const upper = exact.union(randomPairs(size, () => roll((1 - chance) * 0.4)));
    base.dynamic[name].lower.set(bits(size, [...lower.pairs()]));
    base.dynamic[name].upper.set(bits(size, [...upper.pairs()]));
  }
}

function baseOf({ size, sets, relations }: Meaning): CatBase {
  const width = Math.ceil(size / 32);
  const none = () => ({ lower: new Int32Array(size * width), upper: new Int32Array(size * width) });
  return {
    size,
    set: (name) => (name in sets ? rowOf(size, sets[name]) : null),
    relation: (name) => (name in relations ? bits(size, [...relations[name].pairs()]) : null),
    dynamic: { rf: none(), co: none(), fr: none() },
  };
}

function rowOf(size: number, set: EventSet): Int32Array {
  const row = new Int32Array(Math.ceil(size / 32));
  for (const event of set) row[event >>> 5] |= 1 << (event & 31);
  return row;
}

/** What lies at a place, as pairs. */
function read(compiler: CatCompiler, place: number): readonly string[] {
  const { mem, size, width } = compiler.runner;
  const events = Array.from({ length: size }, (_, event) => event);
  return events.flatMap((a) =>
    events
      .filter((b) => (mem[place + a * width + (b >>> 5)] & (1 << (b & 31))) !== 0)
      .map((b) => `${a} ${b}`),
  );
}

const shown = (relation: Relation): readonly string[] => [...relation.pairs()].map(([a, b]) => `${a} ${b}`);

function expectWithin(lower: readonly string[], exact: readonly string[], upper: readonly string[]): void {
  const [inExact, inUpper] = [new Set(exact), new Set(upper)];
  expect(lower.filter((pair) => !inExact.has(pair))).toEqual([]);
  expect(exact.filter((pair) => !inUpper.has(pair))).toEqual([]);
}

/** Asks a model of one check and one flag, `raised`, before and after the bounds have come to a meaning. */
function expectAnswers(
  model: CatModel,
  meaning: Meaning,
  seed: number,
  holds: boolean,
  isSettled: boolean,
): void {
  const base = baseOf(meaning);
  setBounds(base, meaning, dice(seed), 0.5);
  const instance = new CatInstance(model, base);
  if (isSettled) instance.settle();
  // A check that some bound fails is failed by everything within it.
  if (holds) expect(instance.violated()).toBe(-1);
  else instance.violated();
  setBounds(base, meaning, dice(seed), 1);
  instance.changed();
  expect(instance.violated()).toBe(holds ? -1 : 0);
  expect(instance.flagsRaised()).toEqual(holds ? ['raised'] : []);
  if (holds) expect(instance.flagsPossible()).toEqual(['raised']);
}

describe('evaluation', () => {
  it('gives what the operators mean, on complete executions', () => {
    fc.assert(
      fc.property(randomRelation, SIZES, fc.integer(), ({ text, value }, size, seed) => {
        const meaning = randomMeaning(size, seed);
        const model = modelOf(`irreflexive ${text}`);
        const base = baseOf(meaning);
        setBounds(base, meaning, dice(seed), 1);
        const compiler = new CatCompiler(model, base);
        const [{ node }] = model.axioms;
        const exact = shown(value(meaning));
        expect(read(compiler, compiler.placeAtRoot(node, LOWER))).toEqual(exact);
        expect(read(compiler, compiler.placeAtRoot(node, UPPER))).toEqual(exact);
        const place = compiler.placeInCode(node, LOWER);
        compiler.runner.run(compiler.code, 0, compiler.code.length);
        expect(read(compiler, place)).toEqual(exact);
      }),
      RUNS,
    );
  });

  it('keeps what is meant between its bounds, as they come closer', () => {
    fc.assert(
      fc.property(randomRelation, SIZES, fc.integer(), ({ text, value }, size, seed) => {
        const meaning = randomMeaning(size, seed);
        const model = modelOf(`irreflexive ${text}`);
        const base = baseOf(meaning);
        const exact = shown(value(meaning));
        const [{ node }] = model.axioms;
        setBounds(base, meaning, dice(seed), 0.5);
        const compiler = new CatCompiler(model, base);
        const upper = read(compiler, compiler.placeAtRoot(node, UPPER));
        expectWithin(read(compiler, compiler.placeAtRoot(node, LOWER)), exact, upper);
        const place = compiler.placeInCode(node, LOWER);
        compiler.runner.run(compiler.code, 0, compiler.code.length);
        expectWithin(read(compiler, place), exact, upper);
        setBounds(base, meaning, dice(seed), 1);
        compiler.runner.run(compiler.code, 0, compiler.code.length);
        expect(read(compiler, place)).toEqual(exact);
      }),
      RUNS,
    );
  });

  it('answers a check alike with and without the root of a search, and settles none that fails', () => {
    const checks = fc.constantFrom('acyclic', 'irreflexive', 'empty', '~empty', '~acyclic');
    fc.assert(
      fc.property(randomRelation, checks, SIZES, fc.integer(), ({ text, value }, check, size, seed) => {
        const meaning = randomMeaning(size, seed);
        const exact = value(meaning);
        const test = { acyclic: exact.isAcyclic, irreflexive: exact.isIrreflexive, empty: exact.isEmpty };
        const holds = test[check.replace('~', '') as 'empty'] !== check.startsWith('~');
        const model = modelOf(`${check} ${text}  flag ${check} ${text} as raised`);
        for (const isSettled of [false, true]) expectAnswers(model, meaning, seed, holds, isSettled);
      }),
      RUNS,
    );
  });
});

const everything = (size: number): EventSet =>
  EventSet.of(
    size,
    Array.from({ length: size }, (_, event) => event),
  );

describe('a recursion', () => {
  /** The value of the last relation of a text on a random skeleton, and the meaning. */
  function last(text: string, seed: number): readonly [readonly string[], Meaning] {
    const meaning = randomMeaning(6, seed);
    const base = baseOf(meaning);
    setBounds(base, meaning, dice(seed), 1);
    const model = modelOf(text);
    const compiler = new CatCompiler(model, base);
    return [read(compiler, compiler.placeAtRoot(model.axioms[0].node, LOWER)), meaning];
  }

  it.each([1, 2, 3, 4, 5])('that composes a relation with itself is its closure (%i)', (seed) => {
    const [found, { relations }] = last('let rec r = rf | co | (r ; r)  acyclic r', seed);
    expect(found).toEqual(shown(relations.rf.union(relations.co).closure()));
  });

  it.each([1, 2, 3, 4, 5])('may be of several relations, and of sets (%i)', (seed) => {
    const text = `
      let rec even = id | (odd ; rf)
      and odd = even ; rf
      let rec reached = domain(po) | range([reached] ; co)
      acyclic odd ; [reached]`;
    const [found, { relations, size }] = last(text, seed);
    const { rf, co, po } = relations;
    const twice = rf.sequence(rf).closure();
    const odd = rf.union(twice.sequence(rf));
    const reached = po.domain().union(co.closure().restricted(po.domain(), everything(size)).range());
    expect(found).toEqual(shown(odd.sequence(Relation.identity(reached))));
  });

  it('may have another one in it', () => {
    const text = 'let rec r = po | (let rec s = r | (s ; r) in s ; co)  acyclic r';
    const [found, { relations }] = last(text, 3);
    // Computed by hand, as often as anything changes.
    let r = Relation.of(6);
    for (let before = -1; before !== shown(r).length; ) {
      before = shown(r).length;
      r = relations.po.union(r.closure().sequence(relations.co));
    }
    expect(found).toEqual(shown(r));
  });
});
