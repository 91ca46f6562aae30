/** The dialects by name. Adding one is adding a file and a line. */

import type { Dialect } from '../lower/assembly/instruction-set.js';
import type { AssemblyDialect } from '../syntax/assembly/assembly-tree.js';
import { aarch64 } from './aarch64/instructions.js';
import { riscv } from './riscv/instructions.js';
import { x86, x86Long } from './x86/instructions.js';

export const DIALECTS: Readonly<Record<AssemblyDialect, Dialect>> = {
  AArch64: aarch64,
  X86: x86,
  X86_64: x86Long,
  RISCV: riscv,
};
