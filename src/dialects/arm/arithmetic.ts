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
  /** What the form with an S does to the flags; null where there is none. */
  readonly flags: FlagSetter | null;
}

const with32 =
  (operator: Binary): DataProcessing['value'] =>
  (left, right) =>
    binary(operator, INT, left, right);

/** N and Z are those of the result; C is of the shifter and V nobody's, so that both stay. */
function logic(value: DataProcessing['value']): DataProcessing {
  return { value, flags: (emitter, type, left, right) => resultFlags(emitter, type, value(left, right)) };
}

const complemented = (operand: Expression): Expression => with32('^')(operand, constant(-1n));

/** `ADD d, n, m` */
export const THREE_OPERANDS: ReadonlyMap<string, DataProcessing> = new Map<string, DataProcessing>([
  ['ADD', { value: with32('+'), flags: additionFlags }],
  ['SUB', { value: with32('-'), flags: subtractionFlags }],
  [
    'RSB',
    {
      value: (left, right) => with32('-')(right, left),
      flags: (emitter, type, left, right) => subtractionFlags(emitter, type, right, left),
    },
  ],
  ['AND', logic(with32('&'))],
  ['ORR', logic(with32('|'))],
  ['EOR', logic(with32('^'))],
  ['BIC', logic((left, right) => with32('&')(left, complemented(right)))],
  ['MUL', logic(with32('*'))],
]);

/** `MOV d, m` */
export const TWO_OPERANDS: ReadonlyMap<string, DataProcessing> = new Map<string, DataProcessing>([
  ['MOV', logic((_, operand) => operand)],
  ['MVN', logic((_, operand) => complemented(operand))],
]);

/** `CMP n, m` */
export const COMPARISONS: ReadonlyMap<string, FlagSetter> = new Map<string, FlagSetter>([
  ['CMP', subtractionFlags],
  ['CMN', additionFlags],
  ['TST', (emitter, type, left, right) => resultFlags(emitter, type, with32('&')(left, right))],
  ['TEQ', (emitter, type, left, right) => resultFlags(emitter, type, with32('^')(left, right))],
]);
