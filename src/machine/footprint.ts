/**
 * Which locations a thread may still touch. The search takes a step at once, without interleaving it, when no other
 * thread can notice (explore.ts, "eager steps"); this is how it knows.
 *
 * A footprint is a bit mask over the first 31 locations; an address that is not a constant of the code counts as
 * all of them, and locations beyond the 31st are never said to be private.
 */
import type { Expression } from '../program/expression.js';
import { successors } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import type { View } from './view.js';
import { isPending } from './window.js';
import type { Instance, Window } from './window.js';

/** The locations that may still be read and written. */
export interface Footprint {
  readonly reads: number;
  readonly writes: number;
}

/** The last location that a mask can tell from others. */
export const LAST_MASKED = 30;

const EVERYWHERE = 0x7fffffff;
const NOTHING: Footprint = { reads: 0, writes: 0 };

/** The bit of a location, or 0 when it lies beyond what a mask can tell. */
export function bitOf(location: number): number {
  return location < 0 ? EVERYWHERE : location <= LAST_MASKED ? 1 << location : 0;
}

/** For each place and the end, what executing from there on may touch. */
export function footprints(
  code: readonly Instruction[],
  locations: ReadonlyMap<bigint, number>,
): readonly Footprint[] {
  const result: Footprint[] = Array.from({ length: code.length + 1 }, () => NOTHING);
  for (let changed = true; changed; ) {
    changed = false;
    for (let place = code.length - 1; place >= 0; place--) {
      const own = footprintOf(code[place], locations);
      const all = successors(code, place).reduce((sum, next) => union(sum, result[next]), own);
      changed ||= all.reads !== result[place].reads || all.writes !== result[place].writes;
      result[place] = all;
    }
  }
  return result;
}

/** What a window may still touch: its unperformed accesses, and all that is yet to be fetched. */
export function footprintOfWindow(window: Window, view: View, ahead: readonly Footprint[]): Footprint {
  return window.instances.reduce((sum, instance, index) => {
    if (!isPending(instance)) return sum;
    return union(sum, kinds(instance, bitOf(view.locations[index])));
  }, ahead[window.next]);
}

function kinds(instance: Instance, mask: number): Footprint {
  return {
    reads: instance.kind === 'write' ? 0 : mask,
    writes: instance.kind === 'read' ? 0 : mask,
  };
}

function footprintOf(instruction: Instruction, locations: ReadonlyMap<bigint, number>): Footprint {
  if (!('address' in instruction)) return NOTHING;
  const mask = maskOf(instruction.address, locations);
  return {
    reads: instruction.kind === 'write' ? 0 : mask,
    writes: instruction.kind === 'read' ? 0 : mask,
  };
}

function maskOf(address: Expression, locations: ReadonlyMap<bigint, number>): number {
  if (address.kind !== 'constant') return EVERYWHERE;
  const location = locations.get(address.value);
  return location === undefined ? 0 : bitOf(location);
}

function union(a: Footprint, b: Footprint): Footprint {
  return { reads: a.reads | b.reads, writes: a.writes | b.writes };
}
