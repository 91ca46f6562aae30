/** x86-64's instructions, in AT&T's order of operands, as the dialect X86_64 has it. */

import type { IntegerType } from '../program/expression.js';
import type { Fence } from '../program/program.js';
import {
  type FetchOperator,
  type MachineAccess,
  type MachineComparison,
  type MachineOperand,
  type MachineUpdate,
  MachineWriter,
  type RegisterWork,
} from './machine-writer.js';

const WORK = { '+': 'add', '-': 'sub', '&': 'and', '|': 'or', '^': 'xor', '<<': 'shl' } as const;
const SUFFIXES: Readonly<Record<IntegerType['bits'], string>> = { 8: 'b', 16: 'w', 32: 'l', 64: 'q' };
const CONDITIONS = { '<': 'l', '<=': 'le', '>': 'g', '>=': 'ge', '==': 'e', '!=': 'ne' } as const;
const UNSIGNED = { '<': 'b', '<=': 'be', '>': 'a', '>=': 'ae', '==': 'e', '!=': 'ne' } as const;
const LOCKED = { '+': 'add', '&': 'and', '|': 'or', '^': 'xor' } as const;
/** CMPXCHG has its accumulator, which holds nothing else; the stack has its own registers. */
const ACCUMULATOR = 'rax';
export const X86_REGISTERS: readonly string[] = [
  ...['rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15'],
];

export class X86Writer extends MachineWriter {
  readonly fullBarrier = 'mfence';
  override readonly failsLocked = true;

  constant(to: string, value: bigint): void {
    if (value >= 0n && value < 1n << 31n) this.emit(`movl $${value},%${part(to, 32)}`);
    else this.emit(`movq $${BigInt.asIntN(64, value)},%${to}`);
  }

  copy(to: string, from: string): void {
    this.emit(`movq %${from},%${to}`);
  }

  work({ operator, to, left, right, type, small }: RegisterWork): void {
    if (operator === '*') {
      this.multiply({ operator, to, left, right, type, small });
      return;
    }
    if (operator === '/' || operator === '%') {
      this.divide({ operator, to, left, right, type, small });
      return;
    }
    const bits = small ? 32 : 64;
    const isShift = operator === '<<' || operator === '>>';
    if (isShift && typeof right === 'string') this.refuse('a shift by what a register holds');
    // The result is put together apart where the right operand would be overwritten.
    const result = right === to ? this.scratch() : to;
    const source = typeof right === 'bigint' && fitsImmediate(right) ? right : this.held(right);
    if (result !== left) this.emit(`mov${SUFFIXES[bits]} %${part(left, bits)},%${part(result, bits)}`);
    const mnemonic = operator === '>>' ? (type.signed ? 'sar' : 'shr') : WORK[operator];
    this.emit(`${mnemonic}${SUFFIXES[bits]} ${operand(source, bits)},%${part(result, bits)}`);
    if (result !== to) this.copy(to, result);
  }

  private multiply({ to, left, right, type, small }: RegisterWork): void {
    const isPower = typeof right === 'bigint' && right > 0n && (right & (right - 1n)) === 0n;
    if (!isPower) this.refuse('a multiplication');
    const by = BigInt(right.toString(2).length - 1);
    this.work({ operator: '<<', to, left, right: by, type, small });
  }

  private divide({ operator, to, left, right, type, small }: RegisterWork): void {
    const isPower = typeof right === 'bigint' && right > 0n && (right & (right - 1n)) === 0n;
    if (!isPower || !small) this.refuse('a division');
    if (operator === '%') {
      this.work({ operator: '&', to, left, right: right - 1n, type, small });
      return;
    }
    this.work({ operator: '>>', to, left, right: BigInt(right.toString(2).length - 1), type, small });
  }

  extend(to: string, from: string, { bits, signed }: IntegerType): void {
    if (bits === 64) {
      this.copy(to, from);
      return;
    }
    if (bits === 32 && !signed) {
      this.emit(`movl %${part(from, 32)},%${part(to, 32)}`);
      return;
    }
    const mnemonic = { 8: signed ? 'movsbq' : 'movzbq', 16: signed ? 'movswq' : 'movzwq', 32: 'movslq' }[
      bits
    ];
    this.emit(`${mnemonic} %${part(from, bits)},%${to}`);
  }

  truth(to: string, comparison: MachineComparison): void {
    const code = this.compared(comparison);
    // SETcc writes one byte.
    this.emit(`set${code} %al`);
    this.emit(`movzbl %al,%${part(to, 32)}`);
  }

  branch(comparison: MachineComparison, label: string): void {
    this.emit(`j${this.compared(comparison)} ${label}`);
  }

  private compared({ operator, left, right, type }: MachineComparison): string {
    const bits = type.bits === 64 ? 64 : 32;
    const source = typeof right === 'bigint' && fitsImmediate(right) ? right : this.held(right);
    this.emit(`cmp${SUFFIXES[bits]} ${operand(source, bits)},%${part(left, bits)}`);
    return (type.signed ? CONDITIONS : UNSIGNED)[operator];
  }

  jump(label: string): void {
    this.emit(`jmp ${label}`);
  }

  load({ register, address, type, large }: MachineAccess): void {
    const { bits, signed } = type;
    if (bits < 32) {
      const mnemonic = `mov${signed ? 's' : 'z'}${SUFFIXES[bits]}`;
      this.emit(
        signed
          ? `${mnemonic}q (%${address}),%${register}`
          : `${mnemonic}l (%${address}),%${part(register, 32)}`,
      );
      return;
    }
    if (bits === 32 && signed && large) {
      this.emit(`movslq (%${address}),%${register}`);
      return;
    }
    this.emit(`mov${SUFFIXES[bits]} (%${address}),%${part(register, bits)}`);
  }

  store({ register, address, type: { bits } }: MachineAccess): void {
    this.emit(`mov${SUFFIXES[bits]} %${part(register, bits)},(%${address})`);
  }

  loadExclusive(): never {
    return this.refuse('a load-exclusive');
  }

  storeConditional(): never {
    return this.refuse('a store-conditional');
  }

  fence(fence: Fence): void {
    this.emit(fence.name === 'mfence' ? 'mfence' : this.refuse(`the barrier ${fence.name}`));
  }

  fetch(operator: FetchOperator, to: string | null, value: MachineOperand, update: MachineUpdate): boolean {
    const { address, type } = update;
    const { bits } = type;
    if (operator !== 'swap' && to === null) {
      const source = typeof value === 'bigint' && fitsImmediate(value) ? value : this.held(value);
      this.emit(`lock ${LOCKED[operator]}${SUFFIXES[bits]} ${operand(source, bits)},(%${address})`);
      return true;
    }
    if (operator !== 'swap' && operator !== '+') return false;
    const register = to ?? this.scratch();
    if (typeof value === 'bigint') this.constant(register, value);
    else if (register !== value) this.copy(register, value);
    const mnemonic = operator === '+' ? 'lock xadd' : 'xchg';
    this.emit(`${mnemonic}${SUFFIXES[bits]} %${part(register, bits)},(%${address})`);
    if (bits < 32) this.extend(register, register, type);
    return true;
  }

  compareAndSwap(to: string, expected: MachineOperand, value: string, update: MachineUpdate): boolean {
    const { address, type } = update;
    if (typeof expected === 'bigint') this.constant(ACCUMULATOR, expected);
    else this.copy(ACCUMULATOR, expected);
    this.emit(`lock cmpxchg${SUFFIXES[type.bits]} %${part(value, type.bits)},(%${address})`);
    this.copy(to, ACCUMULATOR);
    if (type.bits < 32) this.extend(to, to, type);
    return true;
  }
}

function fitsImmediate(value: bigint): boolean {
  return value >= -(1n << 31n) && value < 1n << 31n;
}

function operand(source: MachineOperand, bits: IntegerType['bits']): string {
  return typeof source === 'bigint' ? `$${source}` : `%${part(source, bits)}`;
}

/** The name of the low bits of a register. */
function part(register: string, bits: IntegerType['bits']): string {
  if (bits === 64) return register;
  if (/^r\d/.test(register)) return register + { 8: 'b', 16: 'w', 32: 'd' }[bits];
  const stem = register.slice(1);
  if (bits === 32) return `e${stem}`;
  if (bits === 16) return stem;
  return stem.endsWith('x') ? `${stem[0]}l` : `${stem}l`;
}
