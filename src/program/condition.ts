/** What a test observes and asks: observables, the filter, and the quantified proposition over final states. */

import { unreachable } from '../text/invariant.js';
import type { Span } from '../text/source.js';

/** Something that a final state gives a value. `name` is herd7's spelling without brackets: `0:r0`, `x`, `a[1]`. */
export type Observable =
  | { readonly kind: 'register'; readonly name: string; readonly thread: number; readonly register: number }
  | { readonly kind: 'location'; readonly name: string; readonly location: number };

/** How two operands are compared. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '&';

/** An observable by its index in `Question.observables`, or a value (an address is the location's address). */
export type Operand =
  | { readonly kind: 'observable'; readonly observable: number }
  | { readonly kind: 'value'; readonly value: bigint };

/** A statement about one final state. */
export type Proposition =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'not'; readonly operand: Proposition }
  | { readonly kind: 'and' | 'or' | 'implies'; readonly left: Proposition; readonly right: Proposition };

/** How the proposition is asked of all final states. */
export type Quantifier = 'exists' | '~exists' | 'forall';

/** What is asked of the final states. */
export interface Question {
  /**
   * Everything that the search must record: first the `shown` ones (the condition's and those of `locations`,
   * sorted as herd7 prints them), then those that only the filter reads.
   */
  readonly observables: readonly Observable[];
  readonly shown: number;
  /** Final states that do not satisfy the filter do not count. */
  readonly filter: Proposition | null;
  readonly quantifier: Quantifier;
  readonly proposition: Proposition;
  /** The proposition as the user wrote it; empty where a test asks nothing. */
  readonly text: string;
  /** The places that assert something, whose observables come last. */
  readonly assertions: readonly Asserted[];
  /** Whether the proposition is that no assertion fails, since the test has no condition. */
  readonly isAssertion: boolean;
}

/** A place that asserts something: it has fired where its observable is not 0. */
export interface Asserted {
  readonly observable: number;
  readonly thread: number;
  /** The call. */
  readonly span: Span;
}

/** What is recorded of final states, and which of them pass: the part of a question that an engine needs. */
export interface Target extends Pick<Question, 'observables' | 'filter'> {
  /** Observables that are asked for in deadlocks too: whether they are other than 0 in some (`Exploration.firedWhileStuck`). */
  readonly asserted?: readonly number[];
}

/** Whether a final state, a value for each observable, satisfies the proposition. */
export function satisfies(proposition: Proposition, state: readonly bigint[]): boolean {
  switch (proposition.kind) {
    case 'truth':
      return proposition.value;
    case 'compare':
      return compare(proposition.operator, value(proposition.left, state), value(proposition.right, state));
    case 'not':
      return !satisfies(proposition.operand, state);
    case 'and':
      return satisfies(proposition.left, state) && satisfies(proposition.right, state);
    case 'or':
      return satisfies(proposition.left, state) || satisfies(proposition.right, state);
    case 'implies':
      return !satisfies(proposition.left, state) || satisfies(proposition.right, state);
    default:
      return unreachable(proposition);
  }
}

function value(operand: Operand, state: readonly bigint[]): bigint {
  return operand.kind === 'value' ? operand.value : state[operand.observable];
}

function compare(operator: Operator, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '&':
      return (left & right) !== 0n;
    case '>=':
      return left >= right;
    default:
      return unreachable(operator);
  }
}

/**
 * What to look for to find a final state that counts and satisfies a proposition: only what that depends on is
 * observed, and everything that it asks for is asked by the filter.
 */
export function narrowed(question: Target, proposition: Proposition): Target {
  const filter: Proposition =
    question.filter === null ? proposition : { kind: 'and', left: question.filter, right: proposition };
  const used = [...observablesOf(filter)].sort((a, b) => a - b);
  const places = new Map(used.map((observable, place) => [observable, place]));
  return {
    observables: used.map((observable) => question.observables[observable]),
    filter: renumbered(filter, places),
  };
}

/** A proposition over observables that stand in other places. */
export function renumbered(proposition: Proposition, places: ReadonlyMap<number, number>): Proposition {
  const operand = (each: Operand): Operand =>
    each.kind === 'observable'
      ? { ...each, observable: places.get(each.observable) ?? each.observable }
      : each;
  switch (proposition.kind) {
    case 'truth':
      return proposition;
    case 'compare':
      return { ...proposition, left: operand(proposition.left), right: operand(proposition.right) };
    case 'not':
      return { ...proposition, operand: renumbered(proposition.operand, places) };
    case 'and':
    case 'or':
    case 'implies':
      return {
        ...proposition,
        left: renumbered(proposition.left, places),
        right: renumbered(proposition.right, places),
      };
    default:
      return unreachable(proposition);
  }
}

/** The states that a question is about: those that satisfy the condition, or for `forall` those that refute it. */
export function soughtBy({ quantifier, proposition }: Question): Proposition {
  return quantifier === 'forall' ? { kind: 'not', operand: proposition } : proposition;
}

/** What must all hold for a proposition to hold or, with `holds` false, not to hold. */
export function conjuncts(proposition: Proposition, holds = true): readonly Proposition[] {
  switch (proposition.kind) {
    case 'not':
      return conjuncts(proposition.operand, !holds);
    case 'and':
    case 'or':
      if ((proposition.kind === 'and') !== holds) break;
      return [...conjuncts(proposition.left, holds), ...conjuncts(proposition.right, holds)];
    case 'implies':
      if (holds) break;
      return [...conjuncts(proposition.left), ...conjuncts(proposition.right, false)];
  }
  return [holds ? proposition : { kind: 'not', operand: proposition }];
}

/** The observables that a proposition compares, by index. */
export function observablesOf(proposition: Proposition): ReadonlySet<number> {
  const observables = new Set<number>();
  collectObservables(proposition, observables);
  return observables;
}

function collectObservables(proposition: Proposition, into: Set<number>): void {
  switch (proposition.kind) {
    case 'truth':
      return;
    case 'compare':
      if (proposition.left.kind === 'observable') into.add(proposition.left.observable);
      if (proposition.right.kind === 'observable') into.add(proposition.right.observable);
      return;
    case 'not':
      collectObservables(proposition.operand, into);
      return;
    case 'and':
    case 'or':
    case 'implies':
      collectObservables(proposition.left, into);
      collectObservables(proposition.right, into);
      return;
    default:
      unreachable(proposition);
  }
}
