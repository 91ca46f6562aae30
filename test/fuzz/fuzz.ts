/**
 * Looks for a test that breaks a law (test/laws/law.ts, kernel-law.ts, machine-law.ts), in every dialect, for one of C that allows something else than its
 * translations to assembly (test/laws/translated.ts), for one that is not printed faithfully
 * (test/laws/print.ts), and for a text that the front end does not survive, until time is up. A counterexample is made
 * small and printed with the seed that finds it again.
 *
 *   npm run fuzz -- [--minutes 10] [--seed <number>] [--only <part of a name>] [--verbose]
 */
import '../setup.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { loadTest } from '../../src/dialects/load.js';
import { printSource } from '../../src/dialects/print-source.js';
import { visibleLines } from '../../src/text/visible.js';
import { ASSEMBLY } from '../laws/assembly.js';
import { ARM_CHAINS, chains, kernelChains, RISCV_CHAINS } from '../laws/chains.js';
import { choices, translated } from '../laws/choices.js';
import { crowds } from '../laws/crowds.js';
import { texts } from '../laws/generate.js';
import { graceTests, printGraceTest } from '../laws/grace-periods.js';
import { kernelTexts } from '../laws/kernel.js';
import {
  AGAINST_BRUTE_FORCE,
  modelsAndTests,
  OF_ITSELF,
  randomModelAgrees,
  WITH_MACHINES,
} from '../laws/kernel-law.js';
import { LAWS } from '../laws/law.js';
import { lists } from '../laws/lists.js';
import { loops, superfluousRounds } from '../laws/loops.js';
import { machinesAsTheirAxioms } from '../laws/machine-law.js';
import { pointers } from '../laws/pointers.js';
import { printsFaithfully } from '../laws/print.js';
import { fencedIsSequential, PROPAGATING, propagatingLaws, withinKernelLaws } from '../laws/propagating.js';
import { Searches } from '../laws/searches.js';
import { statements } from '../laws/statements.js';
import { strays } from '../laws/strays.js';
import { structures } from '../laws/structures.js';
import { translationsHold } from '../laws/translated.js';
import { bytes, mutations, survives } from './mutate.js';

/** One thing to try: texts, and what to say of each. */
interface Trial {
  readonly name: string;
  readonly texts: fc.Arbitrary<string>;
  readonly complaint: (text: string) => string | null;
  readonly runs: number;
  /** How a counterexample is shown: one that is a test is easier to read in canonical form. */
  readonly form: (text: string) => string;
}

const asIs = (text: string): string => text;
const canonical = (text: string): string => printSource({ name: '', text }).text ?? text;

/** How long one round of a trial may take, shrinking included. */
const ROUND_MILLISECONDS = 60_000;

function lawTrials(): readonly Trial[] {
  const generators: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ['C', texts()],
    ['C with loops', loops()],
    ['C with rounds of loops', superfluousRounds()],
    ['C with pointers', pointers()],
    ['C with choices', choices()],
    ['C outside objects', strays()],
    ['C with structures', structures()],
    ['C with lists', lists()],
    ['AArch64 with chains', chains(ARM_CHAINS)],
    ['RISCV with chains', chains(RISCV_CHAINS)],
    ...[...ASSEMBLY].map(([name, make]) => [name, make()] as const),
  ];
  return generators.flatMap(([dialect, texts]) =>
    LAWS.map(({ name, check }) => ({
      name: `${dialect}: ${name}`,
      texts,
      complaint: (text: string) => check(new Searches(text)),
      runs: 60,
      form: canonical,
    })),
  );
}

/** The axiomatic engine: what machines can run, held against them; and what they cannot. */
function kernelTrials(): readonly Trial[] {
  const machines = [
    ...[...OF_ITSELF, ...WITH_MACHINES, ...AGAINST_BRUTE_FORCE],
    ...PROPAGATING.flatMap((each) => [...propagatingLaws(each), ...withinKernelLaws(each)]),
  ];
  const alone = [...OF_ITSELF, ...AGAINST_BRUTE_FORCE];
  const kinds = [
    ['C', texts(), machines],
    ['C with choices', choices(), machines],
    ['C with chains', kernelChains(2), machines],
    ['C with pointers', pointers(), machines],
    ['C with locks', kernelTexts(['updates', 'locks']), machines],
    ['C with data races', kernelTexts(['plain', 'updates', 'locks']), alone],
    ['C with RCU', kernelTexts(['plain', 'rcu', 'srcu', 'locks']), alone],
    ['C with many threads', crowds(), OF_ITSELF],
  ] as const;
  return kinds.flatMap(([dialect, texts, laws]) =>
    laws.map(({ name, check }) => ({
      name: `${dialect}, axioms: ${name}`,
      texts,
      complaint: (text: string) => check(new Searches(text)),
      runs: 200,
      form: canonical,
    })),
  );
}

/** Assembly, and C as kernel ports lower it, under the axioms of their machines. */
function machineTrials(): readonly Trial[] {
  const kinds: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ...[...ASSEMBLY].map(([name, make]) => [name, make()] as const),
    ['AArch64 with chains', chains(ARM_CHAINS, 5)],
    ['RISCV with chains', chains(RISCV_CHAINS, 5)],
    ['C with chains', kernelChains(4)],
    ['C', texts()],
    ['C with choices', choices()],
    ['C with pointers', pointers()],
    ['C with locks', kernelTexts(['updates', 'locks'])],
    ['C with grace periods', graceTests().map(printGraceTest)],
  ];
  return kinds.map(([kind, texts]) => ({
    name: `${kind}, axioms: machines are what their axioms say`,
    texts,
    complaint: (text: string) => machinesAsTheirAxioms(new Searches(text)),
    runs: 200,
    form: canonical,
  }));
}

/** POWER and ARMv7, which only the axiomatic engine runs, in assembly; in C they are among the kernel's. */
function propagatingTrials(): readonly Trial[] {
  return PROPAGATING.flatMap((propagating) => {
    const { dialect } = propagating;
    const texts = ASSEMBLY.get(dialect)?.() ?? fc.constant('');
    const laws = propagatingLaws(propagating).map(({ name, check }) => ({
      name,
      complaint: (text: string) => check(new Searches(text)),
    }));
    const complaint = (text: string): string | null => fencedIsSequential(text, propagating);
    return [...laws, { name: 'full barriers everywhere', complaint }].map((law) => ({
      ...law,
      name: `${dialect}, axioms: ${law.name}`,
      texts,
      runs: 200,
      form: canonical,
    }));
  });
}

function textTrials(): readonly Trial[] {
  // npm runs scripts in the root of the package.
  const root = 'litmus';
  const library = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.litmus'))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  const generated = fc.oneof(
    ...[texts(), loops(), pointers(), choices(), ...[...ASSEMBLY.values()].map((make) => make())],
  );
  const mutatedCases = mutations(library);
  const mutatedTests = generated.chain((text) => mutations([text]));
  const trials: readonly (readonly [string, fc.Arbitrary<string>, Trial['complaint'], number])[] = [
    ['C and its translations to assembly', translated(), translationsHold, 200],
    [
      'random models, axioms',
      modelsAndTests(kernelTexts(['plain', 'updates', 'locks'])),
      randomModelAgrees,
      1000,
    ],
    ['random bytes', bytes(), survives, 500],
    ['mutated cases of the library', mutatedCases, survives, 100],
    ['mutated generated tests', mutatedTests, survives, 100],
    ['print: generated tests', generated, printsFaithfully, 300],
    ['print: all of C', statements(), printsFaithfully, 300],
    ['print: mutated cases of the library', mutatedCases, testPrintsFaithfully, 300],
    ['print: mutated generated tests', mutatedTests, testPrintsFaithfully, 300],
  ];
  return trials.map(([name, texts, complaint, runs]) => ({ name, texts, complaint, runs, form: asIs }));
}

/**
 * A text that only looks like a test may have a word like `exists` where no line begins, and one does when it is printed.
 * Control characters are printed as escapes, which read differently.
 */
function testPrintsFaithfully(text: string): string | null {
  if (visibleLines(text) !== text) return null;
  return loadTest({ name: 'mutated.litmus', text }).test === null ? null : printsFaithfully(text);
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
  console.log(`\n${trial.name}, seed ${seed}\n${judged(trial, text)}\n${trial.form(text)}`);
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
const trials = [
  ...lawTrials(),
  ...kernelTrials(),
  ...machineTrials(),
  ...propagatingTrials(),
  ...textTrials(),
].filter((trial) => trial.name.includes(values.only));
if (trials.length === 0 || !(Number(values.minutes) > 0) || !Number.isInteger(Number(values.seed))) {
  console.error(
    'usage: npm run fuzz -- [--minutes 10] [--seed <number>] [--only <part of a name>] [--verbose]',
  );
  process.exit(2);
}
const end = performance.now() + Number(values.minutes) * 60_000;
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
