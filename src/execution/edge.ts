/** Edges between the events of an execution that say why they are there, and the cycles that they close. */
import type { Cause } from './cause.js';

/** Why one event is before another. */
type EdgeRelation =
  /** The model preserves their program order. */
  | { readonly kind: 'preserved'; readonly causes: readonly Cause[] }
  /** Reads-from, coherence order, from-read: communication. */
  | { readonly kind: 'rf' | 'co' | 'fr' }
  /** Nothing may come between the halves of a read-modify-write: what overwrites what it read comes after its write. */
  | { readonly kind: 'atomic' }
  /** Program order alone. */
  | { readonly kind: 'po' };

/** Numbers of events, and why the one is before the other. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly relation: EdgeRelation;
}

/** What a cycle contradicts: that accesses perform in some order of time, that each location is coherent on its own, or an axiom. */
export type CycleKind = 'time' | 'coherence' | 'axiom';

/** The axiom of a model that a cycle violates. */
export interface ViolatedAxiom {
  /** As the model's text calls it: `propagation`, `rcu`. */
  readonly name: string;
  /** How many grace periods and read-side sections of RCU or SRCU are in the cycle: it takes as many of the first at least. */
  readonly gracePeriods: number;
  readonly sections: number;
  /** How many stretches of program order in no section, which a machine's grace period counts like one; absent for none. */
  readonly stretches?: number;
}

/** Edges each of which begins where the one before ends; the last ends where the first begins. */
export interface Cycle {
  readonly kind: CycleKind;
  readonly edges: readonly Edge[];
  /** Present for the kind `axiom`. */
  readonly axiom?: ViolatedAxiom;
}

/** A graph of edges, growing. Copies are cheap enough: an execution has some tens of events. */
export class EdgeGraph {
  readonly #leaving: Map<number, Edge[]>;

  constructor(copied: EdgeGraph | null = null) {
    const leaving = copied === null ? [] : [...copied.#leaving];
    this.#leaving = new Map(leaving.map(([from, edges]) => [from, [...edges]]));
  }

  /** All edges, by the event that they leave. */
  get edges(): readonly Edge[] {
    return [...this.#leaving.values()].flat();
  }

  /** Adds an edge; the shortest cycle that it closes, or null. One that there is already adds nothing. */
  add(edge: Edge): readonly Edge[] | null {
    const leaving = this.#leaving.get(edge.from) ?? [];
    if (leaving.some((each) => each.to === edge.to && each.relation.kind === edge.relation.kind)) return null;
    leaving.push(edge);
    this.#leaving.set(edge.from, leaving);
    const back = this.path(edge.to, edge.from);
    return back === null ? null : [edge, ...back];
  }

  /** The shortest path from one event to another; null when there is none. */
  path(start: number, end: number): readonly Edge[] | null {
    if (start === end) return [];
    const arrived = new Map<number, Edge>();
    const pending = [start];
    for (const at of pending) {
      for (const edge of this.#leaving.get(at) ?? []) {
        if (edge.to === start || arrived.has(edge.to)) continue;
        arrived.set(edge.to, edge);
        if (edge.to === end) return pathBack(arrived, start, end);
        pending.push(edge.to);
      }
    }
    return null;
  }
}

function pathBack(arrived: ReadonlyMap<number, Edge>, start: number, end: number): readonly Edge[] {
  const edges: Edge[] = [];
  for (let at = end; at !== start; ) {
    const edge = arrived.get(at);
    if (edge === undefined) break;
    edges.unshift(edge);
    at = edge.from;
  }
  return edges;
}

/** The edges of a shortest cycle; null when they close none. */
export function shortestCycle(edges: readonly Edge[]): readonly Edge[] | null {
  const graph = new EdgeGraph();
  let shortest: readonly Edge[] | null = null;
  for (const edge of edges) graph.add(edge);
  for (const edge of edges) {
    const back = graph.path(edge.to, edge.from);
    if (back === null || (shortest !== null && back.length + 1 >= shortest.length)) continue;
    shortest = [edge, ...back];
  }
  return shortest;
}
