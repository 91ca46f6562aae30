/** Results of tests that were not run, or that no run came to an end of: nothing of them needs what runs tests. */
import { Disagreement } from '../text/invariant.js';
import type { Crash, Incompleteness, ModelResult, TestResult } from './result.js';

/** A result that says nothing but where it belongs. */
export function emptyResult(file: string): TestResult {
  return {
    file,
    info: null,
    status: 'error',
    diagnostics: [],
    models: [],
    verdictOnly: false,
    expectsNothing: false,
    rows: [],
    crash: null,
  };
}

/** The result of a test that pinlitmus failed on by its own fault. */
export function crashed(file: string, error: unknown): TestResult {
  return { ...emptyResult(file), crash: crashOf(error) };
}

/** An exception in plain form. */
export function crashOf(error: unknown): Crash {
  if (!(error instanceof Error)) return { message: String(error), stack: '' };
  const { message, stack = '' } = error;
  return error instanceof Disagreement ? { message, stack, test: error.test } : { message, stack };
}

/** The result of a test whose worker thread died: nothing is known of it, on any model. */
export function died(file: string, reason: string, models: readonly ModelLabel[]): TestResult {
  return undecided(file, { kind: 'died', reason }, models);
}

/** A model as results name it. */
export type ModelLabel = Pick<ModelResult, 'model' | 'title'>;

/** The result of a test of which nothing is known on any of these models. */
export function undecided(
  file: string,
  incomplete: Incompleteness,
  models: readonly ModelLabel[],
): TestResult {
  return {
    ...emptyResult(file),
    status: 'unknown',
    models: models.map(({ model, title }) => ({
      model,
      title,
      possible: ['Never', 'Sometimes', 'Always', 'None'],
      holds: null,
      expected: null,
      expectedAt: null,
      announced: null,
      status: 'unknown',
      incomplete,
      deadlocks: 0,
      stuck: [],
      explored: 0,
      milliseconds: 0,
      states: [],
      flags: [],
      raceExpected: false,
      races: [],
      failing: null,
      failureExpected: false,
    })),
  };
}
