/**
 * A test in the house's layout: what `pinlitmus fmt` does with a file. Only what stands between the words changes, blanks, line
 * breaks and the order of the header's lines, so that comments and the author's spelling stay. What was laid out is read again,
 * and where it does not say the same as before, the text stays as it is.
 */

import { type Dialect, dialectNamed } from '../dialects/dialect.js';
import { DIALECTS } from '../dialects/index.js';
import { parseTest } from '../dialects/parse.js';
import { joinWords } from '../syntax/assembly/word.js';
import { commentReader } from '../syntax/comment.js';
import { type Header, parseHeader } from '../syntax/header.js';
import type { TextRange } from '../syntax/lexer.js';
import { type Diagnostic, hasErrors } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { layOutC } from './c-layout.js';
import { headLines } from './head-format.js';
import { lexemesOf } from './lexeme.js';
import { LineWriter, type Placing } from './line-writer.js';
import { placeQuestion } from './question-layout.js';
import { saysTheSame } from './same-reading.js';
import { placeInit, tableLines } from './table-format.js';

/** A text that was laid out; null where it was not, and why. */
export interface FormattedSource {
  readonly text: string | null;
  /** Whether it reads, and yet no layout of it was found that reads the same. */
  readonly unfaithful: boolean;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A text in the house's layout; a text that cannot be read stays as it is. */
export function formatLitmus(text: string): string {
  return formatSource({ name: 'given.litmus', text }).text ?? text;
}

/** Lays out a test. Only the grammar is looked at, as for `print`. */
export function formatSource(source: Source, dialects: readonly Dialect[] = DIALECTS): FormattedSource {
  const { tree, diagnostics } = parseTest(source, dialects);
  if (tree === null || hasErrors(diagnostics)) return { text: null, unfaithful: false, diagnostics };
  const dialect = dialectNamed(tree.dialect, dialects);
  const plain = { ...source, text: source.text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') };
  const text = dialect && laidOut(plain, dialect);
  const again = text === null ? null : parseTest({ ...source, text }, dialects);
  const faithful = again?.tree && !hasErrors(again.diagnostics) && saysTheSame(tree, again.tree);
  return { text: faithful ? text : null, unfaithful: !faithful, diagnostics };
}

function laidOut(source: Source, dialect: Dialect): string | null {
  const header = parseHeader(source, dialect.language, commentReader(source.text), () => undefined);
  if (header === null) return null;
  const body = { start: header.body, end: source.text.length };
  const types = typesOf(source, header);
  const code = (range: TextRange): string => cText(source, range, types);
  const head = headLines(source, header, dialect.language, code);
  const rest =
    dialect.language === 'C' ? code(body) : assemblyText(source, body, dialect.instructions.spare.length > 0);
  return `${head.join('\n')}\n\n${rest.trimEnd()}\n`;
}

function cText(source: Source, range: TextRange, types: ReadonlySet<string>): string {
  const lexemes = lexemesOf(source, range);
  return new LineWriter(source.text).write(lexemes, layOutC(lexemes, types));
}

/** The names that a `typedef` of the file makes. */
function typesOf({ text }: Source, header: Header): ReadonlySet<string> {
  const code = text.slice(header.name.span.end).replaceAll(/\{[^{}]*\}/g, ' ');
  const found = code.matchAll(/\btypedef\b[^;]*?\b(\w+)\s*(?:\[[^\]]*\]\s*)*;/g);
  return new Set([...found].map(([, name]) => name));
}

function assemblyText(source: Source, body: TextRange, symbolic: boolean): string {
  const lexemes = lexemesOf(source, body, (tokens) => joinWords(tokens, symbolic));
  const init: readonly Placing[] = lexemes[0].text === '{' ? placeInit(lexemes) : [];
  const block = lexemes.slice(0, init.length);
  let at = init.length;
  const parts = [new LineWriter(source.text).write(block, init)];
  if (lexemes[at].text === ';') {
    parts[0] += ';';
    at += 1;
  }
  const table = tableLines(source, lexemes.slice(at));
  parts.push(table.text);
  at += table.taken;
  const asked = lexemes.slice(at);
  const commands = asked.findIndex(({ text }) => text === '<<');
  const question = commands === -1 ? asked : [...asked.slice(0, commands), endAt(asked[commands])];
  parts.push(questionText(source, question));
  if (commands !== -1) parts.push(source.text.slice(asked[commands].start).replaceAll(/[ \t]+$/gm, ''));
  return parts.filter((part) => part.trim() !== '').join('\n\n');
}

function endAt<L extends { readonly kind: unknown; readonly text: string }>(lexeme: L): L {
  return { ...lexeme, kind: 'end', text: '' };
}

function questionText(source: Source, lexemes: ReturnType<typeof lexemesOf>): string {
  const placings: Placing[] = [];
  placeQuestion(lexemes, placings);
  return new LineWriter(source.text).write(lexemes, placings);
}
