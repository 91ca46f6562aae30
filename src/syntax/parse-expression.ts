/**
 * C expressions (C11 6.5). Binary operators are a table with precedences, climbed in a loop; everything else is
 * one production a function, from the comma down to the primary.
 */
import { type Span, textOf } from '../text/source.js';
import type { Cursor } from './cursor.js';
import { numberExpression } from './parse-number.js';
import { block, initialiser } from './parse-statement.js';
import { atCast, atTypeAlone, typeName, typeOrExpression } from './parse-type.js';
import { COPY_OF_CPU, copyOfCpu } from './per-cpu.js';
import { isOpenString, KEYWORDS } from './tokens.js';
import type { BinaryOperator, ExpressionTree, UnaryOperator } from './tree.js';

/** C's binary operators; a larger number binds tighter. All associate to the left. */
export const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ...(['*', '/', '%'] as const).map((operator) => [operator, 10] as const),
  ...(['+', '-'] as const).map((operator) => [operator, 9] as const),
  ...(['<<', '>>'] as const).map((operator) => [operator, 8] as const),
  ...(['<', '<=', '>', '>='] as const).map((operator) => [operator, 7] as const),
  ...(['==', '!='] as const).map((operator) => [operator, 6] as const),
  ...([
    ['&', 5],
    ['^', 4],
    ['|', 3],
    ['&&', 2],
    ['||', 1],
  ] as const),
]);

const ASSIGNMENTS: ReadonlySet<string> = new Set([
  '=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '<<=',
  '>>=',
  '&=',
  '|=',
  '^=',
]);
const UNARY: ReadonlySet<string> = new Set(['-', '+', '~', '!', '*', '&']);
const TOO_DEEP = 'the expression';

/** A whole expression, commas included. */
export function expression(cursor: Cursor): ExpressionTree {
  let left = assignment(cursor);
  while (cursor.eat(',')) {
    cursor.link(TOO_DEEP);
    const right = assignment(cursor);
    left = { kind: 'binary', operator: ',', left, right, span: spanning(cursor, left) };
  }
  return left;
}

/** An expression without commas: an argument, an initial value. */
export function assignment(cursor: Cursor): ExpressionTree {
  return cursor.nest(TOO_DEEP, () => {
    const target = conditional(cursor);
    if (!ASSIGNMENTS.has(cursor.token.text)) return target;
    const sign = cursor.next().text.slice(0, -1);
    const operator = sign === '' ? null : (sign as BinaryOperator);
    const value = assignment(cursor);
    return { kind: 'assign', operator, target, value, span: spanning(cursor, target) };
  });
}

/** An expression without assignment: the value of a `case`. */
export function conditional(cursor: Cursor): ExpressionTree {
  const condition = binary(cursor, 1);
  if (cursor.eat('?') === null) return condition;
  const then = expression(cursor);
  cursor.expect(':', "':' of a conditional expression");
  const otherwise = cursor.nest(TOO_DEEP, () => conditional(cursor));
  return { kind: 'conditional', condition, then, otherwise, span: spanning(cursor, condition) };
}

/** Operators that bind at least as tightly as `minimum`. */
function binary(cursor: Cursor, minimum: number): ExpressionTree {
  let left = unary(cursor);
  while (true) {
    const precedence = PRECEDENCE.get(cursor.token.text);
    if (precedence === undefined || precedence < minimum) return left;
    const operator = cursor.next().text as BinaryOperator;
    cursor.link(TOO_DEEP);
    const right = binary(cursor, precedence + 1);
    left = { kind: 'binary', operator, left, right, span: spanning(cursor, left) };
  }
}

function unary(cursor: Cursor): ExpressionTree {
  return cursor.nest(TOO_DEEP, () => {
    const { span } = cursor.token;
    const step = cursor.eatAny('++', '--');
    if (step !== null) {
      const target = unary(cursor);
      return { kind: 'step', operator: sign(step.text), prefix: true, target, span: cursor.since(span) };
    }
    if (cursor.at('sizeof')) return sizeOf(cursor);
    if (cursor.at('&&') && cursor.ahead(1).kind === 'name') {
      const why = 'write a goto, or a switch';
      cursor.fail(span, { code: 'unsupported', what: 'a label as a value', why });
    }
    if (UNARY.has(cursor.token.text)) {
      const operator = cursor.next().text as UnaryOperator;
      const operand = unary(cursor);
      return { kind: 'unary', operator, operand, span: cursor.since(span) };
    }
    return atCast(cursor) ? cast(cursor) : postfix(cursor);
  });
}

/** `(struct pair) { 1, 2 }` is a variable without a name. */
export const COMPOUND_LITERAL = {
  what: 'a compound literal',
  why: 'declare a variable, and give its members their values one by one',
};

function cast(cursor: Cursor): ExpressionTree {
  const { span } = cursor.expect('(');
  const type = typeName(cursor);
  if (cursor.at('[')) cursor.fail(cursor.since(span), { code: 'unsupported', ...COMPOUND_LITERAL });
  cursor.expect(')', "')' after the type of a cast");
  const operand = cursor.at('{') ? initialiser(cursor) : unary(cursor);
  return { kind: 'cast', type, operand, span: cursor.since(span) };
}

/** `sizeof(struct clock)`, `sizeof *p` */
function sizeOf(cursor: Cursor): ExpressionTree {
  const { span } = cursor.expect('sizeof');
  if (atCast(cursor)) {
    cursor.next();
    const operand = typeOrExpression(cursor);
    cursor.expect(')', "')' after the type that 'sizeof' is of");
    return { kind: 'sizeof', operand, span: cursor.since(span) };
  }
  return { kind: 'sizeof', operand: unary(cursor), span: cursor.since(span) };
}

function postfix(cursor: Cursor): ExpressionTree {
  let object = primary(cursor);
  while (true) {
    const suffixed = suffix(cursor, object);
    if (suffixed === null) return object;
    cursor.link(TOO_DEEP);
    object = suffixed;
  }
}

/** One `[…]`, `.name`, `->name`, `++`, `--` or `(…)` behind an expression; null when there is none. */
function suffix(cursor: Cursor, object: ExpressionTree): ExpressionTree | null {
  const operator = cursor.eatAny('[', '.', '->', '++', '--', '(');
  switch (operator?.text) {
    case '[': {
      const index = expression(cursor);
      cursor.expect(']');
      return { kind: 'index', array: object, index, span: spanning(cursor, object) };
    }
    case '.':
    case '->': {
      const name = cursor.identifier("a field's name");
      return { kind: 'member', object, arrow: operator.text === '->', name, span: spanning(cursor, object) };
    }
    case '++':
    case '--':
      return {
        kind: 'step',
        operator: sign(operator.text),
        prefix: false,
        target: object,
        span: spanning(cursor, object),
      };
    case '(':
      return call(cursor, object);
    default:
      return null;
  }
}

function call(cursor: Cursor, callee: ExpressionTree): ExpressionTree {
  const values: ExpressionTree[] = [];
  let message: Span | null = null;
  while (!cursor.at(')')) {
    const text = stringsAt(cursor);
    message ??= text;
    if (text === null) values.push(atTypeAlone(cursor) ? typeOrExpression(cursor) : assignment(cursor));
    if (cursor.eat(',') === null) break;
    if (cursor.at(')')) cursor.unexpected('an argument');
  }
  cursor.expectOrAssume(')', `',' or ')' after an argument of '${textOf(callee.span)}'`);
  const span = spanning(cursor, callee);
  if (callee.kind !== 'name') return { kind: 'indirect-call', callee, arguments: values, span };
  if (callee.name === COPY_OF_CPU && values.length === 2) {
    return { ...copyOfCpu(cursor, values[0], values[1]), span };
  }
  const name = { text: callee.name, span: callee.span };
  return { kind: 'call', callee: name, arguments: values, ...(message !== null && { message }), span };
}

/** Strings that a compiler makes. */
const NAMES_OF_PLACES: ReadonlySet<string> = new Set(['__func__', '__FUNCTION__', '__FILE__']);

/** Eats strings that stand side by side, also behind names as in `KERN_ERR "text"`; null where there are none. */
function stringsAt(cursor: Cursor): Span | null {
  const start = cursor.token.span;
  const isString = (ahead: number): boolean => {
    const { kind, text } = cursor.ahead(ahead);
    return (kind === 'string' && text.startsWith('"')) || NAMES_OF_PLACES.has(text);
  };
  if (!isString(0) && !(cursor.token.kind === 'name' && isString(1))) return null;
  while (isString(0) || cursor.token.kind === 'name') {
    if (isOpenString(cursor.token)) cursor.fail(cursor.token.span, { code: 'unterminated', what: 'string' });
    cursor.next();
  }
  return cursor.since(start);
}

function primary(cursor: Cursor): ExpressionTree {
  const { kind, text, span } = cursor.token;
  if (kind === 'number') return numberExpression(cursor);
  if (text === '_Generic') {
    const why = 'call what it would choose';
    return cursor.fail(span, { code: 'unsupported', what: "'_Generic'", why });
  }
  if (kind === 'string' && text.startsWith("'")) return character(cursor);
  if (kind === 'name' && !KEYWORDS.has(text)) {
    cursor.next();
    return { kind: 'name', name: text, span };
  }
  if (cursor.eat('(') === null) return cursor.unexpected('an expression');
  if (cursor.at('{')) {
    const body = block(cursor);
    cursor.expectOrAssume(')', "')' after a statement expression");
    return { kind: 'statements', body, span: cursor.since(span) };
  }
  const inner = expression(cursor);
  cursor.expectOrAssume(')', "')'");
  return { ...inner, span: cursor.since(span) };
}

const ESCAPES: ReadonlyMap<string, number> = new Map([
  ...(Object.entries({ n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 }) as [string, number][]),
  ...['\\', "'", '"', '?'].map((sign): [string, number] => [sign, sign.charCodeAt(0)]),
]);

/** `'A'`, `'\n'`, `'\0'`: an int. */
function character(cursor: Cursor): ExpressionTree {
  const { text, span } = cursor.next();
  const inner = /^'(.*)'$/s.exec(text)?.[1] ?? '';
  const octal = /^\\([0-7]{1,3})$/.exec(inner)?.[1];
  const hexadecimal = /^\\x([0-9a-fA-F]{1,2})$/.exec(inner)?.[1];
  const escaped = /^\\(.)$/s.exec(inner)?.[1];
  const code =
    (octal && Number.parseInt(octal, 8)) ??
    (hexadecimal && Number.parseInt(hexadecimal, 16)) ??
    (escaped === undefined ? null : ESCAPES.get(escaped)) ??
    (/^[\x20-\x7e]$/.test(inner) ? inner.charCodeAt(0) : null);
  if (typeof code !== 'number') cursor.fail(span, { code: 'bad-number', text });
  return { kind: 'number', value: BigInt.asIntN(8, BigInt(code)), unsigned: false, long: false, span };
}

function spanning(cursor: Cursor, first: ExpressionTree): ExpressionTree['span'] {
  return cursor.since(first.span);
}

function sign(step: string): '+' | '-' {
  return step === '++' ? '+' : '-';
}
