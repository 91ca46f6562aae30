/**
 * Laws of the axiomatic engine on C tests: two ways to the same answer. As those of law.ts, each takes a test and says what is
 * wrong, or null; what hits a limit proves nothing.
 */
import fc from 'fast-check';
import { catJudges } from '../../src/axioms/cat-judge.js';
import { ALL_ECONOMIES, type Economies } from '../../src/axioms/combinations.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { type CatModel, loadCat } from '../../src/cat/cat-model.js';
import type { Settings } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { MACHINES } from '../../src/models/index.js';
import { lkmm } from '../../src/models/lkmm.js';
import { LKMM_CAT } from '../../src/models/lkmm-text.js';
import type { WindowModel } from '../../src/models/model.js';
import { pso } from '../../src/models/pso.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import type { Target } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { bruteForce } from '../axioms/brute-force.js';
import { randomRelation } from '../cat/random-expression.js';
import { LIMITS, Searches } from './searches.js';

/** A law of tests that the kernel's model runs. */
export interface KernelLaw {
  readonly name: string;
  readonly check: (searches: Searches) => string | null;
}

const COHERENCE = 'acyclic po-loc | rf | co | fr';
const ATOMICITY = 'empty rmw & (fre ; coe)';

/**
 * Machines as axioms over the kernel's events. A release on PSO is a store behind a store barrier, and every update is an
 * atomic load-store, whatever its suffix, and whether or not it stores.
 */
const STORE_BUFFERS = `
enum Order = 'RELEASE || 'MB enum Barrier = 'wmb
${COHERENCE}
${ATOMICITY}
let locked = RMW | LKR | LKW | LF
let full = [M] ; po ; [MB & F] ; po ; [M] | [locked] ; po ; [M] | [M] ; po ; [locked]
let reads-first = [R] ; po ; [M]
`;

const MACHINE_TEXTS: ReadonlyMap<WindowModel, string> = new Map([
  [sc, '"SC"\nacyclic po | rf | co | fr\nempty rmw & (fre ; coe)'],
  [
    tso,
    `"TSO"${STORE_BUFFERS}
let stores = [W] ; po ; [W]
acyclic full | reads-first | stores | rfe | co | fr`,
  ],
  [
    pso,
    `"PSO"${STORE_BUFFERS}
let stores = [W] ; po ; [W & (RELEASE | UL)] ; po? ; [W] | [W] ; po ; [Wmb] ; po ; [W]
acyclic full | reads-first | stores | rfe | co | fr`,
  ],
]);

/** Models that lack what a search likes to take for granted, or are not monotone, or say nothing at all. */
const ODD_TEXTS: readonly string[] = [
  '"nothing"',
  `"coherence alone"\n${COHERENCE}`,
  `"atomicity alone"\n${ATOMICITY}`,
  `"loads of a location pass each other"\nacyclic (po-loc \\ (R * R)) | rf | co | fr\n${ATOMICITY}`,
  '"some coherence"\nirreflexive po-loc ; co\nirreflexive po-loc ; fr\nflag ~empty (po-loc ; rf) & id as own-future',
  '"not monotone"\nempty co \\ (int | fr^-1 ; rf^-1)\n~empty rf | co\nflag empty rf as nothing-read\nflag ~empty co \\ (rf ; po) as free',
];

/** A model that must have no faults. */
export function modelOf(text: string): CatModel {
  const { model, diagnostics } = loadCat({ model: { name: 'law.cat', text } });
  if (model === null) throw new Error(`${JSON.stringify(diagnostics[0].code)}\n${text}`);
  return model;
}

const KERNEL = modelOf(LKMM_CAT);
const MACHINE_MODELS = new Map([...MACHINE_TEXTS].map(([machine, text]) => [machine, modelOf(text)]));
const ODD_MODELS = new Map(ODD_TEXTS.map((text) => [text.split('"')[1], modelOf(text)]));

export const AGAINST_BRUTE_FORCE: readonly KernelLaw[] = [
  {
    name: 'every execution on its own, under the kernel model',
    check: (searches) => byForce('LKMM', KERNEL, searches),
  },
  {
    name: 'every execution on its own, under models that demand less',
    check: (searches) => first([...ODD_MODELS].map(([name, model]) => byForce(name, model, searches))),
  },
];

export const OF_ITSELF: readonly KernelLaw[] = [
  { name: 'interchangeable threads and chains change nothing', check: economiesAgree },
  { name: 'who observes less sees as much of the rest', check: observingLessAgrees },
  { name: 'what is remembered changes nothing, whatever is observed', check: rememberingAgrees },
  { name: 'verdict-only agrees', check: verdictsAgree },
  { name: 'a model that is given as a file gives what it gives by its name', check: copiesAgree },
];

/** Of tests without plain accesses: with a data race, the model gives no guarantee. */
export const WITH_MACHINES: readonly KernelLaw[] = [
  { name: 'what a machine does, the kernel model allows', check: machinesWithin },
  { name: 'sc, tso and pso are what their axioms say', check: machinesAsAxioms },
];

/** Between the text of a model and that of a test. */
const RULE = '\n----\n';

/** Random models, most of which make no sense, with tests, as one text each. */
export function modelsAndTests(tests: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const relation = randomRelation.map(({ text }) => text);
  const test = fc.constantFrom('acyclic', 'irreflexive', 'empty', '~acyclic', '~irreflexive', '~empty');
  const check = fc.tuple(test, relation).map((parts) => parts.join(' '));
  const flag = check.map((text) => `flag ${text} as raised`);
  const common = fc.subarray([COHERENCE, ATOMICITY]);
  return fc
    .tuple(common, fc.array(check, { maxLength: 2 }), flag, tests)
    .map(([demanded, checks, flagged, text]) =>
      ['"random"\n', ...[...demanded, ...checks, flagged].map((line) => `${line}\n`), RULE, text].join(''),
    );
}

/** Whether the search finds under a model what its executions, one by one, come to. */
export function randomModelAgrees(text: string): string | null {
  const [model, test] = text.split(RULE);
  return byForce('the model', modelOf(model), new Searches(test));
}

/** So many executions are asked about one by one. */
const MOST_EXECUTIONS = 3000;

/** All economies, and everything is remembered from the beginning on, also where that does not pay. */
const REMEMBERING: Economies = { ...ALL_ECONOMIES, memory: 'always' };

/** What a model gives. */
function solve(
  test: Test,
  model: CatModel,
  target: Target = test.question,
  economies: Economies = ALL_ECONOMIES,
): Exploration {
  const query = queryOf(test, lkmm, { atomics: 'lse', limits: LIMITS });
  return solveProgram({ ...query, target }, { goal: 'all', judges: catJudges(model), economies });
}

function lines({ states }: Pick<Exploration, 'states'>): readonly string[] {
  return states.map((state) => state.join()).sort();
}

function first(complaints: readonly (string | null)[]): string | null {
  return complaints.find((each) => each !== null) ?? null;
}

/** What is in one list of states or flags alone. */
function differing(about: string, some: readonly string[], others: readonly string[]): string | null {
  const only = some.filter((each) => !others.includes(each));
  const missing = others.filter((each) => !some.includes(each));
  if (only.length + missing.length === 0) return null;
  return `${about}: only ${only.slice(0, 3).join(' | ')}, not ${missing.slice(0, 3).join(' | ')}`;
}

function isWild({ badAddresses }: Exploration): boolean {
  return badAddresses.length > 0;
}

function byForce(name: string, model: CatModel, { test }: Searches): string | null {
  const expected = bruteForce(test.programFor('lkmm'), test.question, model, MOST_EXECUTIONS);
  return first(
    [ALL_ECONOMIES, REMEMBERING].map((economies) => {
      const found = solve(test, model, test.question, economies);
      if (expected === null || found.limit !== null || isWild(found)) return null;
      return first([
        differing(`${name}, memory ${economies.memory}, states`, lines(found), expected.states),
        differing(`${name}, memory ${economies.memory}, flags`, found.flags, expected.flags),
      ]);
    }),
  );
}

/** Each is left out of all; and all of them. */
function economiesAgree({ test }: Searches): string | null {
  const found = solve(test, KERNEL);
  const fewer: readonly Economies[] = [
    { ...ALL_ECONOMIES, permutations: false },
    { ...ALL_ECONOMIES, exchanges: false },
    { ...ALL_ECONOMIES, chains: false },
    { ...ALL_ECONOMIES, foresight: false },
    { ...ALL_ECONOMIES, safety: false },
    {
      permutations: false,
      exchanges: false,
      chains: false,
      foresight: false,
      safety: false,
      memory: 'never',
    },
    REMEMBERING,
    {
      permutations: false,
      exchanges: false,
      chains: false,
      foresight: false,
      safety: false,
      memory: 'always',
    },
    { ...ALL_ECONOMIES, exchanges: false, memory: 'always' },
  ];
  if (found.limit !== null) return null;
  return first(
    fewer.map((economies) => {
      const other = solve(test, KERNEL, test.question, economies);
      if (other.limit !== null) return null;
      const about = Object.entries(economies).flatMap(([name, isOn]) =>
        isOn === true || isOn === 'in large searches' ? [] : [`${name} (${isOn})`],
      );
      return first([
        differing(`without ${about}, states`, lines(other), lines(found)),
        differing(`without ${about}, flags`, other.flags, found.flags),
        other.deadlocks > 0 === found.deadlocks > 0 ? null : `without ${about}: deadlocks`,
      ]);
    }),
  );
}

/** Little observed leaves little to tell the parts of executions apart, so that much is remembered. */
function rememberingAgrees({ test }: Searches): string | null {
  const { observables, filter } = test.question;
  if (filter !== null) return null;
  return first(
    [null, ...observables].map((one) => {
      const target = { observables: one === null ? [] : [one], filter: null };
      const [forgetful, remembering] = (['never', 'always'] as const).map((memory) =>
        solve(test, KERNEL, target, { ...ALL_ECONOMIES, memory }),
      );
      if (forgetful.limit !== null || remembering.limit !== null) return null;
      return differing(`observing ${one?.name}`, lines(remembering), lines(forgetful));
    }),
  );
}

/** Memory alone, and every second observable. */
function observingLessAgrees({ test }: Searches): string | null {
  const { observables, filter } = test.question;
  if (filter !== null) return null;
  const whole = solve(test, KERNEL);
  const indices = [...observables.keys()];
  const parts = [
    indices.filter((index) => observables[index].kind === 'location'),
    indices.filter((index) => index % 2 === 1),
  ];
  return first(
    parts.map((part) => {
      const target = { observables: part.map((index) => observables[index]), filter: null };
      const fewer = solve(test, KERNEL, target);
      if (whole.limit !== null || fewer.limit !== null) return null;
      const states = new Set(whole.states.map((state) => part.map((index) => state[index]).join()));
      const about = `observing ${part.length} of ${indices.length}`;
      const flags = whole.flags.filter((flag) => flag !== 'lock-final');
      return first([
        differing(`${about}, states`, lines(fewer), [...states]),
        differing(
          `${about}, flags`,
          fewer.flags.filter((flag) => flag !== 'lock-final'),
          flags,
        ),
      ]);
    }),
  );
}

function verdictsAgree({ test }: Searches): string | null {
  const settings: Settings = { models: [lkmm.name], atomics: 'lse', limits: LIMITS };
  const [whole] = runTest(test, settings).models;
  const [quick] = runTest(test, { ...settings, verdictOnly: true }).models;
  if (whole === undefined || quick === undefined) return null;
  if (whole.incomplete !== null || quick.incomplete !== null) return null;
  const [one, other] = [whole.possible.join(), quick.possible.join()];
  return one === other ? null : `${one}, with --verdict-only ${other}`;
}

function copiesAgree({ test }: Searches): string | null {
  const given = [{ name: 'cat:copy', title: 'copy', files: lkmm.files }];
  const { models } = runTest(test, { models: [lkmm.name], given, atomics: 'lse', limits: LIMITS });
  const [own, copy] = models.map(({ possible, states, flags }) => JSON.stringify([possible, states, flags]));
  if (models.length < 2 || models.some(({ incomplete }) => incomplete !== null)) return null;
  return own === copy ? null : `${own}, as a file ${copy}`;
}

function machinesWithin(searches: Searches): string | null {
  const allowed = solve(searches.test, KERNEL);
  if (allowed.limit !== null) return null;
  const known = new Set(lines(allowed));
  return first(
    MACHINES.map((machine) => {
      const beyond = lines(searches.reduced(machine)).filter((state) => !known.has(state));
      return beyond.length === 0
        ? null
        : `on ${machine.name}, not by LKMM: ${beyond.slice(0, 3).join(' | ')}`;
    }),
  );
}

function machinesAsAxioms(searches: Searches): string | null {
  return first(
    [...MACHINE_MODELS].map(([machine, model]) => {
      const executed = searches.reduced(machine);
      const solved = solve(searches.test, model);
      if (executed.limit !== null || solved.limit !== null || isWild(executed) || isWild(solved)) return null;
      return differing(`${machine.name} as axioms`, lines(solved), lines(executed));
    }),
  );
}
