/** AArch64: its registers, and its instructions by family. Arm ARM (DDI 0487), chapter C6. */
import { ULONG } from '../../program/expression.js';
import { ARITHMETIC } from './aarch64-arithmetic.js';
import { ATOMICS } from './aarch64-atomic.js';
import { CONTROL } from './aarch64-control.js';
import { MEMORY } from './aarch64-memory.js';
import { registerName } from './aarch64-operand.js';
import type { Dialect, Lowering } from './dialect.js';

const TABLE: ReadonlyMap<string, Lowering> = new Map([...ARITHMETIC, ...MEMORY, ...ATOMICS, ...CONTROL]);

export const aarch64: Dialect = {
  name: 'AArch64',
  model: 'armv8',
  registerType: ULONG,
  registers: ['X', 'W'].flatMap((letter) => Array.from({ length: 31 }, (_, number) => `${letter}${number}`)),
  registerOf: registerName,
  find: ({ mnemonic, prefixes }) =>
    prefixes.length > 0 ? null : (TABLE.get(mnemonic.text.toUpperCase()) ?? null),
  mnemonics: [...TABLE.keys()],
  locationsIn: () => [],
};
