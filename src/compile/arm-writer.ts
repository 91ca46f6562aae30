/**
 * 32-bit Arm's instructions, in the spelling of the dialect. A register has the 32 lower bits of a value; of a value of a longer type
 * they are all that there is (refuse-wide.ts), with the sign in the highest.
 */

import type { IntegerType } from '../program/expression.js';
import type { Fence } from '../program/program.js';
import {
  type MachineAccess,
  type MachineComparison,
  MachineWriter,
  type RegisterWork,
} from './machine-writer.js';

const CONDITIONS = { '<': 'LT', '<=': 'LE', '>': 'GT', '>=': 'GE', '==': 'EQ', '!=': 'NE' } as const;
const UNSIGNED = { '<': 'CC', '<=': 'LS', '>': 'HI', '>=': 'CS', '==': 'EQ', '!=': 'NE' } as const;
const WORK = { '+': 'ADD', '-': 'SUB', '&': 'AND', '|': 'ORR', '^': 'EOR', '*': 'MUL', '<<': 'LSL' } as const;
/** What follows the name of an access to less than a word. */
const SIZES: Readonly<Record<IntegerType['bits'], string>> = { 8: 'B', 16: 'H', 32: '', 64: '' };
/** The registers of values: not the stack's, nor the one that a call sets. */
export const ARM_REGISTERS: readonly string[] = Array.from({ length: 13 }, (_, number) => `R${number}`);

export class ArmWriter extends MachineWriter {
  readonly fullBarrier = 'DMB ISH';
  override readonly bits = 32;

  constant(to: string, value: bigint): void {
    if (value !== BigInt.asIntN(32, value) && value !== BigInt.asUintN(32, value))
      this.refuse('a number of more than 32 bits');
    if (isShort(value)) this.emit(`MOV ${to},#${value}`);
    else if (isShort(~value)) this.emit(`MVN ${to},#${~value}`);
    else {
      const word = BigInt.asUintN(32, value);
      this.emit(`MOVW ${to},#${word & 0xffffn}`);
      if (word >> 16n !== 0n) this.emit(`MOVT ${to},#${word >> 16n}`);
    }
  }

  copy(to: string, from: string): void {
    this.emit(`MOV ${to},${from}`);
  }

  work(work: RegisterWork): void {
    const { operator, to, left, right, type } = work;
    if (operator === '/' || operator === '%') {
      this.divide(work);
      return;
    }
    if (operator === '<<' || operator === '>>') {
      if (typeof right !== 'bigint' || right >= 32n) this.refuse('such a shift');
      this.shift(operator === '<<' ? 'LSL' : type.signed ? 'ASR' : 'LSR', to, left, right);
      return;
    }
    const isImmediate = typeof right === 'bigint' && isShort(right) && operator !== '*';
    this.emit(`${WORK[operator]} ${to},${left},${isImmediate ? `#${right}` : this.held(right)}`);
  }

  private divide(work: RegisterWork): void {
    const { operator, to, left, right, small } = work;
    const isPower = typeof right === 'bigint' && right > 0n && (right & (right - 1n)) === 0n;
    if (!isPower || !small) this.refuse('a division');
    if (operator === '%') this.work({ ...work, operator: '&', right: right - 1n });
    else this.shift('LSR', to, left, BigInt(right.toString(2).length - 1));
  }

  private shift(mnemonic: string, to: string, from: string, count: bigint): void {
    if (count === 0n) this.copy(to, from);
    else this.emit(`${mnemonic} ${to},${from},#${count}`);
  }

  extend(to: string, from: string, { bits, signed }: IntegerType): void {
    if (bits > 32) this.refuse('a value of more than 32 bits');
    if (bits === 32) {
      if (to !== from) this.copy(to, from);
    } else if (!signed && bits === 8) {
      this.emit(`AND ${to},${from},#255`);
    } else {
      this.emit(`LSL ${to},${from},#${32 - bits}`);
      this.emit(`${signed ? 'ASR' : 'LSR'} ${to},${to},#${32 - bits}`);
    }
  }

  truth(to: string, comparison: MachineComparison): void {
    const { operator, left, right, type } = comparison;
    const flip = operator === '==' || operator === '<=' || operator === '>=';
    const sign = this.scratch();
    if (operator === '==' || operator === '!=') {
      let differ = left;
      if (right !== 0n) {
        differ = this.scratch();
        this.work({ operator: '^', to: differ, left, right, type, small: false });
      }
      this.emit(`RSB ${sign},${differ},#0`);
      this.emit(`ORR ${sign},${sign},${differ}`);
    } else {
      const swapped = operator === '>' || operator === '<=';
      const [less, more] = swapped ? [this.held(right), left] : [left, this.held(right)];
      this.borrow(sign, less, more, type);
    }
    this.emit(`LSR ${to},${sign},#31`);
    if (flip) this.emit(`EOR ${to},${to},#1`);
  }

  /** Sets the highest bit where one value is less than another: where their own highest bits differ these say it, else the difference. */
  private borrow(to: string, less: string, more: string, { signed }: IntegerType): void {
    const other = this.scratch();
    this.emit(`EOR ${other},${less},${more}`);
    this.emit(`SUB ${to},${less},${more}`);
    this.emit(`BIC ${to},${to},${other}`);
    this.emit(signed ? `BIC ${other},${less},${more}` : `BIC ${other},${more},${less}`);
    this.emit(`ORR ${to},${to},${other}`);
  }

  branch({ operator, left, right, type }: MachineComparison, label: string): void {
    const isImmediate = typeof right === 'bigint' && isShort(right);
    this.emit(`CMP ${left},${isImmediate ? `#${right}` : this.held(right)}`);
    this.emit(`B${(type.signed ? CONDITIONS : UNSIGNED)[operator]} ${label}`);
  }

  jump(label: string): void {
    this.emit(`B ${label}`);
  }

  load({ register, address, type }: MachineAccess): void {
    const sign = type.signed && type.bits < 32 ? 'S' : '';
    this.emit(`LDR${sign}${SIZES[type.bits]} ${register},[${address}]`);
  }

  loadExclusive({ register, address, type }: MachineAccess): void {
    this.emit(`LDREX${SIZES[type.bits]} ${register},[${address}]`);
    if (type.signed && type.bits < 32) this.extend(register, register, type);
  }

  store({ register, address, type }: MachineAccess): void {
    this.emit(`STR${SIZES[type.bits]} ${register},[${address}]`);
  }

  storeConditional({ register, address, type }: MachineAccess, again: string): void {
    const status = this.scratch();
    this.emit(`STREX${SIZES[type.bits]} ${status},${register},[${address}]`);
    this.emit(`CMP ${status},#0`);
    this.emit(`BNE ${again}`);
  }

  fence(fence: Fence): void {
    this.emit(fence.name.toUpperCase());
  }

  // Every read-modify-write is a loop.
  fetch(): boolean {
    return false;
  }

  compareAndSwap(): boolean {
    return false;
  }
}

/** Whether an instruction takes the number as it is. */
function isShort(value: bigint): boolean {
  return value >= 0n && value < 256n;
}
