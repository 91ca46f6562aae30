/**
 * Pure expressions over a thread's registers, and C's arithmetic on them. Values are bigints in the range of
 * their type, so that 64-bit pointers and masks are exact; the search never computes with them (it handles small
 * numbers that stand for values, see search/), so their cost does not matter.
 *
 * C11 6.2.5, 6.3.1 and 6.5; int wraps as in the kernel, which is built with -fno-strict-overflow.
 */
import { unreachable } from '../text/invariant.js';

/** An integer type: its width in bits and whether it is signed. Pointers are unsigned 64 bits. */
export interface IntegerType {
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}

export const INT: IntegerType = { bits: 32, signed: true };
export const LONG: IntegerType = { bits: 64, signed: true };
export const ULONG: IntegerType = { bits: 64, signed: false };
/** The type of pointers, which is told from others by being this one. */
export const POINTER: IntegerType = { bits: 64, signed: false };

/** C's operators with one operand. */
export type Unary = '-' | '~' | '!';

/** C's operators with two operands. */
export type Binary =
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&'
  | '^'
  | '|';

/** An expression; every operator says in which type it computes. Comparisons give 0 or 1. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: bigint }
  /** A register of the thread, by its index in `Thread.registers`. */
  | { readonly kind: 'register'; readonly register: number }
  /** The value that the enclosing read or update took from memory. */
  | { readonly kind: 'loaded' }
  | {
      readonly kind: 'unary';
      readonly operator: Unary;
      readonly type: IntegerType;
      readonly operand: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: Binary;
      readonly type: IntegerType;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Conversion to a type: truncation, then sign or zero extension. */
  | { readonly kind: 'convert'; readonly type: IntegerType; readonly operand: Expression };

/** Brings a value into the range of a type. */
export function wrap(value: bigint, type: IntegerType): bigint {
  return type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
}

/** Applies a unary operator to an operand of the given type. */
export function applyUnary(operator: Unary, type: IntegerType, operand: bigint): bigint {
  switch (operator) {
    case '-':
      return wrap(-operand, type);
    case '~':
      return wrap(~operand, type);
    case '!':
      return operand === 0n ? 1n : 0n;
    default:
      return unreachable(operator);
  }
}

/**
 * Applies a binary operator in the given type. Division by zero gives 0, as Armv8 and no other machine does: C
 * leaves it undefined, and a litmus test has no trap to show. A shift count is taken modulo the width.
 */
export function applyBinary(operator: Binary, type: IntegerType, left: bigint, right: bigint): bigint {
  const a = wrap(left, type);
  const b = wrap(right, type);
  switch (operator) {
    case '*':
      return wrap(a * b, type);
    case '/':
      return b === 0n ? 0n : wrap(a / b, type);
    case '%':
      return b === 0n ? 0n : wrap(a % b, type);
    case '+':
      return wrap(a + b, type);
    case '-':
      return wrap(a - b, type);
    case '<<':
      return wrap(a << (right & BigInt(type.bits - 1)), type);
    case '>>':
      return wrap(a >> (right & BigInt(type.bits - 1)), type);
    case '<':
      return a < b ? 1n : 0n;
    case '<=':
      return a <= b ? 1n : 0n;
    case '>':
      return a > b ? 1n : 0n;
    case '>=':
      return a >= b ? 1n : 0n;
    case '==':
      return a === b ? 1n : 0n;
    case '!=':
      return a !== b ? 1n : 0n;
    case '&':
      return wrap(a & b, type);
    case '^':
      return wrap(a ^ b, type);
    case '|':
      return wrap(a | b, type);
    default:
      return unreachable(operator);
  }
}

/**
 * The value of an expression, or null when a register that occurs in it is unknown. Dependencies are syntactic:
 * `r ^ r` of an unknown `r` is unknown.
 */
export function evaluate(
  expression: Expression,
  registers: readonly (bigint | null)[],
  loaded: bigint | null = null,
): bigint | null {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'register':
      return registers[expression.register];
    case 'loaded':
      return loaded;
    case 'unary': {
      const operand = evaluate(expression.operand, registers, loaded);
      return operand === null ? null : applyUnary(expression.operator, expression.type, operand);
    }
    case 'binary': {
      const left = evaluate(expression.left, registers, loaded);
      const right = evaluate(expression.right, registers, loaded);
      return left === null || right === null
        ? null
        : applyBinary(expression.operator, expression.type, left, right);
    }
    case 'convert': {
      const operand = evaluate(expression.operand, registers, loaded);
      return operand === null ? null : wrap(operand, expression.type);
    }
    default:
      return unreachable(expression);
  }
}

/** Calls `visit` for every register that occurs in the expression, with repetitions. */
export function eachRegister(expression: Expression, visit: (register: number) => void): void {
  eachLeaf(expression, (leaf) => {
    if (leaf.kind === 'register') visit(leaf.register);
  });
}

/** Calls `visit` for every constant and register that occurs in the expression, with repetitions. */
export function eachLeaf(
  expression: Expression,
  visit: (leaf: Extract<Expression, { readonly kind: 'constant' | 'register' }>) => void,
): void {
  switch (expression.kind) {
    case 'loaded':
      return;
    case 'constant':
    case 'register':
      visit(expression);
      return;
    case 'unary':
    case 'convert':
      eachLeaf(expression.operand, visit);
      return;
    case 'binary':
      eachLeaf(expression.left, visit);
      eachLeaf(expression.right, visit);
      return;
    default:
      unreachable(expression);
  }
}

/** Whether some register occurs in the expression. */
export function readsRegister(expression: Expression): boolean {
  let found = false;
  eachRegister(expression, () => {
    found = true;
  });
  return found;
}

/** Whether the value that the enclosing read or update took occurs in the expression. */
export function readsLoaded(expression: Expression): boolean {
  switch (expression.kind) {
    case 'loaded':
      return true;
    case 'unary':
    case 'convert':
      return readsLoaded(expression.operand);
    case 'binary':
      return readsLoaded(expression.left) || readsLoaded(expression.right);
    default:
      return false;
  }
}

/** Whether a register occurs in the expression. */
export function mentions(expression: Expression, register: number): boolean {
  let found = false;
  eachRegister(expression, (each) => {
    found ||= each === register;
  });
  return found;
}

/** The expression over another operand; itself when that is no other. */
export function withOperand(
  expression: Extract<Expression, { readonly kind: 'unary' | 'convert' }>,
  operand: Expression,
): Expression {
  return operand === expression.operand ? expression : { ...expression, operand };
}

/** The expression over other operands; itself when they are no others. */
export function withOperands(
  expression: Extract<Expression, { readonly kind: 'binary' }>,
  left: Expression,
  right: Expression,
): Expression {
  return left === expression.left && right === expression.right ? expression : { ...expression, left, right };
}

/** A number. */
export function constant(value: bigint | number): Expression {
  return { kind: 'constant', value: BigInt(value) };
}

/** The expression with its operator applied when all its operands are constants; the operands are folded already. */
export function fold(expression: Expression): Expression {
  const isConstant = (operand: Expression): boolean => operand.kind === 'constant';
  const foldable =
    expression.kind === 'binary'
      ? isConstant(expression.left) && isConstant(expression.right)
      : (expression.kind === 'unary' || expression.kind === 'convert') && isConstant(expression.operand);
  const value = foldable ? evaluate(expression, []) : null;
  return value === null ? expression : constant(value);
}

/** Whether two types are the same. */
export function isSameType(one: IntegerType, other: IntegerType): boolean {
  return one.bits === other.bits && one.signed === other.signed;
}

/** Whether an operation leaves 0 whatever its operands are, since they are alike: `r ^ r`, `r - r`. */
export function isCancelled(operator: Binary, left: Expression, right: Expression): boolean {
  return (operator === '^' || operator === '-') && isSameExpression(left, right);
}

/** Whether two expressions are written alike. */
export function isSameExpression(one: Expression, other: Expression): boolean {
  if (one === other) return true;
  switch (one.kind) {
    case 'constant':
      return other.kind === 'constant' && one.value === other.value;
    case 'register':
      return other.kind === 'register' && one.register === other.register;
    case 'loaded':
      return other.kind === 'loaded';
    case 'unary':
      return (
        other.kind === 'unary' &&
        one.operator === other.operator &&
        isSameType(one.type, other.type) &&
        isSameExpression(one.operand, other.operand)
      );
    case 'convert':
      return (
        other.kind === 'convert' &&
        isSameType(one.type, other.type) &&
        isSameExpression(one.operand, other.operand)
      );
    case 'binary':
      return (
        other.kind === 'binary' &&
        one.operator === other.operator &&
        isSameType(one.type, other.type) &&
        isSameExpression(one.left, other.left) &&
        isSameExpression(one.right, other.right)
      );
    default:
      return unreachable(one);
  }
}

/** Whether an expression of that type is 0. A comparison becomes its opposite. */
export function negate(expression: Expression, type: IntegerType): Expression {
  const opposite = expression.kind === 'binary' ? OPPOSITE[expression.operator] : undefined;
  if (expression.kind === 'binary' && opposite !== undefined) {
    return fold({ ...expression, operator: opposite });
  }
  return fold({ kind: 'binary', operator: '==', type, left: expression, right: constant(0) });
}

const OPPOSITE: Readonly<Partial<Record<Binary, Binary>>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};
