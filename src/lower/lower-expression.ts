/**
 * Expressions: their effects become instructions in evaluation order, their value a pure expression over registers.
 * Short circuits are branches, as C has them; comparisons are values.
 */

import { C_INT, C_ULONG, type CType, pointerTo, sizeOf, spellType, VOID } from '../kernel/c-type.js';
import { CALLBACK_CALLS } from '../kernel/primitives/callback.js';
import { PRIMITIVES } from '../kernel/primitives/index.js';
import { COMPOUND_LITERAL } from '../syntax/parse-expression.js';
import type { ExpressionTree } from '../syntax/tree.js';
import { unreachable } from '../text/invariant.js';
import { type Span, textOf } from '../text/source.js';
import { lowerAssign, lowerStep, stepBy } from './assignment.js';
import type { Label, Sense } from './draft.js';
import { bindingOf, type Frame, lookUp } from './frame.js';
import { lowerCall, lowerIndirectCall } from './lower-call.js';
import { lowerLvalue, memoryAt } from './lvalue.js';
import { numberType } from './number-type.js';
import { loadFrom } from './plain-access.js';
import { resolveType } from './resolve-type.js';
import { lowerStatements } from './statement-expression.js';
import { doubtCondition } from './suspicious.js';
import { typeOfExpression } from './type-of.js';
import { binary, constant, convert, truth, unary, type Value, ZERO_VALUE } from './value.js';

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
    case 'indirect-call':
      return lowerCallValue(frame, tree);
    case 'cast':
      return lowerCast(frame, tree);
    case 'index':
    case 'member': {
      const wrapped = lowerWrapped(frame, tree);
      if (wrapped !== null) return wrapped;
      const lvalue = lowerLvalue(frame, tree);
      return lvalue === null ? ZERO_VALUE : loadFrom(frame, lvalue, tree.span);
    }
    case 'sizeof': {
      const { operand } = tree;
      const type =
        operand.kind === 'type' ? resolveType(frame, operand.type) : typeOfExpression(frame, operand);
      frame.session.types.reportIncomplete(type, frame.session.problems);
      return { expression: constant(sizeOf(type)), type: C_ULONG };
    }
    case 'statements':
      return lowerStatements(frame, tree) ?? noValue(frame, tree.span, '({ … })');
    case 'type':
    case 'list':
      frame.session.problems.error(tree.span, {
        code: 'unexpected',
        found: tree.span.source.text.slice(tree.span.start, tree.span.end),
        expected: 'an expression',
      });
      return ZERO_VALUE;
    default:
      return unreachable(tree);
  }
}

/** `ptep_get(p).pte`: the member of a value that wraps it, where it is no variable's; null for anything else. */
function lowerWrapped(frame: Frame, tree: ExpressionTree): Value | null {
  if (tree.kind !== 'member' || tree.arrow || NAMED.has(tree.object.kind)) return null;
  const value = lowerValue(frame, tree.object);
  const { type } = value;
  if (type.kind === 'integer' && type.wrapper === tree.name.text) return value;
  const what = `a member of what is no variable, of type ${spellType(type)}`;
  frame.session.problems.error(tree.span, { code: 'unsupported', what, why: 'put it into a variable first' });
  return ZERO_VALUE;
}

/** What stands for a variable, or for what a pointer leads to. */
const NAMED: ReadonlySet<ExpressionTree['kind']> = new Set(['name', 'unary', 'index', 'member']);

/** Runs the expression for its effects alone. */
export function lowerEffect(frame: Frame, tree: ExpressionTree): void {
  if (tree.kind === 'call') lowerCall(frame, tree);
  else if (tree.kind === 'indirect-call') lowerIndirectCall(frame, tree);
  else if (tree.kind === 'statements') lowerStatements(frame, tree);
  else if (tree.kind === 'step') stepBy(frame, tree);
  else if (tree.kind === 'binary' && tree.operator === ',') {
    lowerEffect(frame, tree.left);
    frame.code.nextStatement();
    lowerEffect(frame, tree.right);
  } else if (tree.kind === 'conditional') lowerEither(frame, tree);
  else if (tree.kind === 'cast') lowerEffect(frame, tree.operand);
  else if (tree.kind === 'name' && isCallable(tree.name) && !frame.assigned.has(tree.name)) {
    reportNotCalled(frame, tree);
  } else lowerValue(frame, tree);
}

/** `c ? f() : g();`, of which nobody asks the value: it may have none. */
function lowerEither(frame: Frame, tree: ExpressionTree & { readonly kind: 'conditional' }): void {
  const { code } = frame;
  const [otherwise, end] = [code.label(), code.label()];
  lowerBranch(frame, tree.condition, 'zero', otherwise);
  code.nextStatement();
  lowerEffect(frame, tree.then);
  code.jump(end, tree.span);
  code.bind(otherwise);
  code.nextStatement();
  lowerEffect(frame, tree.otherwise);
  code.bind(end);
  code.nextStatement();
}

/** A function that is named where it can only be meant to be called. */
function reportNotCalled(frame: Frame, { name, span }: ExpressionTree & { readonly kind: 'name' }): void {
  const fix = { span: { ...span, start: span.end }, replacement: '()' };
  frame.session.problems.error(span, { code: 'barrier-without-parentheses', name }, { fix });
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
  const probable = likelyOperand(frame, tree);
  if (probable !== null) {
    lowerBranch(frame, probable, sense, label);
    return;
  }
  const connective = tree.kind === 'binary' && (tree.operator === '&&' || tree.operator === '||');
  if (!connective) {
    if (
      tree.kind === 'name' &&
      bindingOf(frame, tree.name) === null &&
      frame.session.functions.has(tree.name)
    ) {
      reportNotCalled(frame, tree);
    }
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

function lowerName(frame: Frame, tree: ExpressionTree & { readonly kind: 'name' }): Value {
  const binding = lookUp(frame, tree.name, tree.span);
  if (binding === null) return ZERO_VALUE;
  return binding.kind === 'value' ? binding.value : loadFrom(frame, binding, tree.span);
}

function lowerUnary(frame: Frame, tree: ExpressionTree & { readonly kind: 'unary' }): Value {
  switch (tree.operator) {
    case '*':
      return loadFrom(frame, memoryAt(lowerValue(frame, tree.operand)), tree.span);
    case '&':
      return lowerAddress(frame, tree);
    default:
      return unary(tree.operator, lowerValue(frame, tree.operand));
  }
}

function lowerAddress(frame: Frame, tree: ExpressionTree & { readonly kind: 'unary' }): Value {
  const { operand } = tree;
  if (operand.kind === 'unary' && operand.operator === '&') {
    const expected = 'a variable, of which the address is taken here';
    frame.session.problems.error(operand.span, { code: 'unexpected', found: '&', expected });
    return ZERO_VALUE;
  }
  const lvalue = lowerLvalue(frame, operand);
  if (lvalue === null) return ZERO_VALUE;
  if (lvalue.kind === 'memory') return { expression: lvalue.address, type: pointerTo(lvalue.type) };
  frame.session.problems.error(tree.span, {
    code: 'unsupported',
    what: 'the address of a local variable',
    why: 'declare it with a type, so that it can be in memory',
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

function lowerCallValue(
  frame: Frame,
  tree: ExpressionTree & { readonly kind: 'call' | 'indirect-call' },
): Value {
  if (tree.kind === 'call') return lowerCall(frame, tree) ?? noValue(frame, tree.span, tree.callee.text);
  return lowerIndirectCall(frame, tree) ?? noValue(frame, tree.span, textOf(tree.callee.span));
}

function noValue(frame: Frame, span: Span, name: string): Value {
  frame.session.problems.error(span, { code: 'no-value', name });
  return ZERO_VALUE;
}

/** What `likely()` is of, unless the test defines it. */
function likelyOperand({ session }: Frame, tree: ExpressionTree): ExpressionTree | null {
  if (tree.kind !== 'call' || !/^(?:un)?likely$/.test(tree.callee.text)) return null;
  return session.functions.has(tree.callee.text) ? null : (tree.arguments[0] ?? null);
}

function lowerCast(frame: Frame, tree: ExpressionTree & { readonly kind: 'cast' }): Value {
  const type = resolveType(frame, tree.type);
  if (type === VOID) {
    lowerEffect(frame, tree.operand);
    return ZERO_VALUE;
  }
  if (tree.operand.kind === 'list') {
    const inner = unwrapped(type, tree.operand);
    if (inner !== null) return { expression: convert(lowerValue(frame, inner), type), type };
    return refuseLiteral(frame, tree.span);
  }
  return { expression: convert(lowerValue(frame, tree.operand), type), type };
}

export function refuseLiteral({ session }: Frame, span: Span): Value {
  session.problems.error(span, { code: 'unsupported', ...COMPOUND_LITERAL });
  return ZERO_VALUE;
}

/** `{ x }` or `{ .pte = x }`, for a type that wraps a number; null for any other. */
export function unwrapped(
  type: CType,
  list: ExpressionTree & { readonly kind: 'list' },
): ExpressionTree | null {
  if (type.kind !== 'integer' || type.wrapper === null || list.items.length !== 1) return null;
  const [{ place, value }] = list.items;
  const [step] = place;
  const isIts = step === undefined || (step.kind === 'field' && step.name.text === type.wrapper);
  return isIts && place.length <= 1 ? value : null;
}
