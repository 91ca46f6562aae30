/**
 * POWER and ARMv7 under their axioms, which no machine here executes, by three other ways: every execution on its own; SC, all of
 * whose executions they have; and full barriers everywhere, which leave SC alone. And under the kernel's port POWER does nothing that
 * the kernel's model forbids.
 */
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { armv7 } from '../../src/models/armv7.js';
import type { AxiomaticModel } from '../../src/models/model.js';
import { power } from '../../src/models/power.js';
import { sc } from '../../src/models/sc.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { bruteForce } from '../axioms/brute-force.js';
import { LIMITS, load, type Searches } from './searches.js';
import { differing, KERNEL, type KernelLaw, lines, modelOf, solve } from './solving.js';

const MOST_EXECUTIONS = 3000;

/** A model that is not multi-copy atomic, and what the laws need to know of it. */
export interface Propagating {
  readonly model: AxiomaticModel;
  /** The dialect of its assembly, and the barrier there that orders everything. */
  readonly dialect: string;
  readonly barrier: string;
  /**
   * Whether it allows no more than the kernel's model. ARMv7 as published does: the write behind a data dependency may be overtaken
   * by the thread's next one to its location, on whose order the kernel's model relies (to-w, by overwrite).
   */
  readonly keepsToKernel: boolean;
}

export const PROPAGATING: readonly Propagating[] = [
  { model: power, dialect: 'PPC', barrier: 'sync', keepsToKernel: true },
  { model: armv7, dialect: 'ARM', barrier: 'DMB', keepsToKernel: false },
];

const read = new Map(PROPAGATING.map(({ model }) => [model, modelOf(model.files.model.text)]));

/** What the model allows. */
function solved(test: Test, model: AxiomaticModel, cat = read.get(model)!): Exploration {
  const query = queryOf(test, model, { atomics: 'lse', limits: LIMITS });
  return solveProgram(query, { goal: 'all', judges: catJudges(cat) });
}

export function isWhole({ limit, badAddresses }: Exploration): boolean {
  return limit === null && badAddresses.length === 0;
}

/** What the first has and the second has not, in words; null for nothing. */
export function beyond(words: string, some: Exploration, all: Exploration): string | null {
  const known = new Set(lines(all));
  const more = lines(some).filter((state) => !known.has(state));
  return more.length === 0 ? null : `${words}: ${more.slice(0, 3).join(' | ')}`;
}

/** Each execution on its own gives the states that the search finds. */
function byForce({ test }: Searches, model: AxiomaticModel): string | null {
  const found = solved(test, model);
  const program = test.programFor(model.architecture('lse'));
  const expected = bruteForce(program, test.question, read.get(model)!, MOST_EXECUTIONS);
  if (expected === null || !isWhole(found)) return null;
  return differing(model.title, lines(found), expected.states);
}

/** What happens on SC may happen there. */
function containsSc(searches: Searches, model: AxiomaticModel): string | null {
  const found = solved(searches.test, model);
  const sequential = searches.reduced(sc);
  if (!isWhole(found) || !isWhole(sequential)) return null;
  return beyond(`on SC, not on ${model.title}`, sequential, found);
}

/** What it does under the kernel's port, the kernel's model allows. */
function withinKernel({ test }: Searches, model: AxiomaticModel): string | null {
  const [found, allowed] = [solved(test, model), solve(test, KERNEL)];
  if (!isWhole(found) || allowed.limit !== null) return null;
  return beyond(`on ${model.title}, not by LKMM`, found, allowed);
}

/** A test in assembly with a full barrier between all instructions does what it does on SC. */
export function fencedIsSequential(text: string, { model, barrier }: Propagating): string | null {
  const test = load(
    text.replace(/^( [^\n]*);\n/gm, (row, cells: string) => `${row}${fenced(cells, barrier)}`),
  );
  const found = solved(test, model);
  const sequential = solved(test, model, SEQUENTIAL);
  if (!isWhole(found) || !isWhole(sequential)) return null;
  return differing('barriers everywhere', lines(found), lines(sequential));
}

const SEQUENTIAL = modelOf('"SC"\nacyclic po | rf | co | fr\nempty rmw & (fre ; coe)');

/** A row of as many barriers as another row has cells; of the head none. */
function fenced(cells: string, barrier: string): string {
  if (/^ P0\b/.test(cells)) return '';
  return ` ${cells
    .split('|')
    .map(() => barrier)
    .join(' | ')} ;\n`;
}

/** The laws of tests in assembly and in C. */
export function propagatingLaws({ model }: Propagating): readonly KernelLaw[] {
  return [
    { name: `every execution on its own, on ${model.title}`, check: (searches) => byForce(searches, model) },
    { name: `SC is within ${model.title}`, check: (searches) => containsSc(searches, model) },
  ];
}

/** The laws of tests in C beside them. */
export function withinKernelLaws({ model, keepsToKernel }: Propagating): readonly KernelLaw[] {
  const name = `what ${model.title} does, the kernel model allows`;
  return keepsToKernel ? [{ name, check: (searches) => withinKernel(searches, model) }] : [];
}
