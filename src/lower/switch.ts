/** `switch`: a chain of comparisons that jump to the cases, which stand in the body as they are written. */
import type { ExpressionTree, StatementTree } from '../syntax/tree.js';
import { childStatements } from '../syntax/visit.js';
import { type Span, textOf } from '../text/source.js';
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
  const taken: Range[] = [];
  for (const each of casesIn(statement.body)) {
    const label = code.label();
    labels.set(each, label);
    if (each.value === null) {
      const { start } = each.span;
      if (otherwise !== end) reportSecond(frame, { ...each.span, end: start + 'default'.length });
      otherwise = label;
      continue;
    }
    const range = rangeOf(frame, each.value, each.last ?? each.value);
    if (range === null) continue;
    if (taken.some((other) => overlap(range, other))) reportSecond(frame, each.value.span);
    taken.push(range);
    code.branch(matches(value, range), 'nonzero', label, each.value.span);
  }
  code.jump(otherwise, statement.span);
  lowerStatement({ ...nested(frame), breakTo: end, cases: labels }, statement.body);
  code.bind(end);
}

/** The numbers of a case, of which most have one. */
interface Range {
  readonly first: Value;
  readonly last: Value;
}

/** `3`, or `1 ... 5`; null, and reported, where these are no constants. */
function rangeOf(frame: Frame, first: ExpressionTree, last: ExpressionTree): Range | null {
  const [low, high] = [first, last].map((tree) => {
    const value = lowerValue(frame, tree);
    if (value.expression.kind === 'constant') return value;
    const found = textOf(tree.span);
    frame.session.problems.error(tree.span, { code: 'unexpected', found, expected: 'a constant expression' });
    return null;
  });
  return low === null || high === null ? null : { first: low, last: high };
}

function matches(value: Value, { first, last }: Range): Value {
  if (numberOf(first) === numberOf(last)) return binary('==', value, first);
  return binary('&', binary('>=', value, first), binary('<=', value, last));
}

function overlap(one: Range, other: Range): boolean {
  return numberOf(one.first) <= numberOf(other.last) && numberOf(other.first) <= numberOf(one.last);
}

function numberOf({ expression }: Value): bigint {
  return expression.kind === 'constant' ? expression.value : 0n;
}

function reportSecond(frame: Frame, span: Span): void {
  const twice = { code: 'duplicate-name', name: textOf(span), first: 'a case', second: 'a case' } as const;
  frame.session.problems.error(span, twice);
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
