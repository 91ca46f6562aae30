/**
 * 32-bit Arm's register work as tables: a mnemonic is a formula over its operands and what it does to the flags.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A4.4 (data processing) and A2.4 (flags).
 */
import { type Binary, constant, type Expression, INT } from '../../program/expression.js';
import { additionFlags, type FlagSetter, resultFlags, subtractionFlags } from '../aarch64/flag.js';
import { binary } from '../aarch64/operand.js';

/** What an instruction makes of its two operands. */
export interface DataProcessing {
  readonly value: (left: Expression, right: Expression) => Expression;
  /** What the form with an S does to the flags. */
  readonly flags: FlagSetter;
  /** Whether C becomes what comes out of the shift of the second operand. */
  readonly shiftsCarry: boolean;
}

/** What an instruction does to the flags. */
export type FlagEffect = Omit<DataProcessing, 'value'>;

const with32 =
  (operator: Binary): DataProcessing['value'] =>
  (left, right) =>
    binary(operator, INT, left, right);

function arithmetic(value: DataProcessing['value'], flags: FlagSetter): DataProcessing {
  return { value, flags, shiftsCarry: false };
}

/** N and Z are those of the result, C is of the shift, and V nobody's, so that it stays. */
function logic(value: DataProcessing['value'], shiftsCarry = true): DataProcessing {
  return {
    value,
    flags: (emitter, type, left, right) => resultFlags(emitter, type, value(left, right)),
    shiftsCarry,
  };
}

const complemented = (operand: Expression): Expression => with32('^')(operand, constant(-1n));

/** `ADD d, n, m` */
export const THREE_OPERANDS: ReadonlyMap<string, DataProcessing> = new Map<string, DataProcessing>([
  ['ADD', arithmetic(with32('+'), additionFlags)],
  ['SUB', arithmetic(with32('-'), subtractionFlags)],
  [
    'RSB',
    arithmetic(
      (left, right) => with32('-')(right, left),
      (emitter, type, left, right) => subtractionFlags(emitter, type, right, left),
    ),
  ],
  ['AND', logic(with32('&'))],
  ['ORR', logic(with32('|'))],
  ['EOR', logic(with32('^'))],
  // herd7's other name of it.
  ['XOR', logic(with32('^'))],
  ['BIC', logic((left, right) => with32('&')(left, complemented(right)))],
  ['MUL', logic(with32('*'), false)],
]);

export const MOVE = logic((_, operand) => operand);

/** `MOV d, m` */
export const TWO_OPERANDS: ReadonlyMap<string, DataProcessing> = new Map<string, DataProcessing>([
  ['MOV', MOVE],
  ['MVN', logic((_, operand) => complemented(operand))],
]);

/** `CMP n, m` */
export const COMPARISONS: ReadonlyMap<string, FlagEffect> = new Map<string, FlagEffect>([
  ['CMP', { flags: subtractionFlags, shiftsCarry: false }],
  ['CMN', { flags: additionFlags, shiftsCarry: false }],
  ['TST', logic(with32('&'))],
  ['TEQ', logic(with32('^'))],
]);
