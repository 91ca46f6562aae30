/**
 * Changes of a test, as edits of its text: what is checked is always the text that the reader is shown, never a tree
 * that was bent. Edits of one text refer to that text's own offsets, so that several can be made at once.
 */
import { invariant } from '../text/invariant.js';
import type { Span } from '../text/source.js';

/** Puts `text` in place of the characters from `start` to `end`; an insertion where the two are equal. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An edit of a span. */
export function replace({ start, end }: Pick<Span, 'start' | 'end'>, text: string): Edit {
  return { start, end, text };
}

/** An edit that adds characters. */
export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** The text with all edits made. Insertions at one place keep their order; edits that overlap are a bug. */
export function edited(text: string, edits: readonly Edit[]): string {
  let output = '';
  let copied = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    invariant(edit.start >= copied, 'edits of a test overlap');
    output += text.slice(copied, edit.start) + edit.text;
    copied = edit.end;
  }
  return output + text.slice(copied);
}

/** The line's end that a text uses. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The offset at which the line begins. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The offset behind the line's end, its newline included. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}

/** The blanks with which the line begins. */
export function indentAt(text: string, at: number): string {
  const start = lineStart(text, at);
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? '';
}
