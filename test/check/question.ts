/** Small questions over registers and locations, written in a line, for tests of judging and reporting. */
import type { Operand, Operator, Proposition, Quantifier, Question } from '../../src/program/condition.js';

/** `observable operator value`, or against another observable by its index. */
export function compare(
  observable: number,
  operator: Operator,
  value: bigint | { index: number },
): Proposition {
  const left: Operand = { kind: 'observable', observable };
  const right: Operand =
    typeof value === 'bigint' ? { kind: 'value', value } : { kind: 'observable', observable: value.index };
  return { kind: 'compare', operator, left, right };
}

export function both(left: Proposition, right: Proposition): Proposition {
  return { kind: 'and', left, right };
}

export function either(left: Proposition, right: Proposition): Proposition {
  return { kind: 'or', left, right };
}

/** A question over the named observables, all of them shown. */
export function ask(
  quantifier: Quantifier,
  names: readonly string[],
  proposition: Proposition,
  filter: Proposition | null = null,
): Question {
  return {
    observables: names.map((name, location) => ({ kind: 'location', name, location })),
    shown: names.length,
    filter,
    quantifier,
    proposition,
    assertions: [],
    isAssertion: false,
    text: 'as written',
  };
}
