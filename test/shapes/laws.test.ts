/** The laws of generated tests: forbidden on SC, named and read back, each once, and the same for both engines. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { DIALECTS } from '../../src/dialects/index.js';
import { loadTest } from '../../src/dialects/load.js';
import { sc } from '../../src/models/sc.js';
import {
  bareTest,
  canonical,
  cycleNamed,
  cycleOfEdges,
  edgesText,
  FAMILIES,
  type GeneratedCycles,
  generateCycles,
  nameOf,
  placed,
  recoverCycle,
  type ShapeCycle,
  VOCABULARIES,
  type Vocabulary,
  vocabularyOf,
} from '../../src/shapes/index.js';
import { beginnings, rotated } from '../../src/shapes/shape-cycle.js';
import { machinesAsTheirAxioms } from '../laws/machine-law.js';
import { Searches } from '../laws/searches.js';
import { decided } from './decided.js';

const { limits } = DEFAULT_SETTINGS;

/** For each dialect the edges that sets are generated of. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  C: [
    'po',
    'mb',
    'wmb',
    'rmb',
    'sync',
    'rcu',
    'rel',
    'acq',
    'addr',
    'data',
    'ctrl',
    'rfi',
    'fri',
    'coi',
    'rmw',
  ],
  AArch64: [
    'po',
    'dmb.sy',
    'dmb.ld',
    'rel',
    'acq',
    'addr',
    'data',
    'ctrl',
    'ctrlisb',
    'rfi',
    'fri',
    'coi',
    'amo.swp',
    'amo.cas',
    'amo.ldadd',
    'amo.stadd',
    'lxsx',
  ],
  X86: ['po', 'mfence', 'rfi', 'fri', 'coi', 'rmw'],
  X86_64: ['po', 'mfence', 'rfi', 'fri', 'coi', 'rmw'],
  RISCV: [
    'po',
    'fence.rw.rw',
    'fence.r.rw',
    'rel',
    'acq',
    'addr',
    'data',
    'ctrl',
    'ctrlfencei',
    'rfi',
    'coi',
    'amo',
    'lxsx',
    'fence.i',
  ],
  PPC: ['po', 'sync', 'lwsync', 'addr', 'data', 'ctrl', 'ctrlisync', 'rfi', 'fri', 'coi'],
  ARM: ['po', 'dmb', 'dmb.st', 'addr', 'data', 'ctrl', 'ctrlisb', 'rfi', 'fri', 'coi', 'lxsx'],
};

/** Every n-th of a list, so that all of its length is looked at in a bounded time. */
function some<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0);
}

/** Whether each value is computed of the one before, all the way round: the engine finds no such execution. */
function isRingOfValues({ edges }: ShapeCycle): boolean {
  return edges.every(
    ({ row }) =>
      (row.kind === 'communication' && row.relation === 'rf') ||
      (row.kind === 'dependency' && row.on === 'data'),
  );
}

function setOf(vocabulary: Vocabulary): GeneratedCycles['cycles'] {
  const edges = EDGES[vocabulary.dialect];
  const single = generateCycles({ threads: 3, edges, size: null, limit: 20_000 }, vocabulary);
  const chains = generateCycles({ threads: 2, edges, size: 6, limit: 20_000 }, vocabulary);
  return [...some(single.cycles, 70), ...some(chains.cycles, 70)];
}

describe.each(VOCABULARIES.map((each) => [each.dialect, each] as const))('%s', (_, vocabulary) => {
  const cycles = setOf(vocabulary);

  it('has tests that SC forbids', () => {
    expect(cycles.length).toBeGreaterThan(60);
    const allowed = cycles.filter(
      ({ cycle }) => decided(bareTest(cycle, vocabulary), sc, { atomics: 'lse', limits }) !== 'forbidden',
    );
    expect(allowed.map(({ name }) => name)).toEqual([]);
  });

  it('reads each name, and each list of edges, as the cycle that has it', () => {
    for (const { name, cycle } of cycles) {
      const read = cycleNamed(name, vocabulary);
      expect(read.kind === 'cycle' ? edgesText(read.cycle, vocabulary) : read.fault, name).toBe(
        edgesText(cycle, vocabulary),
      );
      const written = cycleOfEdges(edgesText(cycle, vocabulary), vocabulary);
      expect(written.kind === 'cycle' ? written.name : written.fault).toBe(name);
    }
  });

  it('finds the cycle of each test in its threads and condition', () => {
    for (const { name, cycle } of cycles) {
      if (isRingOfValues(cycle)) continue;
      const { test, diagnostics } = loadTest({ name, text: bareTest(cycle, vocabulary) });
      expect(diagnostics, name).toEqual([]);
      const found = test && recoverCycle(test, vocabulary, limits);
      if (found?.kind !== 'cycle') expect(found, name).toBeNull();
      else {
        expect(found.differences, name).toEqual([]);
        expect(nameOf(found.cycle, vocabulary)).toBe(name);
      }
    }
  });

  it('names a cycle alike wherever it begins, and generates it once', () => {
    const seen = new Map<string, string>();
    for (const { name, cycle } of cycles) {
      for (const at of beginnings(cycle)) {
        const turned = rotated(cycle, at);
        expect(nameOf(turned, vocabulary)).toBe(name);
        expect(edgesText(canonical(turned, vocabulary), vocabulary)).toBe(edgesText(cycle, vocabulary));
        const text = edgesText(turned, vocabulary);
        expect(seen.get(text) ?? name).toBe(name);
        seen.set(text, name);
      }
    }
  });

  it('has the same states for the machines and for their axioms', () => {
    for (const { cycle, name } of some(cycles, 30)) {
      const text = bareTest(cycle, vocabulary);
      expect(machinesAsTheirAxioms(new Searches(text)), name).toBeNull();
    }
  });
});

it('has edges of every dialect', () => {
  expect(VOCABULARIES.map(({ dialect }) => dialect).sort()).toEqual(DIALECTS.map(({ name }) => name).sort());
});

it('makes a test of every shape in every dialect, which SC forbids', () => {
  for (const vocabulary of VOCABULARIES) {
    for (const { name } of FAMILIES) {
      const found = cycleNamed(name, vocabulary);
      if (found.kind === 'fault') expect(found.fault, name).toBe('');
      else {
        const text = bareTest(found.cycle, vocabulary);
        expect(decided(text, sc, { atomics: 'lse', limits }), `${vocabulary.dialect} ${name}`).toBe(
          'forbidden',
        );
        expect(found.name).toBe(name);
      }
    }
  }
});

it('generates every cycle of two edges a thread that there is', () => {
  // By hand: two threads, one edge each, of po alone: W/R at both ends, so that communication closes them.
  const vocabulary = vocabularyOf('C');
  if (vocabulary === null) throw new Error('no vocabulary');
  const { cycles, complete } = generateCycles(
    { threads: 2, edges: ['po'], size: null, limit: 100 },
    vocabulary,
  );
  expect(complete).toBe(true);
  expect(cycles.map(({ name }) => name)).toEqual(['2+2W', 'LB', 'MP', 'R', 'S', 'SB']);
  const limited = generateCycles({ threads: 2, edges: ['po'], size: null, limit: 5 }, vocabulary);
  expect(limited.complete).toBe(false);
  expect(limited.cycles).toHaveLength(5);
});

const WORDS = ['PodRR', 'PodRW', 'PodWR', 'PodWW', 'Rfe', 'Fre', 'Coe'];

function isExternal(word: string): boolean {
  return word.endsWith('e');
}

/** All lists of words up to a length, with at most three that lead to another thread. */
function* lists(length: number, begun: readonly string[] = []): Generator<readonly string[]> {
  yield begun;
  if (begun.length === length) return;
  const full = begun.filter(isExternal).length === 3;
  for (const word of WORDS) {
    if (!full || !isExternal(word)) yield* lists(length, [...begun, word]);
  }
}

/** Whether a list is of one edge a thread, and each thread of one access a write that is read. */
function isProper(list: readonly string[]): boolean {
  return (
    list.filter(isExternal).length > 1 &&
    isExternal(list[list.length - 1]) &&
    list.every((word, at) => {
      const next = list[(at + 1) % list.length];
      return isExternal(word) ? !isExternal(next) || (word !== 'Rfe' && next === 'Rfe') : isExternal(next);
    })
  );
}

it('generates what there is among all lists of edges', () => {
  const vocabulary = vocabularyOf('C');
  if (vocabulary === null) throw new Error('no vocabulary');
  const names = new Set<string>();
  for (const list of lists(6)) {
    const found = isProper(list) ? cycleOfEdges(list.join(' '), vocabulary) : null;
    if (found?.kind === 'cycle' && !returns(found.cycle)) names.add(found.name);
  }
  const { cycles } = generateCycles({ threads: 3, edges: ['po'], size: null, limit: 1000 }, vocabulary);
  expect(cycles.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(names.size).toBeGreaterThan(20);
});

/** Whether a thread comes back to a location. */
function returns(cycle: ShapeCycle): boolean {
  const places = placed(cycle);
  if ('fault' in places) return true;
  return places.accesses.some(({ thread, location }, index) =>
    places.accesses.some(
      (other, later) =>
        later > index + 1 &&
        other.thread === thread &&
        other.location === location &&
        places.accesses.slice(index, later).some((between) => between.location !== location),
    ),
  );
}
