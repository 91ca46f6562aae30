/**
 * Text to tokens. The lexer never fails: a character that begins no token becomes a `stray` token, and the parser
 * complains where it meets it. Only a comment without an end is reported from here, because everything after
 * it would be a false complaint.
 */

import { invariant } from '../text/invariant.js';
import type { Source, Span } from '../text/source.js';
import type { Comment, CommentReader } from './comment.js';
import { endToken, SYMBOLS, type Token, type TokenKind } from './tokens.js';

/** A part of a source, `[start, end)`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The tokens of some parts of a source, the last being `end`; `openComment` is where a comment begins that never ends. */
export interface Lexed {
  readonly tokens: readonly Token[];
  readonly openComment: Span | null;
}

/** What a piece of text can be: the characters that may begin it, and all that then belongs to it. */
interface Piece {
  readonly kind: TokenKind | 'blank';
  readonly first: RegExp;
  readonly whole: RegExp;
}

/** Longest first, as `SYMBOLS` is. */
const SYMBOL = new RegExp(SYMBOLS.map((each) => each.replaceAll(/[^#]/g, '\\$&')).join('|'), 'y');

/** In the order in which they are tried. */
const PIECES: readonly Piece[] = [
  // No pattern repeats an alternation: V8 keeps a stack entry for each iteration, and millions of them exhaust its stack.
  { kind: 'blank', first: /[\s\\]/, whole: /\s+|\\\r?\n/y },
  { kind: 'name', first: /[A-Za-z_$]/, whole: /[\w$]+/y },
  // Takes in what C's preprocessor would call a number, so that `2x` or `0xg1` is one bad number.
  { kind: 'number', first: /\d/, whole: /[\w.]+/y },
  { kind: 'string', first: /["']/, whole: /["']/y },
  { kind: 'symbol', first: /[^\w\s"'$]/, whole: SYMBOL },
  // A run of one kind of nonsense is one token: one complaint.
  { kind: 'stray', first: /[\s\S]/, whole: /[^\s\w(){}[\];"'#/*+\-=<>&|!~^%?:,.\\$]+|[\s\S]/y },
];

/** What may end a string, or keep what follows from doing so. */
const STRING_STOP = /["'\\\r\n]/g;

const begunBy = (character: string): readonly Piece[] => PIECES.filter(({ first }) => first.test(character));

/** For each of ASCII's characters, what may begin with it. */
const BEGUN = Array.from({ length: 128 }, (_, code) => begunBy(String.fromCharCode(code)));
const BEYOND_ASCII = PIECES.filter(({ kind }) => kind === 'blank' || kind === 'stray');

/** A line end that no backslash removes. */
const LINE_END = /(?<!\\\r?)\n/;

/** Reads the given parts of a source, in order, as one stream of tokens. */
export function tokenize(source: Source, ranges: readonly TextRange[], comments: CommentReader): Lexed {
  const tokens: Token[] = [];
  let openComment: Span | null = null;
  for (const range of ranges) {
    openComment = readRange(source, range, comments, tokens);
    if (openComment !== null) break;
  }
  tokens.push(endToken(source));
  return { tokens, openComment };
}

function readRange(source: Source, range: TextRange, comments: CommentReader, tokens: Token[]): Span | null {
  const { text } = source;
  let opensLine = true;
  for (let at = range.start; at < range.end; ) {
    const comment = commentAt(text, at, comments, tokens);
    if (comment?.kind === 'open') return { source, start: at, end: at + 2 };
    if (comment?.kind === 'closed') {
      opensLine ||= text.slice(at, comment.end).includes('\n');
      at = comment.end;
      continue;
    }
    const { kind, whole } = pieceAt(text, at);
    const word = text.slice(at, kind === 'string' ? stringEnd(text, at) : whole.lastIndex);
    if (kind === 'blank') opensLine ||= LINE_END.test(word);
    else {
      tokens.push({ kind, text: word, span: { source, start: at, end: at + word.length }, opensLine });
      opensLine = false;
    }
    at += word.length;
  }
  return null;
}

/** Asks for a comment only where one could begin. */
function commentAt(text: string, at: number, comments: CommentReader, tokens: Token[]): Comment | null {
  if (text[at] !== '(' && text[at] !== '/') return null;
  return comments(at, mayBeginStatement(tokens.at(-1)) ? 'statement' : 'expression');
}

/** The piece that stands at an offset; its `whole` has been matched there. */
function pieceAt(text: string, at: number): Piece {
  for (const piece of BEGUN[text.charCodeAt(at)] ?? BEYOND_ASCII) {
    piece.whole.lastIndex = at;
    if (piece.whole.test(text)) return piece;
  }
  invariant(false, 'a stray character is a piece');
}

/** Where a string ends that begins at an offset: behind its quote, or at the end of the line without one. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; ) {
    STRING_STOP.lastIndex = at;
    const stop = STRING_STOP.exec(text);
    if (stop === null) return text.length;
    const { index } = stop;
    if (text[index] === text[start]) return index + 1;
    if (/[\r\n]/.test(text[index])) return index;
    // A backslash escapes the character behind it, but no line end.
    if (text[index] === '\\' && !/./.test(text[index + 1] ?? '')) return index;
    at = index + (text[index] === '\\' ? 2 : 1);
  }
  return text.length;
}

function mayBeginStatement(previous: Token | undefined): boolean {
  return previous === undefined || [';', '{', '}', ')', ']'].includes(previous.text);
}
