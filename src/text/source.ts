/**
 * A text that was read and the places in it. Every node of a parsed test keeps its span, so that a complaint
 * made at any later stage can still point at the user's own characters.
 */
import { oneLine } from './one-line.js';

/** One text as the user sees it: `name` is the path as given on the command line, or `<stdin>`. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A half-open range `[start, end)` of a source, in UTF-16 code units from the start of the text. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place for people: line and column both count from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset in a source. */
export function positionAt(source: Source, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = source.text.indexOf('\n'); at !== -1 && at < offset; at = source.text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/** The line that a span begins on, from 1. */
export function lineOf({ source, start }: Span): number {
  return positionAt(source, start).line;
}

/** What stands in a span, on one line and without the semicolon that ends a statement. */
export function textOf({ source, start, end }: Span): string {
  return oneLine(source.text.slice(start, end)).replace(/;$/, '');
}

/** The smallest span that covers both; they must be of one source. */
export function join(first: Span, last: Span): Span {
  return {
    source: first.source,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  };
}
