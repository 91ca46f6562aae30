/** What the laws of the axiomatic engine (kernel-law.ts, economy-law.ts) share: models, searches under them, and comparisons. */
import { catJudges } from '../../src/axioms/cat-judge.js';
import { ALL_ECONOMIES, type Economies } from '../../src/axioms/economies.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { type CatModel, loadCat } from '../../src/cat/cat-model.js';
import { lkmm } from '../../src/models/lkmm.js';
import { LKMM_CAT } from '../../src/models/lkmm-text.js';
import type { Target } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import { type Goal, queryOf } from '../../src/query/query.js';
import { LIMITS, type Searches } from './searches.js';

/** A law of tests that the kernel's model runs. */
export interface KernelLaw {
  readonly name: string;
  readonly check: (searches: Searches) => string | null;
}

/** A model that must have no faults. */
export function modelOf(text: string): CatModel {
  const { model, diagnostics } = loadCat({ model: { name: 'law.cat', text } });
  if (model === null) throw new Error(`${JSON.stringify(diagnostics[0].code)}\n${text}`);
  return model;
}

export const KERNEL = modelOf(LKMM_CAT);

/** All economies, and everything is remembered from the beginning on, also where that does not pay. */
export const REMEMBERING: Economies = { ...ALL_ECONOMIES, memory: 'always' };

/** What a model gives. */
export function solve(
  test: Test,
  model: CatModel,
  target: Target = test.question,
  economies: Economies = ALL_ECONOMIES,
  goal: Goal = 'all',
): Exploration {
  const query = queryOf(test, lkmm, { atomics: 'lse', limits: LIMITS });
  return solveProgram({ ...query, target }, { goal, judges: catJudges(model), economies });
}

export function lines({ states }: Pick<Exploration, 'states'>): readonly string[] {
  return states.map((state) => state.join()).sort();
}

export function first(complaints: readonly (string | null)[]): string | null {
  return complaints.find((each) => each !== null) ?? null;
}

/** What is in one list of states or flags alone. */
export function differing(about: string, some: readonly string[], others: readonly string[]): string | null {
  const only = some.filter((each) => !others.includes(each));
  const missing = others.filter((each) => !some.includes(each));
  if (only.length + missing.length === 0) return null;
  return `${about}: only ${only.slice(0, 3).join(' | ')}, not ${missing.slice(0, 3).join(' | ')}`;
}
