/**
 * 32-bit Arm's loads and stores, and load-exclusive with store-exclusive.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A4.6 and A3.4.
 */
import { LOADED } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import { INT, type IntegerType } from '../../program/expression.js';
import { convert } from '../aarch64/operand.js';
import { destination, nextAddress, nextSource, source } from './operand.js';

function load(type: IntegerType, exclusive = false): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const address = nextAddress(emitter, operands);
    emitter.read({ address, type, target, result: convert(INT, LOADED), exclusive });
  };
}

function store(type: IntegerType): InstructionLowering {
  return (emitter, operands) => {
    const data = source(emitter, operands);
    emitter.write({ address: nextAddress(emitter, operands), type, data });
  };
}

/** `STREX d, t, [n]`: `d` becomes 0 when it stored, else 1. */
function storeExclusive(type: IntegerType): InstructionLowering {
  return (emitter, operands) => {
    const status = destination(emitter, operands);
    const data = nextSource(emitter, operands);
    const address = nextAddress(emitter, operands);
    emitter.conditional({ address, type, data, order: 'plain', status, success: 0n, failure: 1n });
  };
}

const BYTE: IntegerType = { bits: 8, signed: false };
const HALF: IntegerType = { bits: 16, signed: false };

/** The accesses by mnemonic. */
export const MEMORY: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['LDR', load(INT)],
  ['LDRB', load(BYTE)],
  ['LDRH', load(HALF)],
  ['LDRSB', load({ ...BYTE, signed: true })],
  ['LDRSH', load({ ...HALF, signed: true })],
  ['STR', store(INT)],
  ['STRB', store(BYTE)],
  ['STRH', store(HALF)],
  ['LDREX', load(INT, true)],
  ['LDREXB', load(BYTE, true)],
  ['LDREXH', load(HALF, true)],
  ['STREX', storeExclusive(INT)],
  ['STREXB', storeExclusive(BYTE)],
  ['STREXH', storeExclusive(HALF)],
]);

const SEVERAL = 'it accesses several words, which are read one by one here; write an LDR or STR for each';
const NOT_YET = 'it is of Armv8, not of ARMv7; the AArch64 dialect has such accesses';

/** Accesses that are refused, and why. */
export const REFUSED_ACCESSES: ReadonlyMap<string, string> = new Map([
  ...['LDRD', 'STRD', 'LDM', 'STM', 'LDREXD', 'STREXD', 'PUSH', 'POP'].map(
    (name) => [name, SEVERAL] as const,
  ),
  ...['LDA', 'STL', 'LDAEX', 'STLEX', 'LDAB', 'LDAH', 'STLB', 'STLH'].map((name) => [name, NOT_YET] as const),
]);
