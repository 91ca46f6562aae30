/** `switch`: a chain of comparisons that jump to the cases, which stand in the body as they are written. */
import type { StatementTree } from '../syntax/tree.js';
import { childStatements } from '../syntax/visit.js';
import type { Label } from './draft.js';
import { type Frame, nested } from './frame.js';
import { lowerValue } from './lower-expression.js';
import { lowerStatement } from './lower-statement.js';
import { binary, convert, type Value } from './value.js';

type Case = StatementTree & { readonly kind: 'case' };

/** Emits the comparisons, then the body. */
export function lowerSwitch(frame: Frame, statement: StatementTree & { readonly kind: 'switch' }): void {
  const { code } = frame;
  const end = code.label();
  code.nextStatement();
  const value = hold(frame, lowerValue(frame, statement.value), statement);
  const labels = new Map<StatementTree, Label>();
  let otherwise = end;
  for (const each of casesIn(statement.body)) {
    const label = code.label();
    labels.set(each, label);
    if (each.value === null) otherwise = label;
    else code.branch(matches(frame, value, each.value, each.last), 'nonzero', label, each.value.span);
  }
  code.jump(otherwise, statement.span);
  lowerStatement({ ...nested(frame), breakTo: end, cases: labels }, statement.body);
  code.bind(end);
}

/** `case 3:`, and `case 1 ... 5:` */
function matches(
  frame: Frame,
  value: Value,
  first: NonNullable<Case['value']>,
  last: NonNullable<Case['value']> | null,
): Value {
  if (last === null) return binary('==', value, lowerValue(frame, first));
  const isWithin = binary('<=', value, lowerValue(frame, last));
  return binary('&', binary('>=', value, lowerValue(frame, first)), isWithin);
}

/** A `case` in the body of its switch. */
export function lowerCase(frame: Frame, statement: Case): void {
  const label = frame.cases?.get(statement);
  if (label === undefined) {
    const keyword = statement.value === null ? 'default' : 'case';
    frame.session.problems.error(statement.span, { code: 'stray-jump', keyword });
  } else frame.code.bind(label);
  lowerStatement(frame, statement.statement);
}

/** The value in a temporary of its own, since the chain asks it many times. */
function hold(frame: Frame, value: Value, statement: StatementTree & { readonly kind: 'switch' }): Value {
  if (value.expression.kind === 'constant' || value.expression.kind === 'register') return value;
  const register = frame.code.temporary();
  frame.code.set(register, convert(value, value.type), statement.value.span);
  return { expression: { kind: 'register', register }, type: value.type };
}

/** The cases of this switch, not those of a switch inside it. */
function casesIn(body: StatementTree): readonly Case[] {
  const inside = body.kind === 'switch' ? [] : childStatements(body).flatMap(casesIn);
  return body.kind === 'case' ? [body, ...inside] : inside;
}
