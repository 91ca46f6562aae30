/** RISC-V's instructions, in the spelling of the dialect. */

import type { IntegerType } from '../program/expression.js';
import type { Fence, Order } from '../program/program.js';
import {
  type FetchOperator,
  type MachineAccess,
  type MachineComparison,
  type MachineOperand,
  type MachineUpdate,
  MachineWriter,
  type RegisterWork,
} from './machine-writer.js';

const WORK = { '+': 'add', '-': 'sub', '*': 'mul', '&': 'and', '|': 'or', '^': 'xor', '<<': 'sll' } as const;
const IMMEDIATES: ReadonlySet<string> = new Set(['add', 'and', 'or', 'xor', 'sll', 'srl', 'sra']);
const BRANCHES = { '<': 'blt', '<=': 'ble', '>': 'bgt', '>=': 'bge', '==': 'beq', '!=': 'bne' } as const;
const FETCHES = { '+': 'add', '&': 'and', '|': 'or', '^': 'xor', swap: 'swap' } as const;
const SIZES: Readonly<Record<IntegerType['bits'], string>> = { 8: 'b', 16: 'h', 32: 'w', 64: 'd' };
/** The registers of values: not those of the link, the stack, the globals and the thread. */
export const RISCV_REGISTERS: readonly string[] = Array.from({ length: 27 }, (_, number) => `x${number + 5}`);

export class RiscvWriter extends MachineWriter {
  readonly fullBarrier = 'fence rw,rw';

  constant(to: string, value: bigint): void {
    this.emit(`li ${to},${BigInt.asIntN(64, value)}`);
  }

  copy(to: string, from: string): void {
    this.emit(`mv ${to},${from}`);
  }

  work({ operator, to, left, right, type, small }: RegisterWork): void {
    if (operator === '/' || operator === '%') {
      const mnemonic = operator === '/' ? 'div' : 'rem';
      this.emit(`${mnemonic}${type.signed ? '' : 'u'} ${to},${left},${this.held(right)}`);
      return;
    }
    if (operator === '-' && typeof right === 'bigint') {
      this.work({ operator: '+', to, left, right: -right, type, small });
      return;
    }
    const mnemonic = operator === '>>' ? (type.signed ? 'sra' : 'srl') : WORK[operator];
    const isShort = typeof right === 'bigint' && right >= -2048n && right < 2048n;
    if (isShort && IMMEDIATES.has(mnemonic)) {
      this.emit(`${mnemonic}i ${to},${left},${right}`);
      return;
    }
    this.emit(`${mnemonic} ${to},${left},${this.held(right)}`);
  }

  extend(to: string, from: string, { bits, signed }: IntegerType): void {
    if (bits === 64) {
      this.copy(to, from);
      return;
    }
    this.emit(`${signed ? 'sext' : 'zext'}.${SIZES[bits]} ${to},${from}`);
  }

  truth(to: string, { operator, left, right, type }: MachineComparison): void {
    if (operator === '==' || operator === '!=') {
      let differ = left;
      if (right !== 0n) {
        differ = this.scratch();
        this.work({ operator: '^', to: differ, left, right, type, small: false });
      }
      this.emit(`${operator === '==' ? 'seqz' : 'snez'} ${to},${differ}`);
      return;
    }
    const flip = operator === '<=' || operator === '>=';
    const swapped = operator === '>' || operator === '<=';
    const [less, more] = swapped ? [this.held(right), left] : [left, this.held(right)];
    const answer = flip ? this.scratch() : to;
    this.emit(`slt${type.signed ? '' : 'u'} ${answer},${less},${more}`);
    if (flip) this.emit(`xori ${to},${answer},1`);
  }

  branch({ operator, left, right, type }: MachineComparison, label: string): void {
    const isEquality = operator === '==' || operator === '!=';
    const mnemonic = `${BRANCHES[operator]}${type.signed || isEquality ? '' : 'u'}`;
    if (right === 0n && isEquality) {
      this.emit(`${mnemonic}z ${left},${label}`);
      return;
    }
    this.emit(`${mnemonic} ${left},${right === 0n ? 'x0' : this.held(right)},${label}`);
  }

  jump(label: string): void {
    this.emit(`j ${label}`);
  }

  load({ register, address, type, order, large }: MachineAccess): void {
    if (order !== 'plain') this.refuse('a load of that order');
    this.emit(`l${SIZES[type.bits]}${isZeroExtended(type, large) ? 'u' : ''} ${register},0(${address})`);
  }

  loadExclusive({ register, address, type, order, large }: MachineAccess): void {
    if (type.bits < 32) this.refuse('a load-reserved of less than 32 bits');
    this.emit(`lr.${SIZES[type.bits]}${suffix(order)} ${register},(${address})`);
    if (isZeroExtended(type, large) && type.bits === 32) this.extend(register, register, type);
  }

  store({ register, address, type, order }: MachineAccess): void {
    if (order !== 'plain') this.refuse('a store of that order');
    this.emit(`s${SIZES[type.bits]} ${register},0(${address})`);
  }

  storeConditional({ register, address, type, order }: MachineAccess, again: string): void {
    const status = this.scratch();
    this.emit(`sc.${SIZES[type.bits]}${suffix(order)} ${status},${register},(${address})`);
    this.emit(`bnez ${status},${again}`);
  }

  fence(fence: Fence): void {
    this.emit(fence.name);
  }

  fetch(operator: FetchOperator, to: string | null, value: MachineOperand, update: MachineUpdate): boolean {
    const { address, type, readOrder } = update;
    const source = value === 0n ? 'x0' : this.held(value);
    const target = to ?? this.scratch();
    const mnemonic = `amo${FETCHES[operator]}.${SIZES[type.bits]}${suffix(readOrder)}`;
    this.emit(`${mnemonic} ${target},${source},(${address})`);
    return true;
  }

  compareAndSwap(to: string, expected: MachineOperand, value: string, update: MachineUpdate): boolean {
    const { address, type, waits } = update;
    // To the FENCE r,rw behind it an acquire adds nothing; with it no round begins before the last one ends.
    const readOrder = waits && update.readOrder === 'plain' ? 'acquire' : update.readOrder;
    if (typeof expected === 'bigint') this.constant(to, expected);
    else this.copy(to, expected);
    this.emit(`amocas.${SIZES[type.bits]}${suffix(readOrder)} ${to},${value},(${address})`);
    return true;
  }
}

function suffix(order: Order): string {
  if (order === 'acquire-release') return '.aqrl';
  if (order === 'release') return '.rl';
  return order === 'plain' ? '' : '.aq';
}

function isZeroExtended({ signed, bits }: IntegerType, large: boolean): boolean {
  return !signed && bits < 64 && (large || bits < 32);
}
