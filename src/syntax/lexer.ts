/**
 * Text to tokens. The lexer never fails: a character that begins no token becomes a `stray` token, and the parser
 * complains where it meets it. Only a comment without an end is reported from here, because everything after
 * it would be a false complaint.
 */
import type { Source, Span } from '../diagnostic/source.js';
import type { CommentReader } from './comment.js';
import { endToken, SYMBOLS, type Token, type TokenKind } from './tokens.js';

/** A part of a source, `[start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The tokens of some parts of a source, the last being `end`; `openComment` is where a comment begins that never ends. */
export interface Lexed {
  readonly tokens: readonly Token[];
  readonly openComment: Span | null;
}

const BLANK = /(?:\s|\\\r?\n)+/y;
const NAME = /[A-Za-z_$][\w$]*/y;
/** Takes in what C's preprocessor would call a number, so that `2x` or `0xg1` is one bad number. */
const NUMBER = /\d[\w.]*/y;
const STRING = /"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?/y;
/** A run of one kind of nonsense is one token: one complaint. */
const STRAY = /[^\s\w(){}[\];"'#/*+\-=<>&|!~^%?:,.\\$]+|[\s\S]/y;

/** Reads the given parts of a source, in order, as one stream of tokens. */
export function tokenize(source: Source, ranges: readonly Range[], comments: CommentReader): Lexed {
  const tokens: Token[] = [];
  for (const range of ranges) {
    const openComment = readRange(source, range, comments, tokens);
    if (openComment !== null) return { tokens: [...tokens, endToken(source)], openComment };
  }
  return { tokens: [...tokens, endToken(source)], openComment: null };
}

function readRange(source: Source, range: Range, comments: CommentReader, tokens: Token[]): Span | null {
  const { text } = source;
  let opensLine = true;
  let at = range.start;
  while (at < range.end) {
    const blank = match(BLANK, text, at);
    if (blank !== null) {
      opensLine ||= blank.replaceAll(/\\\r?\n/g, '').includes('\n');
      at += blank.length;
      continue;
    }
    const comment = comments(at, mayBeginStatement(tokens.at(-1)) ? 'statement' : 'expression');
    if (comment.kind === 'open') return { source, start: at, end: at + 2 };
    if (comment.kind === 'closed') {
      opensLine ||= text.slice(at, comment.end).includes('\n');
      at = comment.end;
      continue;
    }
    const [kind, word] = readToken(text, at);
    tokens.push({ kind, text: word, span: { source, start: at, end: at + word.length }, opensLine });
    opensLine = false;
    at += word.length;
  }
  return null;
}

function readToken(text: string, at: number): [TokenKind, string] {
  const name = match(NAME, text, at);
  if (name !== null) return ['name', name];
  const number = match(NUMBER, text, at);
  if (number !== null) return ['number', number];
  const string = match(STRING, text, at);
  if (string !== null) return ['string', string];
  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at));
  if (symbol !== undefined) return ['symbol', symbol];
  return ['stray', match(STRAY, text, at) ?? text[at]];
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function mayBeginStatement(previous: Token | undefined): boolean {
  return previous === undefined || [';', '{', '}', ')', ']'].includes(previous.text);
}
