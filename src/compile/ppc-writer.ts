/** Power's instructions, in the spelling of the dialect. */

import type { IntegerType } from '../program/expression.js';
import type { Fence } from '../program/program.js';
import {
  type MachineAccess,
  type MachineComparison,
  MachineWriter,
  type RegisterWork,
} from './machine-writer.js';

const WORK = { '+': 'add', '-': 'sub', '*': 'mulld', '&': 'and', '|': 'or', '^': 'xor' } as const;
const BRANCHES = { '<': 'blt', '<=': 'ble', '>': 'bgt', '>=': 'bge', '==': 'beq', '!=': 'bne' } as const;
const LOADS: Readonly<Record<IntegerType['bits'], string>> = { 8: 'lbz', 16: 'lhz', 32: 'lwz', 64: 'ld' };
const STORES: Readonly<Record<IntegerType['bits'], string>> = { 8: 'stb', 16: 'sth', 32: 'stw', 64: 'std' };
/** The registers of values: not r0, which is 0 in an address, nor those of the stack, the globals and the thread. */
export const PPC_REGISTERS: readonly string[] = Array.from(
  { length: 32 },
  (_, number) => `r${number}`,
).filter((name) => !['r0', 'r1', 'r2', 'r13'].includes(name));

export class PpcWriter extends MachineWriter {
  readonly fullBarrier = 'sync';

  constant(to: string, value: bigint): void {
    if (value >= -32768n && value < 32768n) {
      this.emit(`li ${to},${value}`);
      return;
    }
    const signed = BigInt.asIntN(64, value);
    if (signed >= -(1n << 31n) && signed < 1n << 31n) {
      this.emit(`lis ${to},${signed >> 16n}`);
      if ((signed & 0xffffn) !== 0n) this.emit(`ori ${to},${to},${signed & 0xffffn}`);
      return;
    }
    // The high half, and then the low one in two parts.
    this.constant(to, signed >> 32n);
    this.emit(`sldi ${to},${to},16`);
    this.emit(`ori ${to},${to},${(signed >> 16n) & 0xffffn}`);
    this.emit(`sldi ${to},${to},16`);
    this.emit(`ori ${to},${to},${signed & 0xffffn}`);
  }

  copy(to: string, from: string): void {
    this.emit(`mr ${to},${from}`);
  }

  work({ operator, to, left, right, type, small }: RegisterWork): void {
    if (operator === '/' || operator === '%') {
      this.divide({ operator, to, left, right, type, small });
      return;
    }
    if (operator === '<<' || operator === '>>') {
      this.shift({ operator, to, left, right, type, small });
      return;
    }
    const [mnemonic, number] = typeof right === 'bigint' ? immediateForm(operator, right) : [null, 0n];
    if (mnemonic !== null) {
      this.emit(`${mnemonic} ${to},${left},${number}`);
      return;
    }
    this.emit(`${WORK[operator]} ${to},${left},${this.held(right)}`);
  }

  private divide({ operator, to, left, right, type, small }: RegisterWork): void {
    const isPower = typeof right === 'bigint' && right > 0n && (right & (right - 1n)) === 0n;
    if (!isPower || !small) this.refuse('a division');
    if (operator === '%') {
      this.work({ operator: '&', to, left, right: right - 1n, type, small });
      return;
    }
    this.emit(`srdi ${to},${left},${right.toString(2).length - 1}`);
  }

  private shift({ operator, to, left, right, type, small }: RegisterWork): void {
    if (operator === '>>' && type.signed && !small) this.refuse('a shift of what may be negative');
    const mnemonic = operator === '<<' ? 'sld' : 'srd';
    if (typeof right === 'bigint') {
      this.emit(`${mnemonic}i ${to},${left},${right}`);
      return;
    }
    this.emit(`${mnemonic} ${to},${left},${right}`);
  }

  extend(to: string, from: string, { bits, signed }: IntegerType): void {
    if (bits === 64) {
      this.copy(to, from);
      return;
    }
    if (signed) {
      this.emit(`exts${{ 8: 'b', 16: 'h', 32: 'w' }[bits]} ${to},${from}`);
      return;
    }
    if (bits < 32) {
      this.emit(`andi. ${to},${from},${(1 << bits) - 1}`);
      return;
    }
    this.emit(`sldi ${to},${from},32`);
    this.emit(`srdi ${to},${to},32`);
  }

  truth(to: string, { operator, left, right, type }: MachineComparison): void {
    const flip = operator === '==' || operator === '<=' || operator === '>=';
    const sign = this.scratch();
    if (operator === '==' || operator === '!=') {
      let differ = left;
      if (right !== 0n) {
        differ = this.scratch();
        this.work({ operator: '^', to: differ, left, right, type, small: false });
      }
      this.emit(`neg ${sign},${differ}`);
      this.emit(`or ${sign},${sign},${differ}`);
    } else {
      // The sign of a difference, which is exact where the operands have less than 64 bits.
      if (type.bits === 64) this.refuse('a comparison of 64 bits without a choice');
      const swapped = operator === '>' || operator === '<=';
      const [less, more] = swapped ? [this.held(right), left] : [left, this.held(right)];
      this.emit(`sub ${sign},${less},${more}`);
    }
    this.emit(`srdi ${to},${sign},63`);
    if (flip) this.emit(`xori ${to},${to},1`);
  }

  branch({ operator, left, right, type }: MachineComparison, label: string): void {
    const mnemonic = `cmp${type.signed ? '' : 'l'}${type.bits === 64 ? 'd' : 'w'}`;
    const isShort = typeof right === 'bigint' && right >= (type.signed ? -32768n : 0n) && right < 32768n;
    if (isShort) this.emit(`${mnemonic}i ${left},${right}`);
    else this.emit(`${mnemonic} ${left},${this.held(right)}`);
    this.emit(`${BRANCHES[operator]} ${label}`);
  }

  jump(label: string): void {
    this.emit(`b ${label}`);
  }

  load({ register, address, type, large }: MachineAccess): void {
    const signs = large && type.signed && type.bits < 64;
    if (signs && type.bits > 8) {
      this.emit(`${type.bits === 32 ? 'lwa' : 'lha'} ${register},0(${address})`);
      return;
    }
    this.emit(`${LOADS[type.bits]} ${register},0(${address})`);
    if (signs) this.extend(register, register, type);
  }

  loadExclusive({ register, address, type, large }: MachineAccess): void {
    if (type.bits < 32) this.refuse('a load-and-reserve of less than 32 bits');
    this.emit(`${type.bits === 64 ? 'ldarx' : 'lwarx'} ${register},r0,${address}`);
    if (large && type.signed && type.bits < 64) this.extend(register, register, type);
  }

  store({ register, address, type }: MachineAccess): void {
    this.emit(`${STORES[type.bits]} ${register},0(${address})`);
  }

  storeConditional({ register, address, type }: MachineAccess, again: string): void {
    this.emit(`${type.bits === 64 ? 'stdcx.' : 'stwcx.'} ${register},r0,${address}`);
    this.emit(`bne ${again}`);
  }

  fence(fence: Fence): void {
    this.emit(fence.name);
  }

  // Every read-modify-write is a loop.
  fetch(): boolean {
    return false;
  }

  compareAndSwap(): boolean {
    return false;
  }
}

/** The form of an operation that takes a number, with the number that it takes; null where that is too long. */
function immediateForm(operator: keyof typeof WORK, right: bigint): readonly [string | null, bigint] {
  const isShort = right > -32768n && right < 32768n;
  const isNatural = right >= 0n && right < 65536n;
  switch (operator) {
    case '+':
      return [isShort ? 'addi' : null, right];
    case '-':
      return [isShort ? 'addi' : null, -right];
    case '*':
      return [isShort ? 'mulli' : null, right];
    case '|':
      return [isNatural ? 'ori' : null, right];
    case '^':
      return [isNatural ? 'xori' : null, right];
    default:
      return [isNatural ? 'andi.' : null, right];
  }
}
