/**
 * Which values the registers of a program can hold, as intervals: one a register, and one for all cells of a width, whatever the
 * order of execution. They serve to leave out conversions that change nothing, so they need not be sharp, only safe: after
 * a few rounds without a fixed point, whatever still grows is taken to hold anything.
 */
import {
  type Binary,
  type Expression,
  type IntegerType,
  isCancelled,
  wrap,
} from '../../program/expression.js';
import type { Instruction, Location, Thread } from '../../program/program.js';

/** All values from `low` to `high`. */
export interface ValueRange {
  readonly low: bigint;
  readonly high: bigint;
}

const ROUNDS = 24;
/** All that a register can hold. */
const ANYTHING: ValueRange = { low: -(1n << 63n), high: (1n << 64n) - 1n };

type ByBits = Readonly<Record<IntegerType['bits'], ValueRange>>;

const UNSIGNED: ByBits = { 8: unsigned(8n), 16: unsigned(16n), 32: unsigned(32n), 64: unsigned(64n) };
const SIGNED: ByBits = { 8: signed(8n), 16: signed(16n), 32: signed(32n), 64: signed(64n) };

function unsigned(bits: bigint): ValueRange {
  return { low: 0n, high: (1n << bits) - 1n };
}

function signed(bits: bigint): ValueRange {
  return { low: -1n << (bits - 1n), high: (1n << (bits - 1n)) - 1n };
}

/** The values that fit a type. */
export function rangeOfType(type: IntegerType): ValueRange {
  return (type.signed ? SIGNED : UNSIGNED)[type.bits];
}

/** Whether all of a range is in another. */
export function includes(outer: ValueRange, inner: ValueRange): boolean {
  return outer.low <= inner.low && inner.high <= outer.high;
}

/** What the registers of each thread can hold, and what memory can give to a read of a type. */
export interface ValueRanges {
  readonly registers: readonly (readonly ValueRange[])[];
  readonly loaded: (type: IntegerType) => ValueRange;
}

/** For each thread, the range of each of its registers. */
export function registerRanges(
  threads: readonly Thread[],
  locations: readonly Location[],
): readonly (readonly ValueRange[])[] {
  return valueRanges(threads, locations).registers;
}

/** The ranges of a program in which every access has the width of its cell. */
export function valueRanges(threads: readonly Thread[], locations: readonly Location[]): ValueRanges {
  const ranges = new Ranges(threads, locations);
  for (let round = 0; ranges.grow(); round++) {
    ranges.memoryIsOpen = round > ROUNDS;
    ranges.registersAreOpen = round > 2 * ROUNDS;
  }
  return ranges;
}

class Ranges implements ValueRanges {
  readonly registers: ValueRange[][];
  /** What the cells of each width hold. */
  private readonly memory = new Map<IntegerType['bits'], ValueRange>();
  private readonly threads: readonly Thread[];
  private grown = false;
  /** Whether memory that still grows is taken to hold anything; what is read of it has its type all the same. */
  memoryIsOpen = false;
  /** Whether a register that still grows is. */
  registersAreOpen = false;

  constructor(threads: readonly Thread[], locations: readonly Location[]) {
    this.threads = threads;
    this.registers = threads.map((each) => each.registers.map(({ initial }) => single(initial)));
    for (const { initial, type } of locations)
      this.memory.set(type.bits, hull(this.memory.get(type.bits) ?? single(0n), single(initial)));
  }

  /** What a read of a type gives. */
  readonly loaded = (type: IntegerType): ValueRange => within(this.memory.get(type.bits) ?? single(0n), type);

  /** Follows every instruction once; whether anything is new. */
  grow(): boolean {
    this.grown = false;
    this.threads.forEach(({ code }, thread) => {
      for (const instruction of code) this.follow(instruction, this.registers[thread]);
    });
    return this.grown;
  }

  private follow(instruction: Instruction, registers: ValueRange[]): void {
    switch (instruction.kind) {
      case 'set':
        this.define(registers, instruction.target, rangeOf(instruction.value, registers));
        break;
      case 'select': {
        const chosen = rangeOf(instruction.then, registers);
        const otherwise = rangeOf(instruction.otherwise, registers);
        this.define(registers, instruction.target, hull(chosen, otherwise));
        break;
      }
      case 'write':
        this.store(rangeOf(instruction.data, registers), instruction.type);
        break;
      case 'store-conditional': {
        const status = hull(single(instruction.success), single(instruction.failure));
        this.define(registers, instruction.status, status);
        this.store(rangeOf(instruction.data, registers), instruction.type);
        break;
      }
      case 'read': {
        const loaded = this.loaded(instruction.type);
        this.define(registers, instruction.target, rangeOf(instruction.result, registers, loaded));
        break;
      }
      case 'update': {
        const loaded = this.loaded(instruction.type);
        this.define(registers, instruction.target, rangeOf(instruction.result, registers, loaded));
        this.store(rangeOf(instruction.data, registers, loaded), instruction.type);
        break;
      }
    }
  }

  private define(registers: ValueRange[], target: number | null, range: ValueRange): void {
    if (target !== null)
      registers[target] = this.widen(registers[target], range, this.registersAreOpen ? ANYTHING : range);
  }

  private store(range: ValueRange, type: IntegerType): void {
    const stored = within(range, type);
    const all = { low: SIGNED[type.bits].low, high: UNSIGNED[type.bits].high };
    const old = this.memory.get(type.bits) ?? single(0n);
    this.memory.set(type.bits, this.widen(old, stored, this.memoryIsOpen ? all : stored));
  }

  /** What holds both; `more` is added to what is new. */
  private widen(old: ValueRange, next: ValueRange, more: ValueRange): ValueRange {
    if (includes(old, next)) return old;
    this.grown = true;
    return hull(hull(old, next), more);
  }
}

/** The range of an expression; `loaded` is what memory gave. */
export function rangeOf(
  expression: Expression,
  registers: readonly ValueRange[],
  loaded = ANYTHING,
): ValueRange {
  switch (expression.kind) {
    case 'constant':
      return single(expression.value);
    case 'register':
      return registers[expression.register];
    case 'loaded':
      return loaded;
    case 'unary':
      return expression.operator === '!' ? { low: 0n, high: 1n } : rangeOfType(expression.type);
    case 'convert':
      return within(rangeOf(expression.operand, registers, loaded), expression.type);
    case 'binary': {
      const { operator, type } = expression;
      if (isCancelled(operator, expression.left, expression.right)) return single(0n);
      const left = within(rangeOf(expression.left, registers, loaded), type);
      const right = within(rangeOf(expression.right, registers, loaded), type);
      return within(combine(operator, left, right), type);
    }
  }
}

function combine(operator: Binary, left: ValueRange, right: ValueRange): ValueRange {
  const natural = left.low >= 0n && right.low >= 0n;
  switch (operator) {
    case '+':
      return { low: left.low + right.low, high: left.high + right.high };
    case '-':
      return { low: left.low - right.high, high: left.high - right.low };
    case '|':
    case '^':
      return natural ? { low: 0n, high: ones(most(left.high, right.high)) } : ANYTHING;
    case '&':
      return natural ? { low: 0n, high: least(left.high, right.high) } : ANYTHING;
    case '>>':
      return natural ? { low: 0n, high: left.high } : ANYTHING;
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return { low: 0n, high: 1n };
    default:
      return ANYTHING;
  }
}

/** The least number of the form 2^n - 1 that is not below. */
function ones(value: bigint): bigint {
  return (1n << BigInt(value.toString(2).length)) - 1n;
}

/** What a range becomes in a type: itself if all of it fits, else anything of the type. */
function within(range: ValueRange, type: IntegerType): ValueRange {
  const all = rangeOfType(type);
  if (includes(all, range)) return range;
  if (range.low !== range.high) return all;
  return single(wrap(range.low, type));
}

function single(value: bigint): ValueRange {
  return { low: value, high: value };
}

function hull(a: ValueRange, b: ValueRange): ValueRange {
  return { low: least(a.low, b.low), high: most(a.high, b.high) };
}

function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function most(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
