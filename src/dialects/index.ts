/** The registry of dialects. Adding a dialect is adding a folder and a line. */
import { AARCH64 } from './aarch64/index.js';
import { ARM } from './arm/index.js';
import { C } from './c/index.js';
import type { Dialect } from './dialect.js';
import { PPC } from './ppc/index.js';
import { RISCV } from './riscv/index.js';
import { X86, X86_64 } from './x86/index.js';

/** The dialects, in the order in which they are listed. */
export const DIALECTS: readonly Dialect[] = [C, AARCH64, X86, X86_64, RISCV, PPC, ARM];
