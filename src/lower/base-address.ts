/** Where the memory of a test begins: addresses lie where no number of the test lies, so that none is mistaken for a number. */
import type { Source } from '../text/source.js';

/** How far objects stand apart. */
export const APART = 4096n;
const FIRST_BASE = 1n << 28n;
const BASES = 7n;

/** Numbers that are as long as the lowest address that counts, 0xffff000. */
const LONG_NUMBER = /\b(0[xX][0-9a-fA-F]{7,}|\d{9,})/g;

/** A base such that no number of the text falls among the addresses. */
export function chooseBase({ text }: Source, size: bigint): bigint {
  const numbers = (text.match(LONG_NUMBER) ?? []).map(BigInt);
  for (let multiple = 1n; multiple < BASES; multiple++) {
    const base = FIRST_BASE * multiple;
    if (!numbers.some((number) => number >= base - APART && number < base + size)) return base;
  }
  return FIRST_BASE * BASES;
}
