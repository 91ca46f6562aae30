/**
 * C expressions as text, with the parentheses that the grammar (syntax/parse-expression.ts) needs to read the same tree and no others.
 * Each kind has a level, as in C11 6.5; where an operand's level is below what its place takes, it stands in parentheses.
 */
import { unreachable } from '../../text/invariant.js';
import { PRECEDENCE } from '../parse-expression.js';
import type { BinaryOperator, ExpressionTree } from '../tree.js';
import { placed } from './print-init.js';
import { inlineBlock } from './print-statement.js';
import { typeText } from './print-type.js';

const COMMA = 0;
export const ASSIGNMENT = 1;
export const CONDITIONAL = 2;
/** To this a binary operator's precedence is added, which is 1 to 10. */
const BINARY = 2;
const UNARY = 13;
const POSTFIX = 14;
const PRIMARY = 15;

/** An expression in a place that takes what has this level or a higher one: `ASSIGNMENT` for an argument. */
export function expressionText(expression: ExpressionTree, least = COMMA): string {
  const text = bare(expression);
  return levelOf(expression) < least ? `(${text})` : text;
}

function levelOf(expression: ExpressionTree): number {
  switch (expression.kind) {
    case 'name':
    case 'type':
    case 'statements':
    case 'list':
      return PRIMARY;
    case 'call':
    case 'indirect-call':
    case 'index':
    case 'member':
      return POSTFIX;
    case 'step':
      return expression.prefix ? UNARY : POSTFIX;
    case 'unary':
    case 'cast':
    case 'sizeof':
    // A primary in C; but behind a number `.f` would be taken for more of it.
    case 'number':
      return UNARY;
    case 'binary':
      return binaryLevel(expression.operator);
    case 'conditional':
      return CONDITIONAL;
    case 'assign':
      return ASSIGNMENT;
    default:
      return unreachable(expression);
  }
}

function bare(expression: ExpressionTree): string {
  switch (expression.kind) {
    case 'number':
      return `${expression.value}${expression.unsigned ? 'U' : ''}${expression.long ? 'L' : ''}`;
    case 'name':
      return expression.name;
    case 'unary':
      return prefixed(expression.operator, expressionText(expression.operand, UNARY));
    case 'binary':
      return binary(expression);
    case 'assign':
      // The grammar takes more as a target, but only what can be one reads well without parentheses.
      return `${expressionText(expression.target, UNARY)} ${expression.operator ?? ''}= ${expressionText(expression.value, ASSIGNMENT)}`;
    case 'step': {
      const sign = expression.operator.repeat(2);
      return expression.prefix
        ? `${sign}${expressionText(expression.target, UNARY)}`
        : `${expressionText(expression.target, POSTFIX)}${sign}`;
    }
    case 'conditional':
      return conditional(expression);
    case 'call':
      return `${expression.callee.text}(${argumentsText(expression.arguments)})`;
    case 'indirect-call':
      return `${expressionText(expression.callee, POSTFIX)}(${argumentsText(expression.arguments)})`;
    case 'type':
      return typeText(expression.type);
    case 'sizeof':
      return `sizeof(${expressionText(expression.operand)})`;
    case 'statements':
      return `(${inlineBlock(expression.body)})`;
    case 'list':
      return `{ ${expression.items.map(({ place, value }) => placed(place) + expressionText(value, ASSIGNMENT)).join(', ')} }`;
    case 'cast':
      return `(${typeText(expression.type)})${expressionText(expression.operand, UNARY)}`;
    case 'index':
      return `${expressionText(expression.array, POSTFIX)}[${expressionText(expression.index)}]`;
    case 'member':
      return `${expressionText(expression.object, POSTFIX)}${expression.arrow ? '->' : '.'}${expression.name.text}`;
    default:
      return unreachable(expression);
  }
}

function argumentsText(given: readonly ExpressionTree[]): string {
  return given.map((each) => expressionText(each, ASSIGNMENT)).join(', ');
}

/** `-x`, and `- -x`, since `--x` is something else. */
function prefixed(operator: string, operand: string): string {
  const merges = operand.startsWith(operator) && '+-&'.includes(operator);
  return `${operator}${merges ? ' ' : ''}${operand}`;
}

function binary({ operator, left, right }: ExpressionTree & { readonly kind: 'binary' }): string {
  const level = binaryLevel(operator);
  const before = expressionText(left, level);
  const behind = expressionText(right, level + 1);
  if (operator !== ',') return `${before} ${operator} ${behind}`;
  // `(*a, b` may be the beginning of a comment (syntax/comment.ts).
  return `${/^\*+\w+$/.test(before) ? `(${before})` : before}, ${behind}`;
}

function binaryLevel(operator: BinaryOperator): number {
  return operator === ',' ? COMMA : BINARY + (PRECEDENCE.get(operator) ?? 0);
}

function conditional({
  condition,
  then,
  otherwise,
}: ExpressionTree & { readonly kind: 'conditional' }): string {
  const parts = [
    expressionText(condition, CONDITIONAL + 1),
    expressionText(then, ASSIGNMENT),
    expressionText(otherwise, CONDITIONAL),
  ];
  return `${parts[0]} ? ${parts[1]} : ${parts[2]}`;
}
