/** Laws that hold for every program, checked on random ones. A counterexample prints as a litmus test. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { armv8 } from '../../src/models/armv8.js';
import type { WindowModel } from '../../src/models/model.js';
import { pso } from '../../src/models/pso.js';
import { riscv } from '../../src/models/riscv.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import type { Architecture } from '../../src/program/program.js';
import type { Test } from '../../src/program/test.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from '../../src/window/code.js';
import { referenceStates } from '../reference/reference.js';
import type { Generated } from './generate.js';
import { EVERYTHING, print, programs } from './generate.js';

const LIMITS = { states: 2_000_000, milliseconds: 60_000, megabytes: 2048 };
/** Fixed, so that the tests fail or pass by the code alone, and that the laws are given the same programs; the fuzzer goes further. */
const RUNS = { numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 150), seed: 20190108 };

function load(text: string): Test {
  const { test, diagnostics } = loadTest({ name: 'generated.litmus', text });
  if (test === null) throw new Error(`${JSON.stringify(diagnostics.map((each) => each.code))}\n${text}`);
  return test;
}

const known = new Map<string, readonly string[]>();

/** The final states of a litmus text on a model, a sorted line each; laws that are given the same texts share them. */
function states(
  text: string,
  model: WindowModel,
  atomics: 'lse' | 'llsc' = 'lse',
  reductions = ALL_REDUCTIONS,
): readonly string[] {
  const key = [model.name, atomics, reductions === ALL_REDUCTIONS, text].join('\n');
  const old = known.get(key);
  if (old !== undefined) return old;
  const found = search(text, model, atomics, reductions);
  known.set(key, found);
  return found;
}

function search(
  text: string,
  model: WindowModel,
  atomics: 'lse' | 'llsc',
  reductions: Reductions,
): readonly string[] {
  const test = load(text);
  const result = explore(queryOf(test, model, { atomics, limits: LIMITS }), { reductions });
  expect(result.limit, text).toBeNull();
  expect(result.badAddresses, text).toEqual([]);
  return result.states.map((state) => state.join()).sort();
}

function reference(text: string, model: 'sc' | 'tso'): readonly string[] {
  const test = load(text);
  const architecture: Architecture = 'x86';
  return referenceStates(test.programFor(architecture), model, test.question.observables);
}

/** Checks that everything in `smaller` is in `larger`. */
function expectWithin(smaller: readonly string[], larger: readonly string[], text: string): void {
  const all = new Set(larger);
  expect(
    smaller.filter((state) => !all.has(state)),
    text,
  ).toEqual([]);
}

function always(property: (text: string, program: Generated) => void, vocabulary = EVERYTHING): void {
  fc.assert(
    fc.property(programs(vocabulary), (program) => {
      property(print(program), program);
    }),
    RUNS,
  );
}

describe('the machine', () => {
  it('agrees with plain interleaving on SC', () => {
    always((text) => expect(states(text, sc), text).toEqual(reference(text, 'sc')));
  });

  it('agrees with explicit store buffers on x86-TSO', () => {
    always((text) => expect(states(text, tso), text).toEqual(reference(text, 'tso')));
  });

  it('is caught when x86-TSO loses its fence rule', () => {
    const broken: WindowModel = {
      ...tso,
      rules: tso.rules.filter((rule) => !rule.clause.startsWith('MFENCE')),
    };
    const text = print({
      threads: [
        ['WRITE_ONCE(*x, 1);', 'smp_mb();', 'r0 = READ_ONCE(*y);'],
        ['WRITE_ONCE(*y, 1);', 'smp_mb();', 'r0 = READ_ONCE(*x);'],
      ],
    });
    expect(states(text, tso)).toEqual(reference(text, 'tso'));
    expect(search(text, broken, 'lse', ALL_REDUCTIONS)).not.toEqual(reference(text, 'tso'));
  });
});

describe('the models', () => {
  it('allow whatever SC allows, and on PSO whatever x86-TSO allows', () => {
    always((text) => {
      const strong = states(text, sc);
      const buffered = states(text, tso);
      expectWithin(strong, buffered, text);
      expectWithin(buffered, states(text, pso), text);
      expectWithin(strong, states(text, riscv), text);
      expectWithin(strong, states(text, armv8), text);
      expectWithin(strong, states(text, armv8, 'llsc'), text);
    });
  });

  it('allow on Armv8 whatever x86-TSO allows, without read-modify-writes and release-acquire pairs', () => {
    always((text) => expectWithin(states(text, tso), states(text, armv8), text), {
      updates: false,
      annotations: false,
      conditionals: true,
    });
  });

  it('never gain a state from one more barrier', () => {
    fc.assert(
      fc.property(
        programs(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('smp_mb();', 'smp_rmb();', 'smp_wmb();'),
        (program, at, where, fence) => {
          const thread = at % program.threads.length;
          const statements = program.threads[thread];
          const fenced = {
            threads: program.threads.with(
              thread,
              statements.toSpliced(where % (statements.length + 1), 0, fence),
            ),
          };
          for (const model of [sc, tso, pso, armv8, riscv]) {
            expectWithin(states(print(fenced), model), states(print(program), model), print(fenced));
          }
        },
      ),
      RUNS,
    );
  });

  it('give the same states to renamed locations and, thread by thread, to reordered threads', () => {
    always((text, program) => {
      const reversed = print({ threads: program.threads.toReversed() });
      for (const model of [sc, tso, pso, armv8, riscv]) {
        const own = states(text, model);
        expect(states(print(program, ['first', 'second']), model).length, text).toBe(own.length);
        expect(states(reversed, model).length, text).toBe(own.length);
      }
    });
  });
});

describe('every reduction', () => {
  it('leaves the sets of final states as they are', () => {
    always((text) => {
      for (const model of [sc, tso, pso, armv8, riscv]) {
        expect(states(text, model), text).toEqual(states(text, model, 'lse', NO_REDUCTIONS));
      }
    });
  });
});
