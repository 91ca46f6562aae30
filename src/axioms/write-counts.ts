/**
 * How often a value can come back or change: a location that is coherent shows a thread each write once, so that who reads 1, then 0,
 * then 1 again has seen two writes of 1, and who reads what differs from what it read before has seen one write more. Where there
 * are fewer writes, there is no such path. That ends loops that go round with an effect, as long as what lets them go round is
 * written few times. So each failure of a compare-and-exchange that was given what was found there before needs a fresh write of
 * another thread: where the writes of the others are bounded, the rounds are.
 */

import type { Location } from '../program/program.js';
import { bitChangesSeen, bitsSeenBothWays, mayChangeBit, mayTurnBit } from './bit-changes.js';
import { type CountOn, type FindWaysOn, mostOnward } from './onward.js';
import { isRead, isWrite, type Path, type PathEvent } from './path.js';
import { type PossibleValues, possibleValues } from './values.js';
import type { WalkedThread } from './walked-thread.js';
import { type Follows, followsOn, mayWriteFrom, seesOutOfTurn, type WritingThread } from './write-order.js';

/** How often all threads but one can access a location. */
export interface OtherAccesses {
  /** The most writes of a value to it. */
  readonly writes: (location: number, value: bigint) => number;
  /** The most writes of any value to it. */
  readonly changes: (location: number) => number;
  /** The most writes that may change a bit of it. */
  readonly bitChanges: (location: number, bit: bigint) => number;
  /** The most writes that may clear, or set, a bit that was not. */
  readonly turns: (location: number, bit: bigint, to: 'set' | 'clear') => number;
  /** The most reads and writes. */
  readonly all: (location: number) => number;
  /** Which values of a location may be seen after which. */
  readonly follows: Follows;
}

/** What is counted of a location: writes of a value, that may change a bit, all writes, all accesses. */
type Counted =
  | 'writes'
  | 'accesses'
  | { readonly value: bigint }
  | { readonly bit: bigint; readonly to?: 'set' | 'clear' };

function keyOf(counted: Counted): string {
  if (typeof counted === 'string') return counted;
  return 'bit' in counted ? `bit ${counted.bit} ${counted.to}` : `value ${counted.value}`;
}

/** How many writes of each thread there can be, by location and value. */
export class WriteCounts {
  readonly #threads: readonly (readonly Path[])[];
  readonly #waysOn: readonly FindWaysOn[];
  readonly #locations: readonly Location[];
  readonly #writing: readonly WritingThread[];
  readonly #known = new Map<string, number>();
  /** What each write may write. */
  readonly #written = new Map<PathEvent, PossibleValues>();

  /** Counts those on the paths of each thread; `waysOn` are where cut ones may go on. */
  constructor(
    threads: readonly (readonly Path[])[],
    waysOn: readonly FindWaysOn[],
    walked: readonly WalkedThread[],
  ) {
    this.#threads = threads;
    this.#waysOn = waysOn;
    this.#locations = walked[0]?.locations ?? [];
    this.#writing = threads.map((paths, index) => ({
      paths,
      mayWriteOnward: (head, location) =>
        mayWriteFrom(walked[index].thread.code, head, this.#locations[location]),
    }));
  }

  /** What all other threads do at most. */
  byOthers(thread: number): OtherAccesses {
    const sum = (location: number, counted: Counted): number =>
      this.#threads.reduce(
        (total, _, other) => (other === thread ? total : total + this.#most(other, location, counted)),
        0,
      );
    return {
      writes: (location, value) => sum(location, { value }),
      bitChanges: (location, bit) => sum(location, { bit }),
      turns: (location, bit, to) => sum(location, { bit, to }),
      changes: (location) => sum(location, 'writes'),
      all: (location) => sum(location, 'accesses'),
      follows: followsOn(this.#writing.toSpliced(thread, 1), this.#locations),
    };
  }

  /** The most of what is counted on a path of the thread. */
  #most(thread: number, location: number, counted: Counted): number {
    const key = `${thread} ${location} ${keyOf(counted)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let most = 0;
    const count: CountOn = (path) => this.#on(path, location, counted);
    for (const path of this.#threads[thread])
      most = Math.max(most, mostOnward(path, this.#waysOn[thread], count));
    this.#known.set(key, most);
    return most;
  }

  #on({ events, possible }: Path, location: number, counted: Counted): number {
    return events.filter((event) => {
      if (event.location !== location) return false;
      if (counted === 'accesses') return true;
      if (counted === 'writes') return isWrite(event);
      if ('bit' in counted) {
        const { bit, to } = counted;
        if (to === undefined) return mayChangeBit(event, events, bit);
        return mayTurnBit(event, events, { bit, to }, () => this.#writtenBy(event, possible));
      }
      return event.data !== null && (this.#writtenBy(event, possible)?.includes(counted.value) ?? true);
    }).length;
  }

  #writtenBy(event: PathEvent, reads: readonly PossibleValues[]): PossibleValues {
    const known = this.#written.get(event);
    if (known !== undefined) return known;
    const written = event.data === null ? [] : possibleValues(event.data, reads);
    this.#written.set(event, written);
    return written;
  }
}

/** Whether an event may write a value to a location; `reads` are what the reads of its path may give. */
function mayWrite(
  event: PathEvent,
  location: number,
  value: bigint,
  reads: readonly PossibleValues[],
): boolean {
  if (event.location !== location || event.data === null) return false;
  return possibleValues(event.data, reads)?.includes(value) ?? true;
}

/** What is known of the reads of a path. */
export interface KnownReads {
  /** What each may give, by its number. */
  readonly values: readonly PossibleValues[];
  /** Whether two, by their numbers, cannot have given the same. */
  readonly differ: (one: number, other: number) => boolean;
}

/** Whether values come back or change on a path more often than they can be written, or in another order; `others` are what the other threads do. */
export function comesBackTooOften(
  events: readonly PathEvent[],
  { values, differ }: KnownReads,
  locations: readonly Location[],
  others: OtherAccesses,
): boolean {
  const used = new Set(events.flatMap((event) => (isRead(event) ? [event.location] : [])));
  return [...used].some((location) => {
    for (const [value, times] of timesSeen(events, values, location)) {
      const own = events.filter((event) => mayWrite(event, location, value, values)).length;
      const initial = locations[location].initial === value ? 1 : 0;
      if (times > own + initial + others.writes(location, value)) return true;
    }
    const accesses = accessesInTurn(events, location);
    if (seesOutOfTurn(accesses, values, others.follows)) return true;
    const own = accesses.filter(isWrite).length;
    if (changesSeen(accesses, differ) > own + others.changes(location)) return true;
    return bitsSeenBothWays(accesses, values).some((bit) => {
      const changing = accesses.filter((event) => mayChangeBit(event, events, bit)).length;
      return bitChangesSeen(accesses, events, values, bit) > changing + others.bitChanges(location, bit);
    });
  });
}

/** How many writes a path has seen at least beside the first: each read that differs from the one before it has seen a later one. */
function changesSeen(accesses: readonly PathEvent[], differ: KnownReads['differ']): number {
  let changes = 0;
  let last: number | null = null;
  for (const event of accesses) {
    if (isWrite(event)) last = null;
    if (!isRead(event)) continue;
    if (last !== null && differ(last, event.read)) changes += 1;
    last = event.read;
  }
  return changes;
}

/** The accesses of a location, without reads that stand in one statement with an earlier one: those are in no order. */
export function accessesInTurn(events: readonly PathEvent[], location: number): readonly PathEvent[] {
  let statement = -1;
  return events.filter((event) => {
    if (event.location !== location || !isRead(event)) return event.location === location;
    const isAmong = event.statement === statement;
    statement = event.statement;
    return !isAmong;
  });
}

/**
 * How many writes of each value a path has seen at least: as many as there are stretches in which it reads the value, which
 * other values and its own writes end. What is not known of a read ends none.
 */
function timesSeen(
  events: readonly PathEvent[],
  reads: readonly PossibleValues[],
  location: number,
): ReadonlyMap<bigint, number> {
  const times = new Map<bigint, number>();
  let now: bigint | null = null;
  for (const event of accessesInTurn(events, location)) {
    if (isWrite(event)) now = null;
    if (!isRead(event)) continue;
    const values = reads[event.read];
    if (values === null || values.length !== 1 || values[0] === now) continue;
    [now] = values;
    times.set(now, (times.get(now) ?? 0) + 1);
  }
  return times;
}
