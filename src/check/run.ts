/**
 * Runs one test on the models that were asked for, one after the other, and puts what was found into the plain
 * form that reporters read: the verdict, the table and the JSON report all speak of the same sets.
 */
import type { Model } from '../models/model.js';
import type { Observable, Question } from '../program/condition.js';
import { flagWords } from '../program/flag-words.js';
import type { Program } from '../program/program.js';
import { addressesOf, speller } from '../program/spell.js';
import type { State } from '../program/state.js';
import type { Test } from '../program/test.js';
import { inTime } from '../query/cut-off.js';
import { finalStateBytes } from '../query/limits.js';
import { hasErrors } from '../text/diagnostic.js';
import { positionAt, type Span, textOf } from '../text/source.js';
import { insist, insistOn } from './inclusion.js';
import {
  announcedOn,
  expectedAt,
  expectedOn,
  expectsNothing,
  failureExpectedOn,
  hasResultOn,
  judge,
  raceExpectedOn,
  worst,
} from './judge.js';
import { type Failing, type ModelRun, runOn } from './model-run.js';
import { modelsNamed } from './models-of.js';
import { raceResult } from './races.js';
import type {
  FailingAssertion,
  ModelResult,
  PlaceInFile,
  Row,
  Settings,
  TestInfo,
  TestResult,
} from './result.js';
import { rowsOf } from './rows.js';
import { strayDiagnostics } from './stray.js';
import { askedBesides, hasState } from './unexplained.js';
import { statusOfFaults } from './unsupported.js';

/** Who follows a test that is run. */
export interface RunFollower {
  /** Hears of each model that is begun, by its name. */
  readonly onModel?: (name: string) => void;
  /** Hears what a model of the test says as soon as that is known, unless another model may still take it back. */
  readonly onResult?: (result: ModelResult) => void;
}

/** Runs a test that was loaded without errors. */
export function runTest(test: Test, settings: Settings, { onModel, onResult }: RunFollower = {}): TestResult {
  const ofState = finalStateBytes(test.question.observables.length);
  let occupied = 0;
  let isFollowed = true;
  const programOf = (model: Model): Program => test.programFor(model.architecture(settings.atomics));
  const { runs, besides } = runsOf(test, settings, (model, isOwn) => {
    onModel?.(model.name);
    const run = runOn(test, model, { ...settings, limits: { ...settings.limits, occupied } });
    occupied += run.states.length * ofState;
    isFollowed &&= run.exploration.badAddresses.length === 0;
    if (isOwn && isFollowed)
      onResult?.(modelResult(test, run, settings, speller(addressesOf(programOf(model)))));
    return run;
  });
  const program = programOf(runs[0].model);
  const addresses = addressesOf(program);
  const spell = speller(addresses);
  const strays = runs.map(({ model, exploration }) => ({ model, badAddresses: exploration.badAddresses }));
  const diagnostics = [...test.diagnostics, ...strayDiagnostics(strays, spell)];
  const common = {
    file: test.source.name,
    info: infoOf(test, program, addresses),
    diagnostics,
    verdictOnly: settings.verdictOnly ?? false,
    crash: null,
  };
  // What could not be followed could have changed everything: there is no verdict.
  if (hasErrors(diagnostics))
    return { ...common, status: statusOfFaults(diagnostics), models: [], expectsNothing: false, rows: [] };
  holdTogether(test, runs, spell);
  const models = runs.map((run) => {
    const result = modelResult(test, run, settings, spell);
    return besides.includes(run.model.name) ? askedAside(result) : result;
  });
  const nothing = settings.requireExpectations === true && expectsNothing(test.expectations, models);
  const statuses = [...models.map((model) => model.status), ...(nothing ? (['fail'] as const) : [])];
  return {
    ...common,
    status: worst(statuses),
    models,
    expectsNothing: nothing,
    // A table that takes too long is left out: what it says is in the models' states as well.
    rows: settings.verdictOnly
      ? []
      : (inTime(test.source.text, settings.limits.milliseconds, () =>
          tableOf(test, program, runs, models, spell),
        ) ?? []),
  };
}

/** The test on its models, and on those that are asked besides, by their names. */
function runsOf(test: Test, settings: Settings, run: (model: Model, isOwn: boolean) => ModelRun) {
  const names = settings.models ?? test.models;
  const own = modelsNamed(names, settings).map((model) => run(model, true));
  const besides = askedBesides(
    settings,
    own.map(({ model, verdict }) => ({ model, hasState: hasState(verdict, test.question.quantifier) })),
  );
  if (besides.length === 0) return { runs: own, besides };
  const all = modelsNamed([...names, ...besides], settings);
  const runs = all.map((model) => own.find((each) => each.model.name === model.name) ?? run(model, false));
  return { runs, besides };
}

/** What the file does not speak of is not held against it, not even that nobody knows. */
function askedAside(result: ModelResult): ModelResult {
  return { ...result, status: result.expected === null ? 'none' : result.status, aside: true };
}

/** Throws when what was found on the models cannot be true of all of them: then it is true of none for sure. */
function holdTogether(test: Test, runs: readonly ModelRun[], spell: (value: bigint) => string): void {
  const { text } = test.source;
  const { observables } = test.question;
  const spelled = (state: State): string =>
    state.map((value, index) => `${observables[index].name}=${spell(value)}`).join('; ');
  const seen = runs.map(({ model, states, exploration }) => ({
    model,
    states,
    complete: exploration.limit === null,
  }));
  insist(seen, spelled, text);
  for (const index of runs[0].answers.keys()) {
    insistOn(
      runs.map(({ model, answers }) => ({ model, kind: answers[index] })),
      text,
    );
  }
}

function placeOf(span: Span | null): PlaceInFile | null {
  if (span === null) return null;
  return { start: positionAt(span.source, span.start), end: positionAt(span.source, span.end) };
}

function modelResult(
  test: Test,
  run: ModelRun,
  { verdictOnly = false }: Settings,
  spell: (value: bigint) => string,
): ModelResult {
  const { model, exploration, states, verdict } = run;
  const judged = {
    ...verdict,
    expected: expectedOn(test.expectations, model),
    announced: announcedOn(test.expectations, model),
    incomplete: exploration.limit,
    deadlocks: exploration.deadlocks,
    flags: exploration.flags,
    raceExpected: raceExpectedOn(test.expectations, model),
    failing: run.failing === null ? null : run.failing.map((each) => failureOf(each, test.question)),
    failureExpected: failureExpectedOn(test, model),
    hasResult: hasResultOn(test.expectations, model),
  };
  const isOpenLoop = exploration.limit?.kind === 'unrolling';
  return {
    model: model.name,
    title: model.title,
    ...judged,
    status: judge({ ...judged, foundDecides: model.engine === 'axioms' && isOpenLoop }),
    expectedAt: placeOf(expectedAt(test.expectations, model)),
    stuck: exploration.stuck.map(({ thread, span }) => ({
      thread,
      line: positionAt(span.source, span.start).line,
    })),
    races: (exploration.races ?? []).map((race) => raceResult(race, spell)),
    explored: exploration.explored,
    milliseconds: run.milliseconds,
    states: verdictOnly ? [] : states.map((state) => state.map(spell)),
  };
}

/** An assertion that fails, as reports have it. */
function failureOf(
  { thread, span, observable, stuck }: Failing,
  { observables }: Question,
): FailingAssertion {
  const place = positionAt(span.source, span.start);
  const state = `${observables[observable].name}=1`;
  return { thread: `P${thread}`, ...place, text: textOf(span), state, ...(stuck && { stuck }) };
}

function tableOf(
  test: Test,
  program: Program,
  runs: readonly ModelRun[],
  models: readonly ModelResult[],
  spell: (value: bigint) => string,
): readonly Row[] {
  const initial = shownOf(test.question).map((observable) => initialOf(program, observable));
  const found = runs.map(({ states, exploration }) => ({ states, complete: exploration.limit === null }));
  return rowsOf(test.question, initial, found).map(({ values, satisfies, cells, model, index }) => ({
    // Those of a model are spelled already.
    values:
      model === null
        ? values.map((value) => (value === null ? null : spell(value)))
        : models[model].states[index],
    satisfies,
    cells,
  }));
}

/** The facts about a test that need no run. */
export function infoOf(test: Test, program: Program, addresses: ReadonlyMap<bigint, string>): TestInfo {
  const { quantifier, text, proposition } = test.question;
  return {
    name: test.name,
    title: test.title,
    ...(test.hash === undefined ? {} : { hash: test.hash }),
    dialect: test.dialect,
    threads: program.threads.length,
    instructions: program.threads.reduce((sum, { code }) => sum + code.length, 0),
    line: positionAt(test.source, test.conditionSpan.start).line,
    question: { quantifier, text, proposition, addresses },
    isAssertion: test.question.isAssertion,
    observables: shownOf(test.question).map((observable) => observable.name),
    names: test.names,
    arrays: test.arrays,
    flags: flagWords(program),
    expectations: test.expectations,
    plainLines: linesOf(test.plainAccesses),
  };
}

function linesOf(spans: readonly Span[]): readonly number[] {
  const lines = spans.map(({ source, start }) => positionAt(source, start).line);
  return [...new Set(lines)].sort((a, b) => a - b);
}

function shownOf(question: Question): readonly Observable[] {
  return question.observables.slice(0, question.shown);
}

function initialOf(program: Program, observable: Observable): bigint {
  return observable.kind === 'location'
    ? program.locations[observable.location].initial
    : program.threads[observable.thread].registers[observable.register].initial;
}
