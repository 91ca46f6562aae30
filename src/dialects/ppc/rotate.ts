/**
 * Power's rotate-and-mask instructions, and those that clear the left of a register. Bits are counted from the left, from 0 to 63.
 *
 * Power ISA 3.1, Book I, 3.3.14.1; the extended mnemonics in appendix E.
 */
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { binary, convert } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, LONG, ULONG } from '../../program/expression.js';
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

/** `rlwinm rA,rS,SH,MB,ME` takes bits of the rotated word; `rlwimi` puts them among those of the destination. */
function rotate(inserts: boolean): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const source = nextSource(emitter, operands);
    const word = rotatedWord(source, nextBelow(operands, 32));
    const first = nextBelow(operands, 32);
    const bits = mask(first + 32n, nextBelow(operands, 32) + 32n);
    const held: Expression = convert({ kind: 'register', register: target }, ULONG);
    const taken = masked(word, bits);
    emitter.set(target, convert(inserts ? either(taken, masked(held, ALL ^ bits)) : taken, LONG));
  };
}

/** `clrldi rA,rS,32`: clears so many bits on the left, of a word all above it too. */
function clearLeft(width: 32 | 64): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const source = nextSource(emitter, operands);
    const bits = mask(BigInt(64 - width) + nextBelow(operands, width), 63n);
    emitter.set(target, convert(masked(convert(source, ULONG), bits), LONG));
  };
}

/** The instructions by mnemonic. */
export const ROTATES: ReadonlyMap<string, InstructionLowering> = new Map([
  ['rlwinm', rotate(false)],
  ['rlwimi', rotate(true)],
  ['clrlwi', clearLeft(32)],
  ['clrldi', clearLeft(64)],
]);
