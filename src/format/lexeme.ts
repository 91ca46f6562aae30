/**
 * A text as what a formatter moves: lexemes, each with the comments before it, and what the author's line breaks were. A line of
 * the preprocessor is one lexeme, since its ends and its blanks mean something.
 */
import { type CommentReader, commentReader, lineEnd } from '../syntax/comment.js';
import { type TextRange, tokenize } from '../syntax/lexer.js';
import type { Token, TokenKind } from '../syntax/tokens.js';
import type { Source } from '../text/source.js';

/** A comment, with its marks. */
export interface CommentPiece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many lines end between it and what stands before it. */
  readonly breaks: number;
}

/** A token, and what stands between it and the one before. */
export interface Lexeme {
  readonly kind: TokenKind | 'directive';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly notes: readonly CommentPiece[];
  /** How many lines end between it and what stands before it, be that a comment. */
  readonly breaks: number;
}

/** Reads comments, and remembers where those are that end. */
export class NotedComments {
  /** From where a comment begins to where it ends. */
  readonly found = new Map<number, number>();
  readonly read: CommentReader;

  constructor(text: string) {
    const reader = commentReader(text);
    this.read = (at, context) => {
      const comment = reader(at, context);
      if (comment.kind === 'closed' && comment.end > at) this.found.set(at, comment.end);
      return comment;
    };
  }

  /** Those in a range, in order. */
  within({ start, end }: TextRange): readonly TextRange[] {
    return [...this.found]
      .map(([from, to]) => ({ start: from, end: to }))
      .filter((each) => each.start >= start && each.end <= end)
      .sort((one, other) => one.start - other.start);
  }
}

/** The lexemes of a range, the last being the end with the comments before it. */
export function lexemesOf(
  source: Source,
  range: TextRange,
  joined: (tokens: readonly Token[]) => readonly Token[] = (tokens) => tokens,
): readonly Lexeme[] {
  const comments = new NotedComments(source.text);
  const tokens = joined(tokenize(source, [range], comments.read).tokens);
  const notes = comments.within(range);
  const lexemes: Lexeme[] = [];
  let behind = range.start;
  let note = 0;
  for (const token of withDirectives(tokens, source, range, notes)) {
    while (note < notes.length && notes[note].start < behind) note += 1;
    const from = note;
    while (note < notes.length && notes[note].end <= token.start) note += 1;
    const before = notes.slice(from, note);
    const parts = [...before, token].map(({ start, end }) => {
      const breaks = source.text.slice(behind, start).split('\n').length - 1;
      behind = end;
      return { text: source.text.slice(start, end), start, end, breaks };
    });
    lexemes.push({ ...token, breaks: parts[before.length].breaks, notes: parts.slice(0, -1) });
  }
  return lexemes;
}

/** A token or a line of the preprocessor, without what stands before it. */
type Word = Pick<Lexeme, 'kind' | 'text' | 'start' | 'end'>;

function withDirectives(
  tokens: readonly Token[],
  { text: whole }: Source,
  range: TextRange,
  notes: readonly TextRange[],
): readonly Word[] {
  const words: Word[] = [];
  let behind = range.start;
  for (const { kind, text, span, opensLine } of tokens) {
    if (kind === 'end') words.push({ kind, text: '', start: range.end, end: range.end });
    else if (span.start < behind) continue;
    else if (text === '#' && opensLine) {
      behind = directiveEnd(whole, span.start, notes);
      const line = whole.slice(span.start, behind).trimEnd();
      words.push({ kind: 'directive', text: line, start: span.start, end: span.start + line.length });
    } else words.push({ kind, text, start: span.start, end: span.end });
  }
  return words;
}

/** The column that an offset stands in, from 0, with a tab at every eighth. */
export function columnAt(text: string, offset: number): number {
  return widthOf(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset));
}

/** How many columns a text fills that begins a line. */
export function widthOf(text: string): number {
  let column = 0;
  for (const character of text) column = character === '\t' ? column + 8 - (column % 8) : column + 1;
  return column;
}

/** Where a directive ends: with its line, unless a backslash or a comment goes on with it. */
function directiveEnd(text: string, start: number, notes: readonly TextRange[]): number {
  let end = lineEnd(text, start);
  while (true) {
    const note = notes.find((each) => each.start < end && each.end > end);
    if (note !== undefined) end = lineEnd(text, note.end);
    else if (text[end - 1] === '\\' && end < text.length) end = lineEnd(text, text.indexOf('\n', end) + 1);
    else return end;
  }
}
