/**
 * Laws that hold of every test, whatever its dialect. Each takes a litmus text and says what is wrong, or null; a run
 * that hits a limit proves nothing and is passed over. The property tests here and test/fuzz share them.
 */

import { breaches } from '../../src/check/inclusion.js';
import type { Settings } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { loadTest } from '../../src/dialects/load.js';
import { MODELS } from '../../src/models/index.js';
import type { Model } from '../../src/models/model.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import { satisfies } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import { within } from '../../src/query/cut-off.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from '../../src/window/code.js';
import { refer } from '../reference/reference.js';
import { commandsAgree } from './commands.js';
import { walksAgree } from './walk.js';

export interface Law {
  readonly name: string;
  /** What is wrong with a test, or null. */
  readonly check: (test: Test) => string | null;
  /** Of how many tests that others are checked on this one takes one, since it searches as much on each as they on many. */
  readonly weight: number;
}

/** What a search of one generated test may use. */
export const LIMITS: Limits = { states: 60_000, milliseconds: 2000, megabytes: 1024 };

/** Without reductions loops grow fast; what is found by then must be found with them as well. */
const PLAIN_LIMITS: Limits = { ...LIMITS, states: 30_000, milliseconds: 1000 };

/** What each of many searches of one test may use. */
const MANY_LIMITS: Limits = { ...LIMITS, states: 10_000, milliseconds: 100 };

export const LAWS: readonly Law[] = [
  { name: 'sc within tso within pso, sc within armv8 and riscv', check: included, weight: 1 },
  { name: 'reductions change nothing', check: reductionsAgree, weight: 1 },
  { name: 'each reduction alone changes nothing', check: eachReductionAgrees, weight: 12 },
  { name: 'the reference agrees on sc and tso', check: referenceAgrees, weight: 1 },
  { name: 'verdict-only agrees', check: verdictsAgree, weight: 1 },
  { name: 'walks agree', check: walks, weight: 1 },
  { name: 'the commands agree', check: commands, weight: 4 },
];

export function load(text: string): Test {
  const { test, diagnostics } = loadTest({ name: 'generated.litmus', text });
  if (test === null) throw new Error(`${JSON.stringify(diagnostics.map((each) => each.code))}\n${text}`);
  return test;
}

function run(test: Test, model: Model, reductions = ALL_REDUCTIONS, limits = LIMITS): Exploration {
  return explore(queryOf(test, model, { atomics: 'lse', limits }), { reductions });
}

function lines({ states }: Exploration): readonly string[] {
  return states.map((state) => state.join()).sort();
}

/** What of `some` is not in `all`. */
function beyond(some: readonly string[], all: readonly string[]): readonly string[] {
  const known = new Set(all);
  return some.filter((each) => !known.has(each));
}

function said(about: string, states: readonly string[]): string | null {
  return states.length === 0 ? null : `${about}: ${states.slice(0, 3).join(' | ')}`;
}

function first(complaints: readonly (string | null)[]): string | null {
  return complaints.find((each) => each !== null) ?? null;
}

/** What the product asserts of each test that it runs: without it, which reports what is lost as its own fault. */
function included(test: Test): string | null {
  const seen = MODELS.map((model) => {
    const { states, limit } = run(test, model);
    return { model, states, complete: limit === null };
  });
  return first(
    breaches(seen).map(({ strong, weak, missing }) =>
      said(
        `on ${strong.name}, not on ${weak.name}`,
        missing.map((state) => state.join()),
      ),
    ),
  );
}

/** What one search found and another that is complete did not: of each found with reductions and without. */
function differing(about: string, reduced: Exploration, plain: Exploration): string | null {
  const [some, all] = [lines(reduced), lines(plain)];
  return first([
    reduced.limit !== null ? null : said(`${about}, only without`, beyond(all, some)),
    plain.limit !== null ? null : said(`${about}, only with`, beyond(some, all)),
  ]);
}

/** Each reduction is left out of all and, by itself, added to none. */
function eachReductionAgrees(test: Test): string | null {
  return first(
    MODELS.flatMap((model) => {
      const reduced = run(test, model, ALL_REDUCTIONS, MANY_LIMITS);
      const plain = run(test, model, NO_REDUCTIONS, MANY_LIMITS);
      return (Object.keys(ALL_REDUCTIONS) as (keyof Reductions)[]).flatMap((name) => {
        const without = run(test, model, { ...ALL_REDUCTIONS, [name]: false }, MANY_LIMITS);
        const alone = run(test, model, { ...NO_REDUCTIONS, [name]: true }, MANY_LIMITS);
        return [
          differing(`${model.name}, ${name} among all`, reduced, without),
          differing(`${model.name}, ${name} alone`, alone, plain),
        ];
      });
    }),
  );
}

function reductionsAgree(test: Test): string | null {
  return first(
    MODELS.map((model) => {
      const reduced = run(test, model);
      const plain = run(test, model, NO_REDUCTIONS, PLAIN_LIMITS);
      return first([
        differing(`${model.name}, reductions`, reduced, plain),
        // With a filter, executions that it is sure to discard are dropped, deadlocked or not.
        test.question.filter === null &&
        reduced.limit === null &&
        plain.deadlocks > 0 &&
        reduced.deadlocks === 0
          ? `${model.name}: a deadlock only without reductions`
          : null,
      ]);
    }),
  );
}

/** How many positions are gone through; where there are more, only what is found by then is compared. */
const POSITIONS = 150;

function walks(test: Test): string | null {
  return first(MODELS.map((model) => walksAgree(test, model, run(test, model), PLAIN_LIMITS, POSITIONS)));
}

/** The most states that the reference, which is slow, is let visit. */
const REFERENCE_STATES = 60_000;

function referenceAgrees(test: Test): string | null {
  return first(
    ([sc, tso] as const).map((model) => {
      const found = run(test, model);
      // The reference knows no cells outside objects, and goes where the filter lets nobody go.
      const { program, badAddresses } = explore({
        program: test.programFor('x86'),
        model,
        target: { ...test.question, filter: null },
        limits: LIMITS,
      });
      if (badAddresses.some(({ near }) => near === null)) return null;
      const expected = refer(
        program,
        model === sc ? 'sc' : 'tso',
        test.question.observables,
        REFERENCE_STATES,
      );
      if (expected === null || found.limit !== null) return null;
      const { filter } = test.question;
      const counting = expected.states.filter(
        (state) => filter === null || satisfies(filter, state.split(',').map(BigInt)),
      );
      return first([
        said(`${model.name}, only by the reference`, beyond(counting, lines(found))),
        said(`${model.name}, not by the reference`, beyond(lines(found), counting)),
        // A spin that can never end is a deadlock to the machine, steps without end to the reference.
        filter === null && expected.stuck > 0 && found.deadlocks === 0
          ? `${model.name}: the reference finds a deadlock`
          : null,
        found.deadlocks > 0 && !expected.hopeless
          ? `${model.name}: a deadlock that the reference does not find`
          : null,
      ]);
    }),
  );
}

/** Each of many searches is let take so much. */
const COMMAND_LIMITS: Limits = { ...LIMITS, states: 50_000, milliseconds: 1000 };

const MOST_MILLISECONDS = 20_000;

function commands(test: Test): string | null {
  const models = MODELS.map(({ name }) => name);
  // Some loops with effects have so many candidates that explaining goes on for minutes.
  const agreed = within(MOST_MILLISECONDS, () =>
    commandsAgree(test, { models, limits: COMMAND_LIMITS, step: true }),
  );
  return agreed.kind === 'over' ? null : agreed.result;
}

function verdictsAgree(test: Test): string | null {
  const settings: Settings = { models: MODELS.map(({ name }) => name), atomics: 'lse', limits: LIMITS };
  const full = runTest(test, settings).models;
  const quick = runTest(test, { ...settings, verdictOnly: true }).models;
  return first(
    full.map((model, index) => {
      if (model.incomplete !== null || quick[index].incomplete !== null) return null;
      const [one, other] = [model.possible.join(), quick[index].possible.join()];
      return one === other ? null : `${model.model}: ${one}, with --verdict-only ${other}`;
    }),
  );
}
