/**
 * Widths: an access is of one whole location, or it is of mixed size, which no machine here models. Here is how the two
 * are told apart, for the front end, which knows some addresses, and for the search, which meets the others.
 */
import type { Diagnostic, Note } from '../text/diagnostic.js';
import type { Span } from '../text/source.js';
import type { IntegerType } from './expression.js';
import type { Declared, Location } from './program.js';

/** How an access of mixed size lies to a location that it covers in part, or with more. */
export interface Mixed {
  /** The location's name. */
  readonly location: string;
  /** How many bytes behind its first one the access begins; negative when it begins before it. */
  readonly offset: bigint;
  /** The location's width. */
  readonly bits: IntegerType['bits'];
  readonly declared: Declared | null;
}

/** The first location of which an access covers some byte, or undefined. */
export function overlapped<Kind extends Pick<Location, 'address' | 'type'>>(
  locations: readonly Kind[],
  address: bigint,
  bits: IntegerType['bits'],
): Kind | undefined {
  const end = address + BigInt(bits / 8);
  return locations.find((each) => address < each.address + BigInt(each.type.bits / 8) && each.address < end);
}

/** Objects lie at least twice as far apart (lower/memory-layout.ts), so an address this close to one was made from its address. */
export const NEAR = 2048n;

/** Whether an address was made from no location's. */
export function isFar(locations: readonly Pick<Location, 'address'>[], at: bigint): boolean {
  return locations.every(({ address }) => distance(address, at) > NEAR);
}

/** How far apart two addresses are. */
export function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

/** The widths of the accesses that are of a whole location, where they are at its address. */
export function widthsOf({
  type,
  sizeless,
}: Pick<Location, 'type' | 'sizeless'>): readonly IntegerType['bits'][] {
  return sizeless ? [32, type.bits] : [type.bits];
}

/** Whether an access is of a whole location and of no more. */
export function isWhole(
  location: Pick<Location, 'address' | 'type' | 'sizeless'>,
  at: bigint,
  bits: IntegerType['bits'],
): boolean {
  return location.address === at && widthsOf(location).includes(bits);
}

/** How an access lies to a location that it overlaps. */
export function mixedOf({ name, address, type, declared }: Location, at: bigint): Mixed {
  return { location: name, offset: at - address, bits: type.bits, declared: declared ?? null };
}

/** An access of mixed size, for its diagnostic. */
export interface MixedAccess {
  readonly thread: string;
  readonly span: Span;
  readonly bits: IntegerType['bits'];
  readonly mixed: Mixed;
  /** The title of the model on which some execution makes it; null where the text shows it. */
  readonly model: string | null;
  /** Another access, from which the location has its width when no declaration says it. */
  readonly other?: Span | undefined;
}

/** The error that such an access is. */
export function mixedSize({ thread, span, bits, mixed, model, other }: MixedAccess): Diagnostic {
  const { location, offset, declared } = mixed;
  const type = declared?.type ?? null;
  const notes: Note[] = [];
  if (declared !== null && type !== null) notes.push({ message: 'declared here', span: declared.span });
  else if (other !== undefined) notes.push({ message: 'another access is here', span: other });
  return {
    ...{ severity: 'error', code: 'mixed-size', span, notes },
    ...{ thread, model, location, type },
    ...{ bytes: bits / 8, offset: Number(offset), size: mixed.bits / 8 },
  };
}
