/**
 * The head of a file: its name, the title, what is said in keys, with the names of states and the expectation last, then an empty
 * line and what else there is in the author's order. Prose stays as it is.
 */

import type { Language } from '../program/test.js';
import { codeRanges, type Header, parseHeader } from '../syntax/header.js';
import type { TextRange } from '../syntax/lexer.js';
import type { Source } from '../text/source.js';
import { columnAt, NotedComments } from './lexeme.js';
import { shifted } from './line-writer.js';

/** What the head consists of besides its name. */
interface HeadPart extends TextRange {
  readonly what: 'title' | 'key' | 'prose' | 'code' | 'comment';
  /** The key, of information. */
  readonly key: string;
}

/** Parts that stand on a line together, with how many lines end before them. */
interface HeadLine {
  readonly parts: readonly HeadPart[];
  readonly breaks: number;
}

/** Keys that come last, in this order. */
const LAST_KEYS: readonly string[] = ['Names', 'Expect'];

/** The lines of the head; `code` lays out what the head has of C. */
export function headLines(
  source: Source,
  header: Header,
  language: Language,
  code: (range: TextRange) => string,
): readonly string[] {
  const { before, behind } = partsOf(source, header, language);
  const text = (part: HeadPart): string => partText(source, part, code);
  const named = `${header.dialect} ${header.name.text}`;
  const first = behind.findIndex(({ breaks }) => breaks > 0);
  const sameLine = first === -1 ? behind : behind.slice(0, first);
  const lines = first === -1 ? [] : behind.slice(first);
  const isLast = (line: HeadLine): boolean =>
    line.parts.length === 1 && LAST_KEYS.includes(line.parts[0].key);
  const isTitle = (line: HeadLine): boolean => line.parts.length === 1 && line.parts[0].what === 'title';
  const rest = lines.filter((line) => !isLast(line) && !isTitle(line));
  const leading = rest.findIndex(({ parts }) => parts.some(({ what }) => what !== 'key'));
  const keys = leading === -1 ? rest : rest.slice(0, leading);
  const last = LAST_KEYS.flatMap((key) => lines.filter((line) => isLast(line) && line.parts[0].key === key));
  const lineText = ({ parts }: HeadLine): string => parts.map(text).join(' ');
  const nameLine = [named, ...sameLine.flatMap(({ parts }) => parts.map(text))].join(' ');
  const top = [...lines.filter(isTitle), ...keys, ...last].map(lineText);
  const others = leading === -1 ? [] : rest.slice(leading);
  return [
    ...gapped(before, lineText),
    ...(before.length > 0 && behindGap(source, before, header) ? [''] : []),
    nameLine,
    ...top,
    ...(others.length > 0 && (others[0].breaks > 1 || others[0].parts[0].what === 'comment') ? [''] : []),
    ...gapped(others, lineText),
  ];
}

/** Lines with an empty one between where the author has any, and around what takes several. */
function gapped(lines: readonly HeadLine[], text: (line: HeadLine) => string): readonly string[] {
  const texts = lines.map(text);
  const isLong = (index: number): boolean =>
    lines[index].parts[0].what === 'code' && /^(?!#).*\n/.test(texts[index]);
  return lines.flatMap(({ breaks }, index) => {
    const parted = index > 0 && (breaks > 1 || isLong(index) || isLong(index - 1));
    return [...(parted ? [''] : []), texts[index]];
  });
}

/** Whether an empty line parts what stands before the name from it. */
function behindGap({ text }: Source, before: readonly HeadLine[], { name }: Header): boolean {
  const end = before[before.length - 1].parts[before[before.length - 1].parts.length - 1].end;
  return text.slice(end, name.span.start).split('\n').length > 2;
}

function partText(source: Source, part: HeadPart, code: (range: TextRange) => string): string {
  if (part.what === 'code') return code(part);
  const text = source.text.slice(part.start, part.end);
  if (part.what === 'comment') return shifted(text, columnAt(source.text, part.start), 0).join('\n');
  return part.what === 'key' ? text.replace(/^([\w.-]+)[ \t]*=[ \t]*/, '$1=').trimEnd() : text.trimEnd();
}

/** The lines before the name, and those behind it. */
function partsOf(
  source: Source,
  header: Header,
  language: Language,
): { readonly before: readonly HeadLine[]; readonly behind: readonly HeadLine[] } {
  const comments = new NotedComments(source.text);
  parseHeader(source, language, comments.read, () => undefined);
  const code = codeRanges(source, header).slice(0, -1);
  const nameEnd = header.name.span.end;
  const none = { key: '' };
  const known: readonly HeadPart[] = [
    ...header.info.map(
      ({ key, value }) =>
        ({ what: 'key', key: key.text, start: key.span.start, end: value.span.end }) as const,
    ),
    ...header.prose.map(
      ({ span }) => ({ what: 'prose', start: span.start, end: span.end, ...none }) as const,
    ),
    ...code.map((range) => ({ what: 'code', ...range, ...none }) as const),
    ...comments
      .within({ start: 0, end: header.body })
      .filter(({ start }) => !code.some((range) => start >= range.start && start < range.end))
      .map((range) => ({ what: 'comment', ...range, ...none }) as const),
  ];
  const sorted = known.toSorted((one, other) => one.start - other.start);
  const before = sorted.filter(({ start }) => start < header.name.span.start);
  const behind = sorted.filter(({ start }) => start >= nameEnd);
  return {
    before: linesOf(source, before, 0),
    behind: linesOf(source, withTitle(source, behind, nameEnd, header.body), nameEnd),
  };
}

/** Adds what the header keeps no place of: the title, and what no dialect reads. */
function withTitle(
  source: Source,
  parts: readonly HeadPart[],
  from: number,
  to: number,
): readonly HeadPart[] {
  const all: HeadPart[] = [];
  let at = from;
  for (const part of [...parts, { what: 'prose', key: '', start: to, end: to } as const]) {
    for (const found of source.text.slice(at, part.start).matchAll(/\S.*/g)) {
      const start = at + found.index;
      const what = found[0].startsWith('"') ? 'title' : 'prose';
      all.push({ what, key: '', start, end: start + found[0].trimEnd().length });
    }
    if (part.end > part.start) all.push(part);
    at = part.end;
  }
  return all;
}

function linesOf({ text }: Source, parts: readonly HeadPart[], from: number): readonly HeadLine[] {
  const lines: { parts: HeadPart[]; breaks: number }[] = [];
  let at = from;
  for (const part of parts) {
    const breaks = text.slice(at, part.start).split('\n').length - 1;
    const last = lines.at(-1);
    if (breaks === 0 && last !== undefined) last.parts.push(part);
    else lines.push({ parts: [part], breaks });
    at = part.end;
  }
  return lines;
}
