/** How values are written: an address is the name of its location, or of the array or structure that begins there; else a number. */
import type { Program } from './program.js';
import { OPEN_VALUE, OPEN_VALUE_TEXT, THIN_AIR, THIN_AIR_TEXT } from './special-values.js';

/** The names of the program's locations, and of its labels, by their addresses. */
export function addressesOf({ locations, labels = [] }: Program): ReadonlyMap<bigint, string> {
  return new Map([
    ...labels.map(({ address, name }) => [address, name] as const),
    ...locations.map(({ address, name, whole }) => [address, whole ?? name] as const),
  ]);
}

/** Writes values as reports show them. Final states repeat few values, so each is written once and kept. */
export function speller(addresses: ReadonlyMap<bigint, string>): (value: bigint) => string {
  const spelled = new Map([...addresses, [THIN_AIR, THIN_AIR_TEXT], [OPEN_VALUE, OPEN_VALUE_TEXT]]);
  return (value) => {
    const known = spelled.get(value);
    if (known !== undefined) return known;
    const text = String(value);
    spelled.set(value, text);
    return text;
  };
}

/** `PG_writeback|PG_locked`, the highest first; bits without a name as one hexadecimal number. What is no number stays as it is. */
export function flagText(text: string, flags: readonly (string | undefined)[]): string {
  if (!/^[1-9]\d*$/.test(text)) return text;
  const value = BigInt(text);
  let rest = value;
  const names: string[] = [];
  for (let bit = flags.length - 1; bit >= 0; bit--) {
    const [name, mask] = [flags[bit], 1n << BigInt(bit)];
    if (name === undefined || (value & mask) === 0n) continue;
    names.push(name);
    rest -= mask;
  }
  return [...names, ...(rest === 0n ? [] : [`0x${rest.toString(16)}`])].join('|');
}

/** What a location holds, in the names of its flags where it has such. */
export function spelledAt(
  { locations }: Pick<Program, 'locations'>,
  location: number | null,
  spell: (value: bigint) => string,
): (value: bigint) => string {
  const flags = location === null ? undefined : locations[location]?.flags;
  return flags === undefined ? spell : (value) => flagText(spell(value), flags);
}
