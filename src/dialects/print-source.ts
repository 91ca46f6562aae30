/** From the text of a test to its canonical text: what `pinlitmus print` does with a file. */

import { printTest } from '../syntax/print/print-test.js';
import { type Diagnostic, hasErrors } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { visibleLines } from '../text/visible.js';
import type { Dialect } from './dialect.js';
import { DIALECTS } from './index.js';
import { parseTest } from './parse.js';

/** A canonical text, or null for what is no test; the errors say why. */
export interface Printed {
  readonly text: string | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Prints a test as it is read, in canonical form and without its comments. Only the grammar is looked at: what a name
 * means, or whether it means anything, does not matter. Control characters, which only names, titles and strings can hold
 * here, are escaped: the text may go to a terminal, and is the same wherever it goes.
 */
export function printSource(source: Source, dialects: readonly Dialect[] = DIALECTS): Printed {
  const { tree, diagnostics } = parseTest(source, dialects);
  return {
    text: tree === null || hasErrors(diagnostics) ? null : visibleLines(printTest(tree)),
    diagnostics,
  };
}
