/** The slots of a test in any dialect. */
import { assemblyDialectOf, type Dialect } from '../dialects/dialect.js';
import { DIALECTS } from '../dialects/index.js';
import { parseTest } from '../dialects/parse.js';
import type { Source } from '../text/source.js';
import { slotsOfAssembly } from './assembly/assembly-slots.js';
import { slotsOfC } from './c/c-slots.js';
import type { Slot } from './slot.js';

/** What may be changed in a test, in the order of the text; nothing in a text that is no test. */
export function slotsOf(source: Source, dialects: readonly Dialect[] = DIALECTS): readonly Slot[] {
  const { tree } = parseTest(source, dialects);
  if (tree === null) return [];
  if (tree.language === 'C') return slotsOfC(tree);
  return slotsOfAssembly(tree, assemblyDialectOf(tree, dialects).orderings);
}
