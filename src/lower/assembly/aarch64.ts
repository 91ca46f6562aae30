/** AArch64: its registers, and its instructions by family. Arm ARM (DDI 0487), chapter C6. */
import { ULONG } from '../../program/expression.js';
import { ARITHMETIC } from './aarch64-arithmetic.js';
import { ATOMICS } from './aarch64-atomic.js';
import { BITS } from './aarch64-bits.js';
import { CONTROL } from './aarch64-control.js';
import { MEMORY } from './aarch64-memory.js';
import { MULTIPLICATIONS } from './aarch64-multiply.js';
import { isVectorRegister, NO_VECTORS, registerName, ZERO_REGISTER } from './aarch64-operand.js';
import { SYSTEM, UNSUPPORTED } from './aarch64-system.js';
import type { Dialect, Lowering } from './dialect.js';

const TABLE: ReadonlyMap<string, Lowering> = new Map([
  ...[...ARITHMETIC, ...BITS, ...MULTIPLICATIONS],
  ...[...MEMORY, ...ATOMICS, ...CONTROL, ...SYSTEM],
]);
const REFUSED: ReadonlyMap<string, Lowering> = new Map(UNSUPPORTED);

function numbered(letter: string): readonly string[] {
  return Array.from({ length: 31 }, (_, number) => `${letter}${number}`);
}

function refusal(name: string): string | null {
  if (registerName(name) === ZERO_REGISTER) return 'it always reads as 0';
  if (/^(?:\w+_EL[0-3]|NZCV|DAIF|SPSEL)$/i.test(name)) return 'system registers are not modelled';
  return isVectorRegister(name) ? NO_VECTORS : null;
}

function found(mnemonic: string): Lowering | null {
  return TABLE.get(mnemonic) ?? REFUSED.get(mnemonic) ?? null;
}

export const aarch64: Dialect = {
  name: 'AArch64',
  model: 'armv8',
  registerType: ULONG,
  registers: [...['X', 'W'].flatMap(numbered), 'SP', 'WSP', 'XZR', 'WZR'],
  registerOf: registerName,
  // Not X30, which a call would set.
  spare: numbered('X').slice(0, 30),
  refusal,
  find: ({ mnemonic, prefixes }) => (prefixes.length > 0 ? null : found(mnemonic.text.toUpperCase())),
  mnemonics: [...TABLE.keys()],
  locationsIn: () => [],
};
