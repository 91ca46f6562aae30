/** The Linux-kernel C dialect: kernel/ has its vocabulary, and the instructions that it becomes on each architecture. */
import type { CDialect } from '../dialect.js';

export const C: CDialect = {
  name: 'C',
  aliases: ['lkmm', 'linux', 'linux-kernel', 'kernel'],
  language: 'C',
  models: ['lkmm', 'sc', 'tso', 'pso', 'armv8', 'riscv'],
};
