/**
 * What makes a window impossible. Reads perform early, so three things can turn out wrong later (README.md, "What ends an
 * execution"): a prediction, a read that overtook a write of its own location, and a read that overtook an earlier read
 * of its location and saw an older write. And another thread's write may come between the two halves of a
 * read-modify-write.
 */

import type { Code } from './code.js';
import type { Evaluation } from './evaluation.js';
import { changed } from './instance.js';
import type { Instance, ReadInstance, Window } from './window.js';
import { isPending, isRead, isWrite, UNKNOWN, withInstance } from './window.js';

/**
 * Whether a prediction proved wrong, or a read turns out to have overtaken a write of its own location; `from` is the
 * first instance for which that is not known yet, since what comes later contradicts nothing before it.
 */
export function isContradicted(code: Code, window: Window, evaluation: Evaluation, from = 0): boolean {
  for (let index = from; index < window.instances.length; index++) {
    if (isMispredicted(code, window.instances[index], evaluation.conditions[index])) return true;
    if (isMisread(window, evaluation, index) || isMispaired(window, evaluation, index)) return true;
  }
  return false;
}

/** Whether a store-conditional that was predicted to succeed turns out to be of another location than its read. */
function isMispaired(window: Window, evaluation: Evaluation, index: number): boolean {
  const write = window.instances[index];
  if (write.kind !== 'write' || write.pair !== 'exclusive') return false;
  const reserved = reservedBy(window, evaluation, index);
  return (
    reserved !== UNKNOWN &&
    evaluation.locations[index] !== UNKNOWN &&
    reserved !== evaluation.locations[index]
  );
}

/** The location that the exclusive read of the store-conditional at `index` reserved. */
function reservedBy(window: Window, evaluation: Evaluation, index: number): number {
  const read = exclusiveBefore(window, index);
  if (read !== null) return evaluation.locations[read];
  return window.reservation?.location ?? UNKNOWN;
}

/**
 * The exclusive read that a store-conditional at `index` pairs with, when it is still in the window: the latest one,
 * which no other store-conditional has used.
 */
function exclusiveBefore(window: Window, index: number): number | null {
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    const each = window.instances[earlier];
    if (endsReservation(each)) return null;
    if (each.kind === 'read' && each.exclusive) return earlier;
  }
  return null;
}

/** The read of the pair that a write belongs to, where that is in the window. */
export function readOfPair(window: Window, index: number): number | null {
  const write = window.instances[index];
  if (write.kind !== 'write' || write.pair === 'none') return null;
  return write.pair === 'update' ? index - 1 : exclusiveBefore(window, index);
}

/** Whether a store-conditional at the end of the window may succeed. */
export function isReserved(window: Window): boolean {
  const end = window.instances.length;
  const read = exclusiveBefore(window, end);
  if (read !== null) {
    const each = window.instances[read];
    return each.kind === 'read' && !each.lost;
  }
  const used = window.instances.some(endsReservation);
  return !used && window.reservation !== null && !window.reservation.lost;
}

/** A store-conditional uses the reservation up, whether it succeeds or fails. */
export function endsReservation(instance: Instance): boolean {
  return instance.kind === 'failed' || (instance.kind === 'write' && instance.pair === 'exclusive');
}

function isMispredicted(code: Code, instance: Instance, condition: bigint | null): boolean {
  if (condition === null) return false;
  switch (instance.kind) {
    case 'branch':
      return instance.taken !== (condition !== 0n) && !isIdleBranch(code, instance.pc);
    case 'select':
      return instance.taken !== (condition !== 0n);
    case 'assume':
      return condition === 0n;
    case 'read':
      return instance.role !== 'alone' && (instance.role === 'writes') !== (condition !== 0n);
    default:
      return false;
  }
}

/** Whether a branch goes to the next instruction either way: its only effect is the dependency. */
export function isIdleBranch(code: Code, pc: number): boolean {
  const instruction = code.instructions[pc];
  return instruction.kind === 'branch' && instruction.destination === pc + 1;
}

/**
 * Whether the read at `index` took its value past a write that it should have seen: one between it and the write
 * that it was forwarded from, or, when it read memory, one that has still not performed.
 */
function isMisread(window: Window, evaluation: Evaluation, index: number): boolean {
  const read = window.instances[index];
  if (!isRead(read) || isPending(read)) return false;
  const from = read.kind === 'read' ? read.from : null;
  for (let earlier = (from ?? -1) + 1; earlier < index; earlier++) {
    const write = window.instances[earlier];
    if (!isWrite(write) || evaluation.locations[earlier] !== evaluation.locations[index]) continue;
    if (from !== null || isPending(write)) return true;
  }
  return false;
}

/** Whether the access at `index` is, or may turn out to be, of a location. */
export function mayBe(evaluation: Evaluation, index: number, location: number): boolean {
  return evaluation.locations[index] === location || evaluation.locations[index] === UNKNOWN;
}

/** Whether a performed read's value has reached memory: it read memory, or its source has performed. */
export function isInMemory(window: Window, read: ReadInstance): boolean {
  const source = read.from === null ? null : window.instances[read.from];
  return source === null || (source.kind === 'write' && source.performed);
}

/**
 * The window after another thread's write of `location`, or null when that write may not come now: it would fall
 * between the halves of a read-modify-write. Reads that ran ahead of an earlier read of the location become stale.
 */
export function afterForeignWrite(window: Window, evaluation: Evaluation, location: number): Window | null {
  let result = window;
  for (let index = 0; index < window.instances.length; index++) {
    const each = window.instances[index];
    if (each.kind !== 'read' || each.value === null || evaluation.locations[index] !== location) continue;
    if (!isInMemory(window, each)) continue;
    if (opensRmw(window, index)) return null;
    if (each.exclusive && !each.lost) result = withMark(result, index, 'lost');
    if (!each.stale && hasPendingReadBefore(window, evaluation, index)) {
      result = withMark(result, index, 'stale');
    }
  }
  return afterLosing(result, location);
}

function withMark(window: Window, index: number, mark: 'stale' | 'lost'): Window {
  const instance = window.instances[index];
  return instance.kind === 'read'
    ? withInstance(window, index, changed(instance, mark === 'stale' ? { stale: true } : { lost: true }))
    : window;
}

/** The first instance that uses the reservation of a retired exclusive read up, or takes a new one. */
export function reservationUser(window: Window): Instance | undefined {
  return window.instances.find((each) => endsReservation(each) || (each.kind === 'read' && each.exclusive));
}

/** The window after another thread's write of the location that a retired exclusive read has reserved. */
function afterLosing(window: Window, location: number): Window | null {
  const { reservation } = window;
  if (reservation === null || reservation.location !== location || reservation.lost) return window;
  const user = reservationUser(window);
  if (user !== undefined && user.kind === 'write' && isPending(user)) return null;
  const { registers, instances, next, nesting } = window;
  return { registers, instances, next, reservation: { location, lost: true }, nesting };
}

/** Whether the performed read at `index` waits for the write of its pair, so that no other thread may write in between. */
export function opensRmw(window: Window, index: number): boolean {
  const read = window.instances[index];
  if (read.kind !== 'read') return false;
  if (read.role === 'writes') return isPending(window.instances[index + 1]);
  if (!read.exclusive) return false;
  const user = window.instances.findIndex(
    (each, later) => later > index && (endsReservation(each) || (each.kind === 'read' && each.exclusive)),
  );
  return user !== -1 && window.instances[user].kind === 'write' && isPending(window.instances[user]);
}

/** Whether an earlier read that has not performed is, or may be, of the same location as the read at `index`. */
export function hasPendingReadBefore(window: Window, evaluation: Evaluation, index: number): boolean {
  return window.instances
    .slice(0, index)
    .some(
      (each, earlier) =>
        isRead(each) && isPending(each) && mayBe(evaluation, earlier, evaluation.locations[index]),
    );
}

/** Whether the read at `index` would see a newer write than a later read that went ahead of it did. */
export function isOvertaken(window: Window, evaluation: Evaluation, index: number): boolean {
  for (let later = index + 1; later < window.instances.length; later++) {
    if (evaluation.locations[later] !== evaluation.locations[index]) continue;
    const each = window.instances[later];
    if (isWrite(each)) return false;
    if (each.kind === 'read' && each.stale) return true;
  }
  return false;
}
