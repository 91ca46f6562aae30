/** The vocabularies, one for each dialect that tests can be made in. Adding one is adding a file and a line. */
import { AARCH64_EDGES } from './aarch64-edges.js';
import { ARM_EDGES } from './arm-edges.js';
import { KERNEL_EDGES } from './kernel-edges.js';
import { PPC_EDGES } from './ppc-edges.js';
import { RISCV_EDGES } from './riscv-edges.js';
import type { Vocabulary } from './vocabulary.js';
import { X86_64_EDGES, X86_EDGES } from './x86-edges.js';

/** The vocabularies, in the order of the dialects. */
export const VOCABULARIES: readonly Vocabulary[] = [
  KERNEL_EDGES,
  AARCH64_EDGES,
  X86_EDGES,
  X86_64_EDGES,
  RISCV_EDGES,
  PPC_EDGES,
  ARM_EDGES,
];

/** The vocabulary of a dialect; null for one that has none. */
export function vocabularyOf(dialect: string): Vocabulary | null {
  return VOCABULARIES.find((each) => each.dialect === dialect) ?? null;
}
