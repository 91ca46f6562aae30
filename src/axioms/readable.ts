/**
 * Which values a read of a path may give as far as the path itself tells. Where locations are coherent no thread reads what it
 * writes later, nor what it has overwritten: a thread that adds to what it finds until its one cmpxchg() succeeds never finds its
 * own sum.
 */
import { isWrite, type PathEvent } from './path.js';
import { type PossibleValues, possibleValues } from './values.js';

/** What is known of the values of memory to a thread, whatever it has written so far. */
export interface KnownOfMemory {
  /** What a location may hold, whoever wrote it. */
  readonly any: (location: number) => PossibleValues;
  /** What other threads write there. */
  readonly foreign: (location: number) => PossibleValues;
  readonly initial: (location: number) => bigint;
  /** Whether each location is known to be coherent. */
  readonly isCoherent: boolean;
}

/** What an event may read, given what the reads before it may; no write that comes later may stand in its statement. */
export function readable(
  events: readonly PathEvent[],
  index: number,
  reads: readonly PossibleValues[],
  { any, foreign, initial, isCoherent }: KnownOfMemory,
): PossibleValues {
  const { location, statement } = events[index];
  if (!isCoherent) return any(location);
  const others = foreign(location);
  if (others === null) return null;
  const own: PathEvent[] = [];
  // Writes of one statement are in no order. What stands before the last one that is certainly before the read is overwritten.
  let last = Number.NEGATIVE_INFINITY;
  for (let each = index - 1; each >= 0 && events[each].statement >= last; each--) {
    const event = events[each];
    if (event.location !== location || !isWrite(event)) continue;
    own.push(event);
    if (event.statement < statement) last = event.statement;
  }
  const found = new Set(others);
  if (last === Number.NEGATIVE_INFINITY) found.add(initial(location));
  for (const { data } of own) {
    const values = data === null ? [] : possibleValues(data, reads);
    if (values === null) return null;
    for (const value of values) found.add(value);
  }
  return [...found];
}
