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
