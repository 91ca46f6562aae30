/** The two x86 dialects: X86 has 32 bits and Intel's order of operands, X86_64 has 64 bits and AT&T's. */
import type { AssemblyDialect } from '../dialect.js';
import { x86Instructions } from './instructions.js';
import { X86_ORDERINGS } from './orderings.js';

export const X86: AssemblyDialect = {
  name: 'X86',
  aliases: ['i386', 'i486', 'i586', 'i686', 'ia32', 'x86_32', 'x86-32'],
  language: 'assembly',
  models: ['sc', 'tso'],
  instructions: x86Instructions(32),
  orderings: X86_ORDERINGS,
};

export const X86_64: AssemblyDialect = {
  ...X86,
  name: 'X86_64',
  aliases: ['x86-64', 'x64', 'amd64'],
  instructions: x86Instructions(64),
};
