/**
 * What pinlitmus costs. Prints, never judges; quote ratios, machines differ.
 *
 *   npm run bench                               everything below
 *   npm run bench -- core|start                 one part
 *   npm run bench -- families [<models>]        for these models, such as sc,armv8
 *   npm run bench -- corpus <folder>            against herd7's recorded times, as test/conformance does
 *
 * core: states a second of the search. start: `check` on one small file against `node -e 0`, searched and remembered. families: how states
 * and time grow with n, with all final states and with the verdict alone, until a run takes longer than
 * PINLITMUS_BENCH_SECONDS (60), and of the kernel's model in words what it grows with. C runs on every model, AArch64 on its own.
 */
import '../setup.js';
import '../../bin/engine.js';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTest } from '../../src/check/run.js';
import { loadTest } from '../../src/dialects/load.js';
import { MODELS } from '../../src/models/index.js';
import { lkmm } from '../../src/models/lkmm.js';
import type { Model } from '../../src/models/model.js';
import { FAMILIES } from './families.js';
import type { Point } from './growth.js';
import { describeGrowth } from './growth.js';

// npm runs scripts in the root of the package; this one is bundled first, as the command is (package.json).
const ROOT = process.cwd();
const SECONDS = Number(process.env.PINLITMUS_BENCH_SECONDS ?? 60);
const SIZES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64];

type Mode = 'all states' | 'verdict only';

function measure(text: string, model: Model, n: number, mode: Mode): Point {
  const { test } = loadTest({ name: `family-${n}.litmus`, text });
  if (test === null) throw new Error(`does not load:\n${text}`);
  const limits = { states: 200_000_000, milliseconds: SECONDS * 1000, megabytes: 8000 };
  const settings = {
    models: [model.name],
    atomics: 'lse',
    limits,
    verdictOnly: mode === 'verdict only',
  } as const;
  const begin = performance.now();
  const [result] = runTest(test, settings).models;
  return {
    n,
    states: result.explored,
    outcomes: result.states.length,
    milliseconds: performance.now() - begin,
    complete: result.incomplete === null,
  };
}

function families(names: readonly string[]): void {
  const models = MODELS.filter((model) => names.length === 0 || names.includes(model.name));
  for (const family of FAMILIES) {
    console.log(`\n${family.name}: ${family.about}`);
    for (const mode of ['all states', 'verdict only'] as const) {
      for (const model of models) growth(`C, ${model.title}, ${mode}`, family.text, model, mode);
      for (const model of models.filter((each) => each.name === 'armv8' && family.assembly !== null))
        growth(`AArch64, ${model.title}, ${mode}`, family.assembly ?? family.text, model, mode);
    }
    if (models.includes(lkmm)) console.log(`  how ${lkmm.title} grows: ${family.solved}`);
  }
}

/** Runs a family on a model with growing n, and prints the last sizes and how states and time grow. */
function growth(title: string, text: (n: number) => string, model: Model, mode: Mode): void {
  const points: Point[] = [];
  for (const n of SIZES) {
    const point = measure(text(n), model, n, mode);
    points.push(point);
    const previous = points.at(-2)?.milliseconds ?? point.milliseconds;
    const next = (point.milliseconds * point.milliseconds) / Math.max(previous, 1);
    if (!point.complete || next > SECONDS * 1000) break;
  }
  const done = points.filter((point) => point.complete);
  const last = done.at(-1);
  if (last === undefined) return;
  const outcomes = mode === 'all states' ? `${String(last.outcomes).padStart(8)} outcomes` : '';
  console.log(
    `  ${title.padEnd(32)} n=${String(last.n).padEnd(3)}${String(last.states).padStart(9)} states${outcomes}` +
      `${last.milliseconds.toFixed(0).padStart(7)} ms   ${describeGrowth(done, mode === 'all states')}`,
  );
}

/** States a second over runs long enough to count. */
function core(): void {
  console.log('\ncore: states a second');
  for (const model of MODELS) {
    for (const [name, n] of [
      ['SBn fenced', 16],
      ['SBn', 16],
      ['MPn', 15],
    ] as const) {
      const family = FAMILIES.find((each) => each.name === name);
      if (family === undefined) continue;
      measure(family.text(n - 1), model, n - 1, 'all states');
      const point = measure(family.text(n), model, n, 'all states');
      const rate = point.states / point.milliseconds;
      console.log(
        `  ${model.title.padEnd(8)} ${name.padEnd(10)} n=${n}${String(point.states).padStart(10)} states ${rate.toFixed(0).padStart(6)} thousand/s`,
      );
    }
  }
}

/** The whole process on one small file, in pairs with an empty one. */
function start(): void {
  const file = join(ROOT, 'litmus/gup-writeback/barrier.litmus');
  const cache = mkdtempSync(join(tmpdir(), 'pinlitmus-bench-'));
  const time = (...args: readonly string[]): number => {
    const begin = performance.now();
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    return performance.now() - begin;
  };
  const check = [join(ROOT, 'bin/pinlitmus.js'), 'check', file];
  console.log('\nstart: check on one small file');
  for (const [name, args] of [
    ['searched', [...check, '--no-cache']],
    ['remembered', [...check, '--cache-dir', cache]],
  ] as const) {
    time(...args);
    const pairs = Array.from({ length: 15 }, () => ({ empty: time('-e', '0'), own: time(...args) }));
    const ratio = median(pairs.map(({ own, empty }) => own / empty));
    console.log(
      `  ${name.padEnd(10)} ${median(pairs.map(({ own }) => own)).toFixed(0)} ms, ${ratio.toFixed(2)} times node -e 0`,
    );
  }
  rmSync(cache, { recursive: true });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function corpus(folder: string): void {
  if (!existsSync(join(folder, 'expected.jsonl'))) {
    console.log(`\ncorpus: no expected.jsonl in ${folder}`);
    return;
  }
  execFileSync('npm', ['run', '--silent', 'conformance', '--', folder], { stdio: 'inherit' });
}

const [part = 'all', argument] = process.argv.slice(2);
if (part === 'all' || part === 'core') core();
if (part === 'all' || part === 'start') start();
if (part === 'all' || part === 'families') families(argument?.split(',') ?? []);
if (part === 'corpus') corpus(argument ?? '');
