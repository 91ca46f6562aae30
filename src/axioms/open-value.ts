/** Values that are expressions over the reads of a path. */
import { type Expression, eachRegister } from '../program/expression.js';
import type { PathConstraint } from './path.js';

/** The reads that occur in an expression, each once. */
export function readsIn(expression: Expression): readonly number[] {
  const reads = new Set<number>();
  eachRegister(expression, (read) => reads.add(read));
  return [...reads];
}

/** The constraint that an expression is not 0. */
export function constraintOf(expression: Expression): PathConstraint {
  return { expression, reads: readsIn(expression) };
}
