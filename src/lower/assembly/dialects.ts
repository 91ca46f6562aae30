/** The dialects by name. Adding one is adding a file and a line. */
import type { AssemblyDialect } from '../../syntax/assembly/tree.js';
import { aarch64 } from './aarch64.js';
import type { Dialect } from './dialect.js';

export const DIALECTS: ReadonlyMap<AssemblyDialect, Dialect> = new Map(
  [aarch64].map((dialect) => [dialect.name, dialect]),
);
