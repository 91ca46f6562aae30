/**
 * Which values each location may come to hold, whatever a model allows: its initial value, and whatever some write may put
 * there when the reads that it depends on give values that their locations may hold. Branches are taken both ways, for a
 * value may justify itself. Where there are too many, nothing is said of the location.
 */
import { type Expression, evaluate, type IntegerType } from '../program/expression.js';
import type { Location } from '../program/program.js';
import { readsIn } from './open-value.js';
import type { Path } from './path.js';
import type { Knowledge, Places } from './walker.js';

/** More values of a location than these are not told apart. */
const MOST_VALUES = 256;
/** More combinations of values of reads than these are not gone through. */
const MOST_COMBINATIONS = 4096;

/** The values of each location; null where anything is possible. */
export class Domains {
  readonly #locations: readonly Location[];
  readonly #values: (Set<bigint> | null)[];

  constructor(locations: readonly Location[]) {
    this.#locations = locations;
    this.#values = locations.map(({ initial }) => new Set([initial]));
  }

  /** Adds what the writes of a path may put into memory; whether that was anything new. */
  grow({ events, reads }: Path): boolean {
    let grown = false;
    for (const { data, location } of events) {
      const values = this.#values[location];
      if (data === null || values === null) continue;
      const found = this.#possible(data, (read) => events[reads[read].event].location);
      const size = values.size;
      for (const value of found ?? []) values.add(value);
      if (found === null || values.size > MOST_VALUES) this.#values[location] = null;
      grown ||= this.#values[location] === null || values.size > size;
    }
    return grown;
  }

  /** Says that any location that is still growing may hold anything. */
  widen(): void {
    for (const location of this.#values.keys()) this.#values[location] = null;
  }

  /** Whether a location may hold a value. */
  mayBe(location: number, value: bigint): boolean {
    return this.#values[location]?.has(value) ?? true;
  }

  /** The knowledge of these values; with `lenient`, every constraint may hold. */
  knowledge(ofWidth: (bits: IntegerType['bits']) => readonly number[], lenient: boolean): Knowledge {
    return {
      places: (address, bits, locationOf) => this.#places(address, ofWidth(bits), locationOf),
      mayHold: (expression, locationOf) =>
        lenient || (this.#possible(expression, locationOf)?.some((value) => value !== 0n) ?? true),
    };
  }

  #places(address: Expression, all: readonly number[], locationOf: (read: number) => number): Places {
    const values = this.#possible(address, locationOf);
    if (values === null) return { locations: all, wild: true };
    const locations = all.filter((location) => values.includes(this.#locations[location].address));
    return { locations, wild: locations.length < values.length };
  }

  /** The values that an expression over reads may have, each once; null where they are not known. */
  #possible(expression: Expression, locationOf: (read: number) => number): readonly bigint[] | null {
    if (expression.kind === 'constant') return [expression.value];
    const reads = readsIn(expression);
    const domains: (readonly bigint[])[] = [];
    let combinations = 1;
    for (const read of reads) {
      const values = this.#values[locationOf(read)];
      combinations *= values?.size ?? Number.POSITIVE_INFINITY;
      if (values === null || combinations > MOST_COMBINATIONS) return null;
      domains.push([...values]);
    }
    const found = new Set<bigint>();
    const known: bigint[] = [];
    const assign = (index: number): void => {
      if (index === reads.length) {
        const value = evaluate(expression, known);
        if (value !== null) found.add(value);
        return;
      }
      for (const value of domains[index]) {
        known[reads[index]] = value;
        assign(index + 1);
      }
    };
    assign(0);
    return [...found];
  }
}
