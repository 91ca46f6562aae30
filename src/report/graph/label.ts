/** The labels of a graph's boxes and arrows. They are short, so that columns stay beside each other. */

import type { Diagram, DiagramEdge } from '../../explain/explanation.js';
import { visibleLines } from '../../text/visible.js';
import { wrapped } from '../text/layout.js';

/** The longest text of a box. */
const LONGEST = 44;
/** How wide the name of an arrow within a thread is. */
const NAME = 36;
/** Where a text is shortened: it keeps its beginning, which says what is done, and its end, which often says to what. */
const KEPT_BEFORE = 0.6;

/** A text of at most 44 characters, with an ellipsis for its middle. */
export function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const before = Math.round((LONGEST - 1) * KEPT_BEFORE);
  const after = LONGEST - 1 - before;
  return `${text.slice(0, before).trimEnd()}…${text.slice(-after).trimStart()}`;
}

/** The name of an arrow, and why it is there; what the name says already is not said again. */
export function nameLines({ relation, reason }: DiagramEdge): readonly string[] {
  const more = reason.replace(/^(?:address|data|control) dependency(?:, )?/, '').trim();
  return [relation, ...wrapped(more, NAME)];
}

/** `P0:23` for what P0 does on line 23, `P0:23 (2)` for what it does there next; in the order of the events. */
export function namesOf({ events, threads }: Diagram): readonly string[] {
  return events.map(({ thread, line, id }) => {
    const before = events.filter((other) => other.thread === thread && other.line === line && other.id < id);
    return `${threads[thread]}:${line}${before.length === 0 ? '' : ` (${before.length + 1})`}`;
  });
}

/**
 * Text within XML, HTML or one of Graphviz's HTML-like labels. What a terminal or a page would obey is escaped; what else
 * XML cannot hold becomes U+FFFD.
 */
export function escaped(text: string): string {
  return visibleLines(text)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
