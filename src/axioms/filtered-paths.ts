/**
 * What a filter asks of single threads is asked of their paths: a register that is to have a value at the end is a constraint
 * on what the path reads. So a search for one final state goes where that may be.
 */

import { conjuncts, type Proposition, type Target } from '../program/condition.js';
import { constant, type Expression, LONG } from '../program/expression.js';
import { mapRegisters } from '../program/substitute.js';
import { refold } from './flow-state.js';
import type { Path, PathConstraint } from './path.js';
import { registersIn } from './shared-parts.js';

/** The paths of a thread that may end as the filter wants, each with what that takes; all of them where it wants nothing. */
export function pathsToFilter(
  paths: readonly Path[],
  thread: number,
  { filter, observables }: Target,
): readonly Path[] {
  if (filter === null) return paths;
  const wanted = conjuncts(filter).flatMap((each) => expressionOf(each, thread, observables) ?? []);
  if (wanted.length === 0) return paths;
  return paths.flatMap((path) => {
    if (path.ending.kind !== 'complete') return [path];
    const constraints: PathConstraint[] = [];
    for (const each of wanted) {
      const expression = refold(mapRegisters(each, (register) => path.registers[register]));
      if (expression.kind === 'constant' && expression.value === 0n) return [];
      if (expression.kind !== 'constant') constraints.push({ expression, reads: registersIn(expression) });
    }
    return [{ ...path, constraints: [...path.constraints, ...constraints] }];
  });
}

/** The equality of a register of the thread with a value, over its registers; null for anything else. */
function expressionOf(
  proposition: Proposition,
  thread: number,
  observables: Target['observables'],
): Expression | null {
  if (proposition.kind !== 'compare' || proposition.operator !== '=') return null;
  const operands = [proposition.left, proposition.right].map((operand): Expression | null => {
    if (operand.kind === 'value') return constant(operand.value);
    const observable = observables[operand.observable];
    if (observable.kind !== 'register' || observable.thread !== thread) return null;
    return { kind: 'register', register: observable.register };
  });
  const [left, right] = operands;
  if (left === null || right === null) return null;
  // Values of different types may be the same in 64 bits: the final state is looked at all the same.
  return { kind: 'binary', operator: '==', type: LONG, left, right };
}
