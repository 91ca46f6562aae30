/** From the text of a test to its result: load, then run. What a worker thread does with each test it is given. */

import { loadTest } from '../dialects/load.js';
import { inTime, isCutOff, withGrace, within } from '../query/cut-off.js';
import { byPosition, hasErrors } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { crashed, emptyResult, type ModelLabel, undecided } from './empty-result.js';
import { modelsOf } from './models-of.js';
import type { Settings, TestResult } from './result.js';
import { type RunFollower, runTest } from './run.js';
import { statusOfFaults } from './unsupported.js';

/**
 * Checks one text. Faults of the text are in the result; an exception is a bug and is kept there as well. Whatever takes
 * longer than the limits let it is cut off.
 */
export function checkSource(source: Source, settings: Settings, follower?: RunFollower): TestResult {
  if (isCutOff()) return checked(source, settings, follower);
  const done = within(mostTime(source, settings), () => checked(source, settings, follower));
  return done.kind === 'done' ? done.result : outOfTime(source, settings);
}

/** When work on a text is cut off: each model has its time, loading has as much as one, and so has a model that is asked besides. */
export function mostTime(source: Source, settings: Settings): number {
  const besides = Number(settings.models === null);
  return (1 + modelsOf(source, settings).length + besides) * withGrace(settings.limits.milliseconds);
}

function checked(source: Source, settings: Settings, follower?: RunFollower): TestResult {
  try {
    const loaded = inTime(source.text, settings.limits.milliseconds, () => loadTest(source));
    if (loaded === null) return outOfTime(source, settings);
    const { test, diagnostics } = loaded;
    const sorted = [...diagnostics].sort(byPosition);
    if (test === null || hasErrors(sorted))
      return { ...emptyResult(source.name), status: statusOfFaults(sorted), diagnostics: sorted };
    return runTest(test, settings, follower);
  } catch (error) {
    return crashed(source.name, error);
  }
}

/** The result of a test whose time was over before anything was known. */
export function outOfTime(source: Source, settings: Settings): TestResult {
  const { milliseconds } = settings.limits;
  return undecided(source.name, { kind: 'time', milliseconds }, namesOf(source, settings));
}

/** The models that a test is run on, as far as its text tells (models-of.ts). */
export function namesOf(source: Source, settings: Settings): readonly ModelLabel[] {
  return modelsOf(source, settings).map(({ name, title }) => ({ model: name, title }));
}
