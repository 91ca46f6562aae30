/** The RISC-V dialect. */
import type { AssemblyDialect } from '../dialect.js';
import { RISCV_INSTRUCTIONS } from './instructions.js';
import { RISCV_ORDERINGS } from './orderings.js';

export const RISCV: AssemblyDialect = {
  name: 'RISCV',
  aliases: ['risc-v', 'riscv64', 'rv64', 'rv64i', 'rv64gc'],
  language: 'assembly',
  models: ['sc', 'riscv'],
  instructions: RISCV_INSTRUCTIONS,
  orderings: RISCV_ORDERINGS,
};
