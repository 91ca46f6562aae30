/**
 * Compares verdicts with what a test's author expects. `Expect=` speaks of a model by name and is checked exactly.
 * `Result:` is the Linux-kernel model's verdict, and judged on that as the kernel's script does (tools/memory-model/scripts,
 * judgelitmus.sh): DEADLOCK is no final state at all, Maybe is any verdict but that, and a data race has to be announced by
 * DATARACE, which leaves the verdict open. A Never there must be Never on every machine that runs the kernel too; anything
 * else promises nothing about a given machine and is not checked.
 */
import { lkmm } from '../models/lkmm.js';
import type { Model } from '../models/model.js';
import type { Expectations, Observation, Test } from '../program/test.js';
import type { Span } from '../text/source.js';
import type { JudgedTest, ModelResult, Status, TestResult, Verdict } from './result.js';
import { hasRace, observationOf } from './verdict.js';

/** What the author expects of a model, or null. */
export function expectedOn(
  expectations: Expectations,
  model: Pick<Model, 'name' | 'hardware'>,
): Observation | null {
  const explicit = expectations.models.get(model.name);
  if (explicit !== undefined) return explicit;
  const { kernel, race } = expectations;
  if (model.name === lkmm.name) {
    if (kernel === 'DEADLOCK') return 'None';
    return race || kernel === 'Maybe' ? null : kernel;
  }
  return kernel === 'Never' && model.hardware ? 'Never' : null;
}

/** Where the author says what is expected of a model; null where nothing says it. */
export function expectedAt(
  { places, resultAt, kernel }: Expectations,
  model: Pick<Model, 'name' | 'hardware'>,
): Span | null {
  const isKernels =
    model.name === lkmm.name || (kernel === 'Never' && model.hardware) || kernel === 'DEADLOCK';
  return places.get(model.name) ?? (isKernels ? resultAt : null);
}

/** What announces a deadlock on a model; `Result: DEADLOCK` does on all of them. */
export function announcedOn(
  { deadlocks, kernel }: Expectations,
  model: Pick<Model, 'name'>,
): ModelResult['announced'] {
  if (deadlocks.has(model.name)) return 'Expect';
  return kernel === 'DEADLOCK' ? 'Result' : null;
}

/** Whether `Result:` is all that the file says of a model: then it is judged as the kernel's script does, whatever the word. */
export function hasResultOn({ models, kernel }: Expectations, model: Pick<Model, 'name'>): boolean {
  return model.name === lkmm.name && kernel !== null && !models.has(model.name);
}

/** Whether `Expect=` or `Result:` says that the model finds a data race. */
export function raceExpectedOn({ races, race }: Expectations, model: Pick<Model, 'name'>): boolean {
  return races.has(model.name) || (race && model.name === lkmm.name);
}

/**
 * Whether `Expect=` says that an assertion fails on the model: by `+assertion`, or, of a test that its assertions are the question
 * of, by any verdict but Always.
 */
export function failureExpectedOn(
  { expectations, question }: Pick<Test, 'expectations' | 'question'>,
  model: Pick<Model, 'name' | 'hardware'>,
): boolean {
  if (expectations.assertions.has(model.name)) return true;
  const expected = question.isAssertion ? expectedOn(expectations, model) : null;
  return expected !== null && expected !== 'Always';
}

/** What a model's status depends on. */
export type Judged = Verdict &
  Pick<
    ModelResult,
    | 'expected'
    | 'incomplete'
    | 'announced'
    | 'deadlocks'
    | 'flags'
    | 'raceExpected'
    | 'failing'
    | 'failureExpected'
    | 'hasResult'
  > & {
    /** Whether final states that were found decide a verdict although there may be more: no deadlock can be among what is missing. */
    readonly foundDecides?: boolean;
  };

/** The status of one model: its verdict's, or where that is worse that of a deadlock, a data race or an assertion. */
export function judge(judged: Judged): Status {
  const beside = [statusOfDeadlock(judged), statusOfRace(judged), statusOfAssertions(judged)];
  return worst([statusOfVerdict(judged), ...beside]);
}

/** A data race that is not announced fails a test that expects something; one that is announced has to come. */
function statusOfRace({ expected, flags, raceExpected, deadlocks, incomplete, hasResult }: Judged): Status {
  const isFound = hasRace({ flags });
  if (!raceExpected) return isFound && (expected !== null || hasResult) ? 'fail' : 'none';
  if (isFound) return 'pass';
  // Where only the verdict was asked for, nobody looked.
  if (deadlocks === null) return 'none';
  return incomplete === null ? 'fail' : 'unknown';
}

/** An assertion that fails fails the test, unless that is announced; and then one has to. */
function statusOfAssertions({ failing, failureExpected, incomplete }: Judged): Status {
  if (failing === null) return 'none';
  if (failing.length > 0) return failureExpected ? 'none' : 'fail';
  if (!failureExpected) return 'none';
  return incomplete === null ? 'fail' : 'unknown';
}

/**
 * An exploration that hit a limit decides nothing, with two exceptions: what it has seen may already exclude what is
 * expected; and where no deadlock can be missed, states on both sides of the condition make it Sometimes.
 */
function statusOfVerdict({
  expected,
  possible,
  incomplete,
  hasResult,
  foundDecides = false,
}: Judged): Status {
  if (expected !== null && !possible.includes(expected)) return 'fail';
  // To the kernel's script "Never 0 0" is a deadlock, which neither Maybe nor DATARACE announces.
  if (expected === null && hasResult && possible.join() === 'None') return 'fail';
  if ((incomplete !== null && !foundDecides) || possible.length !== 1) return 'unknown';
  return expected === null ? 'none' : 'pass';
}

/**
 * A deadlock that is not announced fails a test, whatever its verdict. One that `Expect=` announces has to come; of
 * `Result:`, which speaks of another model, that cannot be asked.
 */
function statusOfDeadlock({ announced, deadlocks, incomplete }: Judged): Status {
  if (deadlocks !== null && deadlocks > 0) return announced === null ? 'fail' : 'none';
  if (deadlocks === null || announced !== 'Expect') return 'none';
  return incomplete === null ? 'fail' : 'unknown';
}

/** From the one that decides over all others to the one that says nothing. */
const GRAVITY: readonly Status[] = ['error', 'unsupported', 'fail', 'unknown', 'pass', 'none'];

/** The status of a test from those of its models. */
export function worst(statuses: readonly Status[]): Status {
  return GRAVITY.find((status) => statuses.includes(status)) ?? 'none';
}

/** Whether a test has nothing that it could fail on: the kernel's verdict counts, though only a Never there is checked. */
export function expectsNothing(expectations: Expectations, models: readonly ModelResult[]): boolean {
  return expectations.kernel === null && models.every(({ expected }) => expected === null);
}

/** What `Expect=` states of models. */
export type Stated = Pick<Expectations, 'models' | 'deadlocks' | 'races' | 'assertions'>;

/** What `Expect=` should state: what is known now, and the file's own for models that were not run or are undecided. */
export function observed(result: JudgedTest): Stated {
  const models = new Map(result.info?.expectations.models);
  const deadlocks = new Set(result.info?.expectations.deadlocks);
  const races = new Set(result.info?.expectations.races);
  const assertions = new Set(result.info?.expectations.assertions);
  for (const model of result.models.filter(({ aside }) => !aside)) {
    const observation = observationOf(model);
    if (observation === null) continue;
    models.set(model.model, observation);
    if (model.deadlocks !== null && model.deadlocks > 0) deadlocks.add(model.model);
    else if (model.deadlocks === 0 && model.incomplete === null) deadlocks.delete(model.model);
    if (model.failing !== null && model.failing.length > 0 && result.info?.isAssertion !== true)
      assertions.add(model.model);
    else if (model.failing?.length === 0 && model.incomplete === null) assertions.delete(model.model);
    if (hasRace(model)) races.add(model.model);
    else if (model.deadlocks !== null && model.incomplete === null) races.delete(model.model);
  }
  return { models, deadlocks, races, assertions };
}

/** The result as it would be if the file had stated that. */
export function withExpected(result: TestResult, stated: Stated): TestResult {
  const models = result.models.map((model) => {
    const expected = stated.models.get(model.model) ?? model.expected;
    const announced = stated.deadlocks.has(model.model) ? 'Expect' : model.announced;
    const raceExpected = stated.races.has(model.model) || model.raceExpected;
    const isJudged = result.info?.isAssertion === true && expected !== null && expected !== 'Always';
    const failureExpected = stated.assertions.has(model.model) || isJudged || model.failureExpected;
    const judged = { ...model, expected, announced, raceExpected, failureExpected };
    return { ...judged, status: judge(judged) };
  });
  const nothing = result.expectsNothing && models.every(({ expected }) => expected === null);
  const status = worst([...models.map((model) => model.status), nothing ? 'fail' : 'none']);
  return { ...result, models, expectsNothing: nothing, status };
}
