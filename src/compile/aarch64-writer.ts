/** AArch64's instructions, in the spelling of the dialect. */

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

const CONDITIONS = { '<': 'LT', '<=': 'LE', '>': 'GT', '>=': 'GE', '==': 'EQ', '!=': 'NE' } as const;
const UNSIGNED = { '<': 'LO', '<=': 'LS', '>': 'HI', '>=': 'HS', '==': 'EQ', '!=': 'NE' } as const;
const WORK = { '+': 'ADD', '-': 'SUB', '&': 'AND', '|': 'ORR', '^': 'EOR', '*': 'MUL', '<<': 'LSL' } as const;
const FETCHES = { '+': 'ADD', '&': 'CLR', '|': 'SET', '^': 'EOR' } as const;
const SIZES: Readonly<Record<IntegerType['bits'], string>> = { 8: 'B', 16: 'H', 32: '', 64: '' };
/** The registers of values: not X30, which a call would set. */
export const AARCH64_REGISTERS: readonly string[] = Array.from({ length: 30 }, (_, number) => `X${number}`);

export class AArch64Writer extends MachineWriter {
  readonly fullBarrier = 'DMB ISH';

  constant(to: string, given: bigint): void {
    const value = BigInt.asIntN(64, given);
    if (value >= 0n && value < 1n << 16n) {
      this.emit(`MOV ${half(to)},#${value}`);
      return;
    }
    if (value < 0n && value >= -(1n << 16n)) {
      this.emit(`MOV ${to},#${value}`);
      return;
    }
    const parts = [0n, 16n, 32n, 48n]
      .map((shift) => [(BigInt.asUintN(64, value) >> shift) & 0xffffn, shift] as const)
      .filter(([part]) => part !== 0n);
    parts.forEach(([part, shift], index) => {
      const by = shift === 0n ? '' : `,LSL #${shift}`;
      this.emit(`${index === 0 ? 'MOVZ' : 'MOVK'} ${to},#${part}${by}`);
    });
  }

  copy(to: string, from: string): void {
    this.emit(`MOV ${to},${from}`);
  }

  work({ operator, to, left, right, type, small }: RegisterWork): void {
    const name = small ? half : whole;
    if (operator === '/' || operator === '%') {
      const divisor = this.held(right);
      const quotient = operator === '/' ? to : this.scratch();
      this.emit(`${type.signed ? 'SDIV' : 'UDIV'} ${name(quotient)},${name(left)},${name(divisor)}`);
      if (operator === '%') this.emit(`MSUB ${name(to)},${name(quotient)},${name(divisor)},${name(left)}`);
      return;
    }
    const shifts = operator === '<<' || operator === '>>';
    const mnemonic = operator === '>>' ? (type.signed ? 'ASR' : 'LSR') : WORK[operator];
    const isShort = typeof right === 'bigint' && right >= 0n && right < (shifts ? 64n : 4096n);
    const operand = isShort && operator !== '*' ? `#${right}` : name(this.held(right));
    this.emit(`${mnemonic} ${name(to)},${name(left)},${operand}`);
  }

  extend(to: string, from: string, { bits, signed }: IntegerType): void {
    if (bits === 64) {
      this.copy(to, from);
      return;
    }
    const letter = { 8: 'B', 16: 'H', 32: 'W' }[bits];
    if (!signed && bits === 32) {
      this.emit(`MOV ${half(to)},${half(from)}`);
      return;
    }
    this.emit(`${signed ? 'SXT' : 'UXT'}${letter} ${signed ? to : half(to)},${half(from)}`);
  }

  truth(to: string, { operator, left, right, type }: MachineComparison): void {
    const flip = operator === '!=' || operator === '<=' || operator === '>=';
    const answer = flip ? this.scratch() : to;
    if (operator === '==' || operator === '!=') {
      let differ = left;
      if (right !== 0n) {
        differ = this.scratch();
        this.work({ operator: '^', to: differ, left, right, type, small: false });
      }
      const zeros = this.scratch();
      this.emit(`CLZ ${zeros},${differ}`);
      this.emit(`LSR ${answer},${zeros},#6`);
    } else {
      // The sign of a difference, which is exact where the operands have less than 64 bits.
      if (type.bits === 64) this.refuse('a comparison of 64 bits without a choice');
      const swapped = operator === '>' || operator === '<=';
      const [less, more] = swapped ? [this.held(right), left] : [left, this.held(right)];
      const difference = this.scratch();
      this.emit(`SUB ${difference},${less},${more}`);
      this.emit(`LSR ${answer},${difference},#63`);
    }
    if (flip) this.emit(`EOR ${to},${answer},#1`);
  }

  branch({ operator, left, right, type }: MachineComparison, label: string): void {
    const name = type.bits === 64 ? whole : half;
    if (right === 0n && (operator === '==' || operator === '!=')) {
      this.emit(`CB${operator === '==' ? '' : 'N'}Z ${name(left)},${label}`);
      return;
    }
    const isShort = typeof right === 'bigint' && right >= 0n && right < 4096n;
    this.emit(`CMP ${name(left)},${isShort ? `#${right}` : name(this.held(right))}`);
    this.emit(`B.${(type.signed ? CONDITIONS : UNSIGNED)[operator]} ${label}`);
  }

  jump(label: string): void {
    this.emit(`B ${label}`);
  }

  load({ register, address, type, order, large }: MachineAccess): void {
    const mnemonic = order === 'plain' ? 'LDR' : order === 'acquire-pc' ? 'LDAPR' : 'LDAR';
    this.loaded({ register, address, type, large }, mnemonic, order === 'plain');
  }

  loadExclusive({ register, address, type, order, large }: MachineAccess): void {
    this.loaded({ register, address, type, large }, order === 'plain' ? 'LDXR' : 'LDAXR', false);
  }

  private loaded(access: Omit<MachineAccess, 'order'>, mnemonic: string, hasSigned: boolean): void {
    const { register, address, type, large } = access;
    const signs = large && type.signed && type.bits < 64;
    if (signs && hasSigned) {
      const letter = type.bits === 32 ? 'W' : SIZES[type.bits];
      this.emit(`LDRS${letter} ${register},[${address}]`);
      return;
    }
    this.emit(`${mnemonic}${SIZES[type.bits]} ${sized(register, type)},[${address}]`);
    if (signs) this.extend(register, register, type);
  }

  store({ register, address, type, order }: MachineAccess): void {
    this.emit(
      `${order === 'plain' ? 'STR' : 'STLR'}${SIZES[type.bits]} ${sized(register, type)},[${address}]`,
    );
  }

  storeConditional({ register, address, type, order }: MachineAccess, again: string): void {
    const status = this.scratch();
    const mnemonic = order === 'plain' ? 'STXR' : 'STLXR';
    this.emit(`${mnemonic}${SIZES[type.bits]} ${half(status)},${sized(register, type)},[${address}]`);
    this.emit(`CBNZ ${half(status)},${again}`);
  }

  fence(fence: Fence): void {
    this.emit(fence.kind === 'isb' ? 'ISB' : fence.name.toUpperCase());
  }

  fetch(operator: FetchOperator, to: string | null, value: MachineOperand, update: MachineUpdate): boolean {
    const { address, type, noReturn } = update;
    const size = SIZES[type.bits];
    // LDCLR clears the bits that AND would keep clear.
    const operand = operator === '&' ? this.inverted(value) : sourceOf(this, value);
    if (operator === 'swap') {
      const target = sized(to ?? this.scratch(), type);
      this.emit(`SWP${suffix(update)}${size} ${sized(operand, type)},${target},[${address}]`);
    } else if (noReturn && to === null) {
      this.emit(
        `ST${FETCHES[operator]}${update.writeOrder === 'plain' ? '' : 'L'}${size} ${sized(operand, type)},[${address}]`,
      );
    } else {
      const target = sized(to ?? this.scratch(), type);
      this.emit(
        `LD${FETCHES[operator]}${suffix(update)}${size} ${sized(operand, type)},${target},[${address}]`,
      );
    }
    return true;
  }

  private inverted(value: MachineOperand): string {
    if (typeof value === 'bigint') return this.held(~value);
    const register = this.scratch();
    this.emit(`MVN ${register},${value}`);
    return register;
  }

  compareAndSwap(to: string, expected: MachineOperand, value: string, update: MachineUpdate): boolean {
    const { address, type } = update;
    if (typeof expected === 'bigint') this.constant(to, expected);
    else this.copy(to, expected);
    this.emit(
      `CAS${suffix(update)}${SIZES[type.bits]} ${sized(to, type)},${sized(value, type)},[${address}]`,
    );
    return true;
  }
}

function suffix({ readOrder, writeOrder }: MachineUpdate): string {
  return (readOrder === 'plain' ? '' : 'A') + (writeOrder === 'plain' ? '' : 'L');
}

function sourceOf(writer: MachineWriter, value: MachineOperand): string {
  return value === 0n ? 'XZR' : writer.held(value);
}

function whole(register: string): string {
  return register;
}

/** W5 for X5. */
function half(register: string): string {
  return register.replace('X', 'W');
}

function sized(register: string, { bits }: IntegerType): string {
  return bits === 64 ? register : half(register);
}
