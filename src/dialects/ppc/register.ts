/**
 * Power's general-purpose registers, r0 to r31, and the fields of the condition register, cr0 to cr7, each of which is a register of
 * its own here, so that what depends on a field depends on the comparison that set it.
 *
 * Power ISA 3.1, Book I, 2.3 and 3.2.
 */

const COUNT = 32;

/** All names of general-purpose registers. */
export const REGISTER_NAMES: readonly string[] = Array.from({ length: COUNT }, (_, number) => `r${number}`);

/** herd7's name of a general-purpose register, `r3` for `R3`; null when it is none. */
export function ppcRegister(text: string): string | null {
  const name = text.toLowerCase();
  return REGISTER_NAMES.includes(name) ? name : null;
}

/** The number of a condition field, 2 for `cr2`; null when it is none. */
export function conditionField(text: string): number | null {
  const [, number] = /^cr([0-7])$/i.exec(text) ?? [];
  return number === undefined ? null : Number(number);
}

/** The register that counts as 0 where an address or a sum is computed from it. */
export const BASE_ZERO = 'r0';
