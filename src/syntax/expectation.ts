/**
 * What a file says about its own outcome: `Result:` in a comment, as the kernel's tests have it, `Expect=` and `Names=`
 * lines in the header. Also the edit behind `--update`, which touches the `Expect=` line and no other byte.
 */
import { distance } from 'fastest-levenshtein';
import { type Diagnostic, errorAt } from '../diagnostic/diagnostic.js';
import type { Span } from '../diagnostic/source.js';
import type { Expectations, Observation } from '../program/test.js';
import { commentReader, lineEnd } from './comment.js';
import { operand } from './condition.js';
import { Cursor } from './cursor.js';
import { type Header, parseHeader } from './header.js';
import { tokenize } from './lexer.js';
import type { ConditionOperand, CTest, Identifier, InfoLine } from './tree.js';

/** `PageWriteback:0:wb`: a label, and the register or location that it names. */
export interface NameTree {
  readonly label: Identifier;
  readonly place: Extract<ConditionOperand, { kind: 'register' | 'place' | 'content' }>;
}

/** What was read, and the entries that are malformed. */
export interface ReadExpectations {
  readonly expectations: Expectations;
  readonly names: readonly NameTree[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One word of an information line, with its place. */
type Entry = Identifier;

const OBSERVATIONS = ['Never', 'Sometimes', 'Always'] as const;
const KERNEL_RESULTS = [...OBSERVATIONS, 'DEADLOCK', 'Maybe'] as const;
/** The kernel's script: the first line that matches counts, whatever its word. */
const RESULT = /^[( ]\* Result: [ \t]*(\S*)/m;

/** Reads the expectations and names of a test; `models` are the names that `Expect=` may use. */
export function readExpectations(
  tree: Pick<CTest, 'info' | 'source'>,
  models: readonly string[],
): ReadExpectations {
  const diagnostics: Diagnostic[] = [];
  const expected = new Map<string, Observation>();
  const names: NameTree[] = [];
  for (const line of tree.info) {
    if (line.key.text === 'Expect') {
      for (const entry of entries(line)) readExpected(entry, models, expected, diagnostics);
    } else if (line.key.text === 'Names') {
      for (const entry of entries(line)) readName(entry, names, diagnostics);
    }
  }
  const word = RESULT.exec(tree.source.text)?.[1];
  const kernel = KERNEL_RESULTS.find((result) => result === word) ?? null;
  return { expectations: { models: expected, kernel }, names, diagnostics };
}

/** The text with these verdicts in its `Expect=` line: corrected in place, or added behind the header's last line. */
export function withExpect(text: string, verdicts: ReadonlyMap<string, Observation>): string {
  const source = { name: '', text };
  const header = parseHeader(source, commentReader(text), () => undefined);
  if (header === null || verdicts.size === 0) return text;
  const lines = header.info.filter((line) => line.key.text === 'Expect');
  if (lines.length === 0) return insertLine(text, header, `Expect=${[...verdicts].map(spell).join(' ')}`);
  return correct(text, lines, verdicts);
}

function readExpected(
  entry: Entry,
  models: readonly string[],
  expected: Map<string, Observation>,
  diagnostics: Diagnostic[],
): void {
  const [model, word, ...rest] = entry.text.split(':');
  const verdict = OBSERVATIONS.find((observation) => observation === word);
  const complain = (expectation: string): unknown =>
    diagnostics.push(malformed('Expect', entry, expectation));
  if (word === undefined || rest.length > 0) complain("a model and a verdict, such as 'sc:Never'");
  else if (!models.includes(model)) complain(oneOf('a model', models, model));
  else if (verdict === undefined) complain(oneOf('a verdict', OBSERVATIONS, word));
  else if (expected.has(model)) complain(`'${model}' only once`);
  else expected.set(model, verdict);
}

function readName(entry: Entry, names: NameTree[], diagnostics: Diagnostic[]): void {
  const colon = entry.text.indexOf(':');
  const label = { text: entry.text.slice(0, colon), span: { ...entry.span, end: entry.span.start + colon } };
  const place = colon > 0 ? readPlace({ ...entry.span, start: label.span.end + 1 }) : null;
  const complain = (expectation: string): unknown => diagnostics.push(malformed('Names', entry, expectation));
  if (place === null) complain("a name and what it names, such as 'pinned:1:r0' or 'flags:page.flags'");
  else if (names.some((name) => name.label.text === label.text)) complain(`'${label.text}' only once`);
  else names.push({ label, place });
}

/** Reads a place with the grammar of conditions, in a part of the header. */
function readPlace(span: Span): NameTree['place'] | null {
  const { source } = span;
  const { tokens } = tokenize(source, [span], () => ({ kind: 'none' }));
  const faults: Diagnostic[] = [];
  const cursor = new Cursor(source, tokens, faults);
  const place = cursor.recover(
    () => operand(cursor),
    () => cursor.skipAll(),
  );
  if (place === null || faults.length > 0 || !cursor.atEnd) return null;
  return place.kind === 'number' || place.kind === 'address' ? null : place;
}

/** The words of a line's value. */
function entries(line: InfoLine): Entry[] {
  const { text, span } = line.value;
  return [...text.matchAll(/\S+/g)].map((match) => {
    const start = span.start + match.index;
    return { text: match[0], span: { ...span, start, end: start + match[0].length } };
  });
}

function malformed(key: string, entry: Entry, expected: string): Diagnostic {
  return errorAt(entry.span, { code: 'bad-header', key, found: entry.text, expected });
}

/** "a verdict (Never, Sometimes or Always); did you mean 'Never'?" */
function oneOf(what: string, words: readonly string[], found: string): string {
  const near = words.find((word) => distance(word.toLowerCase(), found.toLowerCase()) <= word.length / 3);
  const hint = near === undefined ? '' : `; did you mean '${near}'?`;
  return `${what} (${words.slice(0, -1).join(', ')} or ${words.at(-1)})${hint}`;
}

/** Replaces the verdicts that differ where they stand, and appends the models that are not mentioned. */
function correct(
  text: string,
  lines: readonly InfoLine[],
  verdicts: ReadonlyMap<string, Observation>,
): string {
  const missing = new Map(verdicts);
  let output = '';
  let copied = 0;
  const replace = (start: number, end: number, replacement: string): void => {
    output += text.slice(copied, start) + replacement;
    copied = end;
  };
  for (const entry of lines.flatMap(entries)) {
    const model = entry.text.split(':', 1)[0];
    const verdict = verdicts.get(model);
    if (verdict !== undefined && missing.delete(model))
      replace(entry.span.start, entry.span.end, spell([model, verdict]));
  }
  const { end } = lines[lines.length - 1].value.span;
  const blank = /\s|=/.test(text[end - 1]) ? '' : ' ';
  if (missing.size > 0) replace(end, end, blank + [...missing].map(spell).join(' '));
  return output + text.slice(copied);
}

function insertLine(text: string, header: Header, line: string): string {
  const at = lineEnd(text, header.end);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return text.slice(0, at) + newline + line + text.slice(at);
}

function spell([model, verdict]: [string, Observation]): string {
  return `${model}:${verdict}`;
}
