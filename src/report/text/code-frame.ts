/**
 * The user's lines around a span, with the span underlined. Drawn by @babel/code-frame, which knows nothing of widths
 * and tabs: the lines are made plain and cut around the span before it sees them.
 */
import { type BabelCodeFrameOptions, codeFrameColumns } from '@babel/code-frame';
import { positionAt, type Span } from '../../text/source.js';
import { visible } from '../../text/visible.js';

/** How a frame is drawn. */
export interface FrameStyle {
  readonly colour: boolean;
  readonly width: number;
  /** The number of lines to show before and behind the span. */
  readonly context: number;
}

const TAB = 4;
/** What stays visible before the span when a long line is cut. */
const LEAD = 10;
/** Where nothing else bounds it, a line longer than this would be no help: some texts are a single line. */
const WIDEST = 400;

/** The lines of the frame; none where the source has no text, or the span's line is empty. */
export function frame(span: Span, { colour, width, context }: FrameStyle): string[] {
  const lines = span.source.text.split('\n');
  const { line, column } = positionAt(span.source, span.start);
  const raw = lines[line - 1] ?? '';
  if (raw.trim() === '') return [];
  const first = Math.max(1, line - context);
  const last = Math.min(lines.length, line + context);
  const start = plain(raw.slice(0, column - 1)).length;
  const marked = plain(raw.slice(0, column - 1 + span.end - span.start)).length - start;
  // The gutter is `> 12 | `; the marker of a span behind the line's end needs one column more.
  const room = Math.max(Math.min(width, WIDEST) - String(last).length - 5, LEAD * 2);
  const shift = start + Math.min(marked, room - LEAD) < room ? 0 : start - LEAD;
  const shown = lines
    .slice(first - 1, last)
    .map((text, index) => cut(plain(text), first + index === line ? shift : 0, room));
  const from = start - shift + 1;
  const to = Math.min(from + Math.max(marked, 1), room + 1);
  const location = { start: { line, column: from }, end: { line, column: to } };
  // Its types do not know of `startLine`.
  const options: BabelCodeFrameOptions & { startLine: number } = {
    startLine: first,
    linesAbove: context,
    linesBelow: context,
    highlightCode: colour,
    forceColor: colour,
  };
  return codeFrameColumns(shown.join('\n'), location, options).split('\n');
}

/** A line with tabs as blanks, and with characters that a terminal would obey escaped. */
function plain(line: string): string {
  const [first, ...parts] = line.replace(/\r$/, '').split('\t').map(visible);
  return parts.reduce((text, part) => text + ' '.repeat(TAB - (text.length % TAB)) + part, first);
}

/** The part of a line from `shift` on that fits, with an ellipsis where something is left out. */
function cut(line: string, shift: number, room: number): string {
  const rest = shift > 0 && line.length > shift ? `…${line.slice(shift + 1)}` : line.slice(shift);
  return rest.length > room ? `${rest.slice(0, room - 1)}…` : rest;
}
