/**
 * Runs one test on the models that were asked for, one after the other, and puts what was found into the plain
 * form that reporters read. Final states are filtered and cut down to what is shown here, so that the verdict,
 * the table and the JSON report all speak of the same sets.
 */
import { performance } from 'node:perf_hooks';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import { byPosition, hasErrors } from '../diagnostic/diagnostic.js';
import { positionAt, type Span } from '../diagnostic/source.js';
import { explore } from '../explore/explore.js';
import type { Exploration } from '../explore/outcome.js';
import type { Model } from '../machine/model.js';
import { MODELS } from '../machine/models/index.js';
import { type Observable, type Question, satisfies } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import { expectedOn, judge, worst } from './judge.js';
import type { ModelResult, Row, Settings, TestInfo, TestResult } from './result.js';
import { rowsOf, type State } from './rows.js';
import { verdictOf } from './verdict.js';

/** One model's exploration with what the report needs beside it. */
interface Run {
  readonly model: Model;
  readonly exploration: Exploration;
  readonly milliseconds: number;
  readonly states: readonly State[];
}

/** Runs a test that was loaded without errors. */
export function runTest(test: Test, settings: Settings): TestResult {
  const runs = chosen(settings.models).map((model) => runOn(test, model, settings));
  const program = test.programFor(runs[0].model.architecture(settings.atomics));
  const addresses = new Map(program.locations.map((location) => [location.address, location.name]));
  const spell = (value: bigint): string => addresses.get(value) ?? String(value);
  const models = runs.map((run) => modelResult(test, run, spell));
  const diagnostics = [...test.diagnostics, ...badAddresses(runs, spell)];
  return {
    file: test.source.name,
    info: infoOf(test, program, addresses),
    status: hasErrors(diagnostics) ? 'error' : worst(models.map((model) => model.status)),
    diagnostics,
    models,
    rows: tableOf(test, program, runs, spell),
    crash: null,
  };
}

function chosen(names: readonly string[]): readonly Model[] {
  return MODELS.filter((model) => names.includes(model.name));
}

function runOn(test: Test, model: Model, settings: Settings): Run {
  const begin = performance.now();
  const program = test.programFor(model.architecture(settings.atomics));
  const exploration = explore(program, model, test.question, settings.limits);
  const states = counted(test.question, exploration.states);
  return { model, exploration, milliseconds: performance.now() - begin, states };
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

function modelResult(test: Test, run: Run, spell: (value: bigint) => string): ModelResult {
  const { model, exploration, states } = run;
  const positive = states.filter((state) => satisfies(test.question.proposition, state)).length;
  const complete = exploration.limit === null;
  const verdict = verdictOf(test.question.quantifier, {
    positive,
    negative: states.length - positive,
    complete,
  });
  const expected = expectedOn(test.expectations, model);
  return {
    model: model.name,
    title: model.title,
    ...verdict,
    expected,
    status: judge(expected, verdict),
    incomplete: exploration.limit,
    deadlocks: exploration.deadlocks,
    stuck: exploration.stuck.map(({ thread, span }) => ({
      thread,
      line: positionAt(span.source, span.start).line,
    })),
    explored: exploration.explored,
    milliseconds: run.milliseconds,
    states: states.map((state) => state.map(spell)),
  };
}

function tableOf(
  test: Test,
  program: Program,
  runs: readonly Run[],
  spell: (value: bigint) => string,
): readonly Row[] {
  const initial = shownOf(test.question).map((observable) => initialOf(program, observable));
  const found = runs.map(({ states, exploration }) => ({ states, complete: exploration.limit === null }));
  return rowsOf(test.question, initial, found).map((row) => ({
    ...row,
    values: row.values.map((value) => (value === null ? null : spell(value))),
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
    asked: { quantifier, text, proposition, addresses },
    observables: shownOf(test.question).map((observable) => observable.name),
    names: test.names,
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

/** One diagnostic a place and value, whichever model met it first. */
function badAddresses(runs: readonly Run[], spell: (value: bigint) => string): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { model, exploration } of runs) {
    for (const { thread, value, span } of exploration.badAddresses) {
      const key = `${span.start} ${span.end} ${value}`;
      if (found.has(key)) continue;
      const problem = { code: 'bad-address', thread, value: spell(value), model: model.title } as const;
      found.set(key, { severity: 'error', span, ...problem });
    }
  }
  return [...found.values()].sort(byPosition);
}
