/** What the parts of a header are: the first line, the title, and the lines that say what the author expects. */

import { entriesOf } from '../syntax/expectation.js';
import type { Header } from '../syntax/header.js';
import type { Identifier, InfoLine } from '../syntax/tree.js';
import { type MarkKind, plainMark, type TextMark } from './mark.js';
import { threadOf } from './mark-c.js';

/** What a register or location of a header is called in the code. */
export type NameInHeader = (
  name: string,
  thread: string | null,
) => { readonly kind: MarkKind; readonly name: string };

/** The marks of a header. */
export function marksOfHeader(text: string, header: Header, nameOf: NameInHeader): readonly TextMark[] {
  const { dialect, name, title, info, prose } = header;
  const at = text.lastIndexOf(dialect, name.span.start - 1);
  const marks = [
    plainMark('dialect', { start: at, end: at + dialect.length }, dialect),
    markOf('test-name', name),
  ];
  const quoted = title === null ? -1 : text.indexOf(`"${title}`, name.span.end);
  if (title !== null && quoted !== -1) {
    const close = text[quoted + 1 + title.length] === '"' ? 1 : 0;
    marks.push(plainMark('title', { start: quoted, end: quoted + 1 + title.length + close }, title));
  }
  for (const line of info) marks.push(...inInfo(line, nameOf));
  for (const line of prose) marks.push(markOf('prose', line));
  return marks;
}

function markOf(kind: MarkKind, { text, span }: Identifier): TextMark {
  return plainMark(kind, span, text);
}

function inInfo(line: InfoLine, nameOf: NameInHeader): readonly TextMark[] {
  const key = line.key.text;
  if (key !== 'Expect' && key !== 'Names')
    return [markOf('header-key', line.key), markOf('prose', line.value)];
  return [markOf('header-key', line.key), ...entriesOf(line).flatMap((entry) => inEntry(key, entry, nameOf))];
}

function inEntry(
  key: 'Expect' | 'Names',
  { text, span }: Identifier,
  nameOf: NameInHeader,
): readonly TextMark[] {
  const colon = text.indexOf(':');
  const middle = span.start + (colon === -1 ? text.length : colon);
  const label = text.slice(0, middle - span.start);
  const first = plainMark(
    key === 'Expect' ? 'model' : 'observable-label',
    { start: span.start, end: middle },
    label,
  );
  if (colon === -1) return [first];
  const rest = text.slice(colon + 1);
  const start = middle + 1;
  if (key === 'Expect') return [first, plainMark('verdict', { start, end: span.end }, rest)];
  const [, number, name] = /^(?:(P?\d+):)?[*[&]?(\w+)/.exec(rest) ?? [];
  if (name === undefined) return [first];
  const thread = number === undefined ? null : threadOf(number);
  const from = start + rest.indexOf(name, number === undefined ? 0 : number.length + 1);
  const mark = nameOf(name, thread);
  return [first, { ...mark, start: from, end: from + name.length, scope: thread ?? '', declares: false }];
}
