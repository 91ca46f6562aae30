/** The sites of a test in any dialect. */
import type { Source } from '../diagnostic/source.js';
import { isAssembly, parseAssembly } from '../syntax/assembly/frame.js';
import { parseC } from '../syntax/parse.js';
import { sitesOfAssembly } from './assembly.js';
import type { Site } from './site.js';
import { sitesOfC } from './weaken.js';

/** The places of a test that order, in the order of the text; none in a text that is no test. */
export function sitesOf(source: Source): readonly Site[] {
  if (isAssembly(source.text)) {
    const { tree } = parseAssembly(source);
    return tree === null ? [] : sitesOfAssembly(tree);
  }
  const { tree } = parseC(source);
  return tree === null ? [] : sitesOfC(tree);
}
