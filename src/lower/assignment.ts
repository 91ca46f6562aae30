/** Assignment: `=`, `+=` and its kin, `++` and `--`. */
import { C_INT, type CType, type Structure } from '../kernel/c-type.js';
import type { Binary } from '../program/expression.js';
import type { BinaryOperator, ExpressionTree } from '../syntax/tree.js';
import type { Frame } from './frame.js';
import { lowerValue, refuseLiteral } from './lower-expression.js';
import { lowerLvalue } from './lvalue.js';
import { loadFrom, storeTo } from './plain-access.js';
import { binary, constant, type Value, ZERO_VALUE } from './value.js';

/** `x = 1`, `x += 1` */
export function lowerAssign(frame: Frame, tree: ExpressionTree & { readonly kind: 'assign' }): Value {
  const lvalue = lowerLvalue(frame, tree.target);
  if (lvalue === null) {
    lowerValue(frame, tree.value);
    return ZERO_VALUE;
  }
  if (lvalue.type.kind === 'structure') return refuseWhole(frame, tree, lvalue.type);
  if (tree.operator === null) {
    const value = lowerValue(frame, tree.value);
    if (lvalue.kind === 'local') checkParameter(frame, tree, lvalue.type, value);
    return storeTo(frame, lvalue, value, tree.span);
  }
  const old = loadFrom(frame, lvalue, tree.target.span);
  const value = binary(arithmetic(tree.operator), old, lowerValue(frame, tree.value));
  return storeTo(frame, lvalue, value, tree.span);
}

/** `*a = *b` of structures is a copy of its members, in some order. */
function refuseWhole(
  frame: Frame,
  { target, value, span }: ExpressionTree & { readonly kind: 'assign' },
  type: Structure,
): Value {
  if (value.kind === 'cast' && value.operand.kind === 'list') return refuseLiteral(frame, value.span);
  const text = ({ span: { source, start, end } }: ExpressionTree): string => source.text.slice(start, end);
  const member = type.fields[0]?.name ?? 'member';
  const [to, from] = [target, value].map((each) => memberText(text(each), member));
  frame.session.problems.error(span, {
    code: 'unsupported',
    what: `the assignment of a whole ${type.name}`,
    why: `assign its members one by one, such as ${to} = ${from}`,
  });
  return ZERO_VALUE;
}

/** `*p` and a member as `p->member`. */
function memberText(object: string, member: string): string {
  return /^\*\w+$/.test(object) ? `${object.slice(1)}->${member}` : `${object}.${member}`;
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

/** `++x`, `x--` as a value. */
export function lowerStep(frame: Frame, tree: ExpressionTree & { readonly kind: 'step' }): Value {
  const { old, updated } = stepBy(frame, tree, tree.prefix ? 'discard old' : 'keep old');
  return tree.prefix ? updated : old;
}

/** Adds or subtracts 1. A register's old value is copied first when it is needed. */
export function stepBy(
  frame: Frame,
  tree: ExpressionTree & { readonly kind: 'step' },
  mode: 'keep old' | 'discard old' = 'discard old',
): { readonly old: Value; readonly updated: Value } {
  const lvalue = lowerLvalue(frame, tree.target);
  if (lvalue === null) return { old: ZERO_VALUE, updated: ZERO_VALUE };
  let old = loadFrom(frame, lvalue, tree.span);
  if (lvalue.kind === 'local' && mode === 'keep old') {
    const register = frame.code.temporary();
    frame.code.set(register, old.expression, tree.span);
    old = { expression: { kind: 'register', register }, type: old.type };
  }
  const one: Value = { expression: constant(1), type: C_INT };
  return { old, updated: storeTo(frame, lvalue, binary(tree.operator, old, one), tree.span) };
}
