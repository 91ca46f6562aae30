/** The ARM dialect: 32-bit Arm, as of ARMv7. */
import type { AssemblyDialect } from '../dialect.js';
import { ARM_INSTRUCTIONS } from './instructions.js';
import { ARM_ORDERINGS } from './orderings.js';

export const ARM: AssemblyDialect = {
  name: 'ARM',
  aliases: ['arm32', 'armv7', 'armv7-a', 'aarch32', 'a32'],
  language: 'assembly',
  models: ['sc', 'armv7'],
  instructions: ARM_INSTRUCTIONS,
  orderings: ARM_ORDERINGS,
};
