/** AArch64: its registers, and its instructions by family. Arm ARM (DDI 0487), chapter C6. */

import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import { ULONG } from '../../program/expression.js';
import { ARITHMETIC } from './arithmetic.js';
import { ATOMICS } from './atomic.js';
import { BITS } from './bits.js';
import { CONTROL } from './control.js';
import { MEMORY } from './memory.js';
import { MULTIPLICATIONS } from './multiply.js';
import { isVectorRegister, NO_VECTORS, registerName, ZERO_REGISTER } from './operand.js';
import { SYSTEM, UNSUPPORTED } from './system.js';

const TABLE: ReadonlyMap<string, InstructionLowering> = new Map([
  ...[...ARITHMETIC, ...BITS, ...MULTIPLICATIONS],
  ...[...MEMORY, ...ATOMICS, ...CONTROL, ...SYSTEM],
]);
const REFUSED: ReadonlyMap<string, InstructionLowering> = new Map(UNSUPPORTED);

function numbered(letter: string): readonly string[] {
  return Array.from({ length: 31 }, (_, number) => `${letter}${number}`);
}

function refusal(name: string): string | null {
  if (registerName(name) === ZERO_REGISTER) return 'it always reads as 0';
  if (/^(?:\w+_EL[0-3]|NZCV|DAIF|SPSEL)$/i.test(name)) return 'system registers are not modelled';
  return isVectorRegister(name) ? NO_VECTORS : null;
}

function found(mnemonic: string): InstructionLowering | null {
  return TABLE.get(mnemonic) ?? REFUSED.get(mnemonic) ?? null;
}

export const AARCH64_INSTRUCTIONS: InstructionSet = {
  registerType: ULONG,
  registers: [...['X', 'W'].flatMap(numbered), 'SP', 'WSP', 'XZR', 'WZR'],
  registerOf: registerName,
  instructionBytes: 4,
  // Not X30, which a call would set.
  spare: numbered('X').slice(0, 30),
  refusal,
  find: ({ mnemonic, prefixes }) => (prefixes.length > 0 ? null : found(mnemonic.text.toUpperCase())),
  mnemonics: [...TABLE.keys()],
  locationsIn: () => [],
};
