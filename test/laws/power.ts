/**
 * POWER under its axioms, which no machine here executes, by three other ways: every execution on its own; SC, all of whose
 * executions POWER has; and barriers everywhere, which leave SC alone. And under the kernel's port it does nothing that the
 * kernel's model forbids.
 */
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { power } from '../../src/models/power.js';
import { POWER_CAT } from '../../src/models/power-text.js';
import { sc } from '../../src/models/sc.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { bruteForce } from '../axioms/brute-force.js';
import { LIMITS, load, type Searches } from './searches.js';
import { differing, KERNEL, type KernelLaw, lines, modelOf, solve } from './solving.js';

const MODEL = modelOf(POWER_CAT);
const MOST_EXECUTIONS = 3000;

/** What POWER allows. */
function solved(test: Test): Exploration {
  const query = queryOf(test, power, { atomics: 'lse', limits: LIMITS });
  return solveProgram(query, { goal: 'all', judges: catJudges(MODEL) });
}

function isWhole({ limit, badAddresses }: Exploration): boolean {
  return limit === null && badAddresses.length === 0;
}

/** Each execution on its own gives the states that the search finds. */
function powerByForce({ test }: Searches): string | null {
  const found = solved(test);
  const expected = bruteForce(test.programFor('power'), test.question, MODEL, MOST_EXECUTIONS);
  if (expected === null || !isWhole(found)) return null;
  return differing('POWER', lines(found), expected.states);
}

/** What happens on SC may happen on POWER. */
function scWithinPower(searches: Searches): string | null {
  const found = solved(searches.test);
  const sequential = searches.reduced(sc);
  if (!isWhole(found) || !isWhole(sequential)) return null;
  const known = new Set(lines(found));
  const missing = lines(sequential).filter((state) => !known.has(state));
  return missing.length === 0 ? null : `on SC, not on POWER: ${missing.slice(0, 3).join(' | ')}`;
}

/** What POWER does under the kernel's port, the kernel's model allows. */
function powerWithinKernel({ test }: Searches): string | null {
  const [found, allowed] = [solved(test), solve(test, KERNEL)];
  if (!isWhole(found) || allowed.limit !== null) return null;
  const known = new Set(lines(allowed));
  const beyond = lines(found).filter((state) => !known.has(state));
  return beyond.length === 0 ? null : `on POWER, not by LKMM: ${beyond.slice(0, 3).join(' | ')}`;
}

/** A test in assembly with sync between all instructions does on POWER what it does on SC. */
export function syncedIsSequential(text: string): string | null {
  const test = load(text.replace(/^( [^\n]*);\n/gm, (row, cells: string) => `${row}${synced(cells)}`));
  const found = solved(test);
  const sequential = solveOnSc(test);
  if (!isWhole(found) || !isWhole(sequential)) return null;
  return differing('sync everywhere', lines(found), lines(sequential));
}

const SEQUENTIAL = modelOf('"SC"\nacyclic po | rf | co | fr\nempty rmw & (fre ; coe)');

function solveOnSc(test: Test): Exploration {
  const query = queryOf(test, power, { atomics: 'lse', limits: LIMITS });
  return solveProgram(query, { goal: 'all', judges: catJudges(SEQUENTIAL) });
}

/** A row of as many syncs as another row has cells; of the head none. */
function synced(cells: string): string {
  if (/^ P0\b/.test(cells)) return '';
  return ` ${cells
    .split('|')
    .map(() => 'sync')
    .join(' | ')} ;\n`;
}

/** The laws of tests in assembly and in C. */
export const POWER_LAWS: readonly KernelLaw[] = [
  { name: 'every execution on its own, on POWER', check: powerByForce },
  { name: 'SC is within POWER', check: scWithinPower },
];

/** The law of tests in C. */
export const POWER_WITHIN: readonly KernelLaw[] = [
  { name: 'what POWER does, the kernel model allows', check: powerWithinKernel },
];
