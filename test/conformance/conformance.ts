/**
 * Conformance: runs published tests on every model and compares whole sets of final states with those that herd7
 * gives, never only verdicts. Every difference is printed; a difference that is known and explained stands in
 * test/conformance-known.json.
 *
 *   npm run conformance -- <folder> [<file.litmus> …]
 *
 * A folder holds tests and `expected.jsonl`, a line a test: for C `{ file, models: { sc: { states, herdMs } … } }`, for
 * assembly, whose tests run on their architecture's own model, the inner object itself. Where herd7 ran out of time, the
 * test must finish here, and `allowed` says whether the condition's state is known to be reachable.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ModelResult, Settings, TestResult } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { loadTest } from '../../src/lower/load.js';
import { MODELS } from '../../src/machine/models/index.js';
import { messageOf } from '../../src/report/diagnostic.js';

type State = Readonly<Record<string, string>>;

interface Expected {
  readonly states?: readonly State[];
  readonly observation?: string;
  readonly herd?: string;
  readonly herdMs?: number;
  readonly allowed?: boolean;
}

interface ExpectedTest {
  readonly file: string;
  readonly models: Readonly<Record<string, Expected>>;
}

/** A line of assembly's table. */
type ExpectedLine = { readonly file: string } & (Expected | Pick<ExpectedTest, 'models'>);

/** A known difference: the test, the models, and why it is right to differ. */
interface Known {
  readonly file: string;
  readonly models: readonly string[];
  readonly reason: string;
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  known: number;
  herdMilliseconds: number;
  ownMilliseconds: number;
}

const SETTINGS: Settings = {
  models: MODELS.map((model) => model.name),
  atomics: 'lse',
  limits: { states: 20_000_000, milliseconds: 60_000, megabytes: 4096 },
};

const known: readonly Known[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../conformance-known.json'), 'utf8'),
);

/** Runs the tests of a folder, all or those named, and prints what differs. */
function conform(folder: string, only: readonly string[], tally: Tally): void {
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  for (const line of lines) {
    const expected: ExpectedLine = JSON.parse(line);
    if (only.length === 0 || only.includes(expected.file)) conformTest(folder, expected, tally);
  }
}

function conformTest(folder: string, line: ExpectedLine, tally: Tally): void {
  const text = readFileSync(join(folder, line.file), 'utf8');
  const begin = performance.now();
  const { test, diagnostics } = loadTest({ name: line.file, text });
  const own = test?.models.at(-1) ?? '';
  const expected = 'models' in line ? line : { file: line.file, models: { [own]: line } };
  if (test === null) {
    const readable = Object.values(expected.models).some((each) => each.states !== undefined);
    const rcu = Object.values(expected.models).some((each) => each.herd === 'rcu');
    if (!readable || rcu) tally.skipped += 1;
    else fail(tally, expected.file, diagnostics.map(messageOf));
    return;
  }
  const result = runTest(test, 'models' in line ? SETTINGS : { ...SETTINGS, models: [own] });
  tally.ownMilliseconds += performance.now() - begin;
  for (const model of result.models) compareModel(expected, result, model, tally);
}

function compareModel(expected: ExpectedTest, result: TestResult, model: ModelResult, tally: Tally): void {
  const want = expected.models[model.model];
  tally.herdMilliseconds += want?.herdMs ?? (want?.herd === 'timeout' ? 10_000 : 0);
  if (model.incomplete !== null) {
    fail(tally, expected.file, [`${model.model}: ${JSON.stringify(model.incomplete)}`]);
    return;
  }
  if (want?.states === undefined) {
    const allowed = model.possible.join() !== 'Never';
    if (want?.allowed !== undefined && want.allowed !== allowed) {
      fail(tally, expected.file, [
        `${model.model}: ${model.possible.join()}, expected ${want.allowed ? 'reachable' : 'Never'}`,
      ]);
    } else tally.passed += want?.herd === 'timeout' ? 1 : 0;
    return;
  }
  const names = result.info?.observables ?? [];
  const own = new Set(model.states.map((state) => keyOf(names, state)));
  const theirs = keysOf(want.states);
  const differences = [
    ...[...own]
      .filter((each) => !theirs.has(each))
      .map((each) => `${model.model}: allowed here only: ${each}`),
    ...[...theirs]
      .filter((each) => !own.has(each))
      .map((each) => `${model.model}: forbidden here only: ${each}`),
    ...beyondKernelModel(expected, model, own),
    ...(want.observation === model.possible.join()
      ? []
      : [`${model.model}: ${model.possible.join()}, expected ${want.observation}`]),
  ];
  if (differences.length === 0) tally.passed += 1;
  else if (known.some((each) => each.file === expected.file && each.models.includes(model.model)))
    tally.known += 1;
  else fail(tally, expected.file, differences);
}

/** Hardware with the port's mapping allows nothing that the Linux-kernel model forbids. */
function beyondKernelModel(
  expected: ExpectedTest,
  model: ModelResult,
  own: ReadonlySet<string>,
): readonly string[] {
  const kernel = expected.models.lkmm?.states;
  if (kernel === undefined) return [];
  const allowed = keysOf(kernel);
  return [...own]
    .filter((each) => !allowed.has(each))
    .map((each) => `${model.model}: forbidden by the Linux-kernel model: ${each}`);
}

function keysOf(states: readonly State[]): ReadonlySet<string> {
  return new Set(states.map((state) => keyOf(Object.keys(state), Object.values(state))));
}

function keyOf(names: readonly string[], values: readonly string[]): string {
  return names
    .map((name, index) => `${name}=${values[index]}`)
    .sort()
    .join(' ');
}

function fail(tally: Tally, file: string, lines: readonly string[]): void {
  tally.failed += 1;
  console.log(`${file}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || !existsSync(join(folder, 'expected.jsonl'))) {
  console.error('usage: npm run conformance -- <folder with expected.jsonl> [<file.litmus> …]');
  process.exit(2);
}
const tally: Tally = { passed: 0, failed: 0, skipped: 0, known: 0, herdMilliseconds: 0, ownMilliseconds: 0 };
conform(
  folder,
  rest.map((file) => basename(file)),
  tally,
);
const ratio = tally.herdMilliseconds / tally.ownMilliseconds;
console.log(
  `${basename(folder)}: ${tally.known} known differences, ${tally.skipped} tests not supported; ` +
    `herd7 ${(tally.herdMilliseconds / 1000).toFixed(1)} s, pinlitmus ${(tally.ownMilliseconds / 1000).toFixed(1)} s, ratio ${ratio.toFixed(0)}`,
);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
