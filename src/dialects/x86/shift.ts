/**
 * x86's shifts and rotations. Their count is taken modulo 32, or modulo 64 for operands of 64 bits; where it is 0, no flag changes.
 * The overflow flag is defined for a count of 1 alone; beyond it is what its definition for 1 gives, as processors have it.
 *
 * Intel SDM vol. 2, SAL/SAR/SHL/SHR and RCL/RCR/ROL/ROR.
 */
import { constant, type Expression, fold, type IntegerType } from '../../program/expression.js';
import type { Computation, Operation } from './arithmetic.js';
import { compute, FLAGS, type FlagValues, resultFlags, ZERO } from './flag.js';
import { readFlag, readRegister } from './operand-value.js';
import { modifying, type X86Lowering, type X86Work } from './semantics.js';

const ONE = constant(1n);

/** What is made of a value and a count that is less than 32, or than 64. */
type Formula = (old: Expression, count: Expression, type: IntegerType) => Computation;

function unsigned({ bits }: IntegerType): IntegerType {
  return { bits, signed: false };
}

/** The type to shift in: by up to 31, and without losing the bit that goes to the carry where it is wider than the operand. */
function wide({ bits }: IntegerType, signed: boolean): IntegerType {
  return { bits: bits === 64 ? 64 : 32, signed };
}

function bit(value: Expression, index: Expression, type: IntegerType): Expression {
  return compute(compute(value, '>>', index, unsigned(type)), '&', ONE, type);
}

function highest(value: Expression, type: IntegerType): Expression {
  return bit(value, constant(BigInt(type.bits - 1)), type);
}

/** 1 where the two highest bits differ. */
function highestDiffer(value: Expression, type: IntegerType): Expression {
  return highest(compute(value, '^', compute(value, '<<', ONE, type), type), type);
}

function convert(type: IntegerType, operand: Expression): Expression {
  return fold({ kind: 'convert', type, operand });
}

const left: Formula = (old, count, type) => {
  const within = wide(type, false);
  const shifted = compute(convert(unsigned(type), old), '<<', count, within);
  const result = convert(type, shifted);
  const from = compute(constant(BigInt(type.bits)), '-', count, within);
  const cf =
    within.bits === type.bits ? bit(old, from, type) : bit(shifted, constant(BigInt(type.bits)), within);
  return {
    result,
    flags: { ...resultFlags(result, type), cf, of: compute(highest(result, type), '^', cf, type) },
  };
};

function right(signed: boolean): Formula {
  return (old, count, type) => {
    const within = wide(type, signed);
    const value = convert({ bits: type.bits, signed }, old);
    const result = convert(type, compute(value, '>>', count, within));
    const last = compute(value, '>>', compute(count, '-', ONE, within), within);
    const cf = compute(last, '&', ONE, type);
    return { result, flags: { ...resultFlags(result, type), cf, of: highestDiffer(result, type) } };
  };
}

/** Bits that leave at one end come in at the other; the carry gets the last one. */
function rotation(isLeft: boolean): Formula {
  return (old, count, type) => {
    const back = compute(constant(BigInt(type.bits)), '-', count, wide(type, false));
    const [up, down] = isLeft ? [count, back] : [back, count];
    const value = convert(unsigned(type), old);
    const upper = compute(value, '<<', up, unsigned(type));
    const result = convert(
      type,
      compute(upper, '|', compute(value, '>>', down, unsigned(type)), unsigned(type)),
    );
    if (!isLeft) return { result, flags: { cf: highest(result, type), of: highestDiffer(result, type) } };
    const cf = compute(result, '&', ONE, type);
    return { result, flags: { cf, of: compute(highest(result, type), '^', cf, type) } };
  };
}

/** What is shifted, by the count in CL or a number. */
function shifting(formula: Formula): X86Lowering {
  return (work) => {
    const count = countOf(work);
    const isNone = compute(count, '==', ZERO, work.type);
    const flag = readFlag(work.emitter);
    const operation: Operation = (old, _, type) => {
      const { result, flags } = formula(old, count, type);
      if (isNone.kind === 'constant') return { result, flags: isNone.value === 0n ? flags : {} };
      return { result, flags: keptWhen(isNone, flags, flag, type) };
    };
    modifying(operation)({ ...work, source: null });
  };
}

function countOf(work: X86Work): Expression {
  const { source, operands, destination, type } = work;
  const mask = constant(BigInt(wide(type, false).bits - 1));
  if (source?.kind === 'immediate') return compute(constant(source.value), '&', mask, type);
  if (source?.kind === 'register' && source.register.bits === 8 && /^[er]?cx$/i.test(source.register.name))
    return compute(readRegister(work, source.register), '&', mask, wide(type, false));
  return operands.reject(source?.span ?? destination.span, 'a number or CL as the count');
}

/** Flags that stay as they are where a condition holds, without a choice: `new ^ ((old ^ new) & -condition)`. */
function keptWhen(
  condition: Expression,
  flags: FlagValues,
  old: ReturnType<typeof readFlag>,
  type: IntegerType,
): FlagValues {
  const mask = compute(ZERO, '-', condition, type);
  const kept = FLAGS.flatMap((name): readonly (readonly [string, Expression])[] => {
    const value = flags[name];
    if (value === undefined) return [];
    const change = compute(compute(old(name), '^', value, type), '&', mask, type);
    return [[name, compute(value, '^', change, type)]];
  });
  return Object.fromEntries(kept);
}

/** The instructions by their names. */
export const SHIFTS: ReadonlyMap<string, X86Lowering> = new Map([
  ['shl', shifting(left)],
  ['sal', shifting(left)],
  ['shr', shifting(right(false))],
  ['sar', shifting(right(true))],
  ['rol', shifting(rotation(true))],
  ['ror', shifting(rotation(false))],
]);
