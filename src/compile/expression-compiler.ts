/** Values and conditions of the intermediate form in registers, as a thread's instructions ask for them. */
import {
  includes,
  rangeOf,
  rangeOfType,
  type ValueRange,
  type ValueRanges,
} from '../lower/assembly/range.js';
import { type Expression, INT, type IntegerType, LONG, ULONG } from '../program/expression.js';
import type { Thread } from '../program/program.js';
import { unreachable } from '../text/invariant.js';
import type { MachineComparison, MachineOperand, MachineWriter } from './machine-writer.js';

/** Where a thread is compiled. */
export interface ThreadSetting {
  readonly thread: Thread;
  readonly writer: MachineWriter;
  readonly ranges: ValueRanges;
  readonly own: readonly ValueRange[];
  /** The machine register of each register. */
  readonly registers: ReadonlyMap<number, string>;
  /** The machine register that holds an address, or null for what is none. */
  readonly addressIn: (value: bigint) => string | null;
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);
const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const;
const SMALL: ValueRange = { low: 0n, high: (1n << 31n) - 1n };

/** Compiles expressions. */
export class ExpressionCompiler {
  protected readonly writer: MachineWriter;
  protected readonly setting: ThreadSetting;
  /** What memory gave, while its instruction is compiled. */
  protected loaded: { readonly register: string; readonly range: ValueRange } | null = null;

  constructor(setting: ThreadSetting) {
    this.writer = setting.writer;
    this.setting = setting;
  }

  /** Whether what memory gives may be negative, or as long as its type. */
  protected isLarge(type: IntegerType): boolean {
    return !includes(SMALL, this.setting.ranges.loaded(type));
  }

  protected registerOf(register: number): string {
    return this.setting.registers.get(register) ?? this.writer.refuse('a register for it');
  }

  protected rangeOf(expression: Expression): ValueRange {
    return rangeOf(expression, this.setting.own, this.loaded?.range);
  }

  /** Goes to the label where the condition is not 0, or with `holds` false where it is. */
  protected branch(condition: Expression, holds: boolean, label: string): void {
    const { writer } = this;
    const comparison = this.comparison(condition, holds);
    if (typeof comparison !== 'boolean') writer.branch(comparison, label);
    else if (comparison) writer.jump(label);
  }

  /** A condition as one comparison, or what it always is. */
  private comparison(condition: Expression, holds: boolean): MachineComparison | boolean {
    if (condition.kind === 'constant') return (condition.value !== 0n) === holds;
    if (condition.kind === 'unary' && condition.operator === '!')
      return this.comparison(condition.operand, !holds);
    if (condition.kind === 'binary' && COMPARISONS.has(condition.operator)) {
      const { left, right, type } = condition;
      const operator = condition.operator as MachineComparison['operator'];
      const isTruth =
        isTruthValue(left) && right.kind === 'constant' && (right.value === 0n || right.value === 1n);
      if (isTruth && (operator === '==' || operator === '!='))
        return this.comparison(left, (operator === '==') === (right.value === 1n) ? holds : !holds);
      return {
        operator: holds ? operator : OPPOSITE[operator],
        left: this.writer.held(this.operandAs(left, type)),
        right: this.operandAs(right, type),
        type,
      };
    }
    const range = this.rangeOf(condition);
    const type = includes(rangeOfType(INT), range) ? INT : ULONG;
    return {
      operator: holds ? '!=' : '==',
      left: this.writer.held(this.operand(condition)),
      right: 0n,
      type,
    };
  }

  /** The value in a register, or as a number. */
  protected operand(expression: Expression): MachineOperand {
    switch (expression.kind) {
      case 'constant':
        return this.setting.addressIn(expression.value) ?? expression.value;
      case 'register':
        return this.registerOf(expression.register);
      case 'loaded':
        return this.loaded?.register ?? this.writer.refuse('a value from memory');
      default: {
        const register = this.writer.scratch();
        this.into(register, expression);
        return register;
      }
    }
  }

  /** The same, brought into the range of a type. */
  private operandAs(expression: Expression, type: IntegerType): MachineOperand {
    if (this.isWide(type, this.rangeOf(expression))) this.writer.refuse('a value of more than 31 bits');
    if (includes(rangeOfType(type), this.rangeOf(expression))) return this.operand(expression);
    const from = this.writer.held(this.operand(expression));
    const to = this.writer.scratch();
    this.writer.extend(to, from, type);
    return to;
  }

  /** Puts the value into a register. */
  protected into(to: string, expression: Expression): void {
    const { writer } = this;
    switch (expression.kind) {
      case 'constant':
      case 'register':
      case 'loaded': {
        const operand = this.operand(expression);
        if (typeof operand === 'bigint') writer.constant(to, operand);
        else if (operand !== to) writer.copy(to, operand);
        return;
      }
      case 'convert': {
        if (includes(rangeOfType(expression.type), this.rangeOf(expression.operand))) {
          this.into(to, expression.operand);
          return;
        }
        const from = writer.held(this.operand(expression.operand));
        writer.extend(to, from, expression.type);
        return;
      }
      case 'unary':
        this.unary(to, expression);
        return;
      case 'binary':
        this.binary(to, expression);
        return;
      default:
        unreachable(expression);
    }
  }

  private unary(to: string, { operator, operand, type }: Expression & { readonly kind: 'unary' }): void {
    const zero: Expression = { kind: 'constant', value: 0n };
    if (operator === '!') {
      this.into(to, { kind: 'binary', operator: '==', type: LONG, left: operand, right: zero });
      return;
    }
    if (operator === '-') {
      this.into(to, { kind: 'binary', operator: '-', type, left: zero, right: operand });
      return;
    }
    const ones: Expression = { kind: 'constant', value: type.signed ? -1n : rangeOfType(type).high };
    this.into(to, { kind: 'binary', operator: '^', type, left: operand, right: ones });
  }

  private binary(to: string, given: Expression & { readonly kind: 'binary' }): void {
    const { writer } = this;
    const expression = this.asWords(given);
    const { operator, type } = expression;
    const left = writer.held(this.operandAs(expression.left, type));
    if (COMPARISONS.has(operator)) {
      const right = this.operandAs(expression.right, type);
      writer.truth(to, { operator: operator as MachineComparison['operator'], left, right, type });
      return;
    }
    const shifts = operator === '<<' || operator === '>>';
    const right = shifts ? this.shiftCount(expression.right, type) : this.operandAs(expression.right, type);
    const [a, b] = [this.within(expression.left, type), this.within(expression.right, type)];
    const natural = exact(operator, a, b);
    const small = type.bits <= 32 && [a, b, natural].every((each) => each !== null && includes(SMALL, each));
    const work = { operator: operator as never, to, left, right, type, small };
    if (this.isWide(type, natural)) writer.refuse('a result of more than 31 bits');
    if ((operator === '/' || operator === '%') && b.low <= 0n && b.high >= 0n)
      writer.refuse('a division by what may be 0');
    writer.work(work);
    if (natural === null || !includes(rangeOfType(type), natural)) writer.extend(to, to, type);
  }

  /** Whether a value of a type of 64 bits may be another one than its 32 lower bits are, on a machine that has no more. */
  private isWide(type: IntegerType, range: ValueRange | null): boolean {
    const hasAll = this.writer.bits === 64 || type.bits <= 32;
    return !hasAll && (range === null || !includes(rangeOfType(INT), range));
  }

  /** On a machine of 32 bits, a mask on a word of less: the bits beyond it do not matter. */
  private asWords(expression: Expression & { readonly kind: 'binary' }): typeof expression {
    const { operator, left, right } = expression;
    const isMask = operator === '&' && right.kind === 'constant' && includes(SMALL, this.rangeOf(left));
    if (this.writer.bits === 64 || !isMask) return expression;
    return { ...expression, type: INT, right: { ...right, value: BigInt.asIntN(32, right.value) } };
  }

  private within(expression: Expression, type: IntegerType): ValueRange {
    const range = this.rangeOf(expression);
    return includes(rangeOfType(type), range) ? range : rangeOfType(type);
  }

  private shiftCount(count: Expression, type: IntegerType): MachineOperand {
    if (count.kind === 'constant') return count.value & BigInt(type.bits - 1);
    return this.writer.refuse('a shift by what a register holds');
  }
}

function isTruthValue(expression: Expression): boolean {
  return expression.kind === 'binary' && COMPARISONS.has(expression.operator);
}

/** What 64 bits of a result can hold, before it is brought into its type; null for anything. */
function exact(operator: string, a: ValueRange, b: ValueRange): ValueRange | null {
  const natural = a.low >= 0n && b.low >= 0n;
  switch (operator) {
    case '+':
      return { low: a.low + b.low, high: a.high + b.high };
    case '-':
      return { low: a.low - b.high, high: a.high - b.low };
    case '*':
      return natural ? { low: 0n, high: a.high * b.high } : null;
    case '&':
    case '|':
    case '^': {
      // Both operands are extended by their signs, and so is the result.
      const lengths = [a.low, a.high, b.low, b.high].map(
        (each) => (each < 0n ? ~each : each).toString(2).length,
      );
      const high = (1n << BigInt(Math.max(...lengths))) - 1n;
      return { low: natural ? 0n : -high - 1n, high };
    }
    case '<<':
      return natural && b.high < 64n ? { low: 0n, high: a.high << b.high } : null;
    case '>>':
      return natural ? { low: 0n, high: a.high } : { low: a.low, high: a.high };
    case '/':
    case '%':
      return natural ? { low: 0n, high: a.high } : null;
    default:
      return null;
  }
}
