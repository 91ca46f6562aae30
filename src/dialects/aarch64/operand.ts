/**
 * AArch64's operands. X registers hold unsigned 64-bit values; a W register is the low half of one, and writing it clears the
 * other half, so that what a 32-bit instruction computes, an unsigned 32-bit number, is the whole register's value.
 *
 * Arm ARM (DDI 0487), C1.2 (assembly operands) and C1.3.3 (addressing).
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import {
  type Binary,
  constant,
  type Expression,
  fold,
  INT,
  type IntegerType,
  ULONG,
} from '../../program/expression.js';

/** A register operand: `name` is the X register (or SP) that it is or is half of, null for the one that is always 0. */
export interface RegisterOperand {
  readonly name: string | null;
  readonly type: IntegerType;
}

/** Where an access goes, and what it does to its base register afterwards. */
export interface Address {
  readonly address: Expression;
  readonly base: RegisterOperand;
  readonly writeBack: (emitter: Emitter) => void;
}

export const UINT: IntegerType = { bits: 32, signed: false };

export const ZERO: Expression = constant(0n);
export const ONE: Expression = constant(1n);

const REGISTERS: ReadonlyMap<string, RegisterOperand> = new Map([
  ['WZR', { name: null, type: UINT }],
  ['XZR', { name: null, type: ULONG }],
  ['WSP', { name: 'SP', type: UINT }],
  ['SP', { name: 'SP', type: ULONG }],
  ...Array.from({ length: 31 }, (_, number) => `${number}`).flatMap((number): [string, RegisterOperand][] => [
    [`W${number}`, { name: `X${number}`, type: UINT }],
    [`X${number}`, { name: `X${number}`, type: ULONG }],
  ]),
]);
const SHIFTS: ReadonlySet<string> = new Set(['LSL', 'LSR', 'ASR', 'ROR']);
/** The extensions by the type that they read the register in; UXTX, SXTX and, in an address, LSL take it whole. */
const EXTENSIONS: ReadonlyMap<string, IntegerType> = new Map<string, IntegerType>([
  ['UXTB', { bits: 8, signed: false }],
  ['UXTH', { bits: 16, signed: false }],
  ['UXTW', UINT],
  ['UXTX', ULONG],
  ['SXTB', { bits: 8, signed: true }],
  ['SXTH', { bits: 16, signed: true }],
  ['SXTW', INT],
  ['SXTX', ULONG],
]);

/** The register that always reads as 0, where a condition names it. */
export const ZERO_REGISTER = 'XZR';

/** `X1` for `w1` and `x1`, null for what is no register. */
export function registerName(text: string): string | null {
  const found = REGISTERS.get(text.toUpperCase());
  return found === undefined ? null : (found.name ?? ZERO_REGISTER);
}

export const NO_VECTORS = 'vector registers are not modelled';

/** `Q0`, `v1.4s`, `P2`, `Z3` */
export function isVectorRegister(text: string): boolean {
  return /^[BHSDQVZP](?:[12]?\d|3[01])(?:\.\w+)?$/i.test(text);
}

/** An operation, folded. */
export function binary(operator: Binary, type: IntegerType, left: Expression, right: Expression): Expression {
  return fold({ kind: 'binary', operator, type, left, right });
}

/** A conversion, folded. */
export function convert(type: IntegerType, operand: Expression): Expression {
  return fold({ kind: 'convert', type, operand });
}

/** Reads a register, of that many bits if they are given. */
export function register(operands: OperandReader, type: IntegerType | null = null): RegisterOperand {
  const expected = type === null ? 'a register' : `a ${type.bits}-bit register`;
  const text = operands.token?.text ?? '';
  const found = REGISTERS.get(text.toUpperCase());
  if (found === undefined && isVectorRegister(text)) operands.unsupported(NO_VECTORS);
  if (found === undefined || (type !== null && found.type.bits !== type.bits)) return operands.fail(expected);
  operands.next();
  return found;
}

/** Several registers, each of the type given; null stands for the first one's. */
export function registers(
  operands: OperandReader,
  first: IntegerType | null,
  ...others: readonly (IntegerType | null)[]
): readonly RegisterOperand[] {
  const read = [register(operands, first)];
  for (const type of others) {
    operands.comma('a register');
    read.push(register(operands, type ?? read[0].type));
  }
  return read;
}

/** A register's content; for a W register the whole of X, of which an operation in 32 bits takes its half. */
export function content(emitter: Emitter, { name }: RegisterOperand): Expression {
  return name === null ? ZERO : { kind: 'register', register: emitter.register(name) };
}

/** A register's value, where no operation takes its half. */
export function ownValue(emitter: Emitter, operand: RegisterOperand): Expression {
  const whole = content(emitter, operand);
  return operand.type.bits === 64 ? whole : convert(UINT, whole);
}

/** The register to put something into; null for the one that keeps nothing. */
export function target(emitter: Emitter, { name }: RegisterOperand): number | null {
  return name === null ? null : emitter.register(name);
}

/** The last operand of most instructions: `#1`, `X1`, `X1, LSL #2`, `W1, SXTW`. */
export function flexible(emitter: Emitter, operands: OperandReader, type: IntegerType): Expression {
  if (operands.atImmediate) return shiftedImmediate(operands, type);
  const extended = operands.ahead(1)?.text === ',' && EXTENSIONS.has(wordAt(operands, 2));
  const source = register(operands, extended ? null : type);
  const whole = content(emitter, source);
  if (!operands.eat(',')) return whole;
  return extended ? extension(operands, whole) : shift(operands, type, whole);
}

function wordAt(operands: OperandReader, distance: number): string {
  return operands.ahead(distance)?.text.toUpperCase() ?? '';
}

function shiftedImmediate(operands: OperandReader, type: IntegerType): Expression {
  const value: Expression = constant(operands.immediate());
  return operands.eat(',') ? shift(operands, type, value) : convert(type, value);
}

/** `LSL #2` */
function shift(operands: OperandReader, type: IntegerType, value: Expression): Expression {
  const word = wordAt(operands, 0);
  if (!SHIFTS.has(word)) operands.fail("'LSL', 'LSR' or 'ASR'");
  operands.next();
  return shifted(word, type, value, shiftAmount(operands, type));
}

/** By how much a value of that type can be shifted. */
export function shiftAmount(operands: OperandReader, { bits }: IntegerType): Expression {
  return constant(operands.immediateWithin(0, bits - 1));
}

/** A value shifted: LSL, LSR, ASR or ROR. */
export function shifted(kind: string, type: IntegerType, value: Expression, by: Expression): Expression {
  switch (kind) {
    case 'LSL':
      return binary('<<', type, value, by);
    case 'LSR':
      return binary('>>', type, value, by);
    case 'ASR':
      return convert(type, binary('>>', { ...type, signed: true }, value, by));
    default: {
      const back = binary('-', type, constant(BigInt(type.bits)), by);
      return binary('|', type, binary('>>', type, value, by), binary('<<', type, value, back));
    }
  }
}

/** `SXTW`, `SXTW #2`; in an address also `LSL #2`. */
function extension(operands: OperandReader, value: Expression): Expression {
  const type = wordAt(operands, 0) === 'LSL' ? ULONG : EXTENSIONS.get(wordAt(operands, 0));
  if (type === undefined) return operands.fail("'SXTW', 'UXTW' or 'LSL'");
  operands.next();
  const extended = type.bits === 64 ? value : convert(type, value);
  const by = operands.atImmediate ? operands.immediate() : 0n;
  return by === 0n ? extended : binary('<<', ULONG, extended, constant(by));
}

/** `[X1]`, and nothing that moves it. */
export function simpleAddress(emitter: Emitter, operands: OperandReader): Address {
  operands.expect('[', "an address such as '[X1]'");
  const base = register(operands, ULONG);
  if (operands.eat(',') && operands.immediate("'#0'") !== 0n) operands.fail("']'");
  operands.expect(']');
  return { address: content(emitter, base), base, writeBack: () => undefined };
}

/** `[X1]`, `[X1, #8]`, `[X1, #8]!`, `[X1], #8`, `[X1, X2, LSL #2]`, `[X1, W2, SXTW]` */
export function address(emitter: Emitter, operands: OperandReader): Address {
  operands.expect('[', "an address such as '[X1]'");
  const base = register(operands, ULONG);
  const start = content(emitter, base);
  const moved = operands.eat(',') ? binary('+', ULONG, start, offset(emitter, operands)) : start;
  operands.expect(']', "']' or ',' and an offset");
  if (operands.eat('!')) return { address: moved, base, writeBack: movesTo(base, moved) };
  if (moved !== start || !operands.eat(',')) return { address: moved, base, writeBack: () => undefined };
  const by: Expression = constant(operands.immediate());
  return { address: start, base, writeBack: movesTo(base, binary('+', ULONG, start, by)) };
}

function movesTo(base: RegisterOperand, value: Expression): (emitter: Emitter) => void {
  return (emitter) => emitter.set(target(emitter, base), value);
}

function offset(emitter: Emitter, operands: OperandReader): Expression {
  if (operands.atImmediate) return constant(operands.immediate());
  const extended = operands.ahead(1)?.text === ',';
  const source = register(operands, extended ? null : ULONG);
  const whole = content(emitter, source);
  return operands.eat(',') ? extension(operands, whole) : whole;
}
