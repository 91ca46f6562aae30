/**
 * What a thread is compiled with: a writer of one machine's instructions. A register holds the value of the intermediate form as 64
 * bits, with the sign or zeros above the type's own, so that what a writer does to a value says only what the machine says.
 */

import type { Binary, IntegerType } from '../program/expression.js';
import type { Fence, Order } from '../program/program.js';
import type { Span } from '../text/source.js';

/** A register by its whole name, or a number. */
export type MachineOperand = string | bigint;

/** An instruction or a label of the table, and where it comes from. */
export interface CompiledLine {
  readonly text: string;
  readonly span: Span;
}

/** Two values to compare, both in the range of a type. */
export interface MachineComparison {
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly left: string;
  readonly right: MachineOperand;
  readonly type: IntegerType;
}

/** Register work on values that are in the range of their type; so is the result, or is brought there by an extension. */
export interface RegisterWork {
  readonly operator: Exclude<Binary, MachineComparison['operator']>;
  readonly to: string;
  readonly left: string;
  readonly right: MachineOperand;
  readonly type: IntegerType;
  /** Whether neither the operands nor the result are negative or as long as 32 bits. */
  readonly small: boolean;
}

/** A load or store. */
export interface MachineAccess {
  readonly register: string;
  readonly address: string;
  readonly type: IntegerType;
  readonly order: Order;
  /** Whether what is loaded may be negative, or as long as its type. */
  readonly large: boolean;
}

/** A read-modify-write in one instruction. */
export interface MachineUpdate {
  readonly address: string;
  readonly type: IntegerType;
  readonly readOrder: Order;
  readonly writeOrder: Order;
  readonly noReturn: boolean;
  /** Whether it is repeated until it finds a value, with an acquire fence behind it. */
  readonly waits: boolean;
}

/** What can be done to memory in one instruction. */
export type FetchOperator = '+' | '&' | '|' | '^' | 'swap';

/** What keeps a thread from being compiled; it completes "… has no …". */
export class NotExpressible extends Error {
  readonly what: string;
  readonly span: Span;

  constructor(what: string, span: Span) {
    super(what);
    this.what = what;
    this.span = span;
  }
}

/** A writer, with the registers that hold nothing for longer than an instruction. */
export abstract class MachineWriter {
  readonly lines: CompiledLine[] = [];
  private readonly thread: number;
  private readonly spare: readonly string[];
  private taken = 0;
  private labels = 0;
  span: Span;
  /** Whether a read-modify-write that fails is a barrier all the same. */
  readonly failsLocked: boolean = false;
  /** How long a register is. */
  readonly bits: 32 | 64 = 64;
  abstract readonly fullBarrier: string;

  constructor(thread: number, spare: readonly string[], span: Span) {
    this.thread = thread;
    this.spare = spare;
    this.span = span;
  }

  emit(text: string): void {
    this.lines.push({ text, span: this.span });
  }

  /** A register for a while. */
  scratch(): string {
    const register = this.spare.at(this.taken);
    if (register === undefined) this.refuse('so many registers');
    this.taken += 1;
    return register;
  }

  /** What was taken so far is free again. */
  release(): void {
    this.taken = 0;
  }

  label(): string {
    this.labels += 1;
    return `L${this.thread}${this.labels - 1}`;
  }

  bind(label: string): void {
    this.emit(`${label}:`);
  }

  refuse(what: string): never {
    throw new NotExpressible(what, this.span);
  }

  /** The operand in a register. */
  held(operand: MachineOperand): string {
    if (typeof operand === 'string') return operand;
    const register = this.scratch();
    this.constant(register, operand);
    return register;
  }

  abstract constant(to: string, value: bigint): void;
  abstract copy(to: string, from: string): void;
  abstract work(work: RegisterWork): void;
  /** Brings the low bits of a register into the range of a type. */
  abstract extend(to: string, from: string, type: IntegerType): void;
  /** Puts 1 where the comparison holds, else 0, as a value that depends on both: no choice. */
  abstract truth(to: string, comparison: MachineComparison): void;
  abstract branch(comparison: MachineComparison, label: string): void;
  abstract jump(label: string): void;
  abstract load(access: MachineAccess): void;
  abstract store(access: MachineAccess): void;
  abstract fence(fence: Fence): void;
  /** A load that a store-conditional pairs with. */
  abstract loadExclusive(access: MachineAccess): void;
  /** A store-conditional of that order that goes to the label where it fails. */
  abstract storeConditional(access: Omit<MachineAccess, 'large'>, again: string): void;
  /** `to` gets what memory was; null where nobody asks. False where the machine has no such instruction. */
  abstract fetch(
    operator: FetchOperator,
    to: string | null,
    value: MachineOperand,
    update: MachineUpdate,
  ): boolean;
  /** Puts `value` where memory is `expected`; `to` gets what memory was, as the instruction leaves it, and may be neither of the two. */
  abstract compareAndSwap(
    to: string,
    expected: MachineOperand,
    value: string,
    update: MachineUpdate,
  ): boolean;
}
