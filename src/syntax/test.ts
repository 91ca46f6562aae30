/** The parser of all dialects: a source to a tree, by the dialect that its first word names. */
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { Source } from '../diagnostic/source.js';
import { isAssembly, parseAssembly } from './assembly/frame.js';
import type { AssemblyTest } from './assembly/tree.js';
import { parseC } from './parse.js';
import type { CTest } from './tree.js';

/** What parsing gives. A tree beside errors is fit for finding more of them, and never to be run. */
export interface ParsedTest {
  readonly tree: CTest | AssemblyTest | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a whole litmus test. Never throws, whatever the text. */
export function parseTest(source: Source): ParsedTest {
  return isAssembly(source.text) ? parseAssembly(source) : parseC(source);
}
