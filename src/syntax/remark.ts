/**
 * The comments of a text, line by line and without their marks: authors write down there what they expect. Only a text that
 * seems to hold such a line is read this way, since it is read once more from the beginning.
 */
import type { Language } from '../program/test.js';
import type { Source } from '../text/source.js';
import { type CommentReader, commentReader } from './comment.js';
import { codeRanges, type Header, parseHeader } from './header.js';
import { type TextRange, tokenize } from './lexer.js';
import type { Token } from './tokens.js';

/** A line of a comment. */
export interface Remark {
  /** Whether the comment is herd7's, `(* … *)`, or C's. */
  readonly style: 'herd' | 'c';
  /** Where the line begins: with the comment's mark where it opens, else at the line's own beginning. */
  readonly from: number;
  /** Where its text begins, behind marks and blanks. */
  readonly start: number;
  readonly text: string;
}

/** What stands around the code of a test. */
export interface HeaderAndComments {
  /** Null when the text has no head of a test. */
  readonly header: Header | null;
  readonly remarks: readonly Remark[];
}

/** Reads the head of a text in that language, and all its comments. */
export function surroundingsOf(source: Source, language: Language): HeaderAndComments {
  const { header, comments } = lexicalParts(source, language);
  return { header, remarks: comments.flatMap(({ start, end }) => linesOf(source.text, start, end)) };
}

/** A text as far as it can be read without its grammar, whatever is wrong with it. */
export interface LexicalParts {
  /** Null when the text has no head of a test; then there is nothing else. */
  readonly header: Header | null;
  /** In the order of the text. */
  readonly comments: readonly TextRange[];
  /** The code, the last token being its end. */
  readonly tokens: readonly Token[];
}

/** Reads the head of a text in that language, the tokens of its code, and all its comments. */
export function lexicalParts(source: Source, language: Language): LexicalParts {
  const comments = new Map<number, number>();
  const reader = commentReader(source.text);
  const recording: CommentReader = (at, context) => {
    const comment = reader(at, context);
    if (comment.kind === 'closed') comments.set(at, comment.end);
    return comment;
  };
  const header = parseHeader(source, language, recording, () => undefined);
  if (header === null) return { header, comments: [], tokens: [] };
  const { tokens, openComment } = tokenize(source, codeRanges(source, header), recording);
  if (openComment !== null) comments.set(openComment.start, source.text.length);
  const sorted = [...comments].sort(([a], [b]) => a - b);
  return { header, comments: sorted.map(([start, end]) => ({ start, end })), tokens };
}

const OPENING = /^(?:\(\*+|\/\*+|\/\/+)[ \t]*/;
const STARS = /^[ \t]*\**[ \t]*/;

function linesOf(text: string, start: number, end: number): readonly Remark[] {
  const style = text[start] === '(' ? 'herd' : 'c';
  const remarks: Remark[] = [];
  let from = start;
  for (const line of text.slice(start, end).split('\n')) {
    const mark = (from === start ? OPENING : STARS).exec(line)?.[0].length ?? 0;
    remarks.push({ style, from, start: from + mark, text: withoutEnd(line.slice(mark)) });
    from += line.length + 1;
  }
  return remarks;
}

/** A line without the mark that ends its comment. */
function withoutEnd(line: string): string {
  const text = line.trimEnd();
  if (!text.endsWith('*)') && !text.endsWith('*/')) return text;
  let end = text.length - 1;
  while (text[end - 1] === '*') end -= 1;
  return text.slice(0, end).trimEnd();
}
