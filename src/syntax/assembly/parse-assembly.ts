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
  /** The tree whatever was skipped, for editors; null where the table has no head. */
  readonly partial: AssemblyTest | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING = { tree: null, partial: null };
/** Words with which the question of an assembly test begins. */
export const ASSEMBLY_QUESTION_WORDS: ReadonlySet<string> = new Set([...QUESTION_WORDS, 'final']);
/** What of a dialect the parser must know. */
export interface AssemblyWords {
  /** Whether words may be herd7's symbolic registers, `%a`. */
  readonly hasSymbolicRegisters: boolean;
}

/** Parses a whole assembly litmus test. Never throws, whatever the text. */
export function parseAssembly(source: Source, words: AssemblyWords): ParsedAssembly {
  const diagnostics: Diagnostic[] = [];
  const trees = parse(source, words, diagnostics);
  return { ...trees, diagnostics: diagnostics.sort(byPosition) };
}

function parse(
  source: Source,
  { hasSymbolicRegisters }: AssemblyWords,
  diagnostics: Diagnostic[],
): Omit<ParsedAssembly, 'diagnostics'> {
  const report = (diagnostic: Diagnostic): unknown => diagnostics.push(diagnostic);
  const comments = commentReader(source.text);
  const header = parseHeader(source, 'assembly', comments, report);
  if (header === null) return NOTHING;
  const { tokens, openComment } = tokenize(source, codeRanges(source, header), comments);
  if (openComment !== null) {
    report(errorAt(openComment, { code: 'unterminated', what: 'comment' }));
    return NOTHING;
  }
  const words = joinWords(tokens, hasSymbolicRegisters);
  const beyond = beyondReach(words);
  diagnostics.push(...beyond);
  return beyond.length > 0 ? NOTHING : parseTokens(source, header, words, diagnostics);
}

function parseTokens(
  source: Source,
  header: Header,
  tokens: readonly Token[],
  diagnostics: Diagnostic[],
): Omit<ParsedAssembly, 'diagnostics'> {
  const cursor = new Cursor(source, tokens, diagnostics, ASSEMBLY_QUESTION_WORDS);
  const { dialect, name, title, info } = header;
  reportMissingInit(cursor);
  if (cursor.atEnd) return NOTHING;
  const init = cursor.at('{') ? initBlock(cursor) : [];
  cursor.eat(';');
  const threads = instructionTable(cursor);
  const asked = assemblyQuestion(cursor);
  if (threads === null) return NOTHING;
  const { locations, filter, condition } = asked ?? { locations: [], filter: null, condition: null };
  if (!cursor.lost && condition === null && locations.length === 0) {
    cursor.report(cursor.token.span, { code: 'no-condition' });
  }
  const partial: AssemblyTest = {
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
  return { tree: cursor.lost ? null : partial, partial };
}

function reportMissingInit(cursor: Cursor): void {
  if (cursor.at('{')) return;
  const { span } = cursor.token;
  const fix = { span: { ...span, end: span.start }, replacement: '{}\n\n' };
  cursor.report(span, { code: 'missing-init', found: cursor.found }, cursor.atEnd ? {} : { fix });
}
