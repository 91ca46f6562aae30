/** 32-bit Arm's registers, R0 to R12, SP and LR, in herd7's spelling; the program counter is none that a test names. DDI 0406, A2.3. */

const NUMBERED: readonly string[] = Array.from({ length: 13 }, (_, number) => `R${number}`);

/** All names of registers. */
export const REGISTER_NAMES: readonly string[] = [...NUMBERED, 'SP', 'LR'];

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['SB', 'R9'],
  ['SL', 'R10'],
  ['FP', 'R11'],
  ['IP', 'R12'],
  ['R13', 'SP'],
  ['R14', 'LR'],
]);

/** `R1` for `r1`, `LR` for `R14`; null for what is no register. */
export function armRegister(text: string): string | null {
  const upper = text.toUpperCase();
  const name = ALIASES.get(upper) ?? upper;
  return REGISTER_NAMES.includes(name) ? name : null;
}
