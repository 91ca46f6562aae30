/**
 * Finds what was meant as an expectation and is none: `Expects=`, `Expect:`, `Names:`, `(*Result:Never*)`. herd7 takes any line of
 * the header and any comment, and so does the parser; but a test whose expectation nobody reads passes whatever its
 * verdict is. Other `Key=value` lines, of which published tests have many kinds, and prose mean nothing and are left alone.
 */
import { distance } from 'fastest-levenshtein';
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import type { Header } from './header.js';
import type { Remark } from './remark.js';
import type { Identifier } from './tree.js';

/** The keys that mean something. */
type Key = 'Expect' | 'Names' | 'Result';

/** What a key was meant to be. Where that is not `sure`, the value has to show it. */
export interface Meant {
  readonly key: Key;
  readonly sure: boolean;
}

/** A word, what separates it from the rest of the line, and that rest. */
const LABEL = /^(\w+)([ \t]*[:=][ \t]*|[ \t]+(?=[\w.]+:[\w.]))(.*)$/;
/** `sc:Never`, `pinned:1:r0` */
const ENTRY = /^[\w.]+:[\w.]/;
/** A key that means something, in the middle of a line. */
const INSIDE = /[ \t](?:(Expect|Names)[ \t]*=|(?:\(\*+|\/\*+|\/\/+)[ \t]*Results?[ \t]*:)/;

/** The key that a word is or resembles, or null. */
export function meantBy(word: string): Meant | null {
  const lower = word.toLowerCase();
  if (lower.length < 4 || lower.length > 12) return null;
  if (lower === 'names') return { key: 'Names', sure: true };
  if (lower.startsWith('expect')) return { key: 'Expect', sure: true };
  const result = distance(lower, 'result');
  if (result <= 2) return { key: 'Result', sure: result <= 1 };
  const expect = distance(lower, 'expect');
  if (expect <= 2) return { key: 'Expect', sure: expect <= 1 };
  return distance(lower, 'names') <= 1 ? { key: 'Names', sure: false } : null;
}

/** Takes a line apart, if it begins with a key or what resembles one. */
export function labelled(
  line: string,
): (Meant & { readonly word: string; readonly separator: string; readonly value: string }) | null {
  const [, word, separator, value] = LABEL.exec(line) ?? [];
  const meant = word === undefined ? null : meantBy(word);
  return meant === null ? null : { ...meant, word, separator, value: value.trimEnd() };
}

/** The whole lines of the header that mean nothing, or may mean something else than they say. */
export function headerLines(source: Source, { prose, info }: Header): readonly Identifier[] {
  const keyed = info.map(({ key, value }) => {
    const span = { ...key.span, end: value.span.end };
    return { text: source.text.slice(span.start, span.end), span };
  });
  return [...prose, ...keyed];
}

/** The lines of the header that were meant to be `Expect=` or `Names=`, and comments that have such a line. */
export function misspeltKeys(
  source: Source,
  header: Header,
  remarks: readonly Remark[],
): readonly Diagnostic[] {
  return [
    ...insideText(header.name),
    ...headerLines(source, header).flatMap((line) => [...misspelt(line), ...insideText(line)]),
    ...remarks.flatMap((remark) => commentedOut(source, remark)),
  ];
}

/** `Expects=sc:Never`, and `Expect:` where it is no prose. */
function misspelt({ text, span }: Identifier): readonly Diagnostic[] {
  const label = labelled(text);
  if (label === null || label.key === 'Result') return [];
  const { key, sure, word, separator, value } = label;
  const equals = separator.includes('=');
  if (word === key && equals) return [];
  const plain = sure && (equals || value === '' || /^(?:expects?|names)$/i.test(word));
  const verdict = key === 'Expect' && sure && /^(?:never|sometimes|always)\b/i.test(value);
  if (!plain && !verdict && !ENTRY.test(value)) return [];
  const place = { ...span, end: span.start + word.length + separator.trimEnd().length };
  const fix = {
    span: { ...place, end: span.start + word.length + separator.length },
    replacement: `${key}=`,
  };
  const found = text.slice(0, place.end - span.start);
  return [errorAt(place, { code: 'near-miss', found, expected: `'${key}='` }, { fix })];
}

/** A key behind something else: in the line of the name, of another key, of prose. */
function insideText({ text, span }: Identifier): readonly Diagnostic[] {
  const found = INSIDE.exec(text);
  if (found === null) return [];
  const [whole, key] = found;
  const start = span.start + found.index + 1;
  const place = { ...span, start, end: start + whole.length - 1 };
  const expected = key === undefined ? 'it at the beginning of a line' : 'it on a line of its own';
  return [errorAt(place, { code: 'near-miss', found: whole.trim(), expected })];
}

/** The warning about an expectation in a comment, which may stand there on purpose. */
function commentedOut(source: Source, { text, start }: Remark): readonly Diagnostic[] {
  const label = labelled(text);
  if (label === null || label.key === 'Result' || !label.separator.includes('=')) return [];
  const { key, word, separator, value } = label;
  if (word !== key || !ENTRY.test(value)) return [];
  const span = { source, start, end: start + word.length + separator.trimEnd().length };
  const expected = 'it outside comments, before the init block';
  return [{ severity: 'warning', span, code: 'near-miss', found: `${key}=`, expected }];
}
