/** From the text of a test to its result: load, then run. What a worker thread does with each test it is given. */
import { byPosition, hasErrors } from '../diagnostic/diagnostic.js';
import { Disagreement } from '../diagnostic/invariant.js';
import type { Source } from '../diagnostic/source.js';
import { loadTest } from '../lower/load.js';
import type { Crash, ModelResult, Settings, TestResult } from './result.js';
import { runTest } from './run.js';

/** Checks one text. Faults of the text are in the result; an exception is a bug and is kept there as well. */
export function checkSource(source: Source, settings: Settings): TestResult {
  try {
    const { test, diagnostics } = loadTest(source);
    const sorted = [...diagnostics].sort(byPosition);
    if (test === null || hasErrors(sorted)) return { ...emptyResult(source.name), diagnostics: sorted };
    return runTest(test, settings);
  } catch (error) {
    return crashed(source.name, error);
  }
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
export function died(
  file: string,
  reason: string,
  models: readonly Pick<ModelResult, 'model' | 'title'>[],
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
      announced: null,
      status: 'unknown',
      incomplete: { kind: 'died', reason },
      deadlocks: 0,
      stuck: [],
      explored: 0,
      milliseconds: 0,
      states: [],
    })),
  };
}

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
