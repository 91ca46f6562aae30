/** What the search has to know of a thread's local state: its steps, how each may be taken, what it has claimed, and bad addresses. */

import { evaluate } from '../program/expression.js';
import type { MemoryInstruction } from '../program/program.js';
import { invariant } from '../text/invariant.js';
import { isInMemory, mayBe, opensRmw, reservationUser } from './coherence.js';
import { OBSERVES, touches } from './may-access.js';
import type { ThreadContext } from './order.js';
import { isMemory } from './order.js';
import type { Step } from './transition.js';
import { isPending, isRead, isWrite, NOWHERE } from './window.js';

/** What performing a step leads to. */
export interface Result {
  /** The local states that the thread may be in afterwards; none when no execution goes this way. */
  readonly next: readonly number[];
  /** For each of them, where the instances of the window before stand now; -1 for one that is no longer pending. */
  readonly moved: readonly (readonly number[])[];
  /** The number of the value that memory gets, or -1 when the step does not write. */
  readonly written: number;
}

/** A step of a local state. */
export interface LocalStep {
  /** Its number among all steps of its thread, from 0. */
  readonly id: number;
  readonly step: Step;
  /** The location that it reads or writes; negative for what accesses no memory. */
  readonly location: number;
  /** Whether the result depends on what memory holds at `location`. */
  readonly reads: boolean;
  /** Whether it may change what memory holds there. */
  readonly writes: boolean;
  /**
   * Whether a step of its own thread may come that does not commute with it: for a write, a later read of its location,
   * which the store buffer could serve before; for a read, an earlier access that may be of its location.
   */
  readonly ownConflict: boolean;
  /** Its instance's bit in a mask of sleeping steps; 0 beyond what a mask can tell, and then it never sleeps. */
  readonly bit: number;
  /**
   * Whether it may be taken at once when no other thread will write its location (`unwritten`), touch it at all
   * (`untouched`), or read it without writing it (`unglimpsed`) again. A read is eligible unless an earlier write of
   * its thread may yet prove to be of its location.
   */
  readonly eager: 'never' | 'unwritten' | 'untouched' | 'unglimpsed';
  /** Whether it is the read of a pair, after which no other thread may write the location before its own write. */
  readonly opensRmw: boolean;
  /** Masks of SRCU's locks (program/srcu.ts): whose readers it begins, and ends. */
  readonly opens: number;
  readonly closes: number;
}

/** The address that an instance uses though no location of its width lies there. */
export interface WildAddress {
  readonly instruction: MemoryInstruction;
  readonly address: bigint;
}

/** A step of a local state as the search sees it. */
export function toLocalStep(context: ThreadContext, step: Step, id: number): LocalStep {
  const location = context.evaluation.locations[step.index];
  const reads = step.kind === 'read' || step.kind === 'update';
  const instance = context.window.instances[step.index];
  const claims = step.kind === 'read' && instance.kind === 'read' && instance.role === 'writes';
  const writes = step.kind === 'write' || step.kind === 'update';
  const sleeps = step.kind !== 'die' && step.kind !== 'grace' && step.kind !== 'enter';
  const bit = sleeps && step.index < 31 ? 1 << step.index : 0;
  const ownConflict = mayConflict(context, step, location);
  return {
    id,
    step,
    location,
    reads,
    writes,
    ownConflict,
    bit,
    eager: eagerness(context, step),
    opensRmw: claims,
    opens: context.code.readers?.opens[instance.pc] ?? 0,
    closes: context.code.readers?.closes[instance.pc] ?? 0,
  };
}

function mayConflict({ code, window, evaluation }: ThreadContext, step: Step, location: number): boolean {
  const { instances } = window;
  const may = (index: number): boolean => isPending(instances[index]) && mayBe(evaluation, index, location);
  if (step.kind !== 'write' && step.kind !== 'update') {
    for (let index = 0; index < step.index; index++) if (may(index)) return true;
    return false;
  }
  for (let index = step.index + 1; index < instances.length; index++) {
    if (isRead(instances[index]) && may(index)) return true;
  }
  return touches(code.ahead[window.next], location, OBSERVES);
}

function eagerness(context: ThreadContext, step: Step): LocalStep['eager'] {
  if (step.kind === 'die' || step.kind === 'grace' || step.kind === 'enter') return 'never';
  // The value may prove to be one with which no execution goes on.
  if (step.kind === 'forward' && step.value === null) return 'never';
  if (step.kind === 'write' && isPairedWrite(context, step.index)) return 'unglimpsed';
  if (step.kind === 'write' || step.kind === 'update') return 'untouched';
  for (let earlier = 0; earlier < step.index; earlier++) {
    // It may prove to have overtaken a write of its location, be it that of a read-modify-write in one step.
    if (isWrite(context.window.instances[earlier]) && context.evaluation.locations[earlier] < 0)
      return 'never';
  }
  return 'unwritten';
}

function isPairedWrite(context: ThreadContext, index: number): boolean {
  const instance = context.window.instances[index];
  return instance.kind === 'write' && instance.pair !== 'none';
}

/** The locations between whose read and write the thread's pairs are. */
export function openRmwsOf({ window, evaluation }: ThreadContext): readonly number[] {
  const user = reservationUser(window);
  const reserved = user !== undefined && user.kind === 'write' && isPending(user) ? window.reservation : null;
  const open: number[] = [];
  window.instances.forEach((each, index) => {
    if (each.kind !== 'read' || each.value === null || !isInMemory(window, each)) return;
    if (opensRmw(window, index)) open.push(evaluation.locations[index]);
  });
  if (reserved !== null) open.push(reserved.location);
  return open;
}

/** The oldest instance of a window is certain to execute: if its address is bad, some execution really goes there. */
export function wildAddressOf(context: ThreadContext): WildAddress | null {
  const oldest = context.window.instances[0];
  if (oldest === undefined || !isMemory(oldest) || context.evaluation.locations[0] !== NOWHERE) return null;
  const instruction = context.code.instructions[oldest.pc];
  invariant('address' in instruction, 'what lies nowhere is an access');
  const address = evaluate(instruction.address, context.evaluation.registers[0]);
  invariant(address !== null, 'an address that lies nowhere is known');
  return { instruction, address };
}
