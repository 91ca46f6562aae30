/**
 * Looks for a test that breaks a law (test/laws/law.ts), in every dialect, and for a text that the front end does not
 * survive, until time is up. A counterexample is made small and printed with the seed that finds it again.
 *
 *   npm run fuzz -- [--minutes 10] [--seed <number>] [--only <part of a name>] [--verbose]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { ASSEMBLY } from '../laws/assembly.js';
import { texts } from '../laws/generate.js';
import { LAWS, load } from '../laws/law.js';
import { loops } from '../laws/loops.js';
import { bytes, mutations, survives } from './mutate.js';

/** One thing to try: texts, and what to say of each. */
interface Trial {
  readonly name: string;
  readonly texts: fc.Arbitrary<string>;
  readonly complaint: (text: string) => string | null;
  readonly runs: number;
}

/** How long one round of a trial may take, shrinking included. */
const ROUND_MILLISECONDS = 60_000;

function lawTrials(): readonly Trial[] {
  const generators: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ['C', texts()],
    ['C with loops', loops()],
    ...[...ASSEMBLY].map(([name, make]) => [name, make()] as const),
  ];
  return generators.flatMap(([dialect, texts]) =>
    LAWS.map(({ name, check }) => ({
      name: `${dialect}: ${name}`,
      texts,
      complaint: (text: string) => check(load(text)),
      runs: 60,
    })),
  );
}

function textTrials(): readonly Trial[] {
  const root = join(import.meta.dirname, '../../litmus');
  const library = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.litmus'))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  const generated = fc.oneof(...[texts(), loops(), ...[...ASSEMBLY.values()].map((make) => make())]);
  return [
    { name: 'random bytes', texts: bytes(), complaint: survives, runs: 500 },
    { name: 'mutated cases of the library', texts: mutations(library), complaint: survives, runs: 100 },
    {
      name: 'mutated generated tests',
      texts: generated.chain((text) => mutations([text])),
      complaint: survives,
      runs: 100,
    },
  ];
}

/** What a trial says of a text; what is thrown is a complaint as well. */
function judged(trial: Trial, text: string): string | null {
  try {
    return trial.complaint(text);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Runs one round; whether nothing was found. */
function round(trial: Trial, seed: number): boolean {
  const property = fc.property(trial.texts, (text) => judged(trial, text) === null);
  const result = fc.check(property, {
    numRuns: trial.runs,
    seed,
    interruptAfterTimeLimit: ROUND_MILLISECONDS,
  });
  const [text] = result.counterexample ?? [];
  tried += result.numRuns;
  if (text === undefined) return true;
  console.log(`\n${trial.name}, seed ${seed}\n${judged(trial, text)}\n${text}`);
  return false;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
});
const end = performance.now() + Number(values.minutes) * 60_000;
const trials = [...lawTrials(), ...textTrials()].filter((trial) => trial.name.includes(values.only));
let tried = 0;
let found = 0;
let rounds = 0;
for (let seed = Number(values.seed); performance.now() < end; seed++, rounds++) {
  for (const trial of trials) {
    if (performance.now() > end) break;
    const begin = performance.now();
    if (!round(trial, seed)) found += 1;
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    if (values.verbose) console.log(`${trial.name}, seed ${seed}: ${seconds} s`);
  }
}
console.log(`\n${tried} texts, ${trials.length} laws, ${rounds} rounds: ${found} counterexamples`);
process.exitCode = found === 0 ? 0 : 1;
