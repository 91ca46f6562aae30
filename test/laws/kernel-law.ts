/**
 * Laws of the axiomatic engine on C tests: two ways to the same answer. As those of law.ts, each takes a test and says what is
 * wrong, or null; what hits a limit proves nothing. Those of what a search leaves out are in economy-law.ts.
 */
import fc from 'fast-check';
import { ALL_ECONOMIES } from '../../src/axioms/economies.js';
import type { CatModel } from '../../src/cat/cat-model.js';
import type { Settings } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { armv8 } from '../../src/models/armv8.js';
import { MACHINES } from '../../src/models/index.js';
import { lkmm } from '../../src/models/lkmm.js';
import type { WindowModel } from '../../src/models/model.js';
import { pso } from '../../src/models/pso.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { bruteForce } from '../axioms/brute-force.js';
import { randomRelation } from '../cat/random-expression.js';
import { OF_ECONOMIES } from './economy-law.js';
import { LIMITS, Searches } from './searches.js';
import { differing, first, KERNEL, type KernelLaw, lines, modelOf, REMEMBERING, solve } from './solving.js';

const COHERENCE = 'acyclic po-loc | rf | co | fr';
const ATOMICITY = 'empty rmw & (fre ; coe)';

/**
 * Machines as axioms over the kernel's events. A release on PSO is a store behind a store barrier, and every update is an
 * atomic load-store, whatever its suffix, and whether or not it stores; who only looks at a lock, as RL, does none.
 */
const STORE_BUFFERS = `
enum Order = 'RELEASE || 'MB enum Barrier = 'wmb
${COHERENCE}
${ATOMICITY}
let locked = RMW | LKR | LKW | (LF \\ RL)
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
  ...OF_ECONOMIES,
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
      const beyond = lines(mapped(searches, machine)).filter((state) => !known.has(state));
      return beyond.length === 0
        ? null
        : `on ${machine.name}, not by LKMM: ${beyond.slice(0, 3).join(' | ')}`;
    }),
  );
}

/**
 * What a machine does under the port that the kernel's model is of. An atomic without result is one instruction of Armv8.1, of which
 * DMB LD orders no read, so that what its own thread reads back of it may come before it; the model has a dependency there
 * (src/manual/explanation-machines.md). Where a test has one, the law is of the loop of exclusives instead.
 */
function mapped(searches: Searches, machine: WindowModel): Exploration {
  const program = searches.test.programFor(machine.architecture('lse'));
  const isApart = program.threads.some(({ code }) =>
    code.some((instruction) => instruction.kind === 'update' && instruction.noReturn),
  );
  if (machine !== armv8 || !isApart) return searches.reduced(machine);
  return explore(queryOf(searches.test, machine, { atomics: 'llsc', limits: LIMITS }));
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
