/**
 * x86's registers. EAX, AX, AL and AH are parts of RAX; the machine has one register for all of them, named as the dialect
 * prints it (EAX in X86, rax in X86_64), and a part is read out of it and written into it.
 *
 * Intel SDM vol. 1, 3.4.1.
 */

/** A register as an instruction names it: `name` is the whole one's, and the part is `bits` wide from bit `shift` up. */
export interface X86Register {
  readonly name: string;
  readonly bits: 8 | 16 | 32 | 64;
  readonly shift: 0 | 8;
}

/** How wide the whole registers of a dialect are. */
export type Width = 32 | 64;

type Part = Pick<X86Register, 'bits' | 'shift'>;

const QUAD: Part = { bits: 64, shift: 0 };
const LONG: Part = { bits: 32, shift: 0 };
const WORD: Part = { bits: 16, shift: 0 };
const LOW: Part = { bits: 8, shift: 0 };
const HIGH: Part = { bits: 8, shift: 8 };

/** Every name with the whole register's stem (`ax`, `r8`) and the part. */
const NAMES: ReadonlyMap<string, readonly [string, Part]> = new Map([
  ...['a', 'b', 'c', 'd'].flatMap((letter) => [...wide(`${letter}x`), part(`${letter}l`, `${letter}x`, LOW)]),
  ...['a', 'b', 'c', 'd'].map((letter) => part(`${letter}h`, `${letter}x`, HIGH)),
  ...['si', 'di', 'bp', 'sp'].flatMap((stem) => [...wide(stem), part(`${stem}l`, stem, LOW)]),
  ...[8, 9, 10, 11, 12, 13, 14, 15].flatMap((number) => numbered(`r${number}`)),
]);

function part(name: string, stem: string, bits: Part): [string, [string, Part]] {
  return [name, [stem, bits]];
}

function wide(stem: string): [string, [string, Part]][] {
  return [part(`r${stem}`, stem, QUAD), part(`e${stem}`, stem, LONG), part(stem, stem, WORD)];
}

function numbered(stem: string): [string, [string, Part]][] {
  return [
    part(stem, stem, QUAD),
    part(`${stem}d`, stem, LONG),
    part(`${stem}w`, stem, WORD),
    part(`${stem}b`, stem, LOW),
  ];
}

/** All names, to suggest one for a misspelt one. */
export const REGISTER_NAMES: readonly string[] = [...NAMES.keys()];

/** The register that a name, with or without `%`, stands for in a dialect; null when it is none. */
export function x86Register(text: string, width: Width): X86Register | null {
  const found = NAMES.get(text.replace(/^%/, '').toLowerCase());
  if (found === undefined) return null;
  const [stem, bits] = found;
  const is64Only = bits === QUAD || /^r\d/.test(stem) || /^(si|di|bp|sp)l$/.test(text.toLowerCase());
  if (width === 32 && is64Only) return null;
  return { ...bits, name: wholeName(stem, width) };
}

function wholeName(stem: string, width: Width): string {
  if (width === 32) return `E${stem.toUpperCase()}`;
  return stem.startsWith('r') ? stem : `r${stem}`;
}
