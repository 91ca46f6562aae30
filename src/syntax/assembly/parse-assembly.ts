/**
 * The parser of the assembly dialects: a source to a tree, with every error that the text alone shows. What surrounds the
 * instructions is the same in all dialects and shared with C: the header, the init block, the question. Assembly has of its
 * own the table between them (parse-table.ts) and the questions of old tests (parse-assembly-question.ts).
 */
import { byPosition, type Diagnostic, errorAt } from '../../text/diagnostic.js';
import type { Source } from '../../text/source.js';
import { commentReader } from '../comment.js';
import { Cursor } from '../cursor.js';
import { codeRanges, type Header, parseHeader } from '../header.js';
import { tokenize } from '../lexer.js';
import { initBlock } from '../parse-init.js';
import { QUESTION_WORDS, type Token } from '../tokens.js';
import type { AssemblyTest } from './assembly-tree.js';
import { beyondReach } from './beyond.js';
import { assemblyQuestion } from './parse-assembly-question.js';
import { instructionTable } from './parse-table.js';
import { joinWords } from './word.js';

/** What parsing gives. As for C, a tree beside errors serves to find more of them, and is never run. */
export interface ParsedAssembly {
  readonly tree: AssemblyTest | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

const WORDS: ReadonlySet<string> = new Set([...QUESTION_WORDS, 'final']);
/** What of a dialect the parser must know. */
export interface AssemblyWords {
  /** Whether words may be herd7's symbolic registers, `%a`. */
  readonly hasSymbolicRegisters: boolean;
}

/** Parses a whole assembly litmus test. Never throws, whatever the text. */
export function parseAssembly(source: Source, words: AssemblyWords): ParsedAssembly {
  const diagnostics: Diagnostic[] = [];
  const tree = parse(source, words, diagnostics);
  return { tree, diagnostics: diagnostics.sort(byPosition) };
}

function parse(
  source: Source,
  { hasSymbolicRegisters }: AssemblyWords,
  diagnostics: Diagnostic[],
): AssemblyTest | null {
  const report = (diagnostic: Diagnostic): unknown => diagnostics.push(diagnostic);
  const comments = commentReader(source.text);
  const header = parseHeader(source, 'assembly', comments, report);
  if (header === null) return null;
  const { tokens, openComment } = tokenize(source, codeRanges(source, header), comments);
  if (openComment !== null) {
    report(errorAt(openComment, { code: 'unterminated', what: 'comment' }));
    return null;
  }
  const words = joinWords(tokens, hasSymbolicRegisters);
  const beyond = beyondReach(words);
  diagnostics.push(...beyond);
  return beyond.length > 0 ? null : parseTokens(source, header, words, diagnostics);
}

function parseTokens(
  source: Source,
  header: Header,
  tokens: readonly Token[],
  diagnostics: Diagnostic[],
): AssemblyTest | null {
  const cursor = new Cursor(source, tokens, diagnostics, WORDS);
  const { dialect, name, title, info } = header;
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
  return {
    source,
    language: 'assembly',
    dialect,
    name,
    title,
    info,
    init,
    threads,
    locations,
    filter,
    condition,
  };
}

function reportMissingInit(cursor: Cursor): void {
  if (cursor.at('{')) return;
  const { span } = cursor.token;
  const fix = { span: { ...span, end: span.start }, replacement: '{}\n\n' };
  cursor.report(span, { code: 'missing-init', found: cursor.found }, cursor.atEnd ? {} : { fix });
}
