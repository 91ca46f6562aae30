/**
 * Power's rotate-and-mask instructions, and those that clear the left of a register. Bits are counted from the left, from 0 to 63.
 *
 * Power ISA 3.1, Book I, 3.3.14.1; the extended mnemonics in appendix E.
 */
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { binary, convert } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, LONG, ULONG } from '../../program/expression.js';
import { record } from './condition-field.js';
import { destination, nextSource } from './operand.js';

const ALL = (1n << 64n) - 1n;

/** Ones from bit `first` to bit `last`; where `last` comes before `first`, from there to the end and from the beginning on. */
function mask(first: bigint, last: bigint): bigint {
  const ones = (from: bigint, to: bigint): bigint => ((1n << (to - from + 1n)) - 1n) << (63n - to);
  return first <= last ? ones(first, last) : ALL ^ (last + 1n < first ? ones(last + 1n, first - 1n) : 0n);
}

function masked(value: Expression, bits: bigint): Expression {
  return binary('&', ULONG)(value, constant(bits));
}

const either = binary('|', ULONG);

/** The low 32 bits rotated left, and the same above them. */
function rotatedWord(source: Expression, by: bigint): Expression {
  const word = masked(convert(source, ULONG), 0xffffffffn);
  const left = masked(binary('<<', ULONG)(word, constant(by)), 0xffffffffn);
  const low = by === 0n ? word : either(left, binary('>>', ULONG)(word, constant(32n - by)));
  return either(low, binary('<<', ULONG)(low, constant(32n)));
}

/** `, 31`: a number below `count`. */
function nextBelow(operands: OperandReader, count: number): bigint {
  operands.comma('a number');
  return operands.immediateWithin(0, count - 1);
}

/** The doubleword rotated left. */
function rotatedDoubleword(source: Expression, by: bigint): Expression {
  const value = convert(source, ULONG);
  if (by === 0n) return value;
  return either(binary('<<', ULONG)(value, constant(by)), binary('>>', ULONG)(value, constant(64n - by)));
}

/** What an instruction leaves of a source; `held` is what its destination held. */
type Rotation = (operands: OperandReader, source: Expression, held: Expression) => Expression;

/** `rlwinm rA,rS,SH,MB,ME` takes bits of the rotated word; `rlwimi` puts them among those of the destination. */
const rotateWord =
  (inserts: boolean): Rotation =>
  (operands, source, held) => {
    const word = rotatedWord(source, nextBelow(operands, 32));
    const first = nextBelow(operands, 32);
    const bits = mask(first + 32n, nextBelow(operands, 32) + 32n);
    const taken = masked(word, bits);
    return inserts ? either(taken, masked(convert(held, ULONG), ALL ^ bits)) : taken;
  };

/** `rldicl rA,rS,SH,MB` clears the bits before MB, `rldicr rA,rS,SH,ME` those behind ME. */
const rotateDoubleword =
  (side: 'left' | 'right'): Rotation =>
  (operands, source) => {
    const word = rotatedDoubleword(source, nextBelow(operands, 64));
    const bit = nextBelow(operands, 64);
    return masked(word, side === 'left' ? mask(bit, 63n) : mask(0n, bit));
  };

/** `clrldi rA,rS,32`: clears so many bits on the left, of a word all above it too. */
const clearLeft =
  (width: 32 | 64): Rotation =>
  (operands, source) =>
    masked(convert(source, ULONG), mask(BigInt(64 - width) + nextBelow(operands, width), 63n));

function lowering(rotation: Rotation, records: boolean): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const source = nextSource(emitter, operands);
    const held: Expression = { kind: 'register', register: target };
    emitter.set(target, convert(rotation(operands, source, held), LONG));
    if (records) record(emitter, held);
  };
}

/** The instructions by mnemonic. */
export const ROTATES: ReadonlyMap<string, InstructionLowering> = new Map(
  Object.entries({
    rlwinm: rotateWord(false),
    rlwimi: rotateWord(true),
    rldicl: rotateDoubleword('left'),
    rldicr: rotateDoubleword('right'),
    clrlwi: clearLeft(32),
    clrldi: clearLeft(64),
  }).flatMap(([name, rotation]): [string, InstructionLowering][] => [
    [name, lowering(rotation, false)],
    [`${name}.`, lowering(rotation, true)],
  ]),
);
