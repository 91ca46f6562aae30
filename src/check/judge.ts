/**
 * Compares verdicts with what a test's author expects. `Expect=` speaks of a model by name and is checked exactly.
 * `Result:` is the Linux-kernel model's verdict: a Never there must be Never on every machine that runs the
 * kernel; anything else promises nothing about a given machine and is not checked.
 */
import type { Model } from '../machine/model.js';
import type { Expectations, Observation } from '../program/test.js';
import type { ModelResult, Status, TestResult, Verdict } from './result.js';
import { observationOf } from './verdict.js';

/** What the author expects of a model, or null. */
export function expectedOn(
  expectations: Expectations,
  model: Pick<Model, 'name' | 'hardware'>,
): Observation | null {
  const explicit = expectations.models.get(model.name);
  if (explicit !== undefined) return explicit;
  return expectations.kernel === 'Never' && model.hardware ? 'Never' : null;
}

/**
 * The status of one model. An exploration that hit a limit decides nothing, with one exception: what it has seen may
 * already exclude what is expected.
 */
export function judge(
  expected: Observation | null,
  verdict: Verdict & Pick<ModelResult, 'incomplete'>,
): Status {
  if (expected !== null && !verdict.possible.includes(expected)) return 'fail';
  if (verdict.incomplete !== null || verdict.possible.length !== 1) return 'unknown';
  return expected === null ? 'none' : 'pass';
}

/** From the one that decides over all others to the one that says nothing. */
const GRAVITY: readonly Status[] = ['error', 'fail', 'unknown', 'pass', 'none'];

/** The status of a test from those of its models. */
export function worst(statuses: readonly Status[]): Status {
  return GRAVITY.find((status) => statuses.includes(status)) ?? 'none';
}

/** The verdicts that `Expect=` should state: those known now, and the file's own for models that were not run. */
export function observed(result: TestResult): ReadonlyMap<string, Observation> {
  const verdicts = new Map(result.info?.expectations.models);
  for (const model of result.models) {
    const observation = observationOf(model);
    if (observation !== null) verdicts.set(model.model, observation);
  }
  return verdicts;
}

/** The result as it would be if the file had stated those verdicts. */
export function withExpected(result: TestResult, verdicts: ReadonlyMap<string, Observation>): TestResult {
  const models = result.models.map((model) => {
    const expected = verdicts.get(model.model) ?? model.expected;
    return { ...model, expected, status: judge(expected, model) };
  });
  return { ...result, models, status: worst(models.map((model) => model.status)) };
}
