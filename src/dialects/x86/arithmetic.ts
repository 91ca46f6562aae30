/**
 * What x86's arithmetic does to its destination and to the flags: a table from mnemonics to formulas over the old value
 * and the source, which are the same for registers, for memory, and behind LOCK. Intel SDM vol. 2.
 */
import { constant, type Expression, type IntegerType } from '../../program/expression.js';
import { addFlags, compute, type FlagValues, logicFlags, stepFlags, subtractFlags, ZERO } from './flag.js';

/** What an operation leaves behind. */
export interface Computation {
  readonly result: Expression;
  readonly flags: FlagValues;
}

/** The outcome over the destination's old value and the source. */
export type Operation = (old: Expression, source: Expression, type: IntegerType) => Computation;

const ONE = constant(1n);

/** Also the sum of XADD. */
export const add: Operation = (old, source, type) => {
  const result = compute(old, '+', source, type);
  return { result, flags: addFlags(old, source, result, type) };
};

/** Also what CMP and CMPXCHG compare with. */
export const subtract: Operation = (old, source, type) => {
  const result = compute(old, '-', source, type);
  return { result, flags: subtractFlags(old, source, result, type) };
};

/** ADC: the sum with the carry, which comes out of either sum. */
function addWithCarry(carry: Expression): Operation {
  return (old, source, type) => {
    const result = compute(compute(old, '+', source, type), '+', carry, type);
    const unsigned: IntegerType = { bits: type.bits, signed: false };
    const again = compute(compute(result, '==', old, type), '&', carry, type);
    const flags = addFlags(old, source, result, type);
    return {
      result,
      flags: { ...flags, cf: compute(compute(result, '<', old, unsigned), '|', again, type) },
    };
  };
}

/** SBB: the difference less the carry, which is borrowed by either difference. */
function subtractWithCarry(carry: Expression): Operation {
  return (old, source, type) => {
    const result = compute(compute(old, '-', source, type), '-', carry, type);
    const unsigned: IntegerType = { bits: type.bits, signed: false };
    const again = compute(compute(old, '==', source, type), '&', carry, type);
    const flags = subtractFlags(old, source, result, type);
    const cf = compute(compute(old, '<', source, unsigned), '|', again, type);
    return { result, flags: { ...flags, zf: compute(result, '==', ZERO, type), cf } };
  };
}

/** Operations that take the carry. */
export const CARRYING_OPERATIONS: ReadonlyMap<string, (carry: Expression) => Operation> = new Map([
  ['adc', addWithCarry],
  ['sbb', subtractWithCarry],
]);

function logic(operator: '&' | '|' | '^'): Operation {
  return (old, source, type) => {
    const result = compute(old, operator, source, type);
    return { result, flags: logicFlags(result, type) };
  };
}

const BINARY: readonly (readonly [string, Operation])[] = [
  ['add', add],
  ['sub', subtract],
  ['and', logic('&')],
  ['or', logic('|')],
  ['xor', logic('^')],
];

/** Operations with a source. */
export const BINARY_OPERATIONS: ReadonlyMap<string, Operation> = new Map(BINARY);

/** Operations on the destination alone. */
export const UNARY_OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['inc', (old, _, type) => stepped(add(old, ONE, type))],
  ['dec', (old, _, type) => stepped(subtract(old, ONE, type))],
  ['neg', (old, _, type) => subtract(ZERO, old, type)],
  ['not', (old, _, type) => ({ result: compute(old, '^', constant(-1n), type), flags: {} })],
]);

function stepped({ result, flags }: Computation): Computation {
  return { result, flags: stepFlags(flags) };
}

/** Bit operations: the carry gets the bit as it was. */
export const BIT_OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['bts', bitOperation((old, bit, type) => compute(old, '|', bit, type))],
  ['btc', bitOperation((old, bit, type) => compute(old, '^', bit, type))],
  ['btr', bitOperation((old, bit, type) => compute(old, '&', compute(bit, '^', constant(-1n), type), type))],
]);

function bitOperation(
  change: (old: Expression, bit: Expression, type: IntegerType) => Expression,
): Operation {
  return (old, source, type) => ({
    result: change(old, compute(ONE, '<<', source, type), type),
    flags: bitFlags(old, source, type),
  });
}

/** BT and its kin set nothing but the carry. */
function bitFlags(old: Expression, source: Expression, type: IntegerType): FlagValues {
  return { cf: compute(compute(old, '>>', source, type), '&', ONE, type) };
}

/** CMP and TEST: flags, and no result. */
export const COMPARISONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['cmp', subtract],
  ['test', logic('&')],
  ['bt', (old, source, type) => ({ result: old, flags: bitFlags(old, source, type) })],
]);
