/**
 * RISC-V's register work as tables: a mnemonic is an operator in a type. Registers hold signed 64-bit values; the W forms
 * compute in 32 bits and sign-extend, which for a signed 32-bit result is no work at all.
 *
 * The RISC-V Instruction Set Manual, vol. I, RV32I, RV64I and "RISC-V Assembly Programmer's Handbook" (pseudo-instructions).
 */
import { binary, convert, type RegisterFormula } from '../../lower/assembly/register-formula.js';
import {
  type Binary,
  constant,
  type Expression,
  INT,
  type IntegerType,
  LONG,
  ULONG,
} from '../../program/expression.js';

const UINT: IntegerType = { bits: 32, signed: false };

/** Whether two values of a type are the same. */
export function equals(left: Expression, right: Expression, type: IntegerType): Expression {
  return binary('==', type)(left, right);
}

/** A logical shift right computes without sign; its result is read with one. */
function shiftRight(type: IntegerType, result: IntegerType): RegisterFormula {
  return (left, right) => convert(binary('>>', type)(left, right), result);
}

const ZERO = constant(0n);
const ONES = constant(-1n);

/** All ones where a comparison holds, else 0. */
function mask(type: IntegerType, holds: Expression): Expression {
  return binary('-', type)(ZERO, holds);
}

/** A quotient, where what is divided by 0 gives all ones. */
function quotient(type: IntegerType, result: IntegerType): RegisterFormula {
  return (left, right) => {
    const byZero = mask(type, binary('==', type)(right, ZERO));
    return convert(binary('|', type)(binary('/', type)(left, right), byZero), result);
  };
}

/** A remainder, where what is divided by 0 stays. */
function remainder(type: IntegerType, result: IntegerType): RegisterFormula {
  return (left, right) => {
    const byZero = mask(type, binary('==', type)(right, ZERO));
    const kept = binary('&', type)(left, byZero);
    return convert(binary('|', type)(binary('%', type)(left, right), kept), result);
  };
}

/** With the contrary of the second. */
function withInverse(operator: Binary): RegisterFormula {
  return (left, right) => binary(operator, LONG)(left, binary('^', LONG)(right, ONES));
}

/** The greater or lesser without a choice: `b ^ ((a ^ b) & -(a > b))`. */
function extremeOf(operator: '<' | '>', type: IntegerType): RegisterFormula {
  return (left, right) => {
    const different = binary('^', LONG)(left, right);
    return binary('^', LONG)(
      right,
      binary('&', LONG)(different, mask(LONG, binary(operator, type)(left, right))),
    );
  };
}

/** Zicond: 0 where the second is 0 (or is not); the manual has the result depend on both in any case. */
function zeroedWhen(operator: '==' | '!='): RegisterFormula {
  const kept = operator === '==' ? '!=' : '==';
  return (left, right) => binary('&', LONG)(left, mask(LONG, binary(kept, LONG)(right, ZERO)));
}

/** Three registers, or with `i` two and a number. */
const PAIRED: readonly (readonly [string, string | null, RegisterFormula])[] = [
  ['add', 'addi', binary('+', LONG)],
  ['sub', null, binary('-', LONG)],
  ['and', 'andi', binary('&', LONG)],
  ['or', 'ori', binary('|', LONG)],
  ['xor', 'xori', binary('^', LONG)],
  ['sll', 'slli', binary('<<', LONG)],
  ['srl', 'srli', shiftRight(ULONG, LONG)],
  ['sra', 'srai', binary('>>', LONG)],
  ['slt', 'slti', binary('<', LONG)],
  ['sltu', 'sltiu', binary('<', ULONG)],
  ['mul', null, binary('*', LONG)],
  ['div', null, quotient(LONG, LONG)],
  ['divu', null, quotient(ULONG, LONG)],
  ['rem', null, remainder(LONG, LONG)],
  ['remu', null, remainder(ULONG, LONG)],
  ['divw', null, quotient(INT, INT)],
  ['divuw', null, quotient(UINT, INT)],
  ['remw', null, remainder(INT, INT)],
  ['remuw', null, remainder(UINT, INT)],
  ['sgt', null, binary('>', LONG)],
  ['sgtu', null, binary('>', ULONG)],
  ['andn', null, withInverse('&')],
  ['orn', null, withInverse('|')],
  ['xnor', null, withInverse('^')],
  ['min', null, extremeOf('<', LONG)],
  ['max', null, extremeOf('>', LONG)],
  ['minu', null, extremeOf('<', ULONG)],
  ['maxu', null, extremeOf('>', ULONG)],
  ['czero.eqz', null, zeroedWhen('==')],
  ['czero.nez', null, zeroedWhen('!=')],
  ['addw', 'addiw', binary('+', INT)],
  ['subw', null, binary('-', INT)],
  ['sllw', 'slliw', binary('<<', INT)],
  ['srlw', 'srliw', shiftRight(UINT, INT)],
  ['sraw', 'sraiw', binary('>>', INT)],
  ['mulw', null, binary('*', INT)],
];

/** `add rd, rs1, rs2` */
export const REGISTER_FORMS: ReadonlyMap<string, RegisterFormula> = new Map(
  PAIRED.map(([name, , formula]) => [name, formula]),
);

/** `addi rd, rs1, 1` */
export const IMMEDIATE_FORMS: ReadonlyMap<string, RegisterFormula> = new Map(
  PAIRED.flatMap(([, name, formula]) => (name === null ? [] : [[name, formula] as const])),
);

/** Pseudo-instructions of one source: `neg rd, rs`. */
export const UNARY_FORMS: ReadonlyMap<string, (source: Expression) => Expression> = new Map([
  ['mv', (source) => source],
  ['neg', (source) => binary('-', LONG)(ZERO, source)],
  ['negw', (source) => binary('-', INT)(ZERO, source)],
  ['not', (source) => binary('^', LONG)(source, constant(-1n))],
  ['sext.w', (source) => convert(source, INT)],
  ['sext.b', (source) => convert(source, { bits: 8, signed: true })],
  ['sext.h', (source) => convert(source, { bits: 16, signed: true })],
  ['zext.b', (source) => convert(source, { bits: 8, signed: false })],
  ['zext.h', (source) => convert(source, { bits: 16, signed: false })],
  ['zext.w', (source) => convert(source, UINT)],
  ['seqz', (source) => binary('==', LONG)(source, ZERO)],
  ['snez', (source) => binary('!=', LONG)(source, ZERO)],
  ['sltz', (source) => binary('<', LONG)(source, ZERO)],
  ['sgtz', (source) => binary('>', LONG)(source, ZERO)],
]);

const BRANCHES: readonly (readonly [string, RegisterFormula])[] = [
  ['beq', binary('==', LONG)],
  ['bne', binary('!=', LONG)],
  ['blt', binary('<', LONG)],
  ['bge', binary('>=', LONG)],
  ['bgt', binary('>', LONG)],
  ['ble', binary('<=', LONG)],
];
const UNSIGNED_BRANCHES: readonly (readonly [string, RegisterFormula])[] = [
  ['bltu', binary('<', ULONG)],
  ['bgeu', binary('>=', ULONG)],
  ['bgtu', binary('>', ULONG)],
  ['bleu', binary('<=', ULONG)],
];

/** `beq rs1, rs2, label` */
export const COMPARING_BRANCHES: ReadonlyMap<string, RegisterFormula> = new Map([
  ...BRANCHES,
  ...UNSIGNED_BRANCHES,
]);

/** `beqz rs, label` */
export const ZERO_BRANCHES: ReadonlyMap<string, RegisterFormula> = new Map(
  BRANCHES.map(([name, formula]) => [`${name}z`, formula]),
);

/** What an AMO puts into memory, over the value loaded and the source register, in the type of its width. */
export type AmoFormula = (loaded: Expression, source: Expression, type: IntegerType) => Expression;

function compute(operator: Binary): AmoFormula {
  return (loaded, source, type) => binary(operator, type)(loaded, source);
}

/** The lesser (or greater) of two without a choice: `b ^ ((a ^ b) & -(a < b))`. */
function extreme(operator: '<' | '>', signed: boolean): AmoFormula {
  return (loaded, source, type) => {
    const picks = binary(operator, { bits: type.bits, signed })(loaded, source);
    const mask = binary('-', type)(ZERO, picks);
    const difference = binary('^', type)(loaded, source);
    return binary('^', type)(source, binary('&', type)(difference, mask));
  };
}

/** `amoadd` … without width and ordering. */
export const AMO_FORMS: ReadonlyMap<string, AmoFormula> = new Map<string, AmoFormula>([
  ['amoswap', (_, source) => source],
  ['amoadd', compute('+')],
  ['amoand', compute('&')],
  ['amoor', compute('|')],
  ['amoxor', compute('^')],
  ['amomin', extreme('<', true)],
  ['amomax', extreme('>', true)],
  ['amominu', extreme('<', false)],
  ['amomaxu', extreme('>', false)],
]);
