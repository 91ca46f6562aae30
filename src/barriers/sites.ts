/** The sites of a test in any dialect. */
import { assemblyDialectOf, type Dialect } from '../dialects/dialect.js';
import { DIALECTS } from '../dialects/index.js';
import { parseTest } from '../dialects/parse.js';
import type { Source } from '../text/source.js';
import { sitesOfAssembly } from './assembly/assembly-sites.js';
import { sitesOfC } from './c/c-sites.js';
import type { Site } from './site.js';

/** The places of a test that order, in the order of the text; none in a text that is no test. */
export function sitesOf(source: Source, dialects: readonly Dialect[] = DIALECTS): readonly Site[] {
  const { tree } = parseTest(source, dialects);
  if (tree === null) return [];
  if (tree.language === 'C') return sitesOfC(tree);
  return sitesOfAssembly(tree, assemblyDialectOf(tree, dialects).orderings);
}
