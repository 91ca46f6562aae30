/** AArch64's register work: moves, arithmetic, logic, shifts, comparisons and conditional selects. Arm ARM, C6.2. */
import type { Binary, Expression, IntegerType } from '../../program/expression.js';
import {
  additionFlags,
  CONDITION_NAMES,
  conditionOf,
  type FlagSetter,
  logicFlags,
  subtractionFlags,
} from './aarch64-flag.js';
import {
  binary,
  content,
  convert,
  flexible,
  ONE,
  ownValue,
  type Register,
  register,
  shifted,
  target,
  UINT,
  ZERO,
} from './aarch64-operand.js';
import type { Lowering } from './dialect.js';
import type { Emitter } from './emitter.js';
import type { Operands } from './operands.js';

type Formula = (type: IntegerType, left: Expression, right: Expression) => Expression;

const operation =
  (operator: Binary): Formula =>
  (type, left, right) =>
    binary(operator, type, left, right);
const inverse = (type: IntegerType, operand: Expression): Expression =>
  binary('^', type, operand, { kind: 'constant', value: -1n });
const withInverse =
  (operator: Binary): Formula =>
  (type, left, right) =>
    binary(operator, type, left, inverse(type, right));

const add = operation('+');
const subtract = operation('-');
const and = operation('&');

/** `ADD d, n, m` and its like. */
function three(formula: Formula, flags: FlagSetter | null = null): Lowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const left = content(emitter, register(operands, d.type));
    operands.comma('a register or a number');
    const right = flexible(emitter, operands, d.type);
    flags?.(emitter, d.type, left, right);
    emitter.set(target(emitter, d), formula(d.type, left, right));
  };
}

/** `CMP n, m`: flags only. */
function comparison(flags: FlagSetter): Lowering {
  return (emitter, operands) => {
    const n = register(operands);
    operands.comma('a register or a number');
    flags(emitter, n.type, content(emitter, n), flexible(emitter, operands, n.type));
  };
}

/** `NEG d, m`: an operation on nothing and `m`. */
function two(formula: Formula, flags: FlagSetter | null = null): Lowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const right = flexible(emitter, operands, d.type);
    flags?.(emitter, d.type, ZERO, right);
    emitter.set(target(emitter, d), formula(d.type, ZERO, right));
  };
}

function shift(kind: string): Lowering {
  return three((type, left, right) => shifted(kind, type, left, right));
}

/** `SXTW X1, W2` */
function extend(type: IntegerType): Lowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a 32-bit register');
    const value = convert(type, content(emitter, register(operands, UINT)));
    emitter.set(target(emitter, d), type.signed ? convert(d.type, value) : value);
  };
}

/** `MOVK d, #i, LSL #16`: one quarter is replaced. */
const moveKeeping: Lowering = (emitter, operands) => {
  const d = register(operands);
  operands.comma('a number');
  const quarter = operands.immediate();
  const by = operands.eat(',') ? leftShift(operands) : 0n;
  const kept: Expression = { kind: 'constant', value: ~(0xffffn << by) };
  const put: Expression = { kind: 'constant', value: quarter << by };
  const value = binary('|', d.type, binary('&', d.type, content(emitter, d), kept), put);
  emitter.set(target(emitter, d), value);
};

function leftShift(operands: Operands): bigint {
  if (!operands.atWord(['LSL'])) operands.fail("'LSL'");
  operands.next();
  const by = operands.immediate();
  return by >= 0n && by < 64n ? by : operands.fail('a shift of less than 64');
}

function condition(emitter: Emitter, operands: Operands): Expression {
  const { text, span } = operands.identifier('a condition such as EQ');
  return conditionOf(emitter, text) ?? operands.reject(span, `a condition (${CONDITION_NAMES.join(', ')})`);
}

type Alternative = (type: IntegerType, value: Expression) => Expression;

const unchanged: Alternative = (_, value) => value;
const incremented: Alternative = (type, value) => binary('+', type, value, ONE);
const negated: Alternative = (type, value) => binary('-', type, ZERO, value);

/** `CSEL d, n, m, condition`: `n`, or what is made of `m`. */
function select(alternative: Alternative): Lowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const n = register(operands, d.type);
    operands.comma('a register');
    const m = register(operands, d.type);
    operands.comma('a condition');
    pick(emitter, d, condition(emitter, operands), [
      ownValue(emitter, n),
      alternative(d.type, ownValue(emitter, m)),
    ]);
  };
}

/** `CINC d, n, condition`: what is made of `n`, or `n`. */
function alter(alternative: Alternative): Lowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const value = ownValue(emitter, register(operands, d.type));
    operands.comma('a condition');
    pick(emitter, d, condition(emitter, operands), [alternative(d.type, value), value]);
  };
}

/** `CSET d, condition` */
function selectConstant(alternative: Alternative): Lowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a condition');
    pick(emitter, d, condition(emitter, operands), [alternative(d.type, ZERO), ZERO]);
  };
}

function pick(
  emitter: Emitter,
  d: Register,
  chosen: Expression,
  values: readonly [Expression, Expression],
): void {
  emitter.pick(target(emitter, d), chosen, values);
}

/** A whole register needs no conversion. */
const move = two((type, _, right) =>
  type.bits === 64 && right.kind === 'register' ? right : convert(type, right),
);
const moveInverse = two((type, _, right) => inverse(type, right));

export const ARITHMETIC: readonly (readonly [string, Lowering])[] = [
  ['MOV', move],
  ['MOVZ', move],
  ['MOVN', moveInverse],
  ['MOVK', moveKeeping],
  ['MVN', moveInverse],
  ['NEG', two(subtract)],
  ['NEGS', two(subtract, subtractionFlags)],
  ['ADD', three(add)],
  ['ADDS', three(add, additionFlags)],
  ['SUB', three(subtract)],
  ['SUBS', three(subtract, subtractionFlags)],
  ['MUL', three(operation('*'))],
  ['UDIV', three(operation('/'))],
  ['AND', three(and)],
  ['ANDS', three(and, logicFlags)],
  ['ORR', three(operation('|'))],
  ['EOR', three(operation('^'))],
  ['BIC', three(withInverse('&'))],
  ['ORN', three(withInverse('|'))],
  ['EON', three(withInverse('^'))],
  ['LSL', shift('LSL')],
  ['LSR', shift('LSR')],
  ['ASR', shift('ASR')],
  ['ROR', shift('ROR')],
  ['SXTB', extend({ bits: 8, signed: true })],
  ['SXTH', extend({ bits: 16, signed: true })],
  ['SXTW', extend({ bits: 32, signed: true })],
  ['UXTB', extend({ bits: 8, signed: false })],
  ['UXTH', extend({ bits: 16, signed: false })],
  ['UXTW', extend(UINT)],
  ['CMP', comparison(subtractionFlags)],
  ['CMN', comparison(additionFlags)],
  ['TST', comparison(logicFlags)],
  ['CSEL', select(unchanged)],
  ['CSINC', select(incremented)],
  ['CSINV', select(inverse)],
  ['CSNEG', select(negated)],
  ['CINC', alter(incremented)],
  ['CINV', alter(inverse)],
  ['CNEG', alter(negated)],
  ['CSET', selectConstant(incremented)],
  ['CSETM', selectConstant(inverse)],
];
