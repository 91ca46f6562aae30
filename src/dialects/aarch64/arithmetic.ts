/** AArch64's register work: moves, arithmetic, logic, shifts, comparisons and conditional selects. Arm ARM, C6.2. */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { type Binary, constant, type Expression, type IntegerType } from '../../program/expression.js';
import {
  additionFlags,
  CONDITION_NAMES,
  carry,
  carryFlags,
  chooseFlags,
  conditionOf,
  type FlagSetter,
  logicFlags,
  subtractionFlags,
} from './flag.js';
import {
  binary,
  content,
  convert,
  flexible,
  ONE,
  ownValue,
  type RegisterOperand,
  register,
  registers,
  shiftAmount,
  shifted,
  target,
  UINT,
  ZERO,
} from './operand.js';

type Formula = (type: IntegerType, left: Expression, right: Expression) => Expression;

const operation =
  (operator: Binary): Formula =>
  (type, left, right) =>
    binary(operator, type, left, right);
const inverse = (type: IntegerType, operand: Expression): Expression =>
  binary('^', type, operand, constant(-1n));
const withInverse =
  (operator: Binary): Formula =>
  (type, left, right) =>
    binary(operator, type, left, inverse(type, right));

const add = operation('+');
const subtract = operation('-');
const and = operation('&');

/** `ADD d, n, m` and its like. */
function three(formula: Formula, flags: FlagSetter | null = null): InstructionLowering {
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
function comparison(flags: FlagSetter): InstructionLowering {
  return (emitter, operands) => {
    const n = register(operands);
    operands.comma('a register or a number');
    flags(emitter, n.type, content(emitter, n), flexible(emitter, operands, n.type));
  };
}

/** `NEG d, m`: an operation on nothing and `m`. */
function two(formula: Formula, flags: FlagSetter | null = null): InstructionLowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const right = flexible(emitter, operands, d.type);
    flags?.(emitter, d.type, ZERO, right);
    emitter.set(target(emitter, d), formula(d.type, ZERO, right));
  };
}

/** `BICS d, n, m`: flags as of ANDS with the inverse. */
const inverseLogicFlags: FlagSetter = (emitter, type, left, right) =>
  logicFlags(emitter, type, left, inverse(type, right));

/** `LSL d, n, m` and `LSL d, n, #i` */
function shift(kind: string): InstructionLowering {
  return (emitter, operands) => {
    const [d, n] = registers(operands, null, null);
    operands.comma('a register or a number');
    const by = operands.atImmediate
      ? shiftAmount(operands, d.type)
      : content(emitter, register(operands, d.type));
    emitter.set(target(emitter, d), shifted(kind, d.type, content(emitter, n), by));
  };
}

type Operand = (type: IntegerType, right: Expression) => Expression;
const itself: Operand = (_, right) => right;

/** `ADC d, n, m`; SBC adds the inverse. With `left` false `NGC d, m`, which has no `n`. */
function withCarry(
  operand: Operand,
  { flags, left }: { readonly flags: boolean; readonly left: boolean },
): InstructionLowering {
  return (emitter, operands) => {
    const [d, ...sources] = registers(operands, null, null, ...(left ? [null] : []));
    const n = left ? content(emitter, sources[0]) : ZERO;
    const { type } = d;
    const m = operand(type, content(emitter, sources[sources.length - 1]));
    const more = carry(emitter);
    if (flags) carryFlags(more)(emitter, type, n, m);
    emitter.set(target(emitter, d), binary('+', type, binary('+', type, n, m), more));
  };
}

/** `CCMP n, m, #nzcv, condition` */
function conditionalComparison(flags: FlagSetter): InstructionLowering {
  return (emitter, operands) => {
    const n = register(operands);
    const { type } = n;
    operands.comma('a register or a number');
    const m = operands.atImmediate
      ? constant(operands.immediateWithin(0, 31))
      : content(emitter, register(operands, type));
    operands.comma('the flags as a number');
    const otherwise = operands.immediateWithin(0, 15);
    operands.comma('a condition');
    const chosen = condition(emitter, operands);
    chooseFlags(emitter, chosen, () => flags(emitter, type, content(emitter, n), m), otherwise);
  };
}

/** The greater or lesser without a choice, which would be a dependency of another kind: `m ^ ((n ^ m) & -(n > m))`. */
function extreme(operator: '<' | '>', signed: boolean): Formula {
  return (type, left, right) => {
    const mask = binary('-', type, ZERO, binary(operator, { ...type, signed }, left, right));
    return binary('^', type, right, binary('&', type, binary('^', type, left, right), mask));
  };
}

/** `SXTW X1, W2` */
function extend(type: IntegerType): InstructionLowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a 32-bit register');
    const value = convert(type, content(emitter, register(operands, UINT)));
    emitter.set(target(emitter, d), type.signed ? convert(d.type, value) : value);
  };
}

/** `MOVK d, #i, LSL #16`: one quarter is replaced. */
const moveKeeping: InstructionLowering = (emitter, operands) => {
  const d = register(operands);
  operands.comma('a number');
  const quarter = operands.immediate();
  const by = operands.eat(',') ? leftShift(operands, d.type) : 0n;
  const kept: Expression = constant(~(0xffffn << by));
  const put: Expression = constant(quarter << by);
  const value = binary('|', d.type, binary('&', d.type, content(emitter, d), kept), put);
  emitter.set(target(emitter, d), value);
};

function leftShift(operands: OperandReader, { bits }: IntegerType): bigint {
  if (!operands.atWord(['LSL'])) operands.fail("'LSL'");
  operands.next();
  return operands.immediateWithin(0, bits - 1);
}

function condition(emitter: Emitter, operands: OperandReader): Expression {
  const { text, span } = operands.identifier('a condition such as EQ');
  return conditionOf(emitter, text) ?? operands.reject(span, `a condition (${CONDITION_NAMES.join(', ')})`);
}

type Alternative = (type: IntegerType, value: Expression) => Expression;

const unchanged: Alternative = (_, value) => value;
const incremented: Alternative = (type, value) => binary('+', type, value, ONE);
const negated: Alternative = (type, value) => binary('-', type, ZERO, value);

/** `CSEL d, n, m, condition`: `n`, or what is made of `m`. */
function select(alternative: Alternative): InstructionLowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const n = register(operands, d.type);
    operands.comma('a register');
    const m = register(operands, d.type);
    operands.comma('a condition');
    emitSelect(emitter, d, condition(emitter, operands), [
      ownValue(emitter, n),
      alternative(d.type, ownValue(emitter, m)),
    ]);
  };
}

/** `CINC d, n, condition`: what is made of `n`, or `n`. */
function alter(alternative: Alternative): InstructionLowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a register');
    const value = ownValue(emitter, register(operands, d.type));
    operands.comma('a condition');
    emitSelect(emitter, d, condition(emitter, operands), [alternative(d.type, value), value]);
  };
}

/** `CSET d, condition` */
function selectConstant(alternative: Alternative): InstructionLowering {
  return (emitter, operands) => {
    const d = register(operands);
    operands.comma('a condition');
    emitSelect(emitter, d, condition(emitter, operands), [alternative(d.type, ZERO), ZERO]);
  };
}

function emitSelect(
  emitter: Emitter,
  d: RegisterOperand,
  chosen: Expression,
  values: readonly [Expression, Expression],
): void {
  emitter.select(target(emitter, d), chosen, values);
}

/** A whole register needs no conversion. */
const move = two((type, _, right) =>
  type.bits === 64 && right.kind === 'register' ? right : convert(type, right),
);
const moveInverse = two((type, _, right) => inverse(type, right));

const SHIFTS = ['LSL', 'LSR', 'ASR', 'ROR'];

export const ARITHMETIC: readonly (readonly [string, InstructionLowering])[] = [
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
  ['NGC', withCarry(inverse, { flags: false, left: false })],
  ['NGCS', withCarry(inverse, { flags: true, left: false })],
  ['ADC', withCarry(itself, { flags: false, left: true })],
  ['ADCS', withCarry(itself, { flags: true, left: true })],
  ['SBC', withCarry(inverse, { flags: false, left: true })],
  ['SBCS', withCarry(inverse, { flags: true, left: true })],
  ['SMAX', three(extreme('>', true))],
  ['SMIN', three(extreme('<', true))],
  ['UMAX', three(extreme('>', false))],
  ['UMIN', three(extreme('<', false))],
  ['AND', three(and)],
  ['ANDS', three(and, logicFlags)],
  ['ORR', three(operation('|'))],
  ['EOR', three(operation('^'))],
  ['BIC', three(withInverse('&'))],
  ['BICS', three(withInverse('&'), inverseLogicFlags)],
  ['ORN', three(withInverse('|'))],
  ['EON', three(withInverse('^'))],
  ...SHIFTS.flatMap((kind) => [[kind, shift(kind)] as const, [`${kind}V`, shift(kind)] as const]),
  ['SXTB', extend({ bits: 8, signed: true })],
  ['SXTH', extend({ bits: 16, signed: true })],
  ['SXTW', extend({ bits: 32, signed: true })],
  ['UXTB', extend({ bits: 8, signed: false })],
  ['UXTH', extend({ bits: 16, signed: false })],
  ['UXTW', extend(UINT)],
  ['CMP', comparison(subtractionFlags)],
  ['CMN', comparison(additionFlags)],
  ['TST', comparison(logicFlags)],
  ['CCMP', conditionalComparison(subtractionFlags)],
  ['CCMN', conditionalComparison(additionFlags)],
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
