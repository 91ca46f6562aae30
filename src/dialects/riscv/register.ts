/**
 * RISC-V's registers: numeric names and those of the calling convention name the same 32, and herd7 prints the numeric
 * ones. x0 is no register to the machine: it reads as 0, and what is written to it is lost.
 */

/** `zero`, `ra` … by their numbers. */
const CONVENTION: readonly string[] = [
  ...['zero', 'ra', 'sp', 'gp', 'tp', 't0', 't1', 't2', 's0', 's1'],
  ...['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'],
  ...['s2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11'],
  ...['t3', 't4', 't5', 't6'],
];

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...CONVENTION.map((name, number) => [name, number] as const),
  ...CONVENTION.map((_, number) => [`x${number}`, number] as const),
  ['fp', 8] as const,
]);

/** All names, to suggest one for a misspelt one. */
export const REGISTER_NAMES: readonly string[] = [...NUMBERS.keys()];

/** The register that always reads as 0. */
export const ZERO = 'x0';

/** The numeric name of a register, `x10` for `a0`; null when it is none. */
export function riscvRegister(text: string): string | null {
  const number = NUMBERS.get(text.toLowerCase());
  return number === undefined ? null : `x${number}`;
}
