/**
 * Conformance: runs published tests and compares whole sets of final states with those that herd7 gives, never only
 * verdicts. C tests run on every model, those with RCU on the kernel's alone, assembly tests on their own, on SC, and x86's on PSO as well; where herd7
 * gives no set, the Linux-kernel model and the laws between models hold the result (compare.ts). Every difference is
 * printed; one that is known and explained stands in test/conformance-known.json, and so does each test that is refused.
 * Then each answer is explained, and every edge of an explanation is held against the machine (explained.ts), and barriers
 * and step are asked for the verdict. And each test, printed and parsed, is the same tree. The axioms of each machine
 * (src/models/machine-texts.ts) are asked for a second opinion, for so long (`SECOND`): they give the same set of states.
 *
 *   npm run conformance                                        all folders of ../shared/corpus, and those that have joined them
 *   npm run conformance -- <folder> [<file.litmus> …]          one, or some tests of it
 *
 * Times are of the models that herd7 was run on, in one process, loading included; the rest is not counted, but warms V8 up.
 */
import '../setup.js';
import '../../bin/engine.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Settings, TestResult } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { loadTest } from '../../src/dialects/load.js';
import { printSource } from '../../src/dialects/print-source.js';
import { MACHINES, MODELS } from '../../src/models/index.js';
import { lkmm } from '../../src/models/lkmm.js';
import type { Test } from '../../src/program/test.js';
import { messageOf } from '../../src/report/text/message.js';
import type { Diagnostic } from '../../src/text/diagnostic.js';
import { Disagreement } from '../../src/text/invariant.js';
import { commandsAgree } from '../laws/commands.js';
import { printsSameTree } from '../laws/print.js';
import { differences } from './compare.js';
import type { ExpectedLine, ExpectedTest } from './expected.js';
import { byModel, hasExpected, herdMilliseconds, isUnreadable, readExpected } from './expected.js';
import { complaints } from './explained.js';
import { isKnown, isRefused, type Known, knownFrom } from './known.js';

/** What a folder came to. `passed` and `failed` count models of tests, and tests that break a law. */
interface Tally {
  tests: number;
  /** Tests on models whose answer was explained. */
  explained: number;
  /** Tests of which all commands say the same. */
  agreed: number;
  /** Tests on machines whose axioms give the same final states; and those of which they did not find all in time. */
  axiomatic: number;
  open: number;
  /** Tests that, printed and parsed, are the same test. */
  printed: number;
  passed: number;
  failed: number;
  skipped: number;
  known: number;
  /** Tests that are known to be refused. */
  refused: number;
  herdMilliseconds: number;
  ownMilliseconds: number;
}

// npm runs scripts in the root of the package.
const CORPUS = '../shared/corpus';
/** Folders elsewhere that have joined those of the corpus. */
const JOINED = [
  '../shared/corpus-next/aarch64-arm',
  '../shared/corpus-next/c-rcu',
  '../shared/corpus-next/ppc',
];
const LIMITS = { states: 20_000_000, milliseconds: 60_000, megabytes: 4096 };
/** What the second opinion on a test on a machine may use. */
const SECOND = { ...LIMITS, milliseconds: 2000 };

const known: readonly Known[] = knownFrom(readFileSync('test/conformance-known.json', 'utf8'));

/** The models that a test runs on: all for C; for assembly its own, and those that a law compares with it. */
function modelsFor(line: ExpectedLine, own: readonly string[]): readonly string[] {
  if (!('models' in line)) return own.includes('tso') ? [...own, 'pso'] : own;
  return (isForKernelAlone(line) ? [lkmm] : MODELS).map(({ name }) => name);
}

/** Whether a test is run on the kernel's model alone, as one with RCU is: machines have no grace periods. */
function isForKernelAlone(line: ExpectedLine): boolean {
  if (!('models' in line)) return false;
  return Object.entries(line.models).every(([model, { herd }]) => model === 'lkmm' || herd === 'rcu');
}

function conformTest(folder: string, line: ExpectedLine, tally: Tally): void {
  const text = readFileSync(join(folder, line.file), 'utf8');
  const begin = performance.now();
  const { test, diagnostics } = loadTest({ name: line.file, text });
  const loading = performance.now() - begin;
  const expected = byModel(line, test?.models.at(-1) ?? '');
  tally.tests += 1;
  print(text, line.file, tally);
  if (test === null) {
    refuse(expected, diagnostics, tally);
    return;
  }
  const alone = isForKernelAlone(line);
  // Of twenty threads with RCU, all of whose final states herd7 cannot give, the verdict is enough.
  const verdictOnly = alone && expected.models.lkmm.herd === 'timeout';
  const models = modelsFor(line, test.models);
  const settings: Settings = { models, atomics: 'lse', limits: LIMITS, verdictOnly };
  const result = run(test, settings);
  if (typeof result === 'string') {
    fail(tally, line.file, [result]);
    return;
  }
  tally.ownMilliseconds += loading;
  if (result.status === 'error' || result.status === 'unsupported') {
    refuse(expected, result.diagnostics, tally);
    return;
  }
  if (isRefused(known, line.file)) fail(tally, line.file, ['known to be refused, and it is not']);
  for (const model of result.models) {
    const lines = differences(expected, result, model);
    if (lines.length === 0) tally.passed += 1;
    else if (isKnown(known, line.file, model.model)) tally.known += 1;
    else fail(tally, line.file, lines);
    if (expected.models[model.model] === undefined) continue;
    tally.herdMilliseconds += herdMilliseconds(expected.models[model.model]);
    tally.ownMilliseconds += model.milliseconds;
  }
  if (alone) return;
  explain(test, line.file, tally);
  agree(test, result, tally);
  askAxioms(test, result, settings, tally);
}

/** The axioms of each machine allow what the machine does, no more and no less. */
function askAxioms(test: Test, result: TestResult, settings: Settings, tally: Tally): void {
  const machines = MACHINES.map(({ name }) => name);
  const first = result.models.filter(
    ({ model, incomplete }) => machines.includes(model) && incomplete === null,
  );
  if (first.length === 0) return;
  const models = first.map(({ model }) => model);
  const second = run(test, { ...settings, models, limits: SECOND, engine: 'axioms' });
  if (typeof second === 'string') {
    fail(tally, result.file, [`by axioms: ${second}`]);
    return;
  }
  for (const { model, states } of first) {
    const other = second.models.find((each) => each.model === model);
    const isSame = other !== undefined && String(other.states) === String(states);
    if (other !== undefined && other.incomplete !== null) tally.open += 1;
    else if (isSame) tally.axiomatic += 1;
    else fail(tally, result.file, [`on ${model}, other final states by axioms`]);
  }
}

/** The result; or what is wrong with it, when a model lacks what a stronger one allows (check/inclusion.ts). */
function run(test: Test, settings: Settings): TestResult | string {
  try {
    return runTest(test, settings);
  } catch (error) {
    if (error instanceof Disagreement) return error.message;
    throw error;
  }
}

/** Counts a test that has errors: it must be known to have them, or herd7 cannot read it either. */
function refuse(expected: ExpectedTest, diagnostics: readonly Diagnostic[], tally: Tally): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (isRefused(known, expected.file)) tally.refused += 1;
  else if (isUnreadable(expected)) tally.skipped += 1;
  else fail(tally, expected.file, errors.map(messageOf));
}

/** Prints the test and parses what is printed; of one that is not supported the grammar may be known all the same. */
function print(text: string, file: string, tally: Tally): void {
  if (printSource({ name: file, text }).text === null) return;
  const complaint = printsSameTree(text);
  if (complaint === null) tally.printed += 1;
  else fail(tally, file, [complaint]);
}

/** Explains what the test asks on each model that is its own; a test that runs on all is explained on the weaker ones. */
function explain(test: Test, file: string, tally: Tally): void {
  for (const model of MACHINES) {
    if (!test.models.includes(model.name) || model.name === 'sc' || model.name === 'pso') continue;
    const lines = complaints(test, model);
    if (lines.length === 0) tally.explained += 1;
    else fail(tally, file, lines);
  }
}

/** Every command says what check says, on the weaker of the test's own models. */
function agree(test: Test, result: TestResult, tally: Tally): void {
  const models = test.models.filter((name) => name !== 'sc' && name !== 'pso');
  const complaint = agreement(test, { models, limits: LIMITS, step: true }, result);
  if (complaint === null) tally.agreed += 1;
  else fail(tally, result.file, [complaint]);
}

function agreement(...asked: Parameters<typeof commandsAgree>): string | null {
  try {
    return commandsAgree(...asked);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fail(tally: Tally, file: string, lines: readonly string[]): void {
  tally.failed += 1;
  console.log(`${file}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/** Runs the tests of a folder, all or those named, prints what differs, and then the sums. */
function conform(folder: string, only: readonly string[]): Tally {
  const tally: Tally = {
    tests: 0,
    explained: 0,
    agreed: 0,
    axiomatic: 0,
    open: 0,
    printed: 0,
    passed: 0,
    failed: 0,
    skipped: 0,
    known: 0,
    refused: 0,
    herdMilliseconds: 0,
    ownMilliseconds: 0,
  };
  for (const line of readExpected(folder)) {
    if (only.length === 0 || only.includes(line.file)) conformTest(folder, line, tally);
  }
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  const ratio = tally.herdMilliseconds / tally.ownMilliseconds;
  console.log(
    `${basename(folder)}: ${tally.tests} tests, ${tally.skipped} not supported; state sets: ${tally.passed} passed, ` +
      `${tally.failed} failed, ${tally.known} known differences, ${tally.refused} known to be refused; explained: ${tally.explained}; commands agree: ${tally.agreed}; by axioms: ${tally.axiomatic}, ${tally.open} not in time; printed: ${tally.printed}\n  herd7 ${seconds(tally.herdMilliseconds)}, ` +
      `pinlitmus ${seconds(tally.ownMilliseconds)}, ratio ${ratio.toFixed(0)}`,
  );
  return tally;
}

/** The folders of the corpus and those that have joined them; none where they are not at hand. */
function corpusFolders(): readonly string[] {
  const folders = existsSync(CORPUS) ? readdirSync(CORPUS).map((name) => join(CORPUS, name)) : [];
  return [...folders.filter(hasExpected).sort(), ...JOINED.filter(hasExpected)];
}

const [named, ...rest] = process.argv.slice(2);
if (named !== undefined && !hasExpected(named)) {
  console.error('usage: npm run conformance -- [<folder with expected.jsonl> [<file.litmus> …]]');
  process.exit(2);
}
const folders = named === undefined ? corpusFolders() : [named];
if (folders.length === 0) console.log('not run: the published tests are not here (../shared/corpus)');
const only = rest.map((file) => basename(file));
const tallies = folders.map((folder) => conform(folder, only));
const sum = (key: 'passed' | 'failed'): number => tallies.reduce((total, each) => total + each[key], 0);
if (folders.length > 0) console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
