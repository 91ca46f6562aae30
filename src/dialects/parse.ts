/** The parser of all dialects: a source to a tree, by the dialect that its first word names. */

import { kernelDefinition } from '../kernel/definitions/index.js';
import type { AssemblyTest } from '../syntax/assembly/assembly-tree.js';
import { parseAssembly } from '../syntax/assembly/parse-assembly.js';
import { commentReader } from '../syntax/comment.js';
import { modelsExpected } from '../syntax/expectation.js';
import { firstWord, type Header, parseHeader } from '../syntax/header.js';
import { parseC } from '../syntax/parse-c.js';
import type { CTest } from '../syntax/tree.js';
import type { Diagnostic } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { type Dialect, dialectNamed, modelsToRun } from './dialect.js';
import { DIALECTS } from './index.js';
import { unknownDialect } from './unknown-dialect.js';

/** What parsing gives. A tree beside errors serves to find more of them, and is never run. */
export interface ParsedTest {
  readonly tree: CTest | AssemblyTest | null;
  /** The tree whatever had to be skipped, for editors. */
  readonly partial: CTest | AssemblyTest | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The dialect of a text; null where its first word names none. */
export function dialectOf(source: Source, dialects: readonly Dialect[] = DIALECTS): Dialect | null {
  const word = firstWord(source, commentReader(source.text), () => undefined);
  return word === null ? null : dialectNamed(word.text, dialects);
}

/** The head of a text; null for what is no test. */
export function headerOf(source: Source, dialects: readonly Dialect[] = DIALECTS): Header | null {
  const dialect = dialectOf(source, dialects);
  return dialect && parseHeader(source, dialect.language, commentReader(source.text), () => undefined);
}

/** The names of the models that a text asks for by its dialect and its expectations, as far as its head tells. */
export function ownModels(source: Source): readonly string[] {
  const dialect = dialectOf(source);
  if (dialect === null) return [];
  const expects = /^[ \t]*Expect[ \t]*=/m.test(source.text);
  return modelsToRun(dialect, expects ? modelsExpected(headerOf(source)?.info ?? []) : []);
}

/** What a test is called; null for what is no test. */
export function headingOf(source: Source): { readonly name: string; readonly title: string | null } | null {
  const header = headerOf(source);
  return header && { name: header.name.text, title: header.title };
}

/** Parses a whole litmus test. Never throws, whatever the text. */
export function parseTest(source: Source, dialects: readonly Dialect[] = DIALECTS): ParsedTest {
  const diagnostics: Diagnostic[] = [];
  const word = firstWord(source, commentReader(source.text), (each) => diagnostics.push(each));
  if (word === null) return { tree: null, partial: null, diagnostics };
  const dialect = dialectNamed(word.text, dialects);
  if (dialect === null) return { tree: null, partial: null, diagnostics: [unknownDialect(word, dialects)] };
  if (dialect.language === 'C') return parseC(source, kernelDefinition);
  return parseAssembly(source, { hasSymbolicRegisters: dialect.instructions.spare.length > 0 });
}
