/**
 * Runs one test on the models that were asked for, one after the other, and puts what was found into the plain
 * form that reporters read. Final states are filtered and cut down to what is shown here, so that the verdict,
 * the table and the JSON report all speak of the same sets.
 */
import { type Decision, decide } from '../engine/decide.js';
import { explore } from '../engine/explore-query.js';
import { mayMix } from '../lower/access-targets.js';
import type { Model } from '../models/model.js';
import {
  type Asserted,
  narrowed,
  type Observable,
  type Proposition,
  type Question,
  satisfies,
} from '../program/condition.js';
import { flagWords } from '../program/flag-words.js';
import type { Program } from '../program/program.js';
import { addressesOf, speller } from '../program/spell.js';
import type { State } from '../program/state.js';
import type { Test } from '../program/test.js';
import { inTime } from '../query/cut-off.js';
import type { Exploration } from '../query/exploration.js';
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
  Verdict,
} from './result.js';
import { rowsOf } from './rows.js';
import { strayDiagnostics } from './stray.js';
import { askedBesides, hasState } from './unexplained.js';
import { statusOfFaults } from './unsupported.js';
import { verdictOf } from './verdict.js';

/** What a report says of a search. */
type Searched = Pick<Exploration, 'races' | 'flags' | 'stuck' | 'explored' | 'limit' | 'badAddresses'> &
  Pick<ModelResult, 'deadlocks'>;

/** One model's exploration with what the report needs beside it. */
interface Run {
  readonly model: Model;
  readonly exploration: Searched;
  readonly milliseconds: number;
  readonly states: readonly State[];
  readonly verdict: Verdict;
  /** The assertions that fail in some final state; null where nobody looked. */
  readonly failing: readonly Failing[] | null;
  /** Where no states are listed, whether there is one that satisfies the proposition, and one that does not. */
  readonly answers: readonly Decision['kind'][];
}

/** Runs a test that was loaded without errors. `onModel` hears of each model that is begun, by its name. */
export function runTest(test: Test, settings: Settings, onModel?: (name: string) => void): TestResult {
  const ofState = finalStateBytes(test.question.observables.length);
  let occupied = 0;
  const { runs, besides } = runsOf(test, settings, (model) => {
    onModel?.(model.name);
    const run = runOn(test, model, { ...settings, limits: { ...settings.limits, occupied } });
    occupied += run.states.length * ofState;
    return run;
  });
  const program = test.programFor(runs[0].model.architecture(settings.atomics));
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
function runsOf(test: Test, settings: Settings, run: (model: Model) => Run) {
  const names = settings.models ?? test.models;
  const own = modelsNamed(names, settings).map(run);
  const besides = askedBesides(
    settings,
    own.map(({ model, verdict }) => ({ model, hasState: hasState(verdict, test.question.quantifier) })),
  );
  if (besides.length === 0) return { runs: own, besides };
  const all = modelsNamed([...names, ...besides], settings);
  const runs = all.map((model) => own.find((each) => each.model.name === model.name) ?? run(model));
  return { runs, besides };
}

/** What the file does not speak of is not held against it, not even that nobody knows. */
function askedAside(result: ModelResult): ModelResult {
  return { ...result, status: result.expected === null ? 'none' : result.status, aside: true };
}

function runOn(test: Test, model: Model, settings: Settings): Run {
  const begin = performance.now();
  const { milliseconds } = settings.limits;
  const limits = { ...settings.limits, until: begin + milliseconds };
  const found = inTime(test.source.text, milliseconds, () => search(test, model, { ...settings, limits }));
  return {
    model,
    ...(found ?? nothingFound(test.question, settings)),
    milliseconds: performance.now() - begin,
  };
}

function search(test: Test, model: Model, settings: Settings): Found {
  const program = test.programFor(model.architecture(settings.atomics));
  // Where some execution may make an access of mixed size, the search visits all of them.
  return settings.verdictOnly && !mayMix(program)
    ? verdictAlone(test.question, program, model, settings)
    : enumerate(test.question, program, model, settings);
}

/** Throws when what was found on the models cannot be true of all of them: then it is true of none for sure. */
function holdTogether(test: Test, runs: readonly Run[], spell: (value: bigint) => string): void {
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

type Found = Pick<Run, 'exploration' | 'states' | 'verdict' | 'failing' | 'answers'>;

/** What is known of a search that was cut off. */
function nothingFound({ quantifier }: Question, { limits, verdictOnly }: Settings): Found {
  const limit = { kind: 'time', milliseconds: limits.milliseconds } as const;
  const deadlocks = verdictOnly ? null : 0;
  const exploration = { states: [], deadlocks, stuck: [], explored: 0, limit, badAddresses: [], flags: [] };
  const verdict = verdictOf(quantifier, { positive: 0, negative: 0, complete: false });
  return { exploration, states: [], verdict, failing: verdictOnly ? null : [], answers: [] };
}

/** All final states, and the verdict over them. */
function enumerate(question: Question, program: Program, model: Model, { limits }: Settings): Found {
  const asserted = question.filter === null ? question.assertions.map(({ observable }) => observable) : [];
  const exploration = explore({ program, model, target: { ...question, asserted }, limits });
  const states = counted(question, exploration.states);
  const positive = states.filter((state) => satisfies(question.proposition, state)).length;
  const complete = exploration.limit === null;
  const verdict = verdictOf(question.quantifier, { positive, negative: states.length - positive, complete });
  return { exploration, states, verdict, failing: failingIn(question, exploration), answers: [] };
}

/**
 * The verdict alone: a search for one final state that satisfies the proposition, and one for a state that does not.
 * Each stops at the first, and leaves out what cannot lead to one, deadlocks among it. Where there is no final state at
 * all, which is hardly meant, the whole search says why.
 */
function verdictAlone(question: Question, program: Program, model: Model, settings: Settings): Found {
  const search = (proposition: Proposition): Decision =>
    decide({ program, model, target: narrowed(question, proposition), limits: settings.limits });
  const witness = search(question.proposition);
  const counter = search({ kind: 'not', operand: question.proposition });
  const [positive, negative] = [witness, counter].map(({ kind }) => (kind === 'allowed' ? 1 : 0));
  const open = [witness, counter].find(({ kind }) => kind === 'unknown');
  const answers = [witness.kind, counter.kind];
  if (positive + negative === 0 && open === undefined)
    return { ...enumerate(question, program, model, settings), answers };
  const verdict = verdictOf(question.quantifier, { positive, negative, complete: open === undefined });
  const exploration = {
    deadlocks: null,
    stuck: [],
    explored: witness.explored + counter.explored,
    limit: open?.kind === 'unknown' ? open.limit : null,
    badAddresses: [...witness.badAddresses, ...counter.badAddresses],
    flags: [],
  };
  return { exploration, states: [], verdict, failing: null, answers };
}

/** The assertions that have fired in some of the states that count, or where others wait for ever. */
function failingIn(
  { assertions, filter }: Question,
  { states, firedWhileStuck = [] }: Exploration,
): readonly Failing[] {
  return assertions.flatMap((each) => {
    const { observable } = each;
    if (states.some((state) => state[observable] !== 0n && (filter === null || satisfies(filter, state))))
      return [each];
    return firedWhileStuck.includes(observable) ? [{ ...each, stuck: true } as const] : [];
  });
}

/** An assertion that fails; `stuck` where that is only in executions in which others wait for ever. */
interface Failing extends Asserted {
  readonly stuck?: true;
}

/** The states that pass the filter, without what only the filter reads. They stay sorted: `shown` is a prefix. */
function counted(question: Question, states: readonly State[]): readonly State[] {
  const { filter, shown } = question;
  const kept = filter === null ? states : states.filter((state) => satisfies(filter, state));
  if (shown === question.observables.length) return kept;
  const seen = new Map<string, State>();
  for (const state of kept) seen.set(state.slice(0, shown).join(), state.slice(0, shown));
  return [...seen.values()];
}

function placeOf(span: Span | null): PlaceInFile | null {
  if (span === null) return null;
  return { start: positionAt(span.source, span.start), end: positionAt(span.source, span.end) };
}

function modelResult(
  test: Test,
  run: Run,
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
  runs: readonly Run[],
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
