/**
 * Which values each location may come to hold, whatever a model allows: its initial value, and whatever some write may put
 * there when the reads that it depends on give values that their locations may hold. Branches are taken both ways, for a
 * value may justify itself. Where there are too many, nothing is said of the location.
 *
 * Where locations are coherent, no thread reads what it writes later, nor what it has overwritten: a thread that counts up what it
 * finds until its one cmpxchg() succeeds never finds its own sum. So writes are kept thread by thread.
 */
import type { Location } from '../program/program.js';
import { isRead, type Path } from './path.js';
import { type KnownOfMemory, readable } from './readable.js';
import { type PossibleValues, possibleValues } from './values.js';

/** More values of a location than these are not told apart. */
const MOST_VALUES = 256;

/** The values of each location. */
export class Domains {
  readonly #locations: readonly Location[];
  /** What each thread writes to each location. */
  readonly #written: (Set<bigint> | null)[][];
  /** Lists of what was asked for, until a domain grows. */
  readonly #lists = new Map<string, PossibleValues>();
  readonly #isCoherent: boolean;

  constructor(locations: readonly Location[], threads: number, isCoherent: boolean) {
    this.#locations = locations;
    this.#written = Array.from({ length: threads }, () => locations.map(() => new Set()));
    this.#isCoherent = isCoherent;
  }

  /** The same, to be grown by itself. */
  copy(): Domains {
    const copied = new Domains(this.#locations, 0, this.#isCoherent);
    for (const written of this.#written) copied.#written.push(written.map((each) => each && new Set(each)));
    return copied;
  }

  /** What a location may hold. */
  valuesOf(location: number): PossibleValues {
    return this.#listed(`${location}`, location, -1, [this.#locations[location].initial]);
  }

  /** What is known to a thread. */
  forThread(thread: number): KnownOfMemory {
    return {
      any: (location) => this.valuesOf(location),
      foreign: (location) => this.#listed(`${location} ${thread}`, location, thread, []),
      initial: (location) => this.#locations[location].initial,
      isCoherent: this.#isCoherent,
    };
  }

  #listed(key: string, location: number, but: number, first: readonly bigint[]): PossibleValues {
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const all = new Set(first);
    let isKnown = true;
    for (const [thread, written] of this.#written.entries()) {
      if (thread === but) continue;
      const values = written[location];
      if (values === null) isKnown = false;
      for (const value of values ?? []) all.add(value);
    }
    const list = isKnown && all.size <= MOST_VALUES ? [...all] : null;
    this.#lists.set(key, list);
    return list;
  }

  /** Adds what the writes of a path of a thread may put into memory; whether that was anything new. */
  grow({ events }: Pick<Path, 'events'>, thread: number): boolean {
    const known = this.forThread(thread);
    const reads: PossibleValues[] = [];
    let grown = false;
    for (const [index, event] of events.entries()) {
      if (isRead(event)) {
        const isAmong = events.some(
          ({ statement, data, uses }, other) =>
            other > index && statement === event.statement && data !== null && !uses.includes(index),
        );
        reads[event.read] = isAmong ? known.any(event.location) : readable(events, index, reads, known);
      }
      if (event.data !== null && this.#add(event.location, thread, possibleValues(event.data, reads)))
        grown = true;
    }
    if (grown) this.#lists.clear();
    return grown;
  }

  #add(location: number, thread: number, found: PossibleValues): boolean {
    const values = this.#written[thread][location];
    if (values === null) return false;
    const { size } = values;
    for (const value of found ?? []) values.add(value);
    if (found === null || values.size > MOST_VALUES) this.#written[thread][location] = null;
    return this.#written[thread][location] === null || values.size > size;
  }
}
