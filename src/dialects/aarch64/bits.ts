/**
 * AArch64's work on single bits and bytes: bitfields with their aliases, extraction, reversal, counting. Whatever a result
 * is made of, it depends on every register that the instruction reads.
 *
 * Arm ARM (DDI 0487), C3.4.4 to C3.4.11 and the pseudocode of DecodeBitMasks.
 */

import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression, type IntegerType, ULONG } from '../../program/expression.js';
import { binary, content, ONE, ownValue, register, registers, shifted, target, ZERO } from './operand.js';

/** Where a field comes from, where it goes to, and how many bits it has. */
interface Field {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** What becomes of a field: over the source, and what the target held. */
type Put = (type: IntegerType, field: Field, source: Expression, old: Expression) => Expression;

function ones(width: number): bigint {
  return (1n << BigInt(width)) - 1n;
}

function left(type: IntegerType, value: Expression, by: number): Expression {
  return by === 0 ? value : binary('<<', type, value, constant(BigInt(by)));
}

function right(type: IntegerType, value: Expression, by: number): Expression {
  return by === 0 ? value : binary('>>', type, value, constant(BigInt(by)));
}

function masked(type: IntegerType, value: Expression, mask: bigint): Expression {
  return binary('&', type, value, constant(mask));
}

const unsignedField: Put = (type, { from, to, width }, source) =>
  left(type, masked(type, right(type, source, from), ones(width)), to);

/** The field goes to the top, and comes down with its sign. */
const signedField: Put = (type, { from, to, width }, source) => {
  const top = left(type, source, type.bits - from - width);
  return left(type, shifted('ASR', type, top, constant(BigInt(type.bits - width))), to);
};

const insertedField: Put = (type, field, source, old) => {
  const kept = masked(type, old, ~(ones(field.width) << BigInt(field.to)));
  return binary('|', type, kept, unsignedField(type, field, source, old));
};

/** Reads the two numbers that say which field is meant. */
type FieldReader = (operands: OperandReader, bits: number) => Field;

/** `#immr, #imms`: rotated right by the one, the field ends at the other. */
const rotated: FieldReader = (operands, bits) => {
  const by = Number(operands.immediateWithin(0, bits - 1));
  operands.comma('a number');
  const last = Number(operands.immediateWithin(0, bits - 1));
  return last >= by ? { from: by, to: 0, width: last - by + 1 } : { from: 0, to: bits - by, width: last + 1 };
};

function leastAndWidth(operands: OperandReader, bits: number): readonly [least: number, width: number] {
  const least = Number(operands.immediateWithin(0, bits - 1));
  operands.comma('a number of bits');
  return [least, Number(operands.immediateWithin(1, bits - least))];
}

/** `#lsb, #width` of the source. */
const extracted: FieldReader = (operands, bits) => {
  const [from, width] = leastAndWidth(operands, bits);
  return { from, to: 0, width };
};

/** `#lsb, #width` of the target. */
const inserted: FieldReader = (operands, bits) => {
  const [to, width] = leastAndWidth(operands, bits);
  return { from: 0, to, width };
};

/** `UBFM d, n, #immr, #imms` */
function bitfield(put: Put, field: FieldReader): InstructionLowering {
  return (emitter, operands) => {
    const [d, n] = registers(operands, null, null);
    operands.comma('a number');
    const value = put(d.type, field(operands, d.type.bits), content(emitter, n), content(emitter, d));
    emitter.set(target(emitter, d), value);
  };
}

/** `BFC d, #lsb, #width`: nothing is put there. */
const clear: InstructionLowering = (emitter, operands) => {
  const d = register(operands);
  operands.comma('a number');
  const field = inserted(operands, d.type.bits);
  emitter.set(target(emitter, d), insertedField(d.type, field, ZERO, content(emitter, d)));
};

/** `EXTR d, n, m, #lsb`: as many bits as a register has, from the two in a row. */
const extract: InstructionLowering = (emitter, operands) => {
  const [d, n, m] = registers(operands, null, null, null);
  operands.comma('a number');
  const { type } = d;
  const least = Number(operands.immediateWithin(0, type.bits - 1));
  // A shift by the whole width does not exist; nothing of the upper register is left, but the dependency is.
  const high = left(type, content(emitter, n), (type.bits - least) % type.bits);
  const above = least === 0 ? masked(type, high, 0n) : high;
  emitter.set(target(emitter, d), binary('|', type, above, right(type, content(emitter, m), least)));
};

type Formula = (type: IntegerType, source: Expression) => Expression;

/** `REV d, n`: one register in, one out. */
function one(formula: Formula, type: IntegerType | null = null): InstructionLowering {
  return (emitter, operands) => {
    const [d, n] = registers(operands, type, null);
    emitter.set(target(emitter, d), formula(d.type, ownValue(emitter, n)));
  };
}

/** All terms joined by an operator, as a tree of little depth. */
function joined(operator: '|' | '+', type: IntegerType, terms: readonly Expression[]): Expression {
  if (terms.length === 1) return terms[0];
  const middle = terms.length >> 1;
  const [first, second] = [terms.slice(0, middle), terms.slice(middle)];
  return binary(operator, type, joined(operator, type, first), joined(operator, type, second));
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Each unit of some bits goes to its mirror place within a group. */
function reversed(unit: number, group: number | null): Formula {
  return (type, source) => {
    const size = group ?? type.bits;
    const terms = upTo(type.bits / unit).map((index) => {
      const from = index * unit;
      const start = from - (from % size);
      const to = start + size - unit - (from - start);
      return unsignedField(type, { from, to, width: unit }, source, ZERO);
    });
    return joined('|', type, terms);
  };
}

/** The bits that are 1. */
const count: Formula = (type, source) =>
  joined(
    '+',
    type,
    upTo(type.bits).map((index) => masked(type, right(type, source, index), 1n)),
  );

/** One for each power of two that the number does not reach. */
const leadingZeros: Formula = (type, source) =>
  joined(
    '+',
    type,
    upTo(type.bits).map((index) => binary('<', type, source, constant(1n << BigInt(index)))),
  );

/** The bits behind the sign that are like it. */
const leadingSigns: Formula = (type, source) => {
  const changes = binary('^', type, source, shifted('ASR', type, source, ONE));
  return binary('-', type, leadingZeros(type, changes), ONE);
};

/** One for each number of lowest bits that are all 0. */
const trailingZeros: Formula = (type, source) =>
  joined(
    '+',
    type,
    upTo(type.bits).map((index) => binary('==', type, masked(type, source, ones(index + 1)), ZERO)),
  );

/** `(n ^ s) - s`, where `s` is the sign in every bit: no choice, which would be a dependency. */
const absolute: Formula = (type, source) => {
  const sign = shifted('ASR', type, source, constant(BigInt(type.bits - 1)));
  return binary('-', type, binary('^', type, source, sign), sign);
};

export const BITS: readonly (readonly [string, InstructionLowering])[] = [
  ['UBFM', bitfield(unsignedField, rotated)],
  ['SBFM', bitfield(signedField, rotated)],
  ['BFM', bitfield(insertedField, rotated)],
  ['UBFX', bitfield(unsignedField, extracted)],
  ['SBFX', bitfield(signedField, extracted)],
  ['BFXIL', bitfield(insertedField, extracted)],
  ['UBFIZ', bitfield(unsignedField, inserted)],
  ['SBFIZ', bitfield(signedField, inserted)],
  ['BFI', bitfield(insertedField, inserted)],
  ['BFC', clear],
  ['EXTR', extract],
  ['RBIT', one(reversed(1, null))],
  ['REV', one(reversed(8, null))],
  ['REV16', one(reversed(8, 16))],
  ['REV32', one(reversed(8, 32), ULONG)],
  ['REV64', one(reversed(8, 64), ULONG)],
  ['CLZ', one(leadingZeros)],
  ['CLS', one(leadingSigns)],
  ['CTZ', one(trailingZeros)],
  ['CNT', one(count)],
  ['ABS', one(absolute)],
];
