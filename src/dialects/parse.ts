/** The parser of all dialects: a source to a tree, by the dialect that its first word names. */

import type { AssemblyTest } from '../syntax/assembly/assembly-tree.js';
import { isAssembly, parseAssembly } from '../syntax/assembly/parse-assembly.js';
import { parseC } from '../syntax/parse-c.js';
import type { CTest } from '../syntax/tree.js';
import type { Diagnostic } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';

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
