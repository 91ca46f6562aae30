/**
 * Rounds of a loop that write and take back what they wrote: atomic_inc() and atomic_dec(), a lock that is taken and released.
 *
 * A round whose writes nobody sees can be left out of an execution when the round before it left the location as this one found
 * it. What is left is an execution: events are missing, and the next read-modify-write of the thread takes the same value from
 * the same thread's write one round earlier, which orders nothing that was not ordered through the round. What another thread
 * does to such a location is seen in one round or between two, so that of more than twice as many rounds one can go, and the path
 * without it stands for this one.
 */
import { type Expression, evaluate } from '../program/expression.js';
import { mechanismOf } from '../program/mechanism.js';
import { isRead, isWrite, type PathEvent } from './path.js';
import type { PossibleValues } from './values.js';

/** What a location holds in a round: so much more than when the round began, or a number. */
type Content =
  | { readonly kind: 'more'; readonly by: bigint }
  | { readonly kind: 'number'; readonly value: bigint };

/** More values than these are not gone through one by one. */
const MOST_VALUES = 256;

/**
 * The locations that a round writes and leaves as it found them, if it does so with all that it writes; else null. `reads` are
 * what the reads of the path may give.
 */
export function undoneIn(
  round: readonly PathEvent[],
  reads: readonly PossibleValues[],
): readonly number[] | null {
  if (round.some(({ tag }) => mechanismOf(tag) !== null)) return null;
  const written = [...new Set(round.flatMap((event) => (isWrite(event) ? [event.location] : [])))];
  return written.every((location) => isUndone(round, reads, location)) ? written : null;
}

function isUndone(round: readonly PathEvent[], reads: readonly PossibleValues[], location: number): boolean {
  const accesses = round.filter((event) => event.location === location);
  const [first] = accesses;
  const isPair = (event: PathEvent): boolean =>
    event.rmw || event.role === 'lock-read' || event.role === 'lock-write';
  // Each write but a release of a lock is of a read-modify-write, so that it is right behind what was there.
  if (!isRead(first) || !isPair(first)) return false;
  if (accesses.some((event) => isWrite(event) && !isPair(event) && event.role !== 'unlock')) return false;
  const values = reads[first.read];
  if (values !== null && values.length <= MOST_VALUES)
    return values.every((value) => leaves(accesses, value, reads.length) === value);
  let now: Content = { kind: 'more', by: 0n };
  const seen = new Map<number, Content>();
  for (const event of accesses) {
    if (isRead(event)) seen.set(event.read, now);
    if (event.data === null) continue;
    const next = contentOf(event.data, seen);
    if (next === null) return false;
    now = next;
  }
  return now.kind === 'more' && now.by === 0n;
}

/** What accesses of a location leave there that find a value, with nobody else in between; null where other reads have a say in it. */
function leaves(accesses: readonly PathEvent[], found: bigint, reads: number): bigint | null {
  const known: (bigint | null)[] = new Array(reads).fill(null);
  let now: bigint | null = found;
  for (const event of accesses) {
    if (isRead(event) && now !== null) known[event.read] = now;
    if (event.data !== null) now = evaluate(event.data, known);
  }
  return now;
}

/** What a write leaves: a number, or what was read and a number more or less. */
function contentOf(data: Expression, seen: ReadonlyMap<number, Content>): Content | null {
  switch (data.kind) {
    case 'constant':
      return { kind: 'number', value: data.value };
    case 'register':
      return seen.get(data.register) ?? null;
    case 'convert':
      return contentOf(data.operand, seen);
    case 'binary': {
      const { operator, left, right } = data;
      if (right.kind !== 'constant' || (operator !== '+' && operator !== '-')) return null;
      const before = contentOf(left, seen);
      if (before?.kind !== 'more') return null;
      return { kind: 'more', by: operator === '+' ? before.by + right.value : before.by - right.value };
    }
    default:
      return null;
  }
}
