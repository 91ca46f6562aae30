/** AArch64's products and quotients. Arm ARM (DDI 0487), C3.4.8 and C3.4.9; what is divided by 0 gives 0. */

import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import { constant, type Expression, INT, type IntegerType, ULONG } from '../../program/expression.js';
import {
  binary,
  content,
  convert,
  type RegisterOperand,
  registers,
  shifted,
  target,
  UINT,
  ZERO,
} from './operand.js';

type Formula = (type: IntegerType, n: Expression, m: Expression, a: Expression) => Expression;

const WORD = constant(32n);

function product(type: IntegerType, n: Expression, m: Expression): Expression {
  return binary('*', type, n, m);
}

const times: Formula = product;
const add: Formula = (type, n, m, a) => binary('+', type, a, product(type, n, m));
const subtract: Formula = (type, n, m, a) => binary('-', type, a, product(type, n, m));

/** `MADD d, n, m, a`, and without an `a`, which is then 0. */
function multiply(formula: Formula, { addend }: { readonly addend: boolean }): InstructionLowering {
  return (emitter, operands) => {
    const [d, n, m, a] = registers(operands, null, null, null, ...(addend ? [null] : []));
    const values = [n, m].map((each) => content(emitter, each));
    const result = formula(d.type, values[0], values[1], a === undefined ? ZERO : content(emitter, a));
    emitter.set(target(emitter, d), result);
  };
}

/** `SMADDL Xd, Wn, Wm, Xa`: of two words a doubleword. */
function multiplyLong(
  word: IntegerType,
  formula: Formula,
  { addend }: { readonly addend: boolean },
): InstructionLowering {
  return (emitter, operands) => {
    const [d, n, m, a] = registers(operands, ULONG, UINT, UINT, ...(addend ? [ULONG] : []));
    const half = (each: RegisterOperand): Expression => convert(word, content(emitter, each));
    const last = a === undefined ? ZERO : content(emitter, a);
    emitter.set(target(emitter, d), formula(ULONG, half(n), half(m), last));
  };
}

/** The upper half of a product of 128 bits, as sums of products of words, none of which overflows. */
function highUnsigned(n: Expression, m: Expression): Expression {
  const low = (value: Expression): Expression => convert(UINT, value);
  const high = (value: Expression): Expression => binary('>>', ULONG, value, WORD);
  const plus = (first: Expression, second: Expression): Expression => binary('+', ULONG, first, second);
  const middle = plus(product(ULONG, high(n), low(m)), high(product(ULONG, low(n), low(m))));
  const other = plus(product(ULONG, low(n), high(m)), low(middle));
  return plus(product(ULONG, high(n), high(m)), plus(high(middle), high(other)));
}

/** A negative operand is 2^64 more when it is taken as unsigned: so much times the other is taken away. */
function highSigned(n: Expression, m: Expression): Expression {
  const whenNegative = (value: Expression, other: Expression): Expression =>
    binary('&', ULONG, shifted('ASR', ULONG, value, constant(63n)), other);
  const less = binary('-', ULONG, highUnsigned(n, m), whenNegative(n, m));
  return binary('-', ULONG, less, whenNegative(m, n));
}

function multiplyHigh(formula: (n: Expression, m: Expression) => Expression): InstructionLowering {
  return (emitter, operands) => {
    const [d, n, m] = registers(operands, ULONG, ULONG, ULONG);
    emitter.set(target(emitter, d), formula(content(emitter, n), content(emitter, m)));
  };
}

const divide: Formula = (type, n, m) => binary('/', type, n, m);
const divideSigned: Formula = (type, n, m) => convert(type, binary('/', { ...type, signed: true }, n, m));

const ADDEND = { addend: true };
const NONE = { addend: false };

export const MULTIPLICATIONS: readonly (readonly [string, InstructionLowering])[] = [
  ['MADD', multiply(add, ADDEND)],
  ['MSUB', multiply(subtract, ADDEND)],
  ['MUL', multiply(times, NONE)],
  ['MNEG', multiply(subtract, NONE)],
  ['SMADDL', multiplyLong(INT, add, ADDEND)],
  ['SMSUBL', multiplyLong(INT, subtract, ADDEND)],
  ['SMULL', multiplyLong(INT, times, NONE)],
  ['SMNEGL', multiplyLong(INT, subtract, NONE)],
  ['UMADDL', multiplyLong(UINT, add, ADDEND)],
  ['UMSUBL', multiplyLong(UINT, subtract, ADDEND)],
  ['UMULL', multiplyLong(UINT, times, NONE)],
  ['UMNEGL', multiplyLong(UINT, subtract, NONE)],
  ['SMULH', multiplyHigh(highSigned)],
  ['UMULH', multiplyHigh(highUnsigned)],
  ['UDIV', multiply(divide, NONE)],
  ['SDIV', multiply(divideSigned, NONE)],
];
