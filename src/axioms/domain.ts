/**
 * Which values each location may come to hold, whatever a model allows: its initial value, and whatever some write may put
 * there when the reads that it depends on give values that their locations may hold. Branches are taken both ways, for a
 * value may justify itself. Where there are too many, nothing is said of the location.
 */
import type { Location } from '../program/program.js';
import { isRead, type Path } from './path.js';
import { type PossibleValues, possibleValues } from './values.js';

/** More values of a location than these are not told apart. */
const MOST_VALUES = 256;

/** The values of each location. */
export class Domains {
  readonly #values: (Set<bigint> | null)[];
  /** The same as lists, made when they are asked for. */
  readonly #lists: (PossibleValues | undefined)[] = [];

  constructor(locations: readonly Location[]) {
    this.#values = locations.map(({ initial }) => new Set([initial]));
  }

  /** What a location may hold. */
  valuesOf(location: number): PossibleValues {
    const values = this.#values[location];
    const known = this.#lists[location];
    if (known !== undefined && known?.length === values?.size) return known;
    const list = values === null ? null : [...values];
    this.#lists[location] = list;
    return list;
  }

  /** Adds what the writes of a path may put into memory; whether that was anything new. */
  grow({ events }: Path): boolean {
    const reads = events.filter(isRead).map(({ location }) => this.valuesOf(location));
    let grown = false;
    for (const { data, location } of events) {
      const values = this.#values[location];
      if (data === null || values === null) continue;
      const found = possibleValues(data, reads);
      const size = values.size;
      for (const value of found ?? []) values.add(value);
      if (found === null || values.size > MOST_VALUES) this.#values[location] = null;
      grown ||= this.#values[location] === null || values.size > size;
    }
    return grown;
  }
}
