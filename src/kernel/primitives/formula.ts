/**
 * How the table of primitives writes down what a primitive computes: small functions from a call's operands to
 * an expression over the value in memory. They read as the kernel's own comments do: `old + i`.
 */
import { type Binary, type Expression, fold, type IntegerType } from '../../program/expression.js';

/** What a formula may refer to: the value in memory, the arguments by parameter name, the type of the access. */
export interface FormulaOperands {
  readonly old: Expression;
  readonly arg: Readonly<Record<string, Expression>>;
  readonly type: IntegerType;
}

/** A computation over a primitive's operands, made into an expression where the primitive is called. */
export type Formula = (operands: FormulaOperands) => Expression;

/** A number, the same for every call. */
export function number(value: number | bigint): Formula {
  return () => ({ kind: 'constant', value: BigInt(value) });
}

/** The value that memory holds before the operation. */
export const old: Formula = (operands) => operands.old;

/** The call's argument for the parameter of that name. */
export function argument(name: string): Formula {
  return (operands) => operands.arg[name];
}

/** `left operator right` in the type of the access. */
export function compute(left: Formula, operator: Binary, right: Formula): Formula {
  return (operands) =>
    fold({
      kind: 'binary',
      operator,
      type: operands.type,
      left: left(operands),
      right: right(operands),
    });
}

/** `~operand` in the type of the access. */
export function complement(operand: Formula): Formula {
  return (operands) =>
    fold({ kind: 'unary', operator: '~', type: operands.type, operand: operand(operands) });
}

/** Whether the value is not zero, as 0 or 1. */
export function nonZero(operand: Formula): Formula {
  return compute(operand, '!=', number(0));
}

/** `1 << nr`, the bit operations' mask. */
export function mask(bit: Formula): Formula {
  return compute(number(1), '<<', bit);
}
