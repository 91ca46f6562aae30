/** What may be changed in a test of any dialect. */
import type { Source } from '../diagnostic/source.js';
import { isAssembly, parseAssembly } from '../syntax/assembly/frame.js';
import { parseC } from '../syntax/parse.js';
import type { Slot } from './slot.js';
import { slotsOfAssembly } from './slots-assembly.js';
import { slotsOfC } from './slots-c.js';

/** The slots in the order of the text; none in a text that is no test. */
export function slotsOf(source: Source): readonly Slot[] {
  if (isAssembly(source.text)) {
    const { tree } = parseAssembly(source);
    return tree === null ? [] : slotsOfAssembly(tree);
  }
  const { tree } = parseC(source);
  return tree === null ? [] : slotsOfC(tree);
}
