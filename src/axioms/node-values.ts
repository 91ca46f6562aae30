/**
 * The value of every set and relation of a model over one execution as far as it is decided, worked out when it is asked for,
 * for those who tell people what an axiom is violated by. Slow and plain, where cat/cat-instance.ts is fast. What is taken away by
 * `\` and `~` is what is certain.
 */

import type { CatModel } from '../cat/cat-model.js';
import type { CatNode } from '../cat/cat-plan.js';

/** A set, a byte for each event, or a relation, a byte for each pair, row by row. */
export type Bytes = Uint8Array;

/** What sets and relations an execution has: those that the model is given, by name. */
export interface GivenBytes {
  readonly size: number;
  readonly set: (name: string) => Bytes | null;
  /** Base relations, and rf, co and fr. */
  readonly relation: (name: string) => Bytes | null;
}

/** What the variables of a recursion are, while its bodies are worked out. */
export interface Bindings {
  readonly group: number;
  readonly values: readonly Bytes[];
  readonly outer: Bindings | null;
}

/** The values of a model's nodes over one execution. */
export class NodeValues {
  readonly size: number;
  readonly #model: CatModel;
  readonly #given: GivenBytes;
  readonly #known = new Map<number, Bytes>();
  readonly #under = new Map<Bindings, Map<number, Bytes>>();
  /** For each recursion, for each definition: when each pair came in, from 1. */
  readonly #ranks = new Map<number, readonly Uint32Array[]>();

  constructor(model: CatModel, given: GivenBytes) {
    this.#model = model;
    this.#given = given;
    this.size = given.size;
  }

  /** The value of a node; under bindings where it uses variables. */
  of(node: number, bindings: Bindings | null = null): Bytes {
    const isFree = this.#model.freeGroups[node].size > 0;
    const known = isFree && bindings !== null ? this.#cacheOf(bindings) : this.#known;
    const old = known.get(node);
    if (old !== undefined) return old;
    const value = this.#compute(this.#model.nodes[node], bindings);
    known.set(node, value);
    return value;
  }

  /** Whether a relation leads from one event to another. */
  has(node: number, from: number, to: number, bindings: Bindings | null): boolean {
    return this.of(node, bindings)[from * this.size + to] !== 0;
  }

  /** The bindings of a recursion before a pair came into one of its relations. */
  before(group: number, index: number, pair: number, outer: Bindings | null): Bindings {
    const ranks = this.#ranksOf(group, outer);
    const rank = ranks[index][pair];
    const values = ranks.map((each) => Uint8Array.from(each, (at) => Number(at !== 0 && at < rank)));
    return { group, values, outer };
  }

  #cacheOf(bindings: Bindings): Map<number, Bytes> {
    const known = this.#under.get(bindings) ?? new Map<number, Bytes>();
    this.#under.set(bindings, known);
    return known;
  }

  #ranksOf(group: number, outer: Bindings | null): readonly Uint32Array[] {
    const known = this.#ranks.get(group);
    if (known !== undefined) return known;
    const { bodies } = this.#model.groups[group];
    const ranks = bodies.map((body) => new Uint32Array(this.#lengthOf(this.#model.nodes[body])));
    let values: readonly Bytes[] = ranks.map(({ length }) => new Uint8Array(length));
    for (let rank = 1, changed = true; changed; ) {
      changed = false;
      for (const [index, body] of bodies.entries()) {
        const now = this.of(body, { group, values, outer });
        const old = values[index];
        // What leaves a recursion that is not monotone and comes back keeps the later time.
        for (let at = 0; at < now.length; at++) {
          if (now[at] === old[at]) continue;
          changed = true;
          ranks[index][at] = now[at] === 0 ? 0 : rank;
        }
        values = values.map((value, each) => (each === index ? now : value));
        rank += 1;
      }
    }
    this.#ranks.set(group, ranks);
    return ranks;
  }

  #lengthOf({ sort }: CatNode): number {
    return sort === 'set' ? this.size : this.size * this.size;
  }

  #compute(node: CatNode, bindings: Bindings | null): Bytes {
    const { size } = this;
    const result = new Uint8Array(this.#lengthOf(node));
    const operand = (index: number): Bytes => this.of(node.arguments[index], bindings);
    switch (node.operation) {
      case 'base':
      case 'dynamic':
        return (node.sort === 'set' ? this.#given.set(node.name) : this.#given.relation(node.name)) ?? result;
      case 'none':
        return result;
      case 'all':
        return result.fill(1);
      case 'id':
        return result.map((_, at) => Number(Math.floor(at / size) === at % size));
      case 'union':
        for (const each of node.arguments) include(result, this.of(each, bindings));
        return result;
      case 'intersection':
        return result.map((_, at) =>
          Number(node.arguments.every((each) => this.of(each, bindings)[at] !== 0)),
        );
      case 'difference': {
        const [left, right] = [operand(0), operand(1)];
        return result.map((_, at) => left[at] & (1 - right[at]));
      }
      case 'complement':
        return operand(0).map((bit) => 1 - bit);
      case 'variable':
        return this.#variable(node, bindings) ?? result;
      case 'fixpoint':
        return Uint8Array.from(this.#ranksOf(node.group, bindings)[node.index], (rank) => Number(rank !== 0));
      default:
        return this.#relate(node, operand, result);
    }
  }

  #variable({ group, index }: CatNode, bindings: Bindings | null): Bytes | null {
    for (let each = bindings; each !== null; each = each.outer)
      if (each.group === group) return each.values[index];
    return null;
  }

  #relate({ operation }: CatNode, operand: (index: number) => Bytes, result: Bytes): Bytes {
    const { size } = this;
    const first = operand(0);
    const fill = (holds: (from: number, to: number) => number): Bytes =>
      result.map((_, at) => holds(Math.floor(at / size), at % size));
    switch (operation) {
      case 'domain':
        return result.map((_, event) => Number(first.subarray(event * size, (event + 1) * size).includes(1)));
      case 'range':
        return result.map((_, event) => Number(rowsOf(first, size).some((row) => row[event] === 1)));
      case 'identity':
        return fill((from, to) => Number(from === to) & first[from]);
      case 'product': {
        const second = operand(1);
        return fill((from, to) => first[from] & second[to]);
      }
      case 'rows': {
        const relation = operand(1);
        return fill((from, to) => first[from] & relation[from * size + to]);
      }
      case 'columns': {
        const relation = operand(1);
        return fill((from, to) => first[to] & relation[from * size + to]);
      }
      case 'inverse':
        return fill((from, to) => first[to * size + from]);
      case 'sequence':
        return composed(first, operand(1), size);
      case 'optional':
        return fill((from, to) => Number(from === to) | first[from * size + to]);
      case 'plus':
        return closure(first, size);
      case 'star': {
        const steps = closure(first, size);
        return fill((from, to) => Number(from === to) | steps[from * size + to]);
      }
      default:
        throw new Error(`pinlitmus bug: a model does ${operation}`);
    }
  }
}

function rowsOf(relation: Bytes, size: number): readonly Bytes[] {
  return Array.from({ length: size }, (_, row) => relation.subarray(row * size, (row + 1) * size));
}

function composed(first: Bytes, second: Bytes, size: number): Bytes {
  const result = new Uint8Array(size * size);
  const [rows, targets] = [rowsOf(result, size), rowsOf(second, size)];
  for (const [from, row] of rowsOf(first, size).entries()) {
    for (const [middle, bit] of row.entries()) {
      if (bit !== 0) include(rows[from], targets[middle]);
    }
  }
  return result;
}

/** By one or more steps (Warshall). */
function closure(relation: Bytes, size: number): Bytes {
  const result = relation.slice();
  const rows = rowsOf(result, size);
  for (const [middle, targets] of rows.entries()) {
    for (const row of rows) if (row[middle] !== 0) include(row, targets);
  }
  return result;
}

/** Adds what is in one to the other. */
function include(into: Bytes, other: Bytes): void {
  for (let at = 0; at < into.length; at++) into[at] |= other[at];
}
