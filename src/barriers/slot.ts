/**
 * What may be changed to forbid a state: a slot is a place where at most one change is made, with its options. The last
 * option of a slot is as strong as any other of it; no other two are compared. A choice gives each slot an option or none.
 */

import type { Change } from './barrier-result.js';
import type { Edit } from './edit.js';

/** One change at a place. */
export interface Option {
  /** As kernel/cost.ts has it. */
  readonly cost: number;
  readonly change: Change;
  readonly edits: readonly Edit[];
}

/** The changes at a place, of which one is made or none. */
export interface Slot {
  readonly options: readonly Option[];
}

/** For each slot the index of an option, or NONE. */
export type SlotChoice = readonly number[];

export const NONE = -1;

/** Whether an option of a slot is at least as strong as another. */
export function covers(slot: Slot, strong: number, weak: number): boolean {
  return weak === NONE || strong === weak || strong === slot.options.length - 1;
}

/** Whether a choice is at least as strong as another in every slot. */
export function dominates(slots: readonly Slot[], strong: SlotChoice, weak: SlotChoice): boolean {
  return slots.every((slot, index) => covers(slot, strong[index], weak[index]));
}

/** The options that a choice takes, in the order of the slots. */
export function taken(slots: readonly Slot[], choice: SlotChoice): readonly Option[] {
  return slots.flatMap(({ options }, index) => (choice[index] === NONE ? [] : [options[choice[index]]]));
}

/** What a choice costs. */
export function costOf(slots: readonly Slot[], choice: SlotChoice): number {
  return taken(slots, choice).reduce((sum, { cost }) => sum + cost, 0);
}
