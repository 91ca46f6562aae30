/**
 * Reading and writing x86's operands in a width. A 32-bit result clears the upper half of a 64-bit register; narrower ones
 * leave the rest of the register as it is (Intel SDM vol. 1, 3.4.1.1).
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import { constant, type Expression, fold, INT, type IntegerType, LONG } from '../../program/expression.js';
import { compute, FLAGS, type Flag, type FlagValues } from './flag.js';
import type { MemoryReference, X86Operand } from './operand.js';
import type { Width, X86Register } from './register.js';

/** One instruction in the making: where it emits to, and the type in which it computes. */
export interface Work {
  readonly emitter: Emitter;
  readonly width: Width;
  readonly type: IntegerType;
}

function whole(width: Width): IntegerType {
  return width === 32 ? INT : LONG;
}

function registerValue(emitter: Emitter, { name }: X86Register): Expression {
  return { kind: 'register', register: emitter.register(name) };
}

/** The value that a register's part holds. */
export function readRegister({ emitter, width }: Work, register: X86Register): Expression {
  const value = registerValue(emitter, register);
  if (register.bits === width) return value;
  const shifted =
    register.shift === 0 ? value : compute(value, '>>', constant(BigInt(register.shift)), whole(width));
  return fold({ kind: 'convert', type: { bits: register.bits, signed: true }, operand: shifted });
}

/** Puts a value into a register; it is in the range of a signed number of the register's width. */
export function writeRegister({ emitter, width }: Work, register: X86Register, value: Expression): void {
  emitter.set(emitter.register(register.name), merged(emitter, register, value, width));
}

function merged(emitter: Emitter, register: X86Register, value: Expression, width: Width): Expression {
  const { bits, shift } = register;
  const type = whole(width);
  if (bits === width) return value;
  const part = fold({ kind: 'convert', type: { bits, signed: false }, operand: value });
  if (bits === 32) return part;
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(shift);
  const rest = compute(registerValue(emitter, register), '&', constant(~mask), type);
  const moved = shift === 0 ? part : compute(part, '<<', constant(BigInt(shift)), type);
  return compute(rest, '|', moved, type);
}

/** The address that a memory operand names. */
export function addressOf({ emitter, width }: Work, reference: MemoryReference): Expression {
  const type = whole(width);
  const symbol = reference.symbol === null ? [] : [emitter.location(reference.symbol)];
  const registers = reference.registers.map(({ register, scale }) => {
    const value = registerValue(emitter, register);
    return scale === 1n ? value : compute(value, '*', constant(scale), type);
  });
  const displacement = reference.displacement === 0n ? [] : [constant(reference.displacement)];
  const [first = constant(0n), ...others] = [...symbol, ...registers, ...displacement];
  return others.reduce((sum, each) => compute(sum, '+', each, type), first);
}

/** The value of a source operand; one in memory is read. */
export function readOperand(work: Work, operand: X86Operand): Expression {
  const { emitter, type } = work;
  switch (operand.kind) {
    case 'register':
      return readRegister(work, operand.register);
    case 'immediate':
      return fold({ kind: 'convert', type, operand: constant(operand.value) });
    case 'address':
      return emitter.location(operand.name);
    case 'memory': {
      const target = emitter.code.temporary();
      emitter.read({ address: addressOf(work, operand.reference), type, target });
      return { kind: 'register', register: target };
    }
  }
}

/** Sets those flags that have a new value. All are computed from what was before. */
export function setFlags({ emitter }: Work, flags: FlagValues): void {
  for (const flag of FLAGS) {
    const value = flags[flag];
    if (value !== undefined) emitter.set(emitter.flag(flag), value);
  }
}

/** The value of a flag. */
export function readFlag(emitter: Emitter): (flag: Flag) => Expression {
  return (flag) => ({ kind: 'register', register: emitter.flag(flag) });
}
