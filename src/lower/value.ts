/**
 * C's arithmetic on typed values: integer promotions, the usual arithmetic conversions, pointer arithmetic. Values
 * are in the range of their type already, so a widening conversion is no instruction.
 *
 * C11 6.3.1.1, 6.3.1.3, 6.3.1.8 and 6.5.6.
 */
import { C_INT, C_LONG, type CType, integerOf, sizeOf } from '../kernel/c-type.js';
import {
  type Binary,
  constant,
  type Expression,
  fold,
  INT,
  type IntegerType,
  LONG,
  negate,
  ULONG,
} from '../program/expression.js';
import { pointee } from './pointee.js';

export { constant } from '../program/expression.js';

/** An expression over registers and its C type. */
export interface Value {
  readonly expression: Expression;
  readonly type: CType;
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);

export const ZERO_VALUE: Value = { expression: constant(0), type: C_INT };

/** The value as that type holds it. */
export function convert(value: Value, type: CType): Expression {
  if (type.kind === 'integer' && type.name === 'bool') {
    return truth(value).expression;
  }
  return convertInteger(value.expression, integerOf(value.type), integerOf(type));
}

/** The expression in another integer type. There is no conversion where every value of the one type is a value of the other. */
function convertInteger(expression: Expression, from: IntegerType, to: IntegerType): Expression {
  if (isBoolean(expression) || includes(to, from)) return expression;
  return fold({ kind: 'convert', type: to, operand: expression });
}

function includes(outer: IntegerType, inner: IntegerType): boolean {
  if (outer.signed === inner.signed) return outer.bits >= inner.bits;
  return outer.signed && outer.bits > inner.bits;
}

function isBoolean(expression: Expression): boolean {
  return (
    (expression.kind === 'binary' && COMPARISONS.has(expression.operator)) ||
    (expression.kind === 'unary' && expression.operator === '!')
  );
}

/** 1 when the value is not 0, else 0. */
export function truth(value: Value): Value {
  if (isBoolean(value.expression)) return value;
  return compare('!=', value.expression, constant(0), integerOf(value.type));
}

/** 1 when the value is 0, else 0: the negation of a condition, with a comparison turned round where there is one. */
export function negation(value: Value): Value {
  return { expression: negate(value.expression, integerOf(value.type)), type: C_INT };
}

function compare(operator: Binary, left: Expression, right: Expression, type: IntegerType): Value {
  return { expression: fold({ kind: 'binary', operator, type, left, right }), type: C_INT };
}

/** `-v`, `~v`, `+v` after promotion, or `!v`. */
export function unary(operator: '-' | '~' | '+' | '!', value: Value): Value {
  if (operator === '!') return negation(value);
  const type = promote(value.type);
  if (operator === '+') return { expression: value.expression, type };
  return {
    expression: fold({ kind: 'unary', operator, type: integerOf(type), operand: value.expression }),
    type,
  };
}

/** `left operator right` for C's arithmetic operators (not `&&`, `||` and the comma). */
export function binary(operator: Binary, left: Value, right: Value): Value {
  if (COMPARISONS.has(operator)) {
    return compare(operator, left.expression, right.expression, common(left.type, right.type));
  }
  if (operator === '+' || operator === '-') {
    if (isPointer(left.type) && isPointer(right.type) && operator === '-') return difference(left, right);
    if (isPointer(left.type)) return offset(operator, left, right);
    if (isPointer(right.type) && operator === '+') return offset('+', right, left);
  }
  const shift = operator === '<<' || operator === '>>';
  const type = shift ? promote(left.type) : arithmeticType(left.type, right.type);
  return {
    expression: fold({
      kind: 'binary',
      operator,
      type: integerOf(type),
      left: left.expression,
      right: right.expression,
    }),
    type,
  };
}

/** Pointer plus or minus a number of elements. */
function offset(operator: '+' | '-', pointer: Value, index: Value): Value {
  const size = elementSize(pointer.type);
  const elements = convertInteger(index.expression, integerOf(index.type), LONG);
  const bytes: Expression =
    size === 1
      ? elements
      : fold({ kind: 'binary', operator: '*', type: LONG, left: elements, right: constant(size) });
  const type: CType = pointer.type.kind === 'array' ? { kind: 'pointer', to: pointer.type.of } : pointer.type;
  return {
    expression: fold({ kind: 'binary', operator, type: ULONG, left: pointer.expression, right: bytes }),
    type,
  };
}

function difference(left: Value, right: Value): Value {
  const bytes = fold({
    kind: 'binary',
    operator: '-',
    type: LONG,
    left: left.expression,
    right: right.expression,
  });
  const size = constant(elementSize(left.type));
  return {
    expression: fold({ kind: 'binary', operator: '/', type: LONG, left: bytes, right: size }),
    type: C_LONG,
  };
}

/** How far apart elements are; GNU C counts what a pointer to void leads to in bytes. */
function elementSize(type: CType): number {
  return type.kind === 'pointer' && type.to.kind === 'void' ? 1 : sizeOf(pointee(type));
}

function isPointer(type: CType): boolean {
  return type.kind === 'pointer' || type.kind === 'array';
}

function promote(type: CType): CType {
  return integerOf(type).bits < 32 ? C_INT : type;
}

/** The type in which both are computed with: C11 6.3.1.8. */
function arithmeticType(left: CType, right: CType): CType {
  const [a, b] = [promote(left), promote(right)];
  const [x, y] = [integerOf(a), integerOf(b)];
  if (x.bits !== y.bits) return x.bits > y.bits ? a : b;
  return x.signed ? b : a;
}

function common(left: CType, right: CType): IntegerType {
  const type = integerOf(arithmeticType(left, right));
  return type.bits < 32 ? INT : type;
}

/** The address of something inside a structure or array: `address + bytes`. */
export function addBytes(address: Expression, bytes: number): Expression {
  if (bytes === 0) return address;
  return fold({ kind: 'binary', operator: '+', type: ULONG, left: address, right: constant(bytes) });
}
