/**
 * Published tests: those whose own names are names of shapes have the cycle that the name says, and a test that is made of that cycle
 * has the final states that herd7 found for the published one. Skipped where the tests are not at hand.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest } from '../../src/dialects/load.js';
import { explore } from '../../src/engine/explore-query.js';
import { armv8 } from '../../src/models/armv8.js';
import { lkmm } from '../../src/models/lkmm.js';
import type { Model } from '../../src/models/model.js';
import { power } from '../../src/models/power.js';
import { riscv } from '../../src/models/riscv.js';
import { tso } from '../../src/models/tso.js';
import type { Observable } from '../../src/program/condition.js';
import type { Program } from '../../src/program/program.js';
import {
  canonical,
  edgesText,
  parseEdges,
  parseName,
  placed,
  recoverCycle,
  type ShapeCycle,
  type Vocabulary,
  vocabularyOf,
} from '../../src/shapes/index.js';

const SHARED = join(import.meta.dirname, '../../../shared');

/** Every so many tests of a folder, since all of them take minutes; `PINLITMUS_SHAPES_EVERY=1` looks at all. */
const EVERY = Number(process.env.PINLITMUS_SHAPES_EVERY ?? 10);

/** The folders, their models, and how many of each hundred tests are named and compared at least; others have locks, exclusives, or ask for more than a state. */
const FOLDERS = [
  { folder: 'corpus/aarch64', model: armv8, named: 70, compared: 70 },
  { folder: 'corpus/riscv', model: riscv, named: 70, compared: 70 },
  { folder: 'corpus/x86', model: tso, named: 5, compared: 10 },
  { folder: 'corpus/c', model: lkmm, named: 45, compared: 45 },
  { folder: 'corpus-next/ppc', model: power, named: 15, compared: 45 },
] as const;

type States = readonly Readonly<Record<string, string>>[];

interface Expected {
  readonly file: string;
  readonly states?: States;
  readonly models?: Readonly<Record<string, { readonly states?: States }>>;
}

function expectedOf(folder: string): ReadonlyMap<string, Expected> {
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line): [string, Expected] => [JSON.parse(line).file, JSON.parse(line)]));
}

/** A published test whose cycle was found in it. */
interface Published {
  readonly file: string;
  readonly text: string;
  readonly vocabulary: Vocabulary;
  readonly cycle: ShapeCycle;
}

/** The tests of a folder that are cycles and nothing else. */
function cyclesIn(folder: string): readonly Published[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.litmus'));
  return files.flatMap((file, index): readonly Published[] => {
    if (index % EVERY !== 0) return [];
    const text = readFileSync(join(folder, file), 'utf8');
    const { test } = loadTest({ name: file, text });
    const vocabulary = test && vocabularyOf(test.dialect);
    if (test === null || !vocabulary) return [];
    const found = recoverCycle(test, vocabulary, DEFAULT_SETTINGS.limits);
    if (found.kind === 'none' || found.differences.length > 0) return [];
    return [{ file, text, vocabulary, cycle: found.cycle }];
  });
}

/** The cycles that the name of a file may mean, as edges; null where it is none of a shape. */
function cyclesOfName({ file, vocabulary }: Published): readonly string[] | null {
  const reading = parseName(file, vocabulary);
  if (reading.kind !== 'read') return null;
  return reading.cycles.map((each) => edgesText(canonical(each, vocabulary), vocabulary));
}

/** diy7's C tests with a control dependency compute the condition and branch on nothing. */
function hasLostBranch({ text }: Published): boolean {
  return /^\tr\d = \(r\d != 0\);$/m.test(text);
}

/** The cycle as the published test has it, begun at its first thread; null where that is not written in it. */
function cycleAsWritten({ text, vocabulary, cycle }: Published): ShapeCycle | null {
  const line = /^Orig=(.*)$/m.exec(text)?.[1] ?? /^"([A-Z][^"]* [^"]*)"$/m.exec(text)?.[1];
  const written = line === undefined ? null : parseEdges(line, vocabulary);
  if (written === null || 'fault' in written) return null;
  // What contradicts coherence is written with other values.
  if (written.edges.every(({ same: one }) => one)) return null;
  const same = edgesText(canonical(written, vocabulary), vocabulary) === edgesText(cycle, vocabulary);
  return same ? written : null;
}

/** The registers that each thread reads into, in turn. */
function readsOf({ threads }: Program): readonly (readonly number[])[] {
  return threads.map(({ code }) =>
    code.flatMap((each) =>
      (each.kind === 'read' || each.kind === 'update') && each.target !== null ? [each.target] : [],
    ),
  );
}

/** What each thread does in turn, and whether locations hold 0 first: as in a test that is made, if its threads stand in that order. */
function outline({ threads, locations }: Program): string {
  const kinds = threads.map(({ code }) => code.filter((each) => 'address' in each).map(({ kind }) => kind));
  return JSON.stringify([kinds, locations.every(({ initial }) => initial === 0n)]);
}

/** What a test that was made calls what a published one observes: `locations` by what theirs are called, and what the same access reads. */
function counterpart(
  name: string,
  published: Program,
  made: Program,
  locations: ReadonlyMap<string, number>,
): Observable | null {
  const [number, register] = name.split(':');
  if (register === undefined) {
    const location = locations.get(name);
    return location === undefined ? null : { kind: 'location', name, location };
  }
  const thread = Number(number);
  const isOf =
    (word: string): ((each: { readonly name: string }) => boolean) =>
    ({ name: own }) =>
      own.toLowerCase() === word.toLowerCase();
  const own = published.threads[thread].registers.findIndex(isOf(register));
  const place = readsOf(published)[thread].indexOf(own);
  const target =
    made.instructions === null
      ? made.threads[thread].registers.findIndex(isOf(register))
      : (readsOf(made)[thread][place] ?? -1);
  return target === -1 ? null : { kind: 'register', name, thread, register: target };
}

/** Each way that names may be locations: the tools give names to locations in orders of their own. */
function assignments(names: readonly string[], count: number): readonly ReadonlyMap<string, number>[] {
  const [first, ...rest] = names;
  if (first === undefined) return [new Map()];
  return assignments(rest, count).flatMap((map) =>
    Array.from({ length: count }, (_, location) => location)
      .filter((location) => ![...map.values()].includes(location))
      .map((location) => new Map([...map, [first, location]])),
  );
}

/** The states of a test made of the cycle, each way that the published one may observe them; null where they cannot be compared. */
function statesMade(each: Published, names: readonly string[], model: Model): readonly string[] | null {
  const cycle = cycleAsWritten(each);
  const places = cycle && placed(cycle);
  if (cycle === null || places === null || 'fault' in places) return null;
  const text = `${each.vocabulary.dialect} made\n${each.vocabulary.write(cycle, places)}`;
  const [published, made] = [each.text, text].map((one) => loadTest({ name: 'test', text: one }).test);
  if (!published || !made) throw new Error(`cannot be read: ${text}`);
  const [theirs, ours] = [published, made].map((test) => test.programFor(model.architecture('lse')));
  if (outline(theirs) !== outline(ours)) return null;
  const { limits } = DEFAULT_SETTINGS;
  const found = assignments(
    names.filter((name) => !name.includes(':')),
    ours.locations.length,
  ).map((locations) => {
    const observables = names.map((name) => counterpart(name, theirs, ours, locations));
    if (!observables.every((one) => one !== null)) return null;
    const { states } = explore({ program: ours, model, target: { observables, filter: null }, limits });
    return sorted(states.map((state) => state.join()));
  });
  return found.every((one) => one !== null) && found.length > 0 ? found : null;
}

function sorted(states: readonly string[]): string {
  return [...states].sort().join(' ');
}

describe.each(FOLDERS)('$folder', ({ folder, model, named, compared }) => {
  const path = join(SHARED, folder);
  const isThere = existsSync(path);
  let tests: readonly Published[] = [];
  let all = 0;

  beforeAll(() => {
    if (!isThere) return;
    tests = cyclesIn(path);
    all = readdirSync(path).length / EVERY;
  }, 600_000);

  it('has the cycles that its names say', ({ skip }) => {
    skip(!isThere, 'the published tests are not here');
    const readable = tests.flatMap((each) => {
      const names = hasLostBranch(each) ? null : cyclesOfName(each);
      return names === null ? [] : [{ ...each, names }];
    });
    const wrong = readable.filter(
      ({ names, cycle, vocabulary }) => !names.includes(edgesText(cycle, vocabulary)),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
    expect(readable.length).toBeGreaterThan((all * named) / 100);
  });

  it('has the states that tests made of its cycles have', { timeout: 600_000 }, ({ skip }) => {
    skip(!isThere, 'the published tests are not here');
    const expected = expectedOf(path);
    const wrong: string[] = [];
    let count = 0;
    for (const each of tests.filter((one) => !hasLostBranch(one) && !/\+(?:REAL|realdata)/.test(one.file))) {
      const entry = expected.get(each.file);
      const states = entry?.models === undefined ? entry?.states : entry.models[model.name]?.states;
      // Tests by hand have values of their own.
      const isNumbered = (value: string): boolean => /^\d$/.test(value);
      if (!states?.length || !states.every((state) => Object.values(state).every(isNumbered))) continue;
      const names = Object.keys(states[0]);
      const made = statesMade(each, names, model);
      if (made === null) continue;
      count++;
      const published = sorted(states.map((state) => names.map((name) => state[name]).join()));
      if (!made.includes(published)) wrong.push(`${each.file}: ${made.join(' or ')}, published ${published}`);
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan((all * compared) / 100);
  });
});
