/**
 * How often a value can come back: a location that is coherent shows a thread each write once, so that who reads 1, then 0, then 1
 * again has seen two writes of 1. Where the others write it less often, and the thread itself does not, there is no such path.
 * That ends loops that go round with an effect, as long as what lets them go round is written few times.
 */

import type { Location } from '../program/program.js';
import { isRead, isWrite, type Path, type PathEvent } from './path.js';
import { type PossibleValues, possibleValues } from './values.js';

/** How often all threads but one can access a location. */
export interface OtherAccesses {
  /** The most writes of a value to it. */
  readonly writes: (location: number, value: bigint) => number;
  /** The most reads and writes. */
  readonly all: (location: number) => number;
}

/** How many writes of each thread there can be, by location and value. */
export class WriteCounts {
  readonly #threads: readonly (readonly Path[])[];
  readonly #values: (location: number) => PossibleValues;
  readonly #known = new Map<string, number>();

  /** Counts those on the paths of each thread; `values` are what locations may hold. */
  constructor(threads: readonly (readonly Path[])[], values: (location: number) => PossibleValues) {
    this.#threads = threads;
    this.#values = values;
  }

  /** What all other threads do at most. */
  byOthers(thread: number): OtherAccesses {
    const sum = (location: number, value: bigint | null): number =>
      this.#threads.reduce(
        (total, _, other) => (other === thread ? total : total + this.#most(other, location, value)),
        0,
      );
    return { writes: sum, all: (location) => sum(location, null) };
  }

  /** The most writes of a value on a path of the thread; with null all accesses. */
  #most(thread: number, location: number, value: bigint | null): number {
    const key = `${thread} ${location} ${value}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let most = 0;
    for (const path of this.#threads[thread]) most = Math.max(most, this.#on(path, location, value));
    this.#known.set(key, most);
    return most;
  }

  #on({ events, ending }: Path, location: number, value: bigint | null): number {
    const reads = events.filter(isRead).map((read) => this.#values(read.location));
    const count = events.filter((event) =>
      value === null ? event.location === location : mayWrite(event, location, value, reads),
    ).length;
    return count > 0 && ending.kind === 'cut' ? Number.POSITIVE_INFINITY : count;
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

/**
 * Whether values come back on a path more often than they can be written; `reads` are what its reads may give, `others` what the other
 * threads do.
 */
export function comesBackTooOften(
  events: readonly PathEvent[],
  reads: readonly PossibleValues[],
  locations: readonly Location[],
  others: OtherAccesses,
): boolean {
  const used = new Set(events.flatMap((event) => (isRead(event) ? [event.location] : [])));
  return [...used].some((location) => {
    for (const [value, times] of timesSeen(events, reads, location)) {
      const own = events.filter((event) => mayWrite(event, location, value, reads)).length;
      const initial = locations[location].initial === value ? 1 : 0;
      if (times > own + initial + others.writes(location, value)) return true;
    }
    return false;
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
  let statement = -1;
  for (const event of events) {
    if (event.location !== location) continue;
    if (isWrite(event)) now = null;
    if (!isRead(event) || event.statement === statement) continue;
    statement = event.statement;
    const values = reads[event.read];
    if (values === null || values.length !== 1 || values[0] === now) continue;
    [now] = values;
    times.set(now, (times.get(now) ?? 0) + 1);
  }
  return times;
}
