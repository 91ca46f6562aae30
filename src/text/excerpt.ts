/** Where a span stands in its source and what is there, as reports show it. */
import { positionAt, type Span } from './source.js';

/** The source text of a span, on one line. */
export function textOf(span: Span): string {
  return oneLine(span.source.text.slice(span.start, span.end));
}

/**
 * The source text of an access: with the local that takes its value, which its span leaves out where the port needs more
 * instructions for it, so that the same access reads the same on every machine.
 */
export function accessText(span: Span): string {
  const { text } = span.source;
  const start = /^[ \t]*;/.test(text.slice(span.end)) ? assignedFrom(text, span.start) : span.start;
  return textOf({ ...span, start });
}

/** Where `r0 = ` begins that stands before an offset; the offset where nothing of the kind does. */
function assignedFrom(text: string, offset: number): number {
  // Backwards by hand: a pattern would be tried from each character of a text that may be long.
  const back = (from: number, over: RegExp): number => {
    let at = from;
    while (at > 0 && over.test(text[at - 1])) at -= 1;
    return at;
  };
  const sign = back(offset, /[ \t]/) - 1;
  if (text[sign] !== '=') return offset;
  const end = back(sign, /[ \t]/);
  const start = back(end, /[\w.>[\]-]/);
  return start === end ? offset : start;
}

/** The line that a span begins on, from 1. */
export function lineOf(span: Span): number {
  return positionAt(span.source, span.start).line;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/;$/, '');
}
