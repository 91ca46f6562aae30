/**
 * Power's memory accesses: loads and stores of all widths with both kinds of addresses, and load-and-reserve with
 * store-conditional.
 *
 * Power ISA 3.1, Book I, 3.3.2 and 3.3.3; Book II, 4.6.2.
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { type Expression, type IntegerType, LONG, ULONG } from '../../program/expression.js';
import { fieldRegister, NOT_STORED, STORED } from './condition-field.js';
import { destination, nextAddress, nextIndexed, nextUpdated, source } from './operand.js';

type Address = (emitter: Emitter, operands: OperandReader) => Expression;

/** A load extends what it finds by its type's sign. */
function load(type: IntegerType, address: Address, exclusive = false): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    emitter.read({ address: address(emitter, operands), type, target, exclusive });
  };
}

/** `lwarx rD,rA,rB,1`: the number says what the reservation is for, and changes nothing. */
function loadReserving(type: IntegerType): InstructionLowering {
  const reserve = load(type, nextIndexed, true);
  return (emitter, operands) => {
    reserve(emitter, operands);
    if (operands.eat(',')) operands.immediateWithin(0, 1);
  };
}

function store(type: IntegerType, address: Address): InstructionLowering {
  return (emitter, operands) => {
    const data = source(emitter, operands);
    emitter.write({ address: address(emitter, operands), type, data });
  };
}

/** `lwzu rD,8(rA)`: what is loaded may be what the address was computed from, so rA is set first. */
function loadUpdating(type: IntegerType, isIndexed: boolean): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const { base, address } = nextUpdated(isIndexed)(emitter, operands, target);
    emitter.set(base, address);
    emitter.read({ address: { kind: 'register', register: base }, type, target });
  };
}

/** `stwu rS,-8(rA)`: rS may be rA as it was before. */
function storeUpdating(type: IntegerType, isIndexed: boolean): InstructionLowering {
  return (emitter, operands) => {
    const data = source(emitter, operands);
    const { base, address } = nextUpdated(isIndexed)(emitter, operands, null);
    emitter.write({ address, type, data });
    emitter.set(base, address);
  };
}

/** `stwcx. rS,rA,rB`: cr0 says whether it stored. */
function storeConditional(type: IntegerType): InstructionLowering {
  return (emitter, operands) => {
    const data = source(emitter, operands);
    const address = nextIndexed(emitter, operands);
    const status = fieldRegister(emitter, 0);
    emitter.conditional({
      ...{ address, type, data, order: 'plain', status },
      ...{ success: STORED, failure: NOT_STORED },
    });
  };
}

const WIDTHS: readonly (readonly [loads: string, stores: string, IntegerType])[] = [
  ['lbz', 'stb', { bits: 8, signed: false }],
  ['lhz', 'sth', { bits: 16, signed: false }],
  ['lwz', 'stw', { bits: 32, signed: false }],
  ['ld', 'std', LONG],
];

/** Loads that extend a sign; there is no store of that kind. */
const SIGNED: readonly (readonly [string, IntegerType])[] = [
  ['lha', { bits: 16, signed: true }],
  ['lwa', { bits: 32, signed: true }],
];

const RESERVED: readonly (readonly [loads: string, stores: string, IntegerType])[] = [
  ['lwarx', 'stwcx.', { bits: 32, signed: false }],
  ['ldarx', 'stdcx.', ULONG],
  ['lharx', 'sthcx.', { bits: 16, signed: false }],
  ['lbarx', 'stbcx.', { bits: 8, signed: false }],
];

/** The accesses by mnemonic; an x stands for an address of two registers, a u for a register that becomes the address. */
export const MEMORY: ReadonlyMap<string, InstructionLowering> = new Map([
  ...WIDTHS.flatMap(([loads, stores, type]): readonly (readonly [string, InstructionLowering])[] => [
    [loads, load(type, nextAddress)],
    [`${loads}x`, load(type, nextIndexed)],
    [stores, store(type, nextAddress)],
    [`${stores}x`, store(type, nextIndexed)],
    [`${loads}u`, loadUpdating(type, false)],
    [`${loads}ux`, loadUpdating(type, true)],
    [`${stores}u`, storeUpdating(type, false)],
    [`${stores}ux`, storeUpdating(type, true)],
  ]),
  ...SIGNED.flatMap(([loads, type]): readonly (readonly [string, InstructionLowering])[] => [
    [loads, load(type, nextAddress)],
    [`${loads}x`, load(type, nextIndexed)],
  ]),
  ...RESERVED.flatMap(([loads, stores, type]): readonly (readonly [string, InstructionLowering])[] => [
    [loads, loadReserving(type)],
    [stores, storeConditional(type)],
  ]),
]);
