/**
 * Cells outside the objects of a test. A pointer that leaves its object by a little reaches a cell of its own, initially 0,
 * as in herd7. Which cells those are is found out by searching: a search that meets one begins again with it.
 */
import type { Location, Program } from '../program/program.js';
import { distance, NEAR, overlapped } from '../program/width.js';
import type { BadAddress } from './exploration.js';

/**
 * The object that an address lies just outside of, by the name of its nearest location, and how far from there; null when
 * there is none.
 */
export function nearest({ locations }: Pick<Program, 'locations'>, address: bigint): BadAddress['near'] {
  const [first] = byDistance(
    locations.filter(({ outside }) => !outside),
    address,
  );
  if (first === undefined || distance(first.address, address) > NEAR) return null;
  return { location: first.name, offset: address - first.address };
}

/**
 * The program with a cell at each address found, as wide as the access that goes there, unless another overlaps it: then the
 * next search finds that access to be of mixed size. A pointer that walks away from its object would have the search begin
 * again for every cell, so in the direction in which it went there are twice as many more each time: `round` counts the
 * times from 0. A cell that nobody reaches changes nothing.
 */
export function withCells(program: Program, found: readonly BadAddress[], round: number): Program {
  const locations = [...program.locations];
  for (const { value, bits, near } of found) {
    if (near === null) continue;
    const [neighbour] = byDistance(program.locations, value);
    const step = value - neighbour.address;
    for (let count = 0n; count < 2n ** BigInt(round); count++) {
      const offset = near.offset + count * step;
      if (offset < -NEAR || offset > NEAR) break;
      const address = value + count * step;
      if (overlapped(locations, address, bits) !== undefined) continue;
      const name = `${near.location}${offset < 0n ? '' : '+'}${offset}`;
      locations.push({ name, address, type: { bits, signed: true }, initial: 0n, outside: true });
    }
  }
  return { ...program, locations };
}

function byDistance(locations: readonly Location[], address: bigint): readonly Location[] {
  return locations.toSorted((a, b) => Number(distance(a.address, address) - distance(b.address, address)));
}
