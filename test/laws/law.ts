/**
 * Laws that hold of every test, whatever its dialect. Each takes a test, with what searches of it have found already, and says
 * what is wrong, or null; a run that hits a limit proves nothing and is passed over. The property tests here and test/fuzz
 * share them.
 */

import { breaches } from '../../src/check/inclusion.js';
import type { Settings } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { verdictOf } from '../../src/check/verdict.js';
import { printSource } from '../../src/dialects/print-source.js';
import { MACHINES } from '../../src/models/index.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import { satisfies } from '../../src/program/condition.js';
import type { Observation, Test } from '../../src/program/test.js';
import { within } from '../../src/query/cut-off.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from '../../src/window/code.js';
import { refer } from '../reference/reference.js';
import { commandsAgree } from './commands.js';
import { LIMITS, PLAIN_LIMITS, Searches } from './searches.js';
import { walksAgree } from './walk.js';

export interface Law {
  readonly name: string;
  /** What is wrong with a test, or null. */
  readonly check: (searches: Searches) => string | null;
  /** Of how many tests that others are checked on this one takes one, since it searches as much on each as they on many. */
  readonly weight: number;
}

/** What each of many searches of one test may use. */
const MANY_LIMITS: Limits = { ...LIMITS, states: 10_000, milliseconds: 100 };

export const LAWS: readonly Law[] = [
  { name: 'sc within tso within pso, sc within armv8 and riscv', check: included, weight: 1 },
  { name: 'reductions change nothing', check: reductionsAgree, weight: 1 },
  { name: 'rounds that go are not missed', check: roundsAgree, weight: 1 },
  { name: 'each reduction alone changes nothing', check: eachReductionAgrees, weight: 12 },
  { name: 'the reference agrees on sc and tso', check: referenceAgrees, weight: 1 },
  { name: 'who observes less sees as much of the rest', check: observingLessAgrees, weight: 2 },
  { name: 'verdict-only agrees', check: verdictsAgree, weight: 1 },
  { name: 'walks agree', check: walks, weight: 1 },
  { name: 'the commands agree', check: commands, weight: 4 },
  { name: 'printed, it has the same final states', check: printsSameStates, weight: 1 },
];

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
function included(searches: Searches): string | null {
  const seen = MACHINES.map((model) => {
    const { states, limit } = searches.reduced(model);
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

/** What one search found and another that is complete did not, of two that must find the same. */
function differing(about: string, one: Exploration, other: Exploration): string | null {
  const [some, all] = [lines(one), lines(other)];
  return first([
    one.limit !== null ? null : said(`${about}: not`, beyond(all, some)),
    other.limit !== null ? null : said(`${about}: only`, beyond(some, all)),
  ]);
}

/** A deadlock that only the second search finds; with a filter, executions that it is sure to discard are dropped, stuck or not. */
function deadlockMissed(
  about: string,
  { test }: Searches,
  one: Exploration,
  other: Exploration,
): string | null {
  const isMissed = one.limit === null && one.deadlocks === 0 && other.deadlocks > 0;
  return test.question.filter === null && isMissed ? `${about}: a deadlock is missed` : null;
}

/** Each reduction is left out of all and, by itself, added to none. */
function eachReductionAgrees(searches: Searches): string | null {
  return first(
    MACHINES.flatMap((model) => {
      const reduced = searches.reduced(model);
      const plain = searches.plain(model);
      return (Object.keys(ALL_REDUCTIONS) as (keyof Reductions)[]).flatMap((name) => {
        const without = searches.search(model, { ...ALL_REDUCTIONS, [name]: false }, MANY_LIMITS);
        const alone = searches.search(model, { ...NO_REDUCTIONS, [name]: true }, MANY_LIMITS);
        return [
          differing(`${model.name}, ${name} among all`, reduced, without),
          differing(`${model.name}, ${name} alone`, alone, plain),
          deadlockMissed(`${model.name}, ${name} among all`, searches, reduced, without),
          deadlockMissed(`${model.name}, ${name} alone`, searches, alone, plain),
        ];
      });
    }),
  );
}

/** What nobody observes may be left out, and must not take anything observed with it: memory alone, and every second observable. */
function observingLessAgrees(searches: Searches): string | null {
  const { observables, filter } = searches.test.question;
  if (filter !== null) return null;
  const indices = [...observables.keys()];
  const parts = [
    indices.filter((index) => observables[index].kind === 'location'),
    indices.filter((index) => index % 2 === 1),
  ];
  return first(
    MACHINES.flatMap((model) => {
      const whole = searches.reduced(model);
      return parts.map((part) => {
        const states = whole.states.map((state) => part.map((index) => state[index]));
        const fewer = searches.observing(
          model,
          part.map((index) => observables[index]),
        );
        const about = `${model.name}, observing ${part.length} of ${indices.length}`;
        return differing(about, fewer, { ...whole, states });
      });
    }),
  );
}

/** Loops are followed as far as the bound lets them; with the other reductions that is further than without any. */
export function roundsAgree(searches: Searches): string | null {
  const whole: Reductions = { ...ALL_REDUCTIONS, spins: false, rounds: false, rewrites: false };
  return first(
    MACHINES.map((model) =>
      differing(
        `${model.name}, rounds`,
        searches.reduced(model),
        searches.search(model, whole, PLAIN_LIMITS),
      ),
    ),
  );
}

/** What is found where fetching stops after one round, and is said to be whole, is all that there is (src/window/unroll.ts). */
export function fewRoundsAgree(searches: Searches): string | null {
  const { test } = searches;
  const unrolling = { predictions: 1, instances: 64 };
  return first(
    MACHINES.map((model) => {
      const few = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }), { unrolling });
      if (few.limit !== null) return null;
      const all = searches.reduced(model);
      return first([
        differing(`${model.name}, few rounds`, few, all),
        deadlockMissed(`${model.name}, few rounds`, searches, few, all),
      ]);
    }),
  );
}

export function reductionsAgree(searches: Searches): string | null {
  return first(
    MACHINES.map((model) => {
      const reduced = searches.reduced(model);
      const plain = searches.plain(model);
      return first([
        differing(`${model.name}, with reductions`, reduced, plain),
        deadlockMissed(`${model.name}, with reductions`, searches, reduced, plain),
      ]);
    }),
  );
}

/** How many positions are gone through; where there are more, only what is found by then is compared. */
const POSITIONS = 150;

function walks(searches: Searches): string | null {
  return first(
    MACHINES.map((model) =>
      walksAgree(searches.test, model, searches.reduced(model), PLAIN_LIMITS, POSITIONS),
    ),
  );
}

/** The most states that the reference, which is slow, is let visit. */
const REFERENCE_STATES = 60_000;

export function referenceAgrees(searches: Searches): string | null {
  const { test } = searches;
  const { filter } = test.question;
  return first(
    ([sc, tso] as const).map((model) => {
      const found = searches.reduced(model);
      // The reference knows no cells outside objects, and goes where the filter lets nobody go.
      const { program, badAddresses } =
        filter === null
          ? found
          : explore({
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

const MOST_MILLISECONDS = 10_000;

function commands({ test }: Searches): string | null {
  const models = MACHINES.map(({ name }) => name);
  // Some loops with effects have so many candidates that explaining goes on for minutes.
  const agreed = within(MOST_MILLISECONDS, () =>
    commandsAgree(test, { models, limits: COMMAND_LIMITS, step: true }),
  );
  return agreed.kind === 'over' ? null : agreed.result;
}

/** Of the final states that all searches have found, and of those that a search for one at a time finds. */
function verdictsAgree(searches: Searches): string | null {
  const { test } = searches;
  const wild = MACHINES.some((model) =>
    searches.reduced(model).badAddresses.some(({ near, mixed }) => near === null || mixed !== null),
  );
  // Then there is no verdict on any model.
  if (wild) return null;
  const settings: Settings = { models: MACHINES.map(({ name }) => name), atomics: 'lse', limits: LIMITS };
  const quick = runTest(test, { ...settings, verdictOnly: true }).models;
  return first(
    MACHINES.map((model, index) => {
      const found = searches.reduced(model);
      if (found.limit !== null || quick[index].incomplete !== null) return null;
      const [one, other] = [possible(test, found).join(), quick[index].possible.join()];
      return one === other ? null : `${model.name}: ${one}, with --verdict-only ${other}`;
    }),
  );
}

function possible({ question }: Test, { states }: Exploration): readonly Observation[] {
  const { filter, proposition, quantifier } = question;
  const counting = states.filter((state) => filter === null || satisfies(filter, state));
  const positive = counting.filter((state) => satisfies(proposition, state)).length;
  return verdictOf(quantifier, { positive, negative: counting.length - positive, complete: true }).possible;
}

/** On the models that the test is run on of itself. */
function printsSameStates(searches: Searches): string | null {
  const { test } = searches;
  const { text } = printSource(test.source);
  if (text === null) return 'it is not printed';
  const printed = new Searches(text);
  const models = MACHINES.filter(({ name }) => test.models.includes(name));
  return first(
    models.map((model) =>
      differing(`${model.name}, when it is printed`, printed.reduced(model), searches.reduced(model)),
    ),
  );
}
