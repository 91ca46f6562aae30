/**
 * The kernel's verdict in a comment, `(* Result: Never *)` or a line ` * Result: Never`. The line that counts is the first that
 * the kernel's script would find, or one in a comment of C's. A word that is no verdict, and a line that was meant to be such
 * a line and has another form, are errors; prose that happens to begin in this way is none.
 */
import { distance } from 'fastest-levenshtein';
import type { Expectations } from '../program/test.js';
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import { headerLines, labelled } from './nearmiss.js';
import type { HeaderAndComments, Remark } from './remark.js';

const WORDS = ['Never', 'Sometimes', 'Always', 'DEADLOCK', 'Maybe'] as const;
/** The kernel's script (tools/memory-model/scripts/judgelitmus.sh): the first line that matches counts, whatever its word. */
const KERNEL_FORM = /^[( ]\* Result: [ \t]*(\S*)(.*)/gm;
const C_FORM = /^Result:[ \t]*(\S*)(.*)/;
/** What people write for a verdict, and what they mean. */
const MEANT: ReadonlyMap<string, (typeof WORDS)[number]> = new Map([
  ['forbid', 'Never'],
  ['forbidden', 'Never'],
  ['allow', 'Sometimes'],
  ['allowed', 'Sometimes'],
  ['required', 'Always'],
]);

/** Of a longer word, only the beginning is looked at. */
const LONGEST = 64;

/** What was read, and what is wrong with it. */
export interface ReadResult {
  readonly kernel: Expectations['kernel'];
  readonly race: boolean;
  /** Where its word stands. */
  readonly resultAt: Span | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** A line that counts: where its word stands, and what follows on the line. */
interface Line {
  readonly word: Span;
  readonly rest: string;
}

/** Reads the result of a text; without `surroundings` in the kernel's form alone. */
export function readResult(source: Source, surroundings: HeaderAndComments | null): ReadResult {
  const kernels = [...source.text.matchAll(KERNEL_FORM)].map(({ index, 0: whole, 1: word, 2: rest }) =>
    lineAt(source, index + whole.length, word, rest),
  );
  const known = new Set(kernels.map(({ word }) => word.start));
  const others = (surroundings?.remarks ?? []).filter(
    ({ start, text }) => !known.has(start + (/^Result: [ \t]*/.exec(text)?.[0].length ?? 0)),
  );
  const lines = [...kernels, ...others.flatMap((each) => ofC(source, each))];
  lines.sort((a, b) => a.word.start - b.word.start);
  const [first] = lines;
  const header = surroundings?.header ?? null;
  const prose = header === null ? [] : headerLines(source, header);
  return {
    kernel: first === undefined ? null : (WORDS.find((word) => word === textOf(first.word)) ?? null),
    race: first !== undefined && /^\s+DATARACE\b/.test(first.rest),
    resultAt: first?.word ?? null,
    diagnostics: [
      ...lines.flatMap(wrongWord),
      ...others.flatMap((remark) => misspelt(source, remark)),
      ...prose.flatMap(({ text, span }) =>
        misspelt(source, { style: 'prose', from: span.start, start: span.start, text }),
      ),
    ],
  };
}

/** The line with that word and that rest, which ends at an offset. */
function lineAt(source: Source, end: number, word: string, rest: string): Line {
  const start = end - rest.length - word.length;
  return { word: { source, start, end: start + word.length }, rest };
}

/** A line of a comment of C's in the kernel's words. */
function ofC(source: Source, { style, start, text }: Remark): readonly Line[] {
  const [whole, word, rest] = C_FORM.exec(text) ?? [];
  if (style !== 'c' || whole === undefined) return [];
  return [lineAt(source, start + whole.length, word, rest)];
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

/** What is wrong with a word that is no verdict: an error, or in a sentence a warning. */
function wrongWord({ word, rest }: Line): readonly Diagnostic[] {
  const text = textOf(word);
  if (WORDS.some((each) => each === text)) return [];
  const [, bare, closing] = /^(.*?)[.,;:!]*(\*+[)/])?$/.exec(text.slice(0, LONGEST)) ?? [text, text];
  const near = verdictNear(bare);
  const suggestion = near === null ? {} : { suggestion: near };
  const found = near === bare ? text : bare;
  const problem = { code: 'bad-result', found, ...suggestion } as const;
  if (near === null && /[A-Za-z]/.test(rest.replace(/^\s+DATARACE\b/, '')))
    return [{ severity: 'warning', span: word, ...problem }];
  const replacement = `${near}${closing === undefined ? '' : ` ${closing}`}`;
  const sure = near !== null && !MEANT.has(bare.toLowerCase());
  return [errorAt(word, problem, sure ? { fix: { span: word, replacement } } : {})];
}

/** The word that was meant, or null. */
function verdictNear(text: string): (typeof WORDS)[number] | null {
  const lower = text.toLowerCase();
  const near = WORDS.find((word) => distance(lower, word.toLowerCase()) <= (word.length > 5 ? 2 : 1));
  return near ?? MEANT.get(lower) ?? null;
}

/** A line of a comment, or of the prose of the header. */
type Written = Omit<Remark, 'style'> & { readonly style: Remark['style'] | 'prose' };

/** `(*Result:Never*)`, `Results: Never`, or in the prose of the header: the kernel's script does not see it. */
function misspelt(source: Source, line: Written): readonly Diagnostic[] {
  const { style, from, start, text } = line;
  const label = labelled(text);
  if (label?.key !== 'Result' || (style === 'c' && C_FORM.test(text))) return [];
  const { word, separator, value } = label;
  const first = /^[\w-]*/.exec(value)?.[0] ?? '';
  const near = verdictNear(first);
  const alone = /^[\w-]*(?:\s+DATARACE)?[.,;]?$/.test(value);
  const capital = word.startsWith('R');
  // "As a result: forbidden by …" is a sentence.
  if (!(near === null ? label.sure && alone && capital : alone || capital)) return [];
  const begin = from + source.text.slice(from, start + 1).search(/\S/);
  const place = { source, start: begin, end: start + word.length + separator.trimEnd().length };
  const found = source.text.slice(place.start, place.end);
  const form = formFor(source, line, near ?? WORDS[0]);
  const problem = { code: 'near-miss', found, expected: form.expected } as const;
  if (near === null || MEANT.has(first.toLowerCase())) return [errorAt(place, problem)];
  const span = { source, start: from, end: start + text.trimEnd().length - value.length + first.length };
  const blank = source.text[span.end] === '*' ? ' ' : '';
  return [errorAt(place, problem, { fix: { span, replacement: form.replacement + blank } })];
}

/** What should stand instead of the line, in words and as text. */
function formFor(
  { text }: Source,
  { style, from, start }: Written,
  verdict: string,
): { readonly expected: string; readonly replacement: string } {
  const plain = (form: string) => ({ expected: `'${form}'`, replacement: form });
  const opening = text.slice(from, start).trim();
  if (style === 'prose') return plain(`(* Result: ${verdict} *)`);
  if (opening.startsWith('//')) return plain(`// Result: ${verdict}`);
  if (opening.startsWith('/*')) return plain(`/* Result: ${verdict}`);
  if (!opening.startsWith('(')) return plain(` * Result: ${verdict}`);
  const form = `(* Result: ${verdict}`;
  if (from === 0 || text[from - 1] === '\n') return plain(form);
  return { expected: `'${form}' at the beginning of a line`, replacement: `\n${form}` };
}
