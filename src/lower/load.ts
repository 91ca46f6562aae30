/** The whole front end: a source to a test, by the dialect that its first word names. */
import { byPosition, type Diagnostic, hasErrors } from '../diagnostic/diagnostic.js';
import type { Source } from '../diagnostic/source.js';
import { isAssembly, parseAssembly } from '../syntax/assembly/frame.js';
import { parseC } from '../syntax/parse.js';
import { lowerAssembly } from './assembly/lower.js';
import { type Lowered, lowerC } from './lower.js';

/** Parses and lowers; where the text has faults and still gave a tree, the tree's faults are found too. */
export function loadTest(source: Source): Lowered {
  return isAssembly(source.text) ? load(parseAssembly(source), lowerAssembly) : load(parseC(source), lowerC);
}

interface Parsed<Tree> {
  readonly tree: Tree | null;
  readonly diagnostics: readonly Diagnostic[];
}

function load<Tree>(parsed: Parsed<Tree>, lower: (tree: Tree) => Lowered): Lowered {
  if (parsed.tree === null) return { test: null, diagnostics: parsed.diagnostics };
  const lowered = lower(parsed.tree);
  const diagnostics = [...parsed.diagnostics, ...lowered.diagnostics].sort(byPosition);
  return { test: hasErrors(diagnostics) ? null : lowered.test, diagnostics };
}
