/**
 * What must come before what, and the cycles that this closes. Two graphs are kept of the same events, and an execution
 * is one of the machine exactly when neither has a cycle:
 *
 * - `time`: the order in which accesses perform. Its edges are what holds back an access within its thread
 *   (window/reason.ts), and communication between threads: a read after the write it reads from, writes of a location
 *   in its coherence order, a read before the writes that overwrite what it read.
 * - `coherence`: each location on its own, with program order. A read may perform before an earlier one of its location
 *   or take its value from the store buffer, so that program order is no order of time there; but what the reads of a
 *   location see must agree with it (Alglave et al. 2014, "SC per location").
 */
import type { Cause } from './cause.js';

/** Why one event is before another. */
export type Relation =
  | { readonly kind: 'local'; readonly causes: readonly Cause[] }
  /** Reads from, coherence order, from-read: communication. */
  | { readonly kind: 'rf' | 'co' | 'fr' }
  /** Nothing may come between the halves of a read-modify-write: what overwrites what it read comes after its write. */
  | { readonly kind: 'atomic' }
  /** Program order of two accesses of one location. */
  | { readonly kind: 'po-loc' };

/** Numbers of events, and why the one is before the other. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly relation: Relation;
}

/** Which graph a cycle is of. */
export type Kind = 'time' | 'coherence';

/** Edges each of which begins where the one before ends; the last ends where the first begins. */
export interface Cycle {
  readonly kind: Kind;
  readonly edges: readonly Edge[];
}

/** Both graphs, growing. Copies are cheap enough: an execution has some tens of events. */
export class Graph {
  readonly #edges: { readonly [kind in Kind]: Map<number, Edge[]> };

  constructor(copied?: Graph) {
    const copy = (kind: Kind): Map<number, Edge[]> =>
      new Map([...(copied?.all(kind) ?? [])].map(([from, edges]) => [from, [...edges]]));
    this.#edges = { time: copy('time'), coherence: copy('coherence') };
  }

  /** The edges of one graph by the event that they leave. */
  all(kind: Kind): ReadonlyMap<number, readonly Edge[]> {
    return this.#edges[kind];
  }

  /** Adds an edge; the shortest cycle that it closes, or null. */
  add(kind: Kind, edge: Edge): Cycle | null {
    const leaving = this.#edges[kind].get(edge.from) ?? [];
    if (leaving.some((each) => each.to === edge.to && each.relation.kind === edge.relation.kind)) return null;
    leaving.push(edge);
    this.#edges[kind].set(edge.from, leaving);
    const back = this.path(kind, edge.to, edge.from);
    return back === null ? null : { kind, edges: [edge, ...back] };
  }

  /** The shortest way from one event to another; null when there is none. */
  path(kind: Kind, start: number, end: number): readonly Edge[] | null {
    if (start === end) return [];
    const came = new Map<number, Edge>();
    const pending = [start];
    for (const at of pending) {
      for (const edge of this.#edges[kind].get(at) ?? []) {
        if (edge.to === start || came.has(edge.to)) continue;
        came.set(edge.to, edge);
        if (edge.to === end) return trace(came, start, end);
        pending.push(edge.to);
      }
    }
    return null;
  }
}

function trace(came: ReadonlyMap<number, Edge>, start: number, end: number): readonly Edge[] {
  const edges: Edge[] = [];
  for (let at = end; at !== start; ) {
    const edge = came.get(at);
    if (edge === undefined) break;
    edges.unshift(edge);
    at = edge.from;
  }
  return edges;
}
