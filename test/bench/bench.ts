/**
 * What pinlitmus costs. Prints, never judges; quote ratios, machines differ.
 *
 *   npm run bench                            everything below
 *   npm run bench -- core|start|families     one part
 *   npm run bench -- corpus <folder>         against herd7's recorded times, as test/conformance does
 *
 * core: states a second of the search. start: `check` on one small file against `node -e 0`. families: how states
 * and time grow with n, a family stopping at a time limit a run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { explore } from '../../src/explore/explore.js';
import { loadTest } from '../../src/lower/load.js';
import type { Model } from '../../src/machine/model.js';
import { MODELS } from '../../src/machine/models/index.js';
import type { Family } from './families.js';
import { FAMILIES } from './families.js';

const ROOT = join(import.meta.dirname, '../..');
const SECONDS = Number(process.env.PINLITMUS_BENCH_SECONDS ?? 60);

interface Point {
  readonly n: number;
  readonly states: number;
  readonly outcomes: number;
  readonly milliseconds: number;
  readonly complete: boolean;
}

function measure(family: Family, n: number, model: Model): Point {
  const { test } = loadTest({ name: `${family.name}.litmus`, text: family.text(n) });
  if (test === null) throw new Error(`${family.name} does not load`);
  const program = test.programFor(model.architecture('lse'));
  const begin = performance.now();
  const result = explore(program, model, test.question, {
    states: 200_000_000,
    milliseconds: SECONDS * 1000,
    megabytes: 12_000,
  });
  const milliseconds = performance.now() - begin;
  return {
    n,
    states: result.explored,
    outcomes: result.states.length,
    milliseconds,
    complete: result.limit === null,
  };
}

function families(): void {
  for (const family of FAMILIES) {
    console.log(`\n${family.name}: ${family.about}`);
    for (const model of MODELS) growth(family, model);
  }
}

/** Runs a family on a model with growing n, and prints by what factor states and time grow a step. */
function growth(family: Family, model: Model): void {
  console.log(`  ${model.title}`);
  let previous: Point | null = null;
  for (let n = 2; n <= 64; n++) {
    const point = measure(family, n, model);
    const factor = previous === null ? '' : `  states x${(point.states / previous.states).toFixed(2)}`;
    const time =
      previous === null ? '' : `  time x${(point.milliseconds / previous.milliseconds).toFixed(2)}`;
    const end = point.complete ? '' : '  stopped';
    console.log(
      `    n=${String(n).padEnd(3)}${String(point.states).padStart(10)} states${String(point.outcomes).padStart(9)} outcomes` +
        `${point.milliseconds.toFixed(0).padStart(8)} ms${factor}${time}${end}`,
    );
    if (!point.complete || point.milliseconds * 4 > SECONDS * 1000) return;
    previous = point;
  }
}

/** States a second over runs long enough to count. */
function core(): void {
  console.log('\ncore: states a second');
  for (const model of MODELS) {
    for (const [name, n] of [
      ['GUPn', 7],
      ['SBn', 8],
      ['LOCKn', 4],
    ] as const) {
      const family = FAMILIES.find((each) => each.name === name);
      if (family === undefined) continue;
      measure(family, n - 1, model);
      const point = measure(family, n, model);
      const rate = point.states / point.milliseconds;
      console.log(
        `  ${model.title.padEnd(8)} ${name.padEnd(6)} n=${n}${String(point.states).padStart(10)} states ${rate.toFixed(0).padStart(6)} thousand/s`,
      );
    }
  }
}

/** The whole process on one small file, in pairs with an empty one. */
function start(): void {
  const file = join(ROOT, 'litmus/gup-writeback/barrier.litmus');
  const cli = join(ROOT, 'bin/pinlitmus.js');
  const time = (args: readonly string[]): number => {
    const begin = performance.now();
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    return performance.now() - begin;
  };
  const ratios: number[] = [];
  const times: number[] = [];
  for (let run = 0; run < 15; run++) {
    const empty = time(['-e', '0']);
    const own = time([cli, 'check', file]);
    ratios.push(own / empty);
    times.push(own);
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  console.log(
    `\nstart: check on one small file ${median(times).toFixed(0)} ms, ${median(ratios).toFixed(2)} times node -e 0`,
  );
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
if (part === 'all' || part === 'families') families();
if (part === 'corpus') corpus(argument ?? '');
