/**
 * Which instances may perform now. An access waits while an earlier unperformed one of its thread is ordered before
 * it: by what is common to every multi-copy-atomic model (below), or by a rule of the model.
 *
 * Common, from Pulte et al. 2018 and Alglave et al. 2021: accesses of one location before a later write of it; a
 * write after every earlier address is known and every earlier branch is resolved; data and address dependencies,
 * which need no rule because an operand that depends on an unperformed read is unknown.
 */

import { type Access, type Between, isOrdered, isRelease, type WindowModel } from '../models/model.js';
import { evaluate } from '../program/expression.js';
import type { Code } from './code.js';
import { readOfPair } from './coherence.js';
import type { View } from './evaluation.js';
import { accessesOf } from './static-accesses.js';
import type { Instance, Window } from './window.js';
import { holds, isPending, isRead, UNKNOWN } from './window.js';

/** Everything that the rules look at: a thread's code, its window, what the window knows, and the model. */
export interface Scene {
  readonly code: Code;
  readonly model: WindowModel;
  readonly window: Window;
  readonly view: View;
}

/** Whether the access at `index` must wait for an earlier instance of its thread. */
export function isBlocked(scene: Scene, index: number): boolean {
  const later = accessesAt(scene, index);
  const writes = later[later.length - 1].kind === 'write';
  if (writes && writeWaits(scene, index)) return true;
  if (scene.code.reductions.readsInOrder && readWaits(scene, index)) return true;
  const location = scene.view.locations[index];
  return isHeldBack(scene, index, later, writes && location >= 0 ? location : NO_LOCATION);
}

/** No access is of it. */
export const NO_LOCATION = -3;

/**
 * Whether some unperformed access before `end` is ordered before one of `later`, which would stand there: by a rule, or
 * because it is of `location`, which `later` writes.
 */
export function isHeldBack(scene: Scene, end: number, later: readonly Access[], location: number): boolean {
  const { code, model, window, view } = scene;
  let between = NOTHING;
  for (let earlier = end - 1; earlier >= 0; earlier--) {
    const instance = window.instances[earlier];
    if (instance.kind === 'fence') between = withFence(scene, earlier, between);
    else if (isPending(instance)) {
      if (view.locations[earlier] === location) return true;
      for (const a of accessesOf(code.accesses[instance.place], instance)) {
        for (const b of later) if (isOrdered(model, a, b, between)) return true;
      }
    }
  }
  return false;
}

const NOTHING: Between = { fences: [], waitingIsb: false };

function withFence(scene: Scene, index: number, between: Between): Between {
  const instruction = scene.code.instructions[scene.window.instances[index].place];
  if (instruction.kind !== 'fence') return between;
  const waits = instruction.fence.kind === 'isb' && isbWaits(scene, index);
  return { fences: [...between.fences, instruction.fence], waitingIsb: between.waitingIsb || waits };
}

/** A write waits for its operands, for earlier addresses, and for the branches whose arms it lies in. */
function writeWaits(scene: Scene, index: number): boolean {
  const { window, view } = scene;
  const instance = window.instances[index];
  if (isUndecided(view, index)) return true;
  if (instance.kind === 'write') {
    if (view.data[index] === null || readOfPairWaits(window, view, index)) return true;
  }
  for (let earlier = 0; earlier < index; earlier++) {
    const each = window.instances[earlier];
    if (holds(each, index)) return true;
    if (isMemory(each) && (view.locations[earlier] === UNKNOWN || view.choices.address[earlier])) return true;
  }
  return false;
}

/** Whether what the instance writes, or where, hangs on a choice that is only predicted, or it comes after what does. */
function isUndecided({ choices }: View, index: number): boolean {
  return choices.address[index] || choices.operand[index] || choices.after[index];
}

/** The write of a pair waits for its read, and to know that it takes place at all. */
function readOfPairWaits(window: Window, view: View, index: number): boolean {
  const write = window.instances[index];
  if (write.kind === 'write' && write.pair === 'update' && view.conditions[index] === null) return true;
  const read = readOfPair(window, index);
  return read !== null && isPending(window.instances[read]);
}

/**
 * A reduction: a read waits for an earlier read of its location with no write of that location between them.
 * Whatever lets the later one perform lets the earlier one perform just before it (a fence or acquire that holds the
 * earlier one back holds both), and if they did not see the same write in the end, the execution would be dead by
 * read-read coherence. So running ahead gains nothing, but for dependents that could perform while the earlier read cannot:
 * where that waits for an operand of its condition, or is a release, which waits for more than the later one does.
 */
function readWaits(scene: Scene, index: number): boolean {
  const { window, view } = scene;
  if (!isRead(window.instances[index])) return false;
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    if (view.locations[earlier] !== view.locations[index]) continue;
    const each = window.instances[earlier];
    if (each.kind !== 'read') return false;
    if (each.value === null) return !mayBeHeldAlone(scene, earlier);
  }
  return false;
}

/** Whether something may hold back a pending read that does not hold back a later read of its location. */
export function mayBeHeldAlone(scene: Scene, index: number): boolean {
  return accessesAt(scene, index).some(isRelease) || waitsForOperand(scene, index);
}

/** Whether a waiting read's condition reads a register that is not known yet. */
function waitsForOperand(scene: Scene, index: number): boolean {
  const instruction = scene.code.instructions[scene.window.instances[index].place];
  if ((instruction.kind !== 'read' && instruction.kind !== 'update') || instruction.until === null)
    return false;
  return evaluate(instruction.until, scene.view.registers[index], 0n) === null;
}

/** Whether an instance accesses memory, performed or not. */
export function isMemory(instance: Instance): boolean {
  return instance.kind === 'read' || instance.kind === 'write' || instance.kind === 'update';
}

/** The fences between two instances. `later` may be the end of the window. */
export function betweenAt(scene: Scene, earlier: number, later: number): Between {
  let between = NOTHING;
  for (let index = earlier + 1; index < later; index++) {
    if (scene.window.instances[index].kind === 'fence') between = withFence(scene, index, between);
  }
  return between;
}

/** Whether a branch before an ISB is open, or an address: unknown, or hanging on a choice that is only predicted. */
function isbWaits({ window, view }: Scene, isb: number): boolean {
  const { conditions, locations, choices } = view;
  return window.instances.slice(0, isb).some((each, index) => {
    if (each.kind === 'branch' || each.kind === 'assume')
      return conditions[index] === null || choices.operand[index];
    return isMemory(each) && (locations[index] === UNKNOWN || choices.address[index]);
  });
}

/** The accesses of an instance: one for a read or write, two for a read-modify-write in one step. */
export function accessesAt(scene: Scene, index: number): readonly Access[] {
  const instance = scene.window.instances[index];
  return accessesOf(scene.code.accesses[instance.place], instance);
}
