/**
 * Whether the values that a path reads of a location can come one after the other, tried with every value that each read may give: which
 * bit a thread finds clear decides which one it tries to take, and that it finds this one taken tells that somebody has set it.
 *
 * A location that is coherent shows a thread ever later writes. Where a read gives something else than what the thread has seen or written
 * there before, another thread has written in between, other such writes each time; where a bit has turned, one of them has turned it,
 * for read-modify-writes that leave the bit alone hand it on. There are no more of those than others do.
 */
import type { Location } from '../program/program.js';
import { isRead, isWrite, type PathConstraint, type PathEvent } from './path.js';
import { evaluateShared } from './shared-parts.js';
import type { PossibleValues } from './values.js';
import { accessesInTurn, type OtherAccesses } from './write-counts.js';

/** What is known of a path. */
export interface PathSoFar {
  readonly events: readonly PathEvent[];
  readonly constraints: readonly PathConstraint[];
  /** What each read may give, by its number. */
  readonly values: readonly PossibleValues[];
}

/** So many values are tried before it is taken to be possible. */
const MOST_STEPS = 1024;

/** Whether the values of each location may come as the path has them; `others` are what other threads do. */
export function maySee(path: PathSoFar, locations: readonly Location[], others: OtherAccesses): boolean {
  const read = new Set(path.events.filter(isRead).map(({ location }) => location));
  return [...read].every((location) =>
    new ValueRun(path, location, locations[location].initial, others).isPossible(),
  );
}

/** The values of one location along a path. */
class ValueRun {
  readonly #path: PathSoFar;
  readonly #location: number;
  readonly #accesses: readonly PathEvent[];
  /** Reads that stand in one statement with a write which does not use them: those are in no order. */
  readonly #unordered: ReadonlySet<PathEvent>;
  readonly #initial: bigint;
  readonly #others: OtherAccesses;
  /** The values that are tried, by the numbers of the reads. */
  readonly #known: (bigint | null)[];
  /** How often others have written a value, and turned a bit, at least; by value, and by bit and way. */
  readonly #seen = new Map<string, number>();
  #changes = 0;
  #steps = 0;

  constructor(path: PathSoFar, location: number, initial: bigint, others: OtherAccesses) {
    this.#path = path;
    this.#location = location;
    this.#accesses = accessesInTurn(path.events, location);
    this.#unordered = unorderedReads(path.events, location);
    this.#initial = initial;
    this.#others = others;
    this.#known = path.values.map((values) => (values?.length === 1 ? values[0] : null));
  }

  isPossible(): boolean {
    return this.#goOn(0, this.#initial);
  }

  /** Whether it may go on from an access; `now` is what the thread knows to have been there last, null where it does not. */
  #goOn(index: number, now: bigint | null): boolean {
    const event = this.#accesses[index];
    if (event === undefined) return true;
    if (!isRead(event)) {
      const isWritten = isWrite(event) && event.data !== null;
      return this.#goOn(index + 1, isWritten ? evaluateShared(event.data, this.#known) : now);
    }
    const values = this.#path.values[event.read];
    if (values === null || this.#unordered.has(event)) return this.#goOn(index + 1, null);
    const before = this.#known[event.read];
    for (const value of values) {
      this.#steps += 1;
      if (this.#steps > MOST_STEPS) return true;
      this.#known[event.read] = value;
      if (this.#holds(event.read) && this.#reads(index, now, value)) return true;
    }
    this.#known[event.read] = before;
    return false;
  }

  /** Whether what is asked of a read holds, as far as that is known. */
  #holds(read: number): boolean {
    return this.#path.constraints.every(
      ({ expression, reads }) => !reads.includes(read) || evaluateShared(expression, this.#known) !== 0n,
    );
  }

  /** Whether it may go on behind a read that gives a value. */
  #reads(index: number, now: bigint | null, value: bigint): boolean {
    if (now === null || now === value) return this.#goOn(index + 1, value);
    if (this.#changes >= this.#others.changes(this.#location)) return false;
    const counted = this.#countOf(now, value);
    this.#changes += 1;
    for (const { key } of counted) this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    const isEnough = counted.every(({ key, most }) => (this.#seen.get(key) ?? 0) <= most());
    const goesOn = isEnough && this.#goOn(index + 1, value);
    this.#changes -= 1;
    for (const { key } of counted) this.#seen.set(key, (this.#seen.get(key) ?? 0) - 1);
    return goesOn;
  }

  /** What others must have done where one value has become another, and how often they do it at most. */
  #countOf(now: bigint, value: bigint): readonly { readonly key: string; readonly most: () => number }[] {
    const counted = [{ key: `${value}`, most: () => this.#others.writes(this.#location, value) }];
    for (let left = BigInt.asUintN(64, now ^ value); left !== 0n; left &= left - 1n) {
      const bit = left & -left;
      const to = (value & bit) === 0n ? 'clear' : 'set';
      counted.push({ key: `${bit} ${to}`, most: () => this.#others.turns(this.#location, bit, to) });
    }
    return counted;
  }
}

function unorderedReads(events: readonly PathEvent[], location: number): ReadonlySet<PathEvent> {
  const writes = events.filter((event) => event.location === location && isWrite(event));
  return new Set(
    events.filter(
      (event, index) =>
        event.location === location &&
        isRead(event) &&
        writes.some(({ statement, uses }) => statement === event.statement && !uses.includes(index)),
    ),
  );
}
