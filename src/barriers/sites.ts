/** The sites of a test in any dialect. */

import { isAssembly, parseAssembly } from '../syntax/assembly/parse-assembly.js';
import { parseC } from '../syntax/parse-c.js';
import type { Source } from '../text/source.js';
import { sitesOfAssembly } from './assembly/assembly-sites.js';
import { sitesOfC } from './c/c-sites.js';
import type { Site } from './site.js';

/** The places of a test that order, in the order of the text; none in a text that is no test. */
export function sitesOf(source: Source): readonly Site[] {
  if (isAssembly(source.text)) {
    const { tree } = parseAssembly(source);
    return tree === null ? [] : sitesOfAssembly(tree);
  }
  const { tree } = parseC(source);
  return tree === null ? [] : sitesOfC(tree);
}
