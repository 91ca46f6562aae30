/** Results as the checker would make them, from a question and the states of each model: for reports' tests. */
import { judge, worst } from '../../src/check/judge.js';
import type { ModelResult, TestResult } from '../../src/check/result.js';
import { rowsOf } from '../../src/check/rows.js';
import { verdictOf } from '../../src/check/verdict.js';
import { type Question, satisfies } from '../../src/program/condition.js';
import type { NamedObservable, Observation, WholeArray } from '../../src/program/test.js';

/** What one model found. */
export interface Finding {
  readonly states: readonly (readonly number[])[];
  readonly expected?: Observation;
  readonly incomplete?: ModelResult['incomplete'];
  readonly deadlocks?: number;
  readonly announced?: ModelResult['announced'];
  readonly explored?: number;
}

const STUCK = [
  { thread: 'P0', line: 7 },
  { thread: 'P1', line: 15 },
];

/** A test and what was found. */
export interface Sample {
  readonly file?: string;
  readonly name?: string;
  readonly title?: string;
  readonly question: Question;
  readonly text?: string;
  readonly names?: readonly NamedObservable[];
  readonly arrays?: readonly WholeArray[];
  readonly plainLines?: readonly number[];
  readonly verdictOnly?: boolean;
  readonly models: Readonly<Partial<Record<keyof typeof NAMES, Finding>>>;
}

const NAMES = { SC: 'sc', 'x86-TSO': 'tso', PSO: 'pso', Armv8: 'armv8', 'RISC-V': 'riscv' } as const;

/** The result of a sample; every model took 3 ms. */
export function resultOf(sample: Sample): TestResult {
  const { question } = sample;
  const models = Object.entries(sample.models).map(([title, finding]) => modelOf(sample, title, finding));
  const found = Object.values(sample.models).map(({ states, incomplete }) => ({
    states: states.map((state) => state.map(BigInt)),
    complete: !incomplete,
  }));
  const initial = question.observables.map(() => 0n);
  return {
    file: sample.file ?? 'litmus/sample.litmus',
    info: {
      name: sample.name ?? 'sample',
      title: sample.title ?? null,
      dialect: 'C',
      threads: 2,
      instructions: 4,
      line: 20,
      isAssertion: false,
      question: {
        quantifier: question.quantifier,
        text: sample.text ?? question.text,
        proposition: question.proposition,
        addresses: new Map(),
      },
      observables: question.observables.map((observable) => observable.name),
      names: sample.names ?? [],
      arrays: sample.arrays ?? [],
      flags: new Map(),
      expectations: {
        models: new Map(),
        deadlocks: new Set(),
        races: new Set(),
        assertions: new Set(),
        kernel: null,
        race: false,
        places: new Map(),
        resultAt: null,
      },
      plainLines: sample.plainLines ?? [],
    },
    status: worst(models.map((model) => model.status)),
    diagnostics: [],
    models,
    verdictOnly: sample.verdictOnly ?? false,
    expectsNothing: false,
    rows: sample.verdictOnly
      ? []
      : rowsOf(question, initial, found).map((row) => ({
          ...row,
          values: row.values.map((value) => (value === null ? null : String(value))),
        })),
    crash: null,
  };
}

function modelOf({ question, verdictOnly }: Sample, title: string, finding: Finding): ModelResult {
  const incomplete = finding.incomplete ?? null;
  const states = finding.states.map((state) => state.map(BigInt));
  const positive = states.filter((state) => satisfies(question.proposition, state)).length;
  const count = { positive, negative: states.length - positive, complete: incomplete === null };
  const verdict = verdictOf(question.quantifier, count);
  const judged = {
    ...verdict,
    expected: finding.expected ?? null,
    announced: finding.announced ?? null,
    incomplete,
    deadlocks: verdictOnly ? null : (finding.deadlocks ?? 0),
    flags: [],
    raceExpected: false,
    failing: verdictOnly ? null : [],
    failureExpected: false,
  };
  return {
    model: new Map<string, string>(Object.entries(NAMES)).get(title) ?? title,
    title,
    ...judged,
    status: judge(judged),
    races: [],
    expectedAt: null,
    stuck: finding.deadlocks === undefined ? [] : STUCK,
    explored: finding.explored ?? 12,
    milliseconds: 3,
    states: verdictOnly ? [] : states.map((state) => state.map(String)),
  };
}
