/** The PPC dialect. */
import type { AssemblyDialect } from '../dialect.js';
import { PPC_INSTRUCTIONS } from './instructions.js';
import { PPC_ORDERINGS } from './orderings.js';

export const PPC: AssemblyDialect = {
  name: 'PPC',
  aliases: ['ppc64', 'ppc64le', 'power', 'powerpc'],
  language: 'assembly',
  models: ['sc', 'power'],
  instructions: PPC_INSTRUCTIONS,
  orderings: PPC_ORDERINGS,
};
