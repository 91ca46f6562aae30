/**
 * Which locations a thread may still touch, and how. The search takes a step at once, without interleaving it, when no
 * other thread can notice (search/search.ts, takeEagerStep), and fetching stops when nothing ahead could perform
 * (stall.ts); this is how they know.
 */

import type { WindowModel } from '../models/model.js';
import type { Expression } from '../program/expression.js';
import { anyAhead, backwards, successors } from '../program/flow.js';
import type { Fence, Instruction } from '../program/program.js';
import type { Code } from './code.js';
import type { Evaluation } from './evaluation.js';
import type { Reach } from './reach.js';
import type { ReadInstance, Window } from './window.js';
import { isPending } from './window.js';

/** By location, a sum of the marks below. An access whose address is not known counts for every location that it may be of. */
export type MayAccess = readonly number[];

/** The locations that an access may be of (held-values.ts). */
export type Targets = Iterable<number>;

export const READS = 1;
export const WRITES = 2;
/** A read that may perform apart from any write: not that of a silent update (silentUpdates). */
export const OBSERVES = 4;
/** A read that may leave memory as it is: any but that of an unconditional read-modify-write. */
export const GLIMPSES = 8;

/** For each place and the end, what executing from there on may touch. */
export function mayAccessAhead(
  code: readonly Instruction[],
  locations: number,
  targets: readonly Targets[],
  silent: readonly boolean[],
): readonly MayAccess[] {
  const none = Array.from({ length: locations }, () => 0);
  const result: MayAccess[] = code.map(() => none);
  result.push(none);
  backwards(code, (pc) => {
    const all = result[pc].slice();
    for (const each of targets[pc]) all[each] |= marksOf(code[pc], silent[pc]);
    for (const next of successors(code, pc)) addTo(all, result[next]);
    const changed = all.some((marks, location) => marks !== result[pc][location]);
    result[pc] = all;
    return changed;
  });
  return result;
}

/** What a window may still touch: its unperformed accesses but those in the mask `without`, and all that is yet to be fetched. */
export function footprintOfWindow(
  window: Window,
  evaluation: Evaluation,
  code: Pick<Code, 'instructions' | 'ahead' | 'silent' | 'targets'>,
  without: number,
): MayAccess {
  const result = code.ahead[window.next].slice();
  for (let index = 0; index < window.instances.length; index++) {
    const instance = window.instances[index];
    if (!isPending(instance) || (index < 31 && (without & (1 << index)) !== 0)) continue;
    const whole = marksOf(code.instructions[instance.pc], code.silent[instance.pc]);
    const marks =
      instance.kind === 'write' ? WRITES : instance.kind === 'read' ? readMarks(instance, whole) : whole;
    const location = evaluation.locations[index];
    if (location >= 0) result[location] |= marks;
    else for (const each of code.targets[instance.pc]) result[each] |= marks;
  }
  return result;
}

/** The read of a pair is sure to be followed by its write, once its condition is predicted to hold. */
function readMarks(instance: ReadInstance, whole: number): number {
  const glimpses = instance.role === 'writes' ? 0 : GLIMPSES;
  return (whole & ~(WRITES | GLIMPSES)) | glimpses;
}

function addTo(footprint: number[], other: MayAccess): void {
  for (let location = 0; location < footprint.length; location++) footprint[location] |= other[location];
}

function marksOf(instruction: Instruction, silent: boolean): number {
  switch (instruction.kind) {
    case 'read':
      return READS | OBSERVES | GLIMPSES;
    case 'write':
    case 'store-conditional':
      return WRITES;
    case 'update':
      return READS | WRITES | (silent ? 0 : OBSERVES) | (instruction.condition === null ? 0 : GLIMPSES);
    default:
      return 0;
  }
}

/**
 * For each place, whether the read of a read-modify-write there may be taken to perform with its write: the model makes
 * them one step; or it has no result, no condition and no ordering of its own, and no fence to come orders reads
 * without ordering writes too (Armv8's ST forms are no reads to such a fence anyway).
 */
export function silentUpdates(code: readonly Instruction[], model: WindowModel): readonly boolean[] {
  const fenceAhead = anyAhead(code, (each) => each.kind === 'fence' && ordersReadsAlone(each.fence));
  return code.map((each, pc) => {
    if (each.kind !== 'update' || each.looksFirst) return false;
    if (model.oneStep(each)) return true;
    const plain =
      each.readOrder === 'plain' && each.target === null && each.condition === null && each.awaits === null;
    return plain && (each.noReturn || !fenceAhead[pc + 1]);
  });
}

function ordersReadsAlone(fence: Fence): boolean {
  return fence.kind === 'isb' || (fence.kind === 'access' && fence.before === 'r');
}

/** The location of a constant address: negative when it is not constant, undefined when nothing is there. */
export function constantLocation(address: Expression, reach: Reach): number | undefined {
  return address.kind === 'constant' ? reach.get(address.value) : -1;
}

/** Whether a footprint has one of the marks at a location, or anywhere when the location is negative. */
export function touches(footprint: MayAccess, location: number, marks: number): boolean {
  return location >= 0 ? (footprint[location] & marks) !== 0 : footprint.some((each) => (each & marks) !== 0);
}
