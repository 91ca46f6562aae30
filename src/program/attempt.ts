/**
 * What is sure to happen after an attempt: a store-conditional, or an update with a condition such as cmpxchg(), that
 * succeeded or failed. Where the thread goes next is followed as far as the outcome alone decides it and only registers
 * are set, so that a loop around the attempt is recognised: on failure back to the head, on success out of it.
 */
import {
  applyBinary,
  applyUnary,
  constant,
  type Expression,
  type IntegerType,
  isSameExpression,
  isSameType,
  mentions,
  wrap,
} from './expression.js';
import type { Instruction } from './program.js';
import { substituted, withLoaded } from './substitute.js';

/** A comparison, by == or !=. */
export type Comparison = Extract<Expression, { readonly kind: 'binary' }>;

/** A comparison that is known to hold, or not to. */
interface Fact {
  readonly comparison: Comparison;
  readonly holds: boolean;
}

/** What is known on the way: what registers hold, over those at the attempt, and the comparison. */
interface Knowledge {
  readonly known: Map<number, Expression>;
  readonly fact: Fact | null;
}

/** What an outcome of an attempt decides: the places that the thread reaches, in order, and for the branches where they go. */
interface Way {
  /** Where on the way each place stands. */
  readonly positions: ReadonlyMap<number, number>;
  /** For a branch that is decided, by its place: whether it is taken. */
  readonly taken: ReadonlyMap<number, boolean>;
}

/** The ways after the two outcomes of an attempt. */
export interface Outcomes {
  readonly success: Way;
  readonly failure: Way;
}

/** For each place, the ways after an attempt there; null where there is no attempt. */
export function outcomesOf(code: readonly Instruction[]): readonly (Outcomes | null)[] {
  return code.map((_, place) =>
    knowledgeOf(code, place, true) === null
      ? null
      : { success: wayAfter(code, place, true), failure: wayAfter(code, place, false) },
  );
}

function wayAfter(code: readonly Instruction[], attempt: number, succeeded: boolean): Way {
  const positions = new Map<number, number>();
  const taken = new Map<number, boolean>();
  let branch: number | null = null;
  for (const place of after(code, attempt, succeeded)) {
    if (branch !== null) taken.set(branch, place !== branch + 1);
    branch = code[place]?.kind === 'branch' ? place : null;
    positions.set(place, positions.size);
  }
  return { positions, taken };
}

/** The places that a thread is sure to reach after the attempt at `attempt`, in order, each once; nothing when there is none. */
export function* after(code: readonly Instruction[], attempt: number, succeeded: boolean): Generator<number> {
  const knowledge = knowledgeOf(code, attempt, succeeded);
  const passed = new Set<number>([attempt]);
  let place: number | null = attempt + 1;
  while (knowledge !== null && place !== null && !passed.has(place)) {
    yield place;
    passed.add(place);
    place = place < code.length ? next(code[place], place, knowledge) : null;
  }
}

function knowledgeOf(code: readonly Instruction[], place: number, succeeded: boolean): Knowledge | null {
  const instruction = code[place];
  if (instruction.kind === 'store-conditional') {
    const { status, success, failure } = instruction;
    const value = succeeded ? success : failure;
    return status === null ? null : { known: new Map([[status, constant(value)]]), fact: null };
  }
  const comparison = comparisonAt(code, place);
  if (comparison === null || instruction.kind !== 'update' || instruction.target === null) return null;
  const found = withLoaded(comparison, { kind: 'register', register: instruction.target });
  return found.kind === 'binary' ? { known: new Map(), fact: { comparison: found, holds: succeeded } } : null;
}

/**
 * The condition of an update, where the register that it sets tells whether it held: a comparison of the value found, which
 * goes there, with something that the update leaves as it is. CAS puts what it finds where its operand was; the operand
 * is then what that was set to right before.
 */
export function comparisonAt(code: readonly Instruction[], place: number): Comparison | null {
  const instruction = code[place];
  if (instruction.kind !== 'update' || instruction.awaits !== null) return null;
  const { condition, target, result } = instruction;
  if (condition?.kind !== 'binary' || !isEquality(condition)) return null;
  if (target === null || result.kind !== 'loaded') return null;
  const comparison = mentions(condition, target)
    ? withOperandBefore(code, place, target, condition)
    : condition;
  return comparison.kind === 'binary' && !mentions(comparison, target) ? comparison : null;
}

/** A condition with what the instruction before sets its register to. */
function withOperandBefore(
  code: readonly Instruction[],
  place: number,
  register: number,
  condition: Comparison,
): Expression {
  const before = code[place - 1];
  const sets = before?.kind === 'set' && before.target === register && !mentions(before.value, register);
  const isEntered = code.some((each) => 'destination' in each && each.destination === place);
  return sets && !isEntered ? substituted(condition, new Map([[register, before.value]])) : condition;
}

/** The expression without conversions that a computation in a type does not see. */
export function bare(expression: Expression, { bits }: IntegerType): Expression {
  return expression.kind === 'convert' && expression.type.bits >= bits
    ? bare(expression.operand, { bits, signed: false })
    : expression;
}

/** The one place that follows, given what is known; null when it is not known, or something else is done here. */
function next(instruction: Instruction, place: number, { known, fact }: Knowledge): number | null {
  switch (instruction.kind) {
    case 'set':
      known.set(instruction.target, substituted(instruction.value, known));
      return place + 1;
    case 'fence':
      return place + 1;
    case 'jump':
      return instruction.destination;
    case 'branch': {
      const value = decided(substituted(instruction.condition, known), fact);
      return value === null ? null : value === 0n ? place + 1 : instruction.destination;
    }
    default:
      return null;
  }
}

/** The value of an expression as far as constants and the fact decide it. */
function decided(expression: Expression, fact: Fact | null): bigint | null {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'unary': {
      const operand = decided(expression.operand, fact);
      return operand === null ? null : applyUnary(expression.operator, expression.type, operand);
    }
    case 'convert': {
      const operand = decided(expression.operand, fact);
      return operand === null ? null : wrap(operand, expression.type);
    }
    case 'binary': {
      const told = fact === null ? null : tells(fact, expression);
      if (told !== null) return told;
      const left = decided(expression.left, fact);
      const right = decided(expression.right, fact);
      const known = left !== null && right !== null;
      return known ? applyBinary(expression.operator, expression.type, left, right) : null;
    }
    default:
      return null;
  }
}

/** The value of a comparison of the same two things as the fact's, either way round. */
function tells({ comparison, holds }: Fact, expression: Comparison): bigint | null {
  const { type } = comparison;
  if (!isEquality(expression) || !isSameType(expression.type, type)) return null;
  const [left, right] = [bare(comparison.left, type), bare(comparison.right, type)];
  const is = (one: Expression, other: Expression): boolean =>
    isSameExpression(bare(expression.left, type), one) &&
    isSameExpression(bare(expression.right, type), other);
  if (!is(left, right) && !is(right, left)) return null;
  return (expression.operator === comparison.operator) === holds ? 1n : 0n;
}

function isEquality({ operator }: Comparison): boolean {
  return operator === '==' || operator === '!=';
}
