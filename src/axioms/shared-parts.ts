/**
 * Values whose parts stand in them many times, as a word stands in the number of its first zero bit: each part is worked out once. Smaller
 * ones are quicker as they are.
 */
import { applyBinary, applyUnary, type Expression, evaluate, wrap } from '../program/expression.js';

/** A part of an expression, with the numbers of those that it is made of. */
interface Part {
  readonly expression: Expression;
  readonly operands: readonly number[];
}

const FEW_PARTS = 40;

/** The parts of large expressions, each once and behind those that it is made of. */
const known = new WeakMap<Expression, readonly Part[]>();

/** Gives the value of an expression, given those of the registers; see `evaluate`. */
export type Evaluate = (registers: readonly (bigint | null)[]) => bigint | null;

/** What gives the value of an expression. */
export function evaluatorOf(expression: Expression): Evaluate {
  if (isSmall(expression)) return (registers) => evaluate(expression, registers);
  const parts = partsOf(expression);
  return (registers) => evaluateParts(parts, registers);
}

/** The value of an expression. */
export function evaluateShared(expression: Expression, registers: readonly (bigint | null)[]): bigint | null {
  return evaluatorOf(expression)(registers);
}

/** The registers that occur in an expression, each once. */
export function registersIn(expression: Expression): readonly number[] {
  const registers = new Set<number>();
  const visit = (part: Expression): void => {
    if (part.kind === 'register') registers.add(part.register);
    else for (const operand of operandsOf(part)) visit(operand);
  };
  if (isSmall(expression)) visit(expression);
  else
    for (const part of partsOf(expression)) if (part.expression.kind === 'register') visit(part.expression);
  return [...registers];
}

function isSmall(expression: Expression): boolean {
  return left(expression, FEW_PARTS) >= 0;
}

/** What is left of a number of parts where those of the expression are taken away, each wherever it stands; less than 0 where they are too few. */
function left(expression: Expression, few: number): number {
  if (few < 0) return few;
  switch (expression.kind) {
    case 'unary':
    case 'convert':
      return left(expression.operand, few - 1);
    case 'binary':
      return left(expression.right, left(expression.left, few - 1));
    default:
      return few - 1;
  }
}

function evaluateParts(parts: readonly Part[], registers: readonly (bigint | null)[]): bigint | null {
  const values: (bigint | null)[] = [];
  for (const part of parts) values.push(evaluatePart(part, values, registers));
  return values[values.length - 1];
}

function evaluatePart(
  { expression, operands }: Part,
  values: readonly (bigint | null)[],
  registers: readonly (bigint | null)[],
): bigint | null {
  const first = values[operands[0]];
  const second = values[operands[1]];
  if (first === null || second === null) return null;
  switch (expression.kind) {
    case 'unary':
      return applyUnary(expression.operator, expression.type, first);
    case 'binary':
      return applyBinary(expression.operator, expression.type, first, second);
    case 'convert':
      return wrap(first, expression.type);
    default:
      return evaluate(expression, registers);
  }
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
    case 'convert':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}

function partsOf(expression: Expression): readonly Part[] {
  const old = known.get(expression);
  if (old !== undefined) return old;
  const parts: Part[] = [];
  const numbers = new Map<Expression, number>();
  const numberOf = (part: Expression): number => {
    const number = numbers.get(part);
    if (number !== undefined) return number;
    const operands = operandsOf(part).map(numberOf);
    numbers.set(part, parts.length);
    return parts.push({ expression: part, operands }) - 1;
  };
  numberOf(expression);
  known.set(expression, parts);
  return parts;
}
