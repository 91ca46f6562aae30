/**
 * The front end's entry for the assembly dialects: a source to a tree, with every fault that can be told from the text
 * alone. What surrounds the instructions is the same in all dialects and shared with C: header, init block, question. Only
 * the table between them is assembly's own (instruction-table.ts), and old tests' ways of asking (assembly-question.ts).
 */
import { byPosition, type Diagnostic, errorAt } from '../../text/diagnostic.js';
import type { Source } from '../../text/source.js';
import { commentReader } from '../comment.js';
import { Cursor } from '../cursor.js';
import { type Header, parseHeader } from '../header.js';
import { initBlock } from '../init.js';
import { tokenize } from '../lexer.js';
import { QUESTION_WORDS, type Token } from '../tokens.js';
import { assemblyQuestion } from './assembly-question.js';
import type { AssemblyDialect, AssemblyTest } from './assembly-tree.js';
import { beyondReach } from './beyond.js';
import { instructionTable } from './instruction-table.js';
import { joinWords } from './word.js';

/** What parsing gives; as for C there may be a tree beside errors, fit for finding more of them and never to be run. */
export interface ParsedAssembly {
  readonly tree: AssemblyTest | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

const DIALECTS: readonly AssemblyDialect[] = ['AArch64', 'X86', 'X86_64', 'RISCV'];
const WORDS: ReadonlySet<string> = new Set([...QUESTION_WORDS, 'final']);
/** What may stand before the first word of a file: a byte order mark, blanks and comments. */
const FIRST_WORD = /^\uFEFF?(?:\s|\(\*(?:[^*]|\*(?!\)))*\*\)|\/\/.*\n)*(\S+)/;

/** Whether the first word of a text names an assembly dialect. */
export function isAssembly(text: string): boolean {
  const word = FIRST_WORD.exec(text)?.[1];
  return DIALECTS.some((dialect) => dialect === word);
}

/** Parses a whole assembly litmus test. Never throws, whatever the text. */
export function parseAssembly(source: Source): ParsedAssembly {
  const diagnostics: Diagnostic[] = [];
  const tree = parse(source, diagnostics);
  return { tree, diagnostics: diagnostics.sort(byPosition) };
}

function parse(source: Source, diagnostics: Diagnostic[]): AssemblyTest | null {
  const report = (diagnostic: Diagnostic): unknown => diagnostics.push(diagnostic);
  const comments = commentReader(source.text);
  const header = parseHeader(source, comments, report);
  if (header === null) return null;
  const dialect = DIALECTS.find((each) => each === header.dialect);
  if (dialect === undefined) {
    const supported = DIALECTS;
    report(errorAt(header.name.span, { code: 'unsupported-dialect', dialect: header.dialect, supported }));
    return null;
  }
  const body = { start: header.body, end: source.text.length };
  const { tokens, openComment } = tokenize(source, [body], comments);
  if (openComment !== null) {
    report(errorAt(openComment, { code: 'unterminated', what: 'comment' }));
    return null;
  }
  const words = joinWords(tokens, dialect);
  const beyond = beyondReach(words);
  diagnostics.push(...beyond);
  return beyond.length > 0 ? null : parseTokens(source, dialect, header, words, diagnostics);
}

function parseTokens(
  source: Source,
  dialect: AssemblyDialect,
  header: Header,
  tokens: readonly Token[],
  diagnostics: Diagnostic[],
): AssemblyTest | null {
  const cursor = new Cursor(source, tokens, diagnostics, WORDS);
  const { name, title, info } = header;
  reportMissingInit(cursor);
  if (cursor.atEnd) return null;
  const init = cursor.at('{') ? initBlock(cursor) : [];
  cursor.eat(';');
  const threads = instructionTable(cursor);
  const asked = assemblyQuestion(cursor);
  if (cursor.lost || asked === null || threads === null) return null;
  const { locations, filter, condition } = asked;
  if (condition === null && locations.length === 0) {
    cursor.report(cursor.token.span, { code: 'no-condition' });
  }
  return { source, dialect, name, title, info, init, threads, locations, filter, condition };
}

function reportMissingInit(cursor: Cursor): void {
  if (cursor.at('{')) return;
  const { span } = cursor.token;
  const fix = { span: { ...span, end: span.start }, replacement: '{}\n\n' };
  cursor.report(span, { code: 'missing-init', found: cursor.found }, cursor.atEnd ? {} : { fix });
}
