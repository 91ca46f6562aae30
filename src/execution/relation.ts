/**
 * Binary relations over the events of an execution, as the field writes memory models with them (Alglave, Maranget,
 * Tautschnig, "Herding Cats", TOPLAS 36(2), 2014): union, intersection, difference, sequence, inverse, closure, restriction,
 * and whether a relation has a cycle. A relation is a matrix of bits, with a row for each event: the events that it leads to.
 */
import { bitsOf, EventSet, hasBit, setBit, wordsFor } from './event-set.js';

/** A relation over the events numbered from 0 to below `size`. It is a value: every operation gives a new one. */
export class Relation {
  readonly size: number;
  readonly #rows: readonly Int32Array[];

  private constructor(size: number, rows: readonly Int32Array[]) {
    this.size = size;
    this.#rows = rows;
  }

  /** The relation of some pairs of events. */
  static of(size: number, pairs: Iterable<readonly [number, number]> = []): Relation {
    const rows = emptyRows(size);
    for (const [from, to] of pairs) setBit(rows[from], to);
    return new Relation(size, rows);
  }

  /** Each event of a set with itself: `[set]`. */
  static identity(set: EventSet): Relation {
    return Relation.of(
      set.size,
      [...set].map((event) => [event, event] as const),
    );
  }

  /** Each event of one set with each of another. */
  static product(domain: EventSet, range: EventSet): Relation {
    const row = rowOf(range);
    const rows = emptyRows(domain.size);
    for (const event of domain) rows[event].set(row);
    return new Relation(domain.size, rows);
  }

  /** Whether the relation leads from one event to another. */
  has(from: number, to: number): boolean {
    return hasBit(this.#rows[from], to);
  }

  /** The pairs of either relation: `this | other`. */
  union(...others: readonly Relation[]): Relation {
    return others.reduce<Relation>((all, other) => all.#combined(other, (a, b) => a | b), this);
  }

  /** The pairs of both relations: `this & other`. */
  intersection(other: Relation): Relation {
    return this.#combined(other, (a, b) => a & b);
  }

  /** The pairs of this relation that are not in the other: `this \ other`. */
  difference(other: Relation): Relation {
    return this.#combined(other, (a, b) => a & ~b);
  }

  /** From an event by this relation to one from which the other leads on: `this ; other`. */
  sequence(other: Relation): Relation {
    const rows = emptyRows(this.size);
    for (const [event, row] of this.#rows.entries())
      for (const middle of bitsOf(row)) add(rows[event], other.#rows[middle]);
    return new Relation(this.size, rows);
  }

  /** Every pair the other way round: `this^-1`. */
  inverse(): Relation {
    return Relation.of(
      this.size,
      [...this.pairs()].map(([from, to]) => [to, from] as const),
    );
  }

  /** By one or more steps of the relation: `this+` (Warshall, JACM 9(1), 1962). */
  closure(): Relation {
    const rows = this.#rows.map((row) => row.slice());
    for (let middle = 0; middle < this.size; middle++)
      for (const row of rows) if (hasBit(row, middle)) add(row, rows[middle]);
    return new Relation(this.size, rows);
  }

  /** The pairs whose first event is in `domain` and whose second is in `range`: `[domain] ; this ; [range]`. */
  restricted(domain: EventSet, range: EventSet): Relation {
    return this.intersection(Relation.product(domain, range));
  }

  /** The pairs for which something holds. */
  filtered(holds: (from: number, to: number) => boolean): Relation {
    return Relation.of(
      this.size,
      [...this.pairs()].filter(([from, to]) => holds(from, to)),
    );
  }

  /** The events that the relation leads from. */
  domain(): EventSet {
    const leaves = this.#rows.flatMap((row, event) => (row.some((word) => word !== 0) ? [event] : []));
    return EventSet.of(this.size, leaves);
  }

  /** The events that the relation leads to. */
  range(): EventSet {
    const all = new Int32Array(wordsFor(this.size));
    for (const row of this.#rows) add(all, row);
    return EventSet.of(this.size, bitsOf(all));
  }

  /** The events that the relation leads to from one, in increasing order. */
  from(event: number): readonly number[] {
    return [...bitsOf(this.#rows[event])];
  }

  /** All pairs, sorted. */
  *pairs(): Generator<readonly [number, number]> {
    for (const [from, row] of this.#rows.entries()) for (const to of bitsOf(row)) yield [from, to];
  }

  /** Whether the relation has no pair. */
  get isEmpty(): boolean {
    return this.#rows.every((row) => row.every((word) => word === 0));
  }

  /** Whether no event is related to itself. */
  get isIrreflexive(): boolean {
    return this.#rows.every((row, event) => !hasBit(row, event));
  }

  /** Whether no event is related to itself by one or more steps: events that lead nowhere are taken away until none is left. */
  get isAcyclic(): boolean {
    const live = this.#rows.map((_, event) => event);
    for (let left = live; ; ) {
      const kept = EventSet.of(this.size, left);
      const next = left.filter((event) => this.from(event).some((to) => kept.has(to)));
      if (next.length === 0) return true;
      if (next.length === left.length) return false;
      left = next;
    }
  }

  /**
   * The events of a shortest cycle, each of which leads to the next and the last to the first; null when there is none. Of
   * several it is one with the smallest event, and begins with that.
   */
  shortestCycle(): readonly number[] | null {
    let shortest: readonly number[] | null = null;
    for (let event = 0; event < this.size; event++) {
      const cycle = this.#cycleThrough(event, shortest?.length ?? Number.POSITIVE_INFINITY);
      if (cycle !== null) shortest = cycle;
    }
    return shortest;
  }

  /** A shortest cycle through an event, where it has fewer events than `bound`: breadth-first, events in increasing order. */
  #cycleThrough(start: number, bound: number): readonly number[] | null {
    const parents = new Map<number, number>();
    let level: readonly number[] = [start];
    for (let length = 1; length < bound && level.length > 0; length++) {
      const next: number[] = [];
      for (const event of level) {
        if (this.has(event, start)) return pathTo(event, start, parents);
        for (const to of bitsOf(this.#rows[event])) {
          if (parents.has(to)) continue;
          parents.set(to, event);
          next.push(to);
        }
      }
      level = next;
    }
    return null;
  }

  #combined(other: Relation, operator: (a: number, b: number) => number): Relation {
    const rows = this.#rows.map((row, event) =>
      row.map((word, index) => operator(word, other.#rows[event][index])),
    );
    return new Relation(this.size, rows);
  }
}

function emptyRows(size: number): readonly Int32Array[] {
  return Array.from({ length: size }, () => new Int32Array(wordsFor(size)));
}

function rowOf(set: EventSet): Int32Array {
  const row = new Int32Array(wordsFor(set.size));
  for (const event of set) setBit(row, event);
  return row;
}

/** Adds the bits of another row to a row. */
function add(row: Int32Array, other: Int32Array): void {
  for (let word = 0; word < row.length; word++) row[word] |= other[word];
}

/** The events from the start of a search to `end`. */
function pathTo(end: number, start: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const path = [end];
  for (let at = end; at !== start; ) {
    at = parents.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}
