/** What may be changed in a test of any dialect. */

import { isAssembly, parseAssembly } from '../syntax/assembly/parse-assembly.js';
import { parseC } from '../syntax/parse-c.js';
import type { Source } from '../text/source.js';
import { slotsOfAssembly } from './assembly/assembly-slots.js';
import { slotsOfC } from './c/c-slots.js';
import type { Slot } from './slot.js';

/** The slots in the order of the text; none in a text that is no test. */
export function slotsOf(source: Source): readonly Slot[] {
  if (isAssembly(source.text)) {
    const { tree } = parseAssembly(source);
    return tree === null ? [] : slotsOfAssembly(tree);
  }
  const { tree } = parseC(source);
  return tree === null ? [] : slotsOfC(tree);
}
