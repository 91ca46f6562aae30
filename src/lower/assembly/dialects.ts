/** The dialects by name. Adding one is adding a file and a line. */
import type { AssemblyDialect } from '../../syntax/assembly/tree.js';
import { aarch64 } from './aarch64.js';
import type { Dialect } from './dialect.js';
import { riscv } from './riscv.js';
import { x86, x86Long } from './x86.js';

export const DIALECTS: ReadonlyMap<AssemblyDialect, Dialect> = new Map(
  [aarch64, x86, x86Long, riscv].map((dialect) => [dialect.name, dialect]),
);
