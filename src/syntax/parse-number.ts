/** Integer literals, with C's bases, suffixes and types (C11 6.4.4.1). */
import type { Cursor } from './cursor.js';
import type { ExpressionTree, NumberLiteral } from './tree.js';

type NumberExpression = Extract<ExpressionTree, { kind: 'number' }>;

const LITERAL = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)([uU]?(?:ll?|LL?)?|(?:ll?|LL?)[uU]?)$/;
/** What most literals look like: decimal, and an `int`. */
const SMALL = /^(?:0|[1-9]\d{0,8})$/;
const OCTAL = /^0[0-7]+$/;

/** Reads a literal with its type; a malformed one is reported and counts as 0. */
export function numberExpression(cursor: Cursor): NumberExpression {
  const { text, span } = cursor.next();
  if (SMALL.test(text)) return { kind: 'number', value: BigInt(text), unsigned: false, long: false, span };
  const [, digits, suffix] = LITERAL.exec(text) ?? [];
  const value = digits === undefined ? null : parseDigits(digits);
  if (value === null || value >= 1n << 64n) {
    cursor.report(span, { code: 'bad-number', text });
    return { kind: 'number', value: 0n, unsigned: false, long: false, span };
  }
  return { kind: 'number', value, ...typeOf(value, /^[1-9]/.test(digits), suffix.toLowerCase()), span };
}

/** Reads a number with an optional sign, as init values and conditions have it. */
export function signedNumber(cursor: Cursor, expected: string): NumberLiteral {
  const first = cursor.token.span;
  const sign = cursor.eatAny('-', '+');
  if (cursor.token.kind !== 'number') cursor.unexpected(expected);
  const { value } = numberExpression(cursor);
  return { value: sign?.text === '-' ? -value : value, span: cursor.since(first) };
}

function parseDigits(digits: string): bigint | null {
  if (!/^0\d/.test(digits)) return BigInt(digits);
  return OCTAL.test(digits) ? BigInt(`0o${digits.slice(1)}`) : null;
}

/** The first of int, unsigned, long, unsigned long that holds the value; unsigned only if the literal is not decimal. */
function typeOf(value: bigint, decimal: boolean, suffix: string): { unsigned: boolean; long: boolean } {
  const unsigned = suffix.includes('u');
  const long = suffix.includes('l');
  const mayBeUnsigned = unsigned || !decimal;
  if (!long && !unsigned && value < 1n << 31n) return { unsigned: false, long: false };
  if (!long && mayBeUnsigned && value < 1n << 32n) return { unsigned: true, long: false };
  return { unsigned: unsigned || value >= 1n << 63n, long: true };
}
