/**
 * Expressions: their effects become instructions in evaluation order, their value a pure expression over registers.
 * Short circuits are branches, as C has them; comparisons are values.
 */

import { C_INT, C_LONG, C_ULONG, type CType, pointerTo, TYPES, VOID } from '../kernel/c-type.js';
import { CALLBACK_CALLS } from '../kernel/primitives/callback.js';
import { PRIMITIVES } from '../kernel/primitives/index.js';
import type { Binary } from '../program/expression.js';
import type { BinaryOperator, ExpressionTree } from '../syntax/tree.js';
import { unreachable } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import { emitLoad, emitStore } from './access.js';
import type { Label, Sense } from './draft.js';
import { type Frame, localValue, lookUp } from './frame.js';
import { lowerCall } from './lower-call.js';
import { type Lvalue, lowerLvalue, memoryAt } from './lvalue.js';
import { resolveType } from './resolve-type.js';
import { doubtCondition } from './suspicious.js';
import { binary, constant, convert, truth, unary, type Value, ZERO_VALUE } from './value.js';

/** An access of C itself: to a machine as READ_ONCE() and WRITE_ONCE(), not so to the kernel's memory model. */
const PLAIN = { order: 'relaxed', tag: 'plain' } as const;

/** The expression's value. After an error it is 0, so that the rest is still checked. */
export function lowerValue(frame: Frame, tree: ExpressionTree): Value {
  switch (tree.kind) {
    case 'number':
      return { expression: constant(tree.value), type: numberType(tree) };
    case 'name':
      return lowerName(frame, tree);
    case 'unary':
      return lowerUnary(frame, tree);
    case 'binary':
      return lowerBinary(frame, tree);
    case 'assign':
      return lowerAssign(frame, tree);
    case 'step':
      return lowerStep(frame, tree);
    case 'conditional':
      return lowerConditional(frame, tree);
    case 'call':
      return lowerCallValue(frame, tree);
    case 'cast':
      return lowerCast(frame, tree);
    case 'index':
    case 'member': {
      const lvalue = lowerLvalue(frame, tree);
      return lvalue === null ? ZERO_VALUE : load(frame, lvalue, tree.span);
    }
    default:
      return unreachable(tree);
  }
}

/** Runs the expression for its effects alone. */
export function lowerEffect(frame: Frame, tree: ExpressionTree): void {
  if (tree.kind === 'call') lowerCall(frame, tree);
  else if (tree.kind === 'step') stepBy(frame, tree);
  else if (tree.kind === 'binary' && tree.operator === ',') {
    lowerEffect(frame, tree.left);
    frame.code.nextStatement();
    lowerEffect(frame, tree.right);
  } else if (tree.kind === 'cast') lowerEffect(frame, tree.operand);
  else if (tree.kind === 'name' && isCallable(tree.name) && !frame.assigned.has(tree.name)) {
    const fix = { span: { ...tree.span, start: tree.span.end }, replacement: '()' };
    frame.session.problems.error(
      tree.span,
      { code: 'barrier-without-parentheses', name: tree.name },
      { fix },
    );
  } else lowerValue(frame, tree);
}

function isCallable(name: string): boolean {
  return PRIMITIVES.has(name) || CALLBACK_CALLS.has(name);
}

/** Goes to `label` when the condition is (not) zero, with C's short circuit. */
export function lowerBranch(frame: Frame, tree: ExpressionTree, sense: Sense, label: Label): void {
  if (tree.kind === 'unary' && tree.operator === '!') {
    lowerBranch(frame, tree.operand, sense === 'zero' ? 'nonzero' : 'zero', label);
    return;
  }
  const connective = tree.kind === 'binary' && (tree.operator === '&&' || tree.operator === '||');
  if (!connective) {
    doubtCondition(frame, tree);
    frame.code.branch(lowerValue(frame, tree), sense, label, tree.span);
    return;
  }
  // The sense in which the left operand decides alone: false for `&&`, true for `||`.
  const decisive: Sense = tree.operator === '&&' ? 'zero' : 'nonzero';
  const skip = frame.code.label();
  lowerBranch(frame, tree.left, decisive, sense === decisive ? label : skip);
  frame.code.nextStatement();
  lowerBranch(frame, tree.right, sense, label);
  frame.code.bind(skip);
}

/** C11 6.4.4.1: the first type that can hold the number. */
function numberType(tree: ExpressionTree & { readonly kind: 'number' }): CType {
  const small = tree.value < 1n << 31n;
  if (tree.unsigned) {
    return tree.long || tree.value >= 1n << 32n ? C_ULONG : (TYPES.get('unsigned int') ?? C_ULONG);
  }
  if (tree.long || !small) return tree.value >= 1n << 63n ? C_ULONG : C_LONG;
  return C_INT;
}

function lowerName(frame: Frame, tree: ExpressionTree & { readonly kind: 'name' }): Value {
  const binding = lookUp(frame, tree.name, tree.span);
  if (binding === null) return ZERO_VALUE;
  return binding.kind === 'value' ? binding.value : localValue(binding);
}

/** The value of an lvalue. The value of an array or a structure is its address. */
function load(frame: Frame, lvalue: Lvalue, span: Span): Value {
  if (lvalue.kind === 'local') return localValue(lvalue);
  const { address, type } = lvalue;
  if (type.kind === 'array') return { expression: address, type: pointerTo(type.of) };
  if (type.kind === 'structure') {
    frame.session.problems.error(span, { code: 'unsupported', what: `a whole ${type.name} as a value` });
    return ZERO_VALUE;
  }
  frame.session.plain.push(span);
  return emitLoad(frame, lvalue, PLAIN, span);
}

function store(frame: Frame, lvalue: Lvalue, value: Value, span: Span): Value {
  if (lvalue.kind === 'local') {
    frame.code.set(lvalue.register, convert(value, lvalue.type), span);
    return localValue(lvalue);
  }
  frame.session.plain.push(span);
  emitStore(frame, lvalue, { ...PLAIN, value }, span);
  return { expression: convert(value, lvalue.type), type: lvalue.type };
}

function lowerUnary(frame: Frame, tree: ExpressionTree & { readonly kind: 'unary' }): Value {
  switch (tree.operator) {
    case '*':
      return load(frame, memoryAt(lowerValue(frame, tree.operand)), tree.span);
    case '&':
      return lowerAddress(frame, tree);
    default:
      return unary(tree.operator, lowerValue(frame, tree.operand));
  }
}

function lowerAddress(frame: Frame, tree: ExpressionTree & { readonly kind: 'unary' }): Value {
  const lvalue = lowerLvalue(frame, tree.operand);
  if (lvalue === null) return ZERO_VALUE;
  if (lvalue.kind === 'memory') return { expression: lvalue.address, type: pointerTo(lvalue.type) };
  frame.session.problems.error(tree.span, {
    code: 'unsupported',
    what: 'the address of a local variable',
    why: 'locals are registers; only try_cmpxchg takes one',
  });
  return ZERO_VALUE;
}

function lowerBinary(frame: Frame, tree: ExpressionTree & { readonly kind: 'binary' }): Value {
  const { operator } = tree;
  if (operator === ',') {
    lowerEffect(frame, tree.left);
    frame.code.nextStatement();
    return lowerValue(frame, tree.right);
  }
  if (operator === '&&' || operator === '||') {
    return frame.branching ? shortCircuit(frame, tree) : both(frame, tree);
  }
  return binary(operator, lowerValue(frame, tree.left), lowerValue(frame, tree.right));
}

/** `a && b` as a value: a temporary that branches set. */
function shortCircuit(frame: Frame, tree: ExpressionTree & { readonly kind: 'binary' }): Value {
  const { code } = frame;
  const register = code.temporary();
  const [no, end] = [code.label(), code.label()];
  lowerBranch(frame, tree, 'zero', no);
  code.emit({ kind: 'set', target: register, value: constant(1), span: tree.span });
  code.jump(end, tree.span);
  code.bind(no);
  code.emit({ kind: 'set', target: register, value: constant(0), span: tree.span });
  code.bind(end);
  code.nextStatement();
  return { expression: { kind: 'register', register }, type: C_INT };
}

/** `a && b` as a value where nothing may branch: both operands are pure there. */
function both(frame: Frame, tree: ExpressionTree & { readonly kind: 'binary' }): Value {
  const left = truth(lowerValue(frame, tree.left));
  const right = truth(lowerValue(frame, tree.right));
  return binary(tree.operator === '&&' ? '&' : '|', left, right);
}

function lowerAssign(frame: Frame, tree: ExpressionTree & { readonly kind: 'assign' }): Value {
  const lvalue = lowerLvalue(frame, tree.target);
  if (lvalue === null) {
    lowerValue(frame, tree.value);
    return ZERO_VALUE;
  }
  if (tree.operator === null) {
    const value = lowerValue(frame, tree.value);
    if (lvalue.kind === 'local') checkParameter(frame, tree, lvalue.type, value);
    return store(frame, lvalue, value, tree.span);
  }
  const old = load(frame, lvalue, tree.target.span);
  const value = binary(arithmetic(tree.operator), old, lowerValue(frame, tree.value));
  return store(frame, lvalue, value, tree.span);
}

/** `x = 1` for `*x = 1`: a parameter is an address, and a number is none. */
function checkParameter(
  frame: Frame,
  tree: ExpressionTree & { readonly kind: 'assign' },
  type: CType,
  value: Value,
): void {
  const { target } = tree;
  const isParameter =
    target.kind === 'name' &&
    frame.prefix === '' &&
    frame.thread.parameters.some(({ name }) => name.text === target.name);
  const isNumber = value.type.kind === 'integer' && value.expression.kind === 'constant';
  if (!isParameter || type.kind !== 'pointer' || !isNumber) return;
  const fix = { span: { ...target.span, end: target.span.start }, replacement: '*' };
  frame.session.problems.error(target.span, { code: 'not-assignable' }, { fix });
}

/** Compound assignment has only arithmetic operators. */
function arithmetic(operator: BinaryOperator): Binary {
  return operator === '&&' || operator === '||' || operator === ',' ? '+' : operator;
}

function lowerStep(frame: Frame, tree: ExpressionTree & { readonly kind: 'step' }): Value {
  const { old, updated } = stepBy(frame, tree, tree.prefix ? 'discard old' : 'keep old');
  return tree.prefix ? updated : old;
}

/** Adds or subtracts 1. A register's old value is copied first when it is needed. */
function stepBy(
  frame: Frame,
  tree: ExpressionTree & { readonly kind: 'step' },
  mode: 'keep old' | 'discard old' = 'discard old',
): { readonly old: Value; readonly updated: Value } {
  const lvalue = lowerLvalue(frame, tree.target);
  if (lvalue === null) return { old: ZERO_VALUE, updated: ZERO_VALUE };
  let old = load(frame, lvalue, tree.span);
  if (lvalue.kind === 'local' && mode === 'keep old') {
    const register = frame.code.temporary();
    frame.code.set(register, old.expression, tree.span);
    old = { expression: { kind: 'register', register }, type: old.type };
  }
  const one: Value = { expression: constant(1), type: C_INT };
  return { old, updated: store(frame, lvalue, binary(tree.operator, old, one), tree.span) };
}

function lowerConditional(frame: Frame, tree: ExpressionTree & { readonly kind: 'conditional' }): Value {
  const { code } = frame;
  const register = code.temporary();
  const [otherwise, end] = [code.label(), code.label()];
  lowerBranch(frame, tree.condition, 'zero', otherwise);
  code.nextStatement();
  const left = lowerValue(frame, tree.then);
  code.emit({ kind: 'set', target: register, value: left.expression, span: tree.span });
  code.jump(end, tree.span);
  code.bind(otherwise);
  code.nextStatement();
  const right = lowerValue(frame, tree.otherwise);
  const type = conditionalType(left, right);
  code.emit({ kind: 'set', target: register, value: convert(right, type), span: tree.span });
  code.bind(end);
  code.nextStatement();
  return { expression: { kind: 'register', register }, type };
}

/** C11 6.5.15: pointers win over numbers, else the usual arithmetic conversions. */
function conditionalType(left: Value, right: Value): CType {
  if (left.type.kind === 'pointer') return left.type;
  if (right.type.kind === 'pointer') return right.type;
  return binary('+', left, right).type;
}

function lowerCallValue(frame: Frame, tree: ExpressionTree & { readonly kind: 'call' }): Value {
  const value = lowerCall(frame, tree);
  if (value !== null) return value;
  frame.session.problems.error(tree.span, { code: 'no-value', name: tree.callee.text });
  return ZERO_VALUE;
}

function lowerCast(frame: Frame, tree: ExpressionTree & { readonly kind: 'cast' }): Value {
  const type = resolveType(tree.type, frame.session.problems);
  if (type === VOID) {
    lowerEffect(frame, tree.operand);
    return ZERO_VALUE;
  }
  return { expression: convert(lowerValue(frame, tree.operand), type), type };
}
