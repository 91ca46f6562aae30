/**
 * AArch64's condition flags, and the conditions over them. A flag is a register of its own, so that what depends on one
 * depends on the comparison that set it; a flag that nothing reads is left out of the code.
 *
 * Arm ARM (DDI 0487), C1.2.4 (condition codes) and the pseudocode of AddWithCarry.
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import { constant, type Expression, type IntegerType, ULONG } from '../../program/expression.js';
import { binary, ONE, ZERO } from './operand.js';

/** Sets the flags for an operation on two operands. */
export type FlagSetter = (emitter: Emitter, type: IntegerType, left: Expression, right: Expression) => void;

const BITS: IntegerType = { bits: 8, signed: false };

type Flag = 'N' | 'Z' | 'C' | 'V';

function set(emitter: Emitter, flag: Flag, value: Expression): void {
  emitter.set(emitter.flag(flag), value);
}

/** N and Z, which tell of a result's sign and whether it is 0. */
export function resultFlags(
  emitter: Emitter,
  type: IntegerType,
  result: Expression,
  zero?: Expression,
): void {
  set(emitter, 'N', isNegative(type, result));
  set(emitter, 'Z', zero ?? binary('==', type, result, ZERO));
}

function isNegative(type: IntegerType, value: Expression): Expression {
  return binary('<', { ...type, signed: true }, value, ZERO);
}

/** SUBS, CMP: C is "no borrow"; V when the operands' signs differ and the result's is the second's. */
export const subtractionFlags: FlagSetter = (emitter, type, left, right) => {
  const result = binary('-', type, left, right);
  resultFlags(emitter, type, result, binary('==', type, left, right));
  set(emitter, 'C', binary('>=', type, left, right));
  const differ = binary('^', type, left, right);
  set(emitter, 'V', isNegative(type, binary('&', type, differ, binary('^', type, left, result))));
};

/** ADDS, CMN: C is the carry; V when the operands' signs agree and the result's differs. */
export const additionFlags: FlagSetter = (emitter, type, left, right) => {
  const result = binary('+', type, left, right);
  resultFlags(emitter, type, result);
  set(emitter, 'C', binary('<', type, result, left));
  const [first, second] = [binary('^', type, left, result), binary('^', type, right, result)];
  set(emitter, 'V', isNegative(type, binary('&', type, first, second)));
};

/**
 * ADCS, SBCS: C is the carry out of both sums; V when the operands' signs agree and the result's differs. `carry` is 0 or
 * 1, and no flag itself: the flags are set here.
 */
export function carryFlags(carry: Expression): FlagSetter {
  return (emitter, type, left, right) => {
    const result = binary('+', type, binary('+', type, left, right), carry);
    resultFlags(emitter, type, result);
    const again = binary('&', BITS, binary('==', type, result, left), carry);
    set(emitter, 'C', binary('|', BITS, binary('<', type, result, left), again));
    const [first, second] = [binary('^', type, left, result), binary('^', type, right, result)];
    set(emitter, 'V', isNegative(type, binary('&', type, first, second)));
  };
}

/** ANDS, TST: C and V are cleared, and depend on the operands as the other flags do. */
export const logicFlags: FlagSetter = (emitter, type, left, right) => {
  const result = binary('&', type, left, right);
  resultFlags(emitter, type, result);
  const cleared = binary('&', type, result, ZERO);
  set(emitter, 'C', cleared);
  set(emitter, 'V', cleared);
};

/** The flags from the highest bit of their system register, NZCV, with their places there. */
const PLACES: readonly (readonly [Flag, bigint])[] = [
  ['N', 31n],
  ['Z', 30n],
  ['C', 29n],
  ['V', 28n],
];

function read(emitter: Emitter, flag: Flag): Expression {
  return { kind: 'register', register: emitter.flag(flag) };
}

/** What MRS reads from NZCV. */
export function allFlags(emitter: Emitter): Expression {
  const [n, z, c, v] = PLACES.map(([flag, place]) =>
    binary('<<', ULONG, read(emitter, flag), constant(place)),
  );
  return binary('|', ULONG, binary('|', ULONG, n, z), binary('|', ULONG, c, v));
}

/** What MSR writes to NZCV. */
export function setAllFlags(emitter: Emitter, value: Expression): void {
  for (const [flag, place] of PLACES)
    set(emitter, flag, binary('&', ULONG, binary('>>', ULONG, value, constant(place)), ONE));
}

/** The carry, out of the way of the flags that are set next. */
export function carry(emitter: Emitter): Expression {
  return kept(emitter, read(emitter, 'C'));
}

/** A copy of a value, out of the way of what is set next. */
export function kept(emitter: Emitter, value: Expression): Expression {
  const copy = emitter.code.temporary();
  emitter.set(copy, value);
  return { kind: 'register', register: copy };
}

/** CCMP: a comparison's flags when the condition holds, else those given, N being the highest bit; a choice of each. */
export function chooseFlags(
  emitter: Emitter,
  condition: Expression,
  compare: () => void,
  otherwise: bigint,
): void {
  const chosen = kept(emitter, condition);
  compare();
  PLACES.forEach(([flag], index) => {
    const given = constant((otherwise >> BigInt(PLACES.length - 1 - index)) & 1n);
    emitter.select(emitter.flag(flag), chosen, [read(emitter, flag), given]);
  });
}

/** A conditional instruction of 32-bit Arm: the flags that it sets where the condition holds, else those that were; all depend on it. */
export function keepFlags(emitter: Emitter, condition: Expression, change: () => void): void {
  const before = PLACES.map(([flag]) => kept(emitter, read(emitter, flag)));
  change();
  PLACES.forEach(([flag], index) => {
    emitter.select(emitter.flag(flag), condition, [read(emitter, flag), before[index]]);
    set(emitter, flag, binary('|', BITS, read(emitter, flag), binary('&', BITS, condition, ZERO)));
  });
}

type Reader = (flag: (name: Flag) => Expression) => Expression;

const is =
  (flag: Flag): Reader =>
  (read) =>
    read(flag);
const not =
  (reader: Reader): Reader =>
  (read) =>
    binary('==', BITS, reader(read), ZERO);
const same: Reader = (read) => binary('==', BITS, read('N'), read('V'));
const both =
  (left: Reader, right: Reader): Reader =>
  (read) =>
    binary('&', BITS, left(read), right(read));

const HIGHER = both(is('C'), not(is('Z')));
const GREATER = both(same, not(is('Z')));

/** The conditions by their names, each with its opposite. */
const CONDITIONS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['EQ', is('Z')],
  ['NE', not(is('Z'))],
  ['CS', is('C')],
  ['HS', is('C')],
  ['CC', not(is('C'))],
  ['LO', not(is('C'))],
  ['MI', is('N')],
  ['PL', not(is('N'))],
  ['VS', is('V')],
  ['VC', not(is('V'))],
  ['HI', HIGHER],
  ['LS', not(HIGHER)],
  ['GE', same],
  ['LT', not(same)],
  ['GT', GREATER],
  ['LE', not(GREATER)],
  ['AL', () => ONE],
]);

export const CONDITION_NAMES: readonly string[] = [...CONDITIONS.keys()];

/** 1 when the condition holds, else 0; null when there is no such condition. */
export function conditionOf(emitter: Emitter, name: string): Expression | null {
  const reader = CONDITIONS.get(name.toUpperCase());
  return reader?.((flag) => read(emitter, flag)) ?? null;
}
