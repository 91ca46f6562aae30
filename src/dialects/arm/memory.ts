/**
 * 32-bit Arm's loads and stores, and load-exclusive with store-exclusive.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A4.6 and A3.4.
 */
import { LOADED } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import { INT, type IntegerType } from '../../program/expression.js';
import { convert } from '../aarch64/operand.js';
import { access, conditioned } from './conditional-execution.js';
import { destination, nextAddress, nextSource, source } from './operand.js';

/** What an access does on a condition. */
type Access = (condition: string | null) => InstructionLowering;

const load =
  (type: IntegerType, exclusive = false): Access =>
  (condition) =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    const address = nextAddress(emitter, operands);
    const result = convert(INT, LOADED);
    access(emitter, condition, () => emitter.read({ address, type, target, result, exclusive }));
  };

const store =
  (type: IntegerType): Access =>
  (condition) =>
  (emitter, operands) => {
    const data = source(emitter, operands);
    const address = nextAddress(emitter, operands);
    access(emitter, condition, () => emitter.write({ address, type, data }));
  };

/** `STREX d, t, [n]`: `d` becomes 0 when it stored, else 1. */
const storeExclusive =
  (type: IntegerType): Access =>
  (condition) =>
  (emitter, operands) => {
    const status = destination(emitter, operands);
    const data = nextSource(emitter, operands);
    const address = nextAddress(emitter, operands);
    access(emitter, condition, () =>
      emitter.conditional({ address, type, data, order: 'plain', status, success: 0n, failure: 1n }),
    );
  };

const BYTE: IntegerType = { bits: 8, signed: false };
const HALF: IntegerType = { bits: 16, signed: false };

/** The accesses by the beginnings of their names, and by what of the name says how wide they are. */
const ACCESSES: readonly (readonly [name: string, width: string, Access])[] = [
  ['LDR', '', load(INT)],
  ['LDR', 'B', load(BYTE)],
  ['LDR', 'H', load(HALF)],
  ['LDR', 'SB', load({ ...BYTE, signed: true })],
  ['LDR', 'SH', load({ ...HALF, signed: true })],
  ['STR', '', store(INT)],
  ['STR', 'B', store(BYTE)],
  ['STR', 'H', store(HALF)],
  ['LDREX', '', load(INT, true)],
  ['LDREX', 'B', load(BYTE, true)],
  ['LDREX', 'H', load(HALF, true)],
  ['STREX', '', storeExclusive(INT)],
  ['STREX', 'B', storeExclusive(BYTE)],
  ['STREX', 'H', storeExclusive(HALF)],
];

/** The accesses by mnemonic. Before UAL a condition came between the name and the width. */
export const MEMORY: readonly (readonly [string, InstructionLowering])[] = ACCESSES.flatMap(
  ([name, width, lower]) => [
    ...conditioned(name + width, lower),
    ...conditioned(name, lower).map(([text, lowering]) => [text + width, lowering] as const),
  ],
);
