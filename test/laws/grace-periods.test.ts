/** Laws of RCU and SRCU on the machines, on random tests with them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { loadCat } from '../../src/cat/cat-model.js';
import { explore as exploreByEngine } from '../../src/engine/explore-query.js';
import { findExecution } from '../../src/engine/index.js';
import { axiomaticForm } from '../../src/models/axiomatic-form.js';
import { MACHINES } from '../../src/models/index.js';
import { LKMM_CAT } from '../../src/models/lkmm-text.js';
import type { WindowModel } from '../../src/models/model.js';
import { sc } from '../../src/models/sc.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { invariant } from '../../src/text/invariant.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions, UNROLLING } from '../../src/window/code.js';
import { type GraceTest, graceTests, inTurns, printGraceTest, rests } from './grace-periods.js';
import { listsWithReaders } from './lists.js';
import { load } from './searches.js';

const RUNS = {
  numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 40),
  seed: Number(process.env.SEED ?? 20180324),
};
/** Without reductions loops grow fast. */
const PLAIN_LIMITS = { states: 10_000, milliseconds: 250, megabytes: 1024 };

const LIMITS = { states: 200_000, milliseconds: 1000, megabytes: 1024 };

const { model: lkmm } = loadCat({ model: { name: 'lkmm.cat', text: LKMM_CAT } });

function searched(
  test: Test,
  model: WindowModel,
  reductions: Reductions = ALL_REDUCTIONS,
  atomics: 'lse' | 'llsc' = 'llsc',
): Exploration {
  const limits = reductions === NO_REDUCTIONS ? PLAIN_LIMITS : LIMITS;
  return explore(queryOf(test, model, { atomics, limits }), { reductions });
}

function textsOf({ states }: Pick<Exploration, 'states'>): readonly string[] {
  return states.map((state) => state.join()).sort();
}

function holds(check: (test: Test, threads: GraceTest) => void, numRuns = RUNS.numRuns): void {
  fc.assert(
    fc.property(graceTests(), (threads) => {
      check(load(printGraceTest(threads)), threads);
    }),
    { ...RUNS, numRuns },
  );
}

describe('tests with grace periods', () => {
  it("have no final states on a machine that the kernel's model forbids", () => {
    invariant(lkmm !== null, 'the model is well-formed');
    holds((test) => {
      const query = {
        ...queryOf(test, sc, { atomics: 'lse', limits: LIMITS }),
        program: test.programFor('lkmm'),
      };
      const solved = solveProgram(query, { goal: 'all', judges: catJudges(lkmm) });
      if (solved.limit !== null) return;
      const allowed = textsOf(solved);
      for (const model of MACHINES) {
        for (const atomics of ['lse', 'llsc'] as const)
          expect(allowed, model.name).toEqual(
            expect.arrayContaining([...textsOf(searched(test, model, ALL_REDUCTIONS, atomics))]),
          );
      }
    });
  });

  it('have on SC the final states that threads come to in turns, and get stuck where these do', () => {
    holds((test, threads) => {
      const found = searched(test, sc);
      const expected = inTurns(threads);
      const order = orderOf(test);
      expect(found.states.map((state) => order.map((each) => state[each]).join()).sort()).toEqual(
        expected.states,
      );
      if (!rests(threads)) expect(found.deadlocks > 0).toBe(expected.stuck);
    });
  });

  it('have the same final states and deadlocks without reductions', () => {
    holds((test) => {
      for (const model of MACHINES) {
        const plain = searched(test, model, NO_REDUCTIONS);
        if (plain.limit !== null) continue;
        const reduced = searched(test, model);
        expect(textsOf(reduced), model.name).toEqual(textsOf(plain));
        expect(reduced.deadlocks > 0, model.name).toBe(plain.deadlocks > 0);
      }
    });
  });

  it('have on each machine what those have that it includes', () => {
    holds((test) => {
      const found = new Map(MACHINES.map((model) => [model.name, textsOf(searched(test, model))]));
      for (const { name, includes } of MACHINES)
        for (const less of includes)
          expect(found.get(name), `${less} in ${name}`).toEqual(
            expect.arrayContaining([...(found.get(less) ?? [])]),
          );
    });
  });

  it('have executions to show', () => {
    holds((test) => {
      for (const model of MACHINES) {
        const query = queryOf(test, model, { atomics: 'llsc', limits: LIMITS });
        const { states, deadlocks } = explore(query);
        const state = states.at(-1);
        if (state === undefined) continue;
        const found = findExecution(query, 'state');
        invariant(found.kind === 'found', 'there is one');
        expect(found.execution.schedule?.some(({ action }) => action === 'grace')).toBe(true);
        if (deadlocks > 0) expect(findExecution(query, 'deadlock').kind).toBe('found');
      }
    }, RUNS.numRuns / 2);
  });
});

it('walks of lists in readers have the same final states by axioms, and where fetching stops after one round', () => {
  let compared = 0;
  fc.assert(
    fc.property(listsWithReaders(), (text) => {
      const test = load(text);
      for (const model of MACHINES) {
        const query = queryOf(test, model, { atomics: 'llsc', limits: LIMITS });
        const solved = exploreByEngine({ ...query, model: axiomaticForm(model) });
        if (solved.limit !== null) continue;
        for (const unrolling of [UNROLLING, { ...UNROLLING, predictions: 1 }]) {
          const found = explore(query, { unrolling });
          if (found.limit !== null) continue;
          expect(textsOf(found), `${model.name}, ${unrolling.predictions} rounds`).toEqual(textsOf(solved));
          compared += 1;
        }
      }
    }),
    RUNS,
  );
  expect(compared).toBeGreaterThan(RUNS.numRuns);
});

/** Where the values of the places and then of the registers stand in a final state. */
function orderOf({ question: { observables }, programFor }: Test): readonly number[] {
  const { locations, threads } = programFor('lkmm');
  const names = observables.map((each) =>
    each.kind === 'location'
      ? locations[each.location].name
      : `${each.thread}:${threads[each.thread].registers[each.register].name}`,
  );
  const registers = names.filter((name) => name.includes(':')).sort();
  return [...['x', 'y', 'z'], ...registers].map((name) => names.indexOf(name));
}
