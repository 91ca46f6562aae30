/** AArch64: its registers, and its instructions by family. Arm ARM (DDI 0487), chapter C6. */

import { ULONG } from '../../program/expression.js';
import type { Dialect, Lowering } from './dialect.js';

const REGISTERS: readonly string[] = ['W', 'X'].flatMap((letter) =>
  Array.from({ length: 31 }, (_, number) => `${letter}${number}`),
);

const TABLE: ReadonlyMap<string, Lowering> = new Map([['NOP', () => undefined]]);

export const aarch64: Dialect = {
  name: 'AArch64',
  model: 'armv8',
  registerType: ULONG,
  registers: REGISTERS,
  registerOf: (name) => (REGISTERS.includes(name.toUpperCase()) ? `X${name.slice(1)}` : null),
  find: ({ mnemonic }) => TABLE.get(mnemonic.text.toUpperCase()) ?? null,
  mnemonics: [...TABLE.keys()],
  locationsIn: () => [],
};
