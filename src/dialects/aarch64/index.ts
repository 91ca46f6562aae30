/** The AArch64 dialect. */
import type { AssemblyDialect } from '../dialect.js';
import { AARCH64_INSTRUCTIONS } from './instructions.js';
import { AARCH64_ORDERINGS } from './orderings.js';

export const AARCH64: AssemblyDialect = {
  name: 'AArch64',
  aliases: ['arm64', 'armv8', 'armv8-a', 'a64'],
  language: 'assembly',
  models: ['sc', 'armv8'],
  instructions: AARCH64_INSTRUCTIONS,
  orderings: AARCH64_ORDERINGS,
};
