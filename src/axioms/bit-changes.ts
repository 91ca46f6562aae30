/**
 * How often single bits of a location change, of a word of flags as `page->flags`: who takes a bit lock in it and releases it
 * leaves every other bit as it is, so that whoever sees one of those change has seen a write of somebody who changes it. The
 * read-modify-writes that leave a bit alone hand it on in coherence order, as they are atomic.
 */
import type { Expression } from '../program/expression.js';
import { isRead, type PathEvent } from './path.js';
import type { PossibleValues } from './values.js';

/** The bits that some reads find set for certain and others clear. */
export function bitsSeenBothWays(
  accesses: readonly PathEvent[],
  values: readonly PossibleValues[],
): readonly bigint[] {
  let [set, clear] = [0n, 0n];
  for (const event of accesses.filter(isRead)) {
    const known = certainBits(values[event.read]);
    set |= known.set;
    clear |= known.clear;
  }
  const bits: bigint[] = [];
  for (let left = set & clear; left !== 0n; left &= left - 1n) bits.push(left & -left);
  return bits;
}

/**
 * How many writes that change a bit a path has seen at least beside the first. `accesses` are those of a location, in turn, among the
 * path's events.
 */
export function bitChangesSeen(
  accesses: readonly PathEvent[],
  events: readonly PathEvent[],
  values: readonly PossibleValues[],
  bit: bigint,
): number {
  let changes = 0;
  let last: boolean | null = null;
  for (const event of accesses) {
    if (mayChangeBit(event, events, bit)) last = null;
    if (!isRead(event)) continue;
    const { set, clear } = certainBits(values[event.read]);
    const now = (set & bit) !== 0n ? true : (clear & bit) !== 0n ? false : null;
    if (now === null) continue;
    if (last !== null && last !== now) changes += 1;
    last = now;
  }
  return changes;
}

/** Whether an event writes, and not by a read-modify-write that leaves the bit as it was. */
export function mayChangeBit({ data, pair }: PathEvent, events: readonly PathEvent[], bit: bigint): boolean {
  return data !== null && (pair === -1 || !leavesBit(data, events[pair].read, bit));
}

/** A change of a bit, one way. */
export interface BitTurn {
  readonly bit: bigint;
  readonly to: 'set' | 'clear';
}

/**
 * Whether an event may write so that a bit turns which was not so before; `written` tells what it may write. A read-modify-write that
 * sets a bit clears none, whichever it sets.
 */
export function mayTurnBit(
  { data, pair }: PathEvent,
  events: readonly PathEvent[],
  turn: BitTurn,
  written: () => PossibleValues,
): boolean {
  if (data === null) return false;
  if (pair !== -1 && holdsBit(data, events[pair].read, turn)) return false;
  const isTurned = (value: bigint): boolean => ((value & turn.bit) !== 0n) === (turn.to === 'set');
  return written()?.some(isTurned) ?? true;
}

/** Whether a value has the bit as it does not turn to, where a read gave it so. */
function holdsBit(value: Expression, read: number, turn: BitTurn): boolean {
  const { bit, to } = turn;
  switch (value.kind) {
    case 'register':
      return value.register === read;
    case 'constant':
      return ((value.value & bit) === 0n) === (to === 'set');
    case 'convert':
      return bit < 1n << BigInt(value.type.bits) && holdsBit(value.operand, read, turn);
    case 'binary': {
      const { operator, left, right } = value;
      const [one, other] = [holdsBit(left, read, turn), holdsBit(right, read, turn)];
      if (operator === '|') return to === 'clear' ? one || other : one && other;
      if (operator === '&') return to === 'clear' ? one && other : one || other;
      return leavesBit(value, read, bit);
    }
    default:
      return false;
  }
}

/** Whether a value has the bit as a read gave it. */
function leavesBit(value: Expression, read: number, bit: bigint): boolean {
  switch (value.kind) {
    case 'register':
      return value.register === read;
    case 'convert':
      return bit < 1n << BigInt(value.type.bits) && leavesBit(value.operand, read, bit);
    case 'binary': {
      const { operator, left, right } = value;
      if (right.kind !== 'constant') return false;
      const isSet = (right.value & bit) !== 0n;
      const isKept = operator === '&' ? isSet : (operator === '|' || operator === '^') && !isSet;
      return isKept && leavesBit(left, read, bit);
    }
    default:
      return false;
  }
}

/** The bits that all values have set, and clear; of what is not known, none. */
function certainBits(values: PossibleValues): { readonly set: bigint; readonly clear: bigint } {
  if (values === null || values.length === 0) return { set: 0n, clear: 0n };
  const set = values.reduce((all, value) => all & value);
  const some = values.reduce((all, value) => all | value);
  return { set: BigInt.asUintN(64, set), clear: BigInt.asUintN(64, ~some) };
}
