/**
 * Which locations a thread may still touch. The search takes a step at once, without interleaving it, when no other
 * thread can notice (explore.ts, "eager steps"), and fetching stops when nothing ahead could perform (stall.ts); this
 * is how they know.
 *
 * A footprint is a bit mask over the first 31 locations; an address that is not a constant of the code, or a location
 * beyond the 31st, counts as all of them.
 */
import type { Expression } from '../program/expression.js';
import { anyAhead, successors } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import type { Code } from './code.js';
import type { Model } from './model.js';
import type { View } from './view.js';
import type { ReadInstance, Window } from './window.js';
import { isPending } from './window.js';

/** The locations that may still be read and written. */
export interface Footprint {
  readonly reads: number;
  readonly writes: number;
  /**
   * Of the reads, those that may perform apart from any write: not a read-modify-write in one step, nor one that only
   * changes memory.
   */
  readonly observes: number;
  /** Of the reads, those that may leave memory as it is: all but the ones of unconditional read-modify-writes. */
  readonly glimpses: number;
}

/** The last location that a mask can tell from others. */
export const LAST_MASKED = 30;

/** Every location that a mask can tell from others, and all beyond. */
export const ALL_LOCATIONS = 0x7fffffff;
const NOTHING: Footprint = { reads: 0, writes: 0, observes: 0, glimpses: 0 };

/** The bit of a location; all bits when it is unknown or beyond what a mask can tell. */
export function bitOf(location: number): number {
  return location < 0 || location > LAST_MASKED ? ALL_LOCATIONS : 1 << location;
}

/** For each place and the end, what executing from there on may touch. */
export function footprints(
  code: readonly Instruction[],
  locations: ReadonlyMap<bigint, number>,
  silent: readonly boolean[],
): readonly Footprint[] {
  const result: Footprint[] = Array.from({ length: code.length + 1 }, () => NOTHING);
  for (let changed = true; changed; ) {
    changed = false;
    for (let place = code.length - 1; place >= 0; place--) {
      const own = footprintOf(code[place], locations, silent[place]);
      const all = successors(code, place).reduce((sum, next) => union(sum, result[next]), own);
      changed ||= differs(all, result[place]);
      result[place] = all;
    }
  }
  return result;
}

function differs(a: Footprint, b: Footprint): boolean {
  return (
    a.reads !== b.reads || a.writes !== b.writes || a.observes !== b.observes || a.glimpses !== b.glimpses
  );
}

/** What a window may still touch: its unperformed accesses but those in the mask `without`, and all that is yet to be fetched. */
export function footprintOfWindow(
  window: Window,
  view: View,
  code: Pick<Code, 'instructions' | 'ahead' | 'silent'>,
  without: number,
): Footprint {
  return window.instances.reduce((sum, instance, index) => {
    if (!isPending(instance) || (index < 31 && (without & (1 << index)) !== 0)) return sum;
    const whole = masked(
      code.instructions[instance.place],
      bitOf(view.locations[index]),
      code.silent[instance.place],
    );
    const part =
      instance.kind === 'write'
        ? { ...NOTHING, writes: whole.writes }
        : instance.kind === 'read'
          ? readPart(instance, whole)
          : whole;
    return union(sum, part);
  }, code.ahead[window.next]);
}

/** The read of a pair is sure to be followed by its write, once its condition is predicted to hold. */
function readPart(instance: ReadInstance, whole: Footprint): Footprint {
  return { ...whole, writes: 0, glimpses: instance.role === 'writes' ? 0 : whole.reads };
}

function footprintOf(
  instruction: Instruction,
  locations: ReadonlyMap<bigint, number>,
  silent: boolean,
): Footprint {
  return 'address' in instruction
    ? masked(instruction, maskOf(instruction.address, locations), silent)
    : NOTHING;
}

function masked(instruction: Instruction, mask: number, silent: boolean): Footprint {
  switch (instruction.kind) {
    case 'read':
      return { reads: mask, writes: 0, observes: mask, glimpses: mask };
    case 'write':
    case 'conditional':
      return { ...NOTHING, writes: mask };
    case 'update':
      return {
        reads: mask,
        writes: mask,
        observes: silent ? 0 : mask,
        glimpses: instruction.condition === null ? 0 : mask,
      };
    default:
      return NOTHING;
  }
}

/**
 * For each place, whether the read of a read-modify-write there may be taken to perform with its write: the model makes
 * them one step; or it has no result, no condition and no ordering of its own, and no fence to come orders reads
 * without ordering writes too (Armv8's ST forms are no reads to such a fence anyway).
 */
export function silentUpdates(code: readonly Instruction[], model: Model): readonly boolean[] {
  const fenceAhead = anyAhead(
    code,
    (each) => each.kind === 'fence' && (each.fence.kind !== 'access' || each.fence.before === 'r'),
  );
  return code.map((each, place) => {
    if (each.kind !== 'update') return false;
    if (model.oneStep(each)) return true;
    const plain =
      each.readOrder === 'plain' && each.target === null && each.condition === null && each.until === null;
    return plain && (each.noReturn || !fenceAhead[place + 1]);
  });
}

/** The locations that an address may be: one, none, or when it is not constant all. */
export function maskOf(address: Expression, locations: ReadonlyMap<bigint, number>): number {
  if (address.kind !== 'constant') return ALL_LOCATIONS;
  const location = locations.get(address.value);
  return location === undefined ? 0 : bitOf(location);
}

function union(a: Footprint, b: Footprint): Footprint {
  return {
    reads: a.reads | b.reads,
    writes: a.writes | b.writes,
    observes: a.observes | b.observes,
    glimpses: a.glimpses | b.glimpses,
  };
}
