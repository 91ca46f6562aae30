/**
 * What an access can be of: the locations of its own width (program/width.ts), by their addresses. An address at which there is none is no
 * location's to it, even one at which, or across which, a location of another width lies: what such an access would do
 * is not modelled, and it is a fault, as that of a wild address is (local-steps.ts, faultOf).
 */
import type { IntegerType } from '../program/expression.js';
import type { Instruction, Location } from '../program/program.js';
import { widthsOf } from '../program/width.js';

/** The numbers of locations by their addresses. */
export type Reach = ReadonlyMap<bigint, number>;

const NONE: Reach = new Map();

/** For each instruction, what it can be of; nothing for one that accesses no memory. */
export function reachOf(locations: readonly Location[], code: readonly Instruction[]): readonly Reach[] {
  const byBits = new Map<IntegerType['bits'], Map<bigint, number>>();
  for (const [index, location] of locations.entries()) {
    for (const bits of widthsOf(location)) {
      const same = byBits.get(bits) ?? new Map<bigint, number>();
      byBits.set(bits, same.set(location.address, index));
    }
  }
  return code.map((each) => ('address' in each ? (byBits.get(each.type.bits) ?? NONE) : NONE));
}
