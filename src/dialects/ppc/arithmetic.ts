/**
 * Power's register work as tables: a mnemonic is an operator in a type. Registers hold signed 64-bit values. A form with a dot behind
 * its name sets a condition field; of registers all have one.
 *
 * Power ISA 3.1, Book I, 3.3.9 (arithmetic), 3.3.13 (logical), 3.3.14 (shifts); extended mnemonics in appendix E.
 */
import { binary, convert, type RegisterFormula } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, INT, type IntegerType, LONG, ULONG } from '../../program/expression.js';

const UINT: IntegerType = { bits: 32, signed: false };

function complement(operand: Expression): Expression {
  return binary('^')(operand, constant(-1n));
}

/** A shift by the low bits of the second operand; from as many as the value has on it leaves 0. */
function shift(operator: '<<' | '>>', type: IntegerType): RegisterFormula {
  const count = BigInt(type.bits * 2 - 1);
  const most = BigInt(type.bits - 1);
  return (left, right) => {
    const by = binary('&')(right, constant(count));
    const shifted = binary(operator, type)(convert(left, type), binary('&')(by, constant(most)));
    const isShort = binary('<=')(by, constant(most));
    return binary('*', ULONG)(convert(shifted, ULONG), isShort);
  };
}

/** The same to the right with copies of the sign, which is all that is left from as many as the value has on. */
function shiftSigned(type: IntegerType): RegisterFormula {
  const most = BigInt(type.bits - 1);
  return (left, right) => {
    const by = binary('&')(right, constant(2n * most + 1n));
    const isLong = binary('>')(by, constant(most));
    const short = binary('*')(binary('-')(constant(1n), isLong), by);
    const amount = binary('|')(short, binary('*')(isLong, constant(most)));
    return convert(binary('>>', type)(convert(left, type), amount), LONG);
  };
}

/** `add rD,rA,rB` */
export const REGISTER_FORMS: ReadonlyMap<string, RegisterFormula> = new Map<string, RegisterFormula>([
  ['add', binary('+')],
  ['sub', binary('-')],
  // It subtracts its first operand from its second.
  ['subf', (left, right) => binary('-')(right, left)],
  ['mullw', (left, right) => binary('*')(convert(left, INT), convert(right, INT))],
  ['mulld', binary('*')],
  ['and', binary('&')],
  ['or', binary('|')],
  ['xor', binary('^')],
  ['nand', (left, right) => complement(binary('&')(left, right))],
  ['nor', (left, right) => complement(binary('|')(left, right))],
  ['eqv', (left, right) => complement(binary('^')(left, right))],
  ['andc', (left, right) => binary('&')(left, complement(right))],
  ['orc', (left, right) => binary('|')(left, complement(right))],
  ['slw', (left, right) => convert(shift('<<', UINT)(left, right), UINT)],
  ['srw', shift('>>', UINT)],
  ['sld', shift('<<', ULONG)],
  ['srd', shift('>>', ULONG)],
  ['sraw', shiftSigned(INT)],
  ['srad', shiftSigned(LONG)],
]);

/** The same with the number shifted left by 16. */
const high =
  (formula: RegisterFormula): RegisterFormula =>
  (left, right) =>
    formula(left, binary('<<')(right, constant(16n)));

/** `ori rA,rS,1`: the number is unsigned for the logical forms, shifted left by 16 for those with an s. */
export const IMMEDIATE_FORMS: ReadonlyMap<string, RegisterFormula> = new Map<string, RegisterFormula>([
  ['ori', binary('|')],
  ['oris', high(binary('|'))],
  ['xori', binary('^')],
  ['xoris', high(binary('^'))],
  ['mulli', binary('*')],
  // The carry that these leave is asked by nothing that is read here.
  ['addic', binary('+')],
  ['subfic', (left, right) => binary('-')(right, left)],
]);

/** The same of those that have a form with a dot, which compares with 0. */
export const RECORDED_IMMEDIATE_FORMS: ReadonlyMap<string, RegisterFormula> = new Map<
  string,
  RegisterFormula
>([
  ['slwi', (left, right) => convert(binary('<<', UINT)(convert(left, UINT), right), UINT)],
  ['srwi', (left, right) => binary('>>', UINT)(convert(left, UINT), right)],
  ['sldi', binary('<<')],
  ['srdi', (left, right) => convert(binary('>>', ULONG)(left, right), LONG)],
  ['srawi', shiftSigned(INT)],
  ['sradi', shiftSigned(LONG)],
]);

/** Those that have only that form. */
export const RECORDING_FORMS: ReadonlyMap<string, RegisterFormula> = new Map<string, RegisterFormula>([
  ['andi.', binary('&')],
  ['andis.', high(binary('&'))],
  ['addic.', binary('+')],
]);

/** `addi rD,rA,1`: r0 stands for 0 in the place of rA. */
export const BASED_FORMS: ReadonlyMap<string, RegisterFormula> = new Map<string, RegisterFormula>([
  ['addi', binary('+')],
  ['subi', binary('-')],
  ['addis', high(binary('+'))],
]);

/** Instructions of one source: `neg rD,rA`. */
export const UNARY_FORMS: ReadonlyMap<string, (source: Expression) => Expression> = new Map([
  ['mr', (source) => source],
  ['neg', (source) => binary('-')(constant(0n), source)],
  ['not', complement],
  ['extsb', (source) => convert(source, { bits: 8, signed: true })],
  ['extsh', (source) => convert(source, { bits: 16, signed: true })],
  ['extsw', (source) => convert(source, INT)],
]);

/** The comparisons, in the type that they compare in; those of a number end in an i. */
export const COMPARISONS: ReadonlyMap<string, IntegerType> = new Map([
  ['cmpw', INT],
  ['cmplw', UINT],
  ['cmpd', LONG],
  ['cmpld', ULONG],
]);
