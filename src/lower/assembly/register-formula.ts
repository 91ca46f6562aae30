/** What instructions make of registers: an operator in a type, done at once where all operands are constants. */
import { type Binary, type Expression, fold, type IntegerType, LONG } from '../../program/expression.js';

/** `left op right`, as the 64 bits of the destination. */
export type RegisterFormula = (left: Expression, right: Expression) => Expression;

/** The operator in a type, of signed 64 bits if none is given. */
export function binary(operator: Binary, type: IntegerType = LONG): RegisterFormula {
  return (left, right) => fold({ kind: 'binary', operator, type, left, right });
}

/** The operand as that type holds it. */
export function convert(operand: Expression, type: IntegerType): Expression {
  return fold({ kind: 'convert', type, operand });
}
