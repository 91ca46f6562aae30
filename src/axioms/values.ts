/** Sets of values that reads may have, and what follows for expressions over them. */
import { applyBinary, applyUnary, type Expression, wrap } from '../program/expression.js';
import { evaluatorOf, registersIn } from './shared-parts.js';

/** PossibleValues, each once; null where nothing is known. */
export type PossibleValues = readonly bigint[] | null;

/** More combinations of values of reads than these are not gone through. */
const MOST_COMBINATIONS = 4096;

/**
 * The values that an expression may have; `of` are those of the reads, by their numbers. Where each read stands in it once, they are
 * put together part by part: sums of many reads have few values and many combinations.
 */
export function possibleValues(expression: Expression, of: readonly PossibleValues[]): PossibleValues {
  return namesOnce(expression, new Set()) ? ofParts(expression, of) : combined(expression, of);
}

/** Whether each read stands in an expression once, and in none of those that are `named` already. */
function namesOnce(expression: Expression, named: Set<number>): boolean {
  switch (expression.kind) {
    case 'register':
      return named.size < named.add(expression.register).size;
    case 'unary':
    case 'convert':
      return namesOnce(expression.operand, named);
    case 'binary':
      return namesOnce(expression.left, named) && namesOnce(expression.right, named);
    default:
      return expression.kind === 'constant';
  }
}

/** The values of an expression in which each read stands once. */
function ofParts(expression: Expression, of: readonly PossibleValues[]): PossibleValues {
  switch (expression.kind) {
    case 'constant':
      return [expression.value];
    case 'register':
      return of[expression.register] ?? null;
    case 'unary': {
      const { operator, type, operand } = expression;
      return mapped(ofParts(operand, of), (value) => applyUnary(operator, type, value));
    }
    case 'convert': {
      const { type, operand } = expression;
      return mapped(ofParts(operand, of), (value) => wrap(value, type));
    }
    case 'binary': {
      const { operator, type, left, right } = expression;
      const [lefts, rights] = [ofParts(left, of), ofParts(right, of)];
      if (lefts === null || rights === null || lefts.length * rights.length > MOST_COMBINATIONS) return null;
      return mapped(lefts, (one) => rights.map((other) => applyBinary(operator, type, one, other)));
    }
    default:
      return null;
  }
}

/** What is made of values, each once. */
function mapped(values: PossibleValues, make: (value: bigint) => bigint | readonly bigint[]): PossibleValues {
  return values === null ? null : [...new Set(values.flatMap(make))];
}

/** The values of an expression for each combination of those of its reads. */
function combined(expression: Expression, of: readonly PossibleValues[]): PossibleValues {
  const found = new Set<bigint>();
  const evaluated = evaluatorOf(expression);
  const all = eachCombination(registersIn(expression), of, (known) => {
    const value = evaluated(known);
    if (value !== null) found.add(value);
  });
  return all ? [...found] : null;
}

/**
 * The values that are left for the reads of an expression when it is not 0, by their numbers; null when it cannot be. Where
 * nothing is known of a read, or there are too many combinations, nothing is left out.
 */
export function narrowed(
  expression: Expression,
  of: readonly PossibleValues[],
): ReadonlyMap<number, readonly bigint[]> | null {
  const reads = registersIn(expression);
  const left = new Map(reads.map((read) => [read, new Set<bigint>()]));
  let holds = false;
  const evaluated = evaluatorOf(expression);
  const all = eachCombination(reads, of, (known) => {
    if (evaluated(known) === 0n) return;
    holds = true;
    for (const [read, values] of left) values.add(known[read]);
  });
  if (!all) return new Map();
  return holds ? new Map([...left].map(([read, values]) => [read, [...values]])) : null;
}

/** Calls `visit` for each combination of values of the reads, by their numbers; false, without a call, where there are too many. */
function eachCombination(
  reads: readonly number[],
  of: readonly PossibleValues[],
  visit: (known: readonly bigint[]) => void,
): boolean {
  let combinations = 1;
  for (const read of reads) combinations *= of[read]?.length ?? Number.POSITIVE_INFINITY;
  if (combinations > MOST_COMBINATIONS) return false;
  const known: bigint[] = [];
  const assign = (index: number): void => {
    if (index === reads.length) {
      visit(known);
      return;
    }
    for (const value of of[reads[index]] ?? []) {
      known[reads[index]] = value;
      assign(index + 1);
    }
  };
  assign(0);
  return true;
}
