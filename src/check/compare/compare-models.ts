/** Compares what two models make of the same tests. */
import type { TestResult } from '../result.js';
import { compareOutcomes, type OutcomeComparison, type Pairing } from './compare-outcomes.js';
import { type OutcomeSet, outcomeOf, type TestOutcome } from './outcome.js';

/** What the second of two models changes against the first, in tests that were run on both. */
export function compareModels(
  results: readonly TestResult[],
  [one, other]: readonly [string, string],
): OutcomeComparison {
  const titleOf = (name: string): string =>
    results.flatMap(({ models }) => models).find(({ model }) => model === name)?.title ?? name;
  const setOf = (name: string): OutcomeSet => ({
    name: titleOf(name),
    tests: results.map((result) => alone(result, name)),
  });
  return { ...compareOutcomes(setOf(one), setOf(other), firsts), models: [one, other] };
}

/** A test on one of its models. */
function alone(result: TestResult, name: string): TestOutcome {
  const outcome = outcomeOf(result);
  // The titles stand at the head of the answer.
  const models = outcome.models.filter(({ model }) => model === name);
  return { ...outcome, models: models.map((model) => ({ ...model, title: null })) };
}

const firsts: Pairing = ([old], [now]) => (old === undefined || now === undefined ? [] : [[old, now]]);
