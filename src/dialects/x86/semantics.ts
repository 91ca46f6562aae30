/**
 * What x86's instructions do with their operands. A read-modify-write of memory is one `update` behind LOCK, and always for
 * XCHG; without LOCK it is a plain read and a plain write. Flags are computed before the destination changes.
 *
 * Intel SDM vol. 2; for LOCK vol. 3A, 9.1.2.
 */

import { LOADED } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression, fold, type IntegerType } from '../../program/expression.js';
import { type Operation, subtract } from './arithmetic.js';
import { widthOf, type X86Operand } from './operand.js';
import { addressOf, readOperand, readRegister, setFlags, type Work, writeRegister } from './operand-value.js';
import { type X86Register, x86Register } from './register.js';

/** One instruction of one or two operands. */
export interface X86Work extends Work {
  readonly operands: OperandReader;
  readonly destination: X86Operand;
  /** Null where the instruction has only one operand. */
  readonly source: X86Operand | null;
  readonly locked: boolean;
}

/** What one kind of instruction emits. */
export type X86Lowering = (work: X86Work) => void;

type Memory = X86Operand & { readonly kind: 'memory' };

const A_DESTINATION = 'a register or a memory operand as its destination';
const ONE_MEMORY = 'at most one memory operand';

function isMemory(operand: X86Operand | null): operand is Memory {
  return operand?.kind === 'memory';
}

/** Complains when both operands are in memory. */
function atMostOneMemory({ destination, source, operands }: X86Work): void {
  if (isMemory(destination) && isMemory(source)) operands.reject(source.span, ONE_MEMORY);
}

function sourceValue(work: X86Work): Expression {
  return work.source === null ? constant(0n) : readOperand(work, work.source);
}

/** Puts a value where the destination says. */
export function store(work: X86Work, value: Expression): void {
  const { destination, emitter, type, operands } = work;
  if (destination.kind === 'register') writeRegister(work, destination.register, value);
  else if (isMemory(destination)) {
    emitter.write({ address: addressOf(work, destination.reference), type, data: value });
  } else operands.reject(destination.span, A_DESTINATION);
}

/** MOV */
export const move: X86Lowering = (work) => {
  atMostOneMemory(work);
  store(work, sourceValue(work));
};

/** MOVZX, MOVSX: a part of that many bits, with or without its sign. */
export function moveExtended(part: IntegerType | null, signed: boolean): X86Lowering {
  return (work) => {
    const { source, destination, operands } = work;
    if (destination.kind !== 'register' || source === null)
      return operands.reject(destination.span, 'a register as its destination');
    const named = widthOf(source);
    const bits = part?.bits ?? named;
    if (bits === null || (named !== null && named !== bits) || bits >= destination.register.bits)
      return operands.reject(source.span, 'a narrower operand as its source');
    const value = readOperand({ ...work, type: { bits, signed: true } }, source);
    writeRegister(
      work,
      destination.register,
      fold({ kind: 'convert', type: { bits, signed }, operand: value }),
    );
  };
}

/** BT and its kin. */
export function ofBit(lowering: X86Lowering): X86Lowering {
  return (work) => {
    // A register counts from the operand on through all of memory (Intel SDM vol. 2, BT).
    if (isMemory(work.destination) && work.source?.kind === 'register')
      work.operands.reject(work.source.span, 'a number as the bit of a memory operand');
    lowering(work);
  };
}

/** LEA */
export const loadAddress: X86Lowering = (work) => {
  const { source, destination, operands } = work;
  if (!isMemory(source))
    return operands.reject(source?.span ?? destination.span, 'a memory operand as its source');
  store(work, addressOf(work, source.reference));
};

/** CMP, TEST, BT: flags alone. */
export function comparing(operation: Operation): X86Lowering {
  return (work) => {
    atMostOneMemory(work);
    const left = readOperand(work, work.destination);
    setFlags(work, operation(left, sourceValue(work), work.type).flags);
  };
}

/** ADD and its kin: the destination becomes the result, and the flags tell of it. */
export function modifying(operation: Operation): X86Lowering {
  return (work) => {
    const { destination, operands, type } = work;
    atMostOneMemory(work);
    const source = sourceValue(work);
    if (destination.kind === 'register') {
      const { result, flags } = operation(readRegister(work, destination.register), source, type);
      setFlags(work, flags);
      writeRegister(work, destination.register, result);
    } else if (isMemory(destination)) {
      const old = replace(work, destination, (value) => operation(value, source, type).result);
      setFlags(work, operation(old, source, type).flags);
    } else operands.reject(destination.span, A_DESTINATION);
  };
}

/** Reads memory, writes what `change` makes of it, and gives what was read. */
function replace(work: X86Work, { reference }: Memory, change: (old: Expression) => Expression): Expression {
  const { emitter, type, locked } = work;
  const address = addressOf(work, reference);
  const target = emitter.code.temporary();
  const old: Expression = { kind: 'register', register: target };
  if (locked) emitter.update({ address, type, data: change(LOADED), target });
  else {
    emitter.read({ address, type, target });
    emitter.write({ address, type, data: change(old) });
  }
  return old;
}

/** The memory operand and the register of XCHG, XADD and CMPXCHG, which may stand in either order. */
function memoryAndRegister(work: X86Work): { readonly memory: Memory; readonly register: X86Register } {
  const { destination, source, operands } = work;
  const [memory, other] = isMemory(source) ? [source, destination] : [destination, source];
  if (!isMemory(memory)) return operands.reject(memory.span, 'a memory operand');
  if (other?.kind !== 'register') return operands.reject(other?.span ?? memory.span, 'a register');
  return { memory, register: other.register };
}

/** XCHG, which is locked whether it says so or not, and herd7's UXCH, which is not. Between registers it is register work. */
export const exchange: X86Lowering = (work) => exchangeIn({ ...work, locked: true });

/** UXCH */
export const exchangeIn: X86Lowering = (work) => {
  const { destination, source } = work;
  if (destination.kind === 'register' && source?.kind === 'register') {
    const kept = keptValue(work, destination.register);
    writeRegister(work, destination.register, readRegister(work, source.register));
    return writeRegister(work, source.register, kept);
  }
  const { memory, register } = memoryAndRegister(work);
  const value = readRegister(work, register);
  writeRegister(
    work,
    register,
    replace(work, memory, () => value),
  );
};

/** Puts the value of a register elsewhere, before it changes. */
function keptValue(work: X86Work, register: X86Register): Expression {
  const kept = work.emitter.code.temporary();
  work.emitter.set(kept, readRegister(work, register));
  return { kind: 'register', register: kept };
}

/** XADD: memory becomes the sum, and the register what memory was; so with two registers. */
export function exchangingAdd(add: Operation): X86Lowering {
  return (work) => {
    const { destination, source } = work;
    if (destination.kind === 'register' && source?.kind === 'register') {
      const first = keptValue(work, destination.register);
      const { result, flags } = add(first, keptValue(work, source.register), work.type);
      setFlags(work, flags);
      writeRegister(work, source.register, first);
      return writeRegister(work, destination.register, result);
    }
    const { memory, register } = memoryAndRegister(work);
    const value = readRegister(work, register);
    const old = replace(work, memory, (loaded) => add(loaded, value, work.type).result);
    setFlags(work, add(old, value, work.type).flags);
    writeRegister(work, register, old);
  };
}

/** CMPXCHG: memory becomes the register if it is the accumulator, which becomes what memory was; so with two registers. */
export const compareExchange: X86Lowering = (work) => {
  const { emitter, type, locked, width, destination, source } = work;
  const whole = x86Register('eax', width);
  if (whole === null) return;
  const accumulator: X86Register = { ...whole, bits: type.bits };
  const expected = readRegister(work, accumulator);
  const equals = (value: Expression): Expression => subtract(expected, value, type).flags.zf ?? constant(0n);
  if (destination.kind === 'register' && source?.kind === 'register') {
    const old = keptValue(work, destination.register);
    const chosen = emitter.code.temporary();
    emitter.select(chosen, equals(old), [readRegister(work, source.register), old]);
    setFlags(work, subtract(expected, old, type).flags);
    writeRegister(work, accumulator, old);
    return writeRegister(work, destination.register, { kind: 'register', register: chosen });
  }
  const { memory, register } = memoryAndRegister(work);
  const data = readRegister(work, register);
  const address = addressOf(work, memory.reference);
  const target = emitter.code.temporary();
  const old: Expression = { kind: 'register', register: target };
  if (locked) emitter.update({ address, type, data, target, condition: equals(LOADED) });
  else {
    const unequal = emitter.code.label();
    emitter.read({ address, type, target });
    emitter.branch({ kind: 'unary', operator: '!', type, operand: equals(old) }, unequal);
    emitter.write({ address, type, data });
    emitter.code.bind(unequal);
  }
  setFlags(work, subtract(expected, old, type).flags);
  writeRegister(work, accumulator, old);
};

/**
 * `lock addl $0,-4(%rsp)`, the kernel's smp_mb(). No other thread looks at the stack, so that nothing is left of it but the barrier
 * (Intel SDM vol. 3A, 9.1.2) and the flags of a sum of 0. Where the test says what the stack pointer holds, it is memory like any.
 */
export function orBarrier(lowering: X86Lowering, operation: Operation): X86Lowering {
  return (work) => {
    const { destination, source, emitter, locked, type } = work;
    const isNothing = source?.kind === 'immediate' && source.value === 0n;
    if (!locked || !isNothing || !isMemory(destination) || !isOnStack(work, destination))
      return lowering(work);
    emitter.fence('mfence', 'rw', 'rw');
    setFlags(work, operation(constant(0n), constant(0n), type).flags);
  };
}

function isOnStack({ emitter, width }: X86Work, { reference: { symbol, registers } }: Memory): boolean {
  const name = x86Register('esp', width)?.name;
  const [only] = registers;
  return symbol === null && registers.length === 1 && only.register.name === name && !emitter.has(name);
}
