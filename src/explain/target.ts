/** What a test's question asks for: the states to explain, or to walk to. */
import type { Proposition, Question } from '../program/condition.js';

/** The states that satisfy the condition, or for `forall` those that refute it. */
export function soughtBy({ quantifier, proposition }: Question): Proposition {
  return quantifier === 'forall' ? { kind: 'not', operand: proposition } : proposition;
}
