/** The whole front end: a source to a test. */
import { byPosition, hasErrors } from '../diagnostic/diagnostic.js';
import type { Source } from '../diagnostic/source.js';
import { parseC } from '../syntax/parse.js';
import { type Lowered, lowerC } from './lower.js';

/** Parses and lowers; where the text has faults and still gave a tree, the tree's faults are found too. */
export function loadTest(source: Source): Lowered {
  const parsed = parseC(source);
  if (parsed.tree === null) return { test: null, diagnostics: parsed.diagnostics };
  const lowered = lowerC(parsed.tree);
  const diagnostics = [...parsed.diagnostics, ...lowered.diagnostics].sort(byPosition);
  return { test: hasErrors(diagnostics) ? null : lowered.test, diagnostics };
}
