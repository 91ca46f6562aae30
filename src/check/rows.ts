/**
 * The rows of the report's table: the final states that some model allows, and the states in question that none
 * allows, because a reader asks about those. The state in question is the one that the condition describes, or
 * for `forall` the one that would refute it.
 *
 * States that no model allows are built from the values that each observable of the condition can take: values
 * seen on any model, the initial one, and the constants it is compared with. Other observables are left open.
 */

import {
  conjuncts,
  type Operand,
  observablesOf,
  type Proposition,
  type Question,
  satisfies,
} from '../program/condition.js';
import { compareStates, compareValues, type State } from '../program/state.js';
import { unreachable } from '../text/invariant.js';
import type { RowCell } from './result.js';

/** What one model was found to allow. */
export interface FoundStates {
  /** Sorted, without repetitions, after the filter. */
  readonly states: readonly State[];
  readonly complete: boolean;
}

/** A row before its values are spelled; null is any value. */
export interface RawRow {
  readonly values: readonly (bigint | null)[];
  readonly satisfies: boolean;
  readonly cells: readonly RowCell[];
  /** The first model that allows it, and where it stands among that one's states; null for a state that none allows. */
  readonly model: number | null;
  readonly index: number;
}

/** Combinations tried and rows built at most: a table of states that cannot be should stay short. */
const COMBINATIONS = 4096;
const BUILT = 64;

/** All rows, those in question first, each part in the order of its values. */
export function rowsOf(question: Question, initial: State, found: readonly FoundStates[]): readonly RawRow[] {
  if (found.every(({ complete, states }) => complete && states.length === 0)) return [];
  const absent = found.map(({ complete, states }): RowCell => {
    if (!complete) return 'unknown';
    return states.length === 0 ? 'none' : 'forbidden';
  });
  const rows: RawRow[] = [];
  // Of millions of rows most have the same cells.
  const known = new Map<string, readonly RowCell[]>();
  const allowed = merged(found, (values, allows, index) => {
    const key = allows.join();
    const cells = known.get(key) ?? absent.map((cell, each) => (allows[each] ? 'allowed' : cell));
    known.set(key, cells);
    const model = allows.indexOf(true);
    rows.push({ values, satisfies: satisfies(question.proposition, values), cells, model, index });
  });
  for (const values of built(question, initial, allowed))
    rows.push({
      values,
      satisfies: question.quantifier !== 'forall',
      cells: absent,
      model: null,
      index: -1,
    });
  return rows.sort(
    (a, b) => inQuestion(question, b) - inQuestion(question, a) || compareStates(a.values, b.values),
  );
}

/**
 * The states that some model allows, in order; calls `tell` with each, with which models allow it, and with its number among the
 * states of the first of them.
 */
function merged(
  found: readonly FoundStates[],
  tell: (state: State, allows: readonly boolean[], index: number) => void,
): readonly State[] {
  const all: State[] = [];
  const next = found.map(() => 0);
  const allows = found.map(() => false);
  for (;;) {
    let first: State | undefined;
    for (let model = 0; model < found.length; model++) {
      const state = found[model].states[next[model]];
      if (state !== undefined && (first === undefined || compareStates(state, first) < 0)) first = state;
    }
    if (first === undefined) return all;
    for (let model = 0; model < found.length; model++) {
      const state = found[model].states[next[model]];
      allows[model] = state === first || (state !== undefined && compareStates(state, first) === 0);
      next[model] += Number(allows[model]);
    }
    tell(first, allows, next[allows.indexOf(true)] - 1);
    all.push(first);
  }
}

/** 1 when the row is what the question is about, else 0. */
function inQuestion(question: Question, row: RawRow): number {
  return Number(row.satisfies === (question.quantifier !== 'forall'));
}

/** Whether the question is about a state, which has a value for each observable that the condition reads. */
function isSought(question: Question, state: State): boolean {
  return satisfies(question.proposition, state) === (question.quantifier !== 'forall');
}

/** The states in question that no model allows; open where the condition does not look. */
function built(question: Question, initial: State, allowed: readonly State[]): readonly (bigint | null)[][] {
  const read = [...observablesOf(question.proposition)].sort((a, b) => a - b);
  const parts = conjuncts(question.proposition, question.quantifier !== 'forall').map((part) => ({
    part,
    reads: observablesOf(part),
  }));
  const seen = valuesSeen(read, allowed);
  const domains = read.map((observable, index) => {
    const own = parts.filter(({ reads }) => reads.size === 1 && reads.has(observable));
    const state = initial.slice();
    const constants = constantsFor(question.proposition, observable);
    return domain([initial[observable], ...seen[index], ...constants]).filter((value) => {
      state[observable] = value;
      return own.every(({ part }) => satisfies(part, state));
    });
  });
  const size = domains.reduce((product, values) => product * values.length, 1);
  if (read.length === 0 || size > COMBINATIONS) return [];
  const project = (state: readonly (bigint | null)[]): string => keyOf(read.map((index) => state[index]));
  // Only a state in question has the values of one.
  const realised = new Set(allowed.filter((state) => isSought(question, state)).map(project));
  const result: (bigint | null)[][] = [];
  for (const values of product(domains)) {
    const state: (bigint | null)[] = initial.map(() => null);
    read.forEach((observable, index) => {
      state[observable] = values[index];
    });
    if (isAsked(question, state) && !realised.has(project(state))) result.push(state);
    if (result.length === BUILT) break;
  }
  return result;
}

/** Whether a built state is in question, and not one that the filter excludes for certain. */
function isAsked(question: Question, state: readonly (bigint | null)[]): boolean {
  const values = state.map((value) => value ?? 0n);
  if (!isSought(question, values)) return false;
  if (question.filter === null) return true;
  const open = [...observablesOf(question.filter)].some((observable) => (state[observable] ?? null) === null);
  return open || satisfies(question.filter, values);
}

function domain(values: readonly bigint[]): readonly bigint[] {
  return [...new Set(values)].sort(compareValues);
}

/** The values that observables have in some state. One state after the other is much alike. */
function valuesSeen(read: readonly number[], states: readonly State[]): readonly (readonly bigint[])[] {
  const seen = read.map(() => new Set<bigint>());
  const latest: bigint[] = [];
  for (const state of states) {
    for (let index = 0; index < read.length; index++) {
      const value = state[read[index]];
      if (latest[index] === value) continue;
      latest[index] = value;
      seen[index].add(value);
    }
  }
  return seen.map((values) => [...values]);
}

function* product(domains: readonly (readonly bigint[])[]): Generator<readonly bigint[]> {
  if (domains.length === 0) {
    yield [];
    return;
  }
  for (const first of domains[0]) for (const rest of product(domains.slice(1))) yield [first, ...rest];
}

function constantsFor(proposition: Proposition, observable: number): readonly bigint[] {
  const result: bigint[] = [];
  const note = (one: Operand, other: Operand): void => {
    if (one.kind === 'observable' && one.observable === observable && other.kind === 'value')
      result.push(other.value);
  };
  eachComparison(proposition, (left, right) => {
    note(left, right);
    note(right, left);
  });
  return result;
}

function eachComparison(proposition: Proposition, visit: (left: Operand, right: Operand) => void): void {
  switch (proposition.kind) {
    case 'truth':
      return;
    case 'compare':
      visit(proposition.left, proposition.right);
      return;
    case 'not':
      eachComparison(proposition.operand, visit);
      return;
    case 'and':
    case 'or':
    case 'implies':
      eachComparison(proposition.left, visit);
      eachComparison(proposition.right, visit);
      return;
    default:
      unreachable(proposition);
  }
}

function keyOf(values: readonly (bigint | null)[]): string {
  return values.join();
}
