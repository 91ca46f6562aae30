/**
 * A candidate execution: a run of each thread, for each read the write it takes its value from (rf), and for each
 * location the order of its writes (co), put together piece by piece. Each piece adds the edges that follow from it;
 * the first cycle tells why the candidate is no execution of the machine, however it is completed.
 *
 * The communication edges are those of Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 36(2), 2014.
 */

import { changed } from '../window/instance.js';
import { type LocalOrder, localOrder } from '../window/reason.js';
import type { Window } from '../window/window.js';
import { type Cause, causeOf } from './cause.js';
import { type Event, eventsOf, reads, writes } from './event.js';
import { type Cycle, type Edge, Graph } from './order-graph.js';
import type { Run } from './thread-run.js';

/** What a read takes its value from: the number of a write, or one of these. */
export const INITIAL = -1;
export const UNDECIDED = -2;

/** A candidate, as far as it was decided. */
export class Candidate {
  readonly runs: (Run | null)[];
  readonly events: Event[];
  /** For each event, where it reads from; `UNDECIDED` for writes too. */
  readonly sources: number[];
  readonly graph: Graph;
  /** The pairs of writes of one location whose order is decided: `earlier * 4096 + later`. */
  readonly #coherence: Set<number>;

  /** An empty one of so many threads, or a copy. */
  constructor(from: number | Candidate) {
    if (typeof from === 'number') {
      this.runs = Array.from({ length: from }, () => null);
      this.events = [];
      this.sources = [];
      this.graph = new Graph();
      this.#coherence = new Set();
      return;
    }
    this.runs = [...from.runs];
    this.events = [...from.events];
    this.sources = [...from.sources];
    this.graph = new Graph(from.graph);
    this.#coherence = new Set(from.#coherence);
  }

  /** Decides what a thread does. */
  addRun(thread: number, run: Run): Cycle | null {
    this.runs[thread] = run;
    const added = eventsOf(run, thread, this.events.length);
    this.events.push(...added);
    this.sources.push(...added.map(() => UNDECIDED));
    const numbers = new Map(added.map((event) => [event.instance, event.id]));
    let cycle: Cycle | null = null;
    for (const edge of localEdges(run, memoisedOrder(run), numbers)) cycle ??= this.graph.add('time', edge);
    for (const [index, earlier] of added.entries()) {
      for (const later of added.slice(index + 1)) {
        if (later.location !== earlier.location) continue;
        cycle ??= this.graph.add('coherence', {
          from: earlier.id,
          to: later.id,
          relation: { kind: 'po-loc' },
        });
        if (writes(earlier) && writes(later)) cycle ??= this.order(earlier.id, later.id);
      }
    }
    return cycle ?? this.#fromInitial();
  }

  /** Decides where a read takes its value from. */
  read(reader: number, source: number): Cycle | null {
    this.sources[reader] = source;
    const event = this.events[reader];
    if (source === INITIAL) return this.#fromInitial();
    const write = this.events[source];
    const edge: Edge = { from: source, to: reader, relation: { kind: 'rf' } };
    let cycle = this.graph.add('coherence', edge);
    if (write.thread === event.thread) cycle ??= this.#forwards(event);
    else cycle ??= this.graph.add('time', edge);
    for (const other of this.#writesOf(event.location)) {
      if (this.isBefore(source, other.id)) cycle ??= this.#overwrites(event, other);
      // What the location's coherence leaves no choice about: own writes before the read, and those from it on.
      if (other.thread !== event.thread || other.id === source || cycle !== null) continue;
      const isLater = other.instance >= event.instance;
      cycle = isLater ? this.order(source, other.id) : this.order(other.id, source);
    }
    return cycle;
  }

  /** Decides that one write of a location is before another. */
  order(earlier: number, later: number): Cycle | null {
    if (this.isBefore(earlier, later)) return null;
    let cycle: Cycle | null = null;
    for (const [first, second] of this.#closure(earlier, later)) {
      if (this.isBefore(first, second)) continue;
      this.#coherence.add(first * 4096 + second);
      cycle ??= this.#addBoth({ from: first, to: second, relation: { kind: 'co' } });
      for (const reader of this.#readersOf(first)) cycle ??= this.#overwrites(reader, this.events[second]);
    }
    return cycle;
  }

  /** Whether a write was decided to be before another of its location. */
  isBefore(earlier: number, later: number): boolean {
    return this.#coherence.has(earlier * 4096 + later);
  }

  /** The pairs that follow from one by transitivity, itself included. */
  #closure(earlier: number, later: number): readonly (readonly [number, number])[] {
    const writers = this.#writesOf(this.events[earlier].location).map((event) => event.id);
    const firsts = [earlier, ...writers.filter((each) => this.isBefore(each, earlier))];
    const seconds = [later, ...writers.filter((each) => this.isBefore(later, each))];
    return firsts.flatMap((first) => seconds.map((second) => [first, second] as const));
  }

  #writesOf(location: number): readonly Event[] {
    return this.events.filter((event) => event.location === location && writes(event));
  }

  #readersOf(write: number): readonly Event[] {
    return this.events.filter((event) => this.sources[event.id] === write);
  }

  /** Every write of its location is after a read of the initial value. */
  #fromInitial(): Cycle | null {
    let cycle: Cycle | null = null;
    for (const reader of this.#readersOf(INITIAL)) {
      for (const write of this.#writesOf(reader.location)) cycle ??= this.#overwrites(reader, write);
    }
    return cycle;
  }

  /** A write overwrites what a read took: fr. */
  #overwrites(reader: Event, write: Event): Cycle | null {
    if (reader.id === write.id) return null;
    let cycle = this.#addBoth({ from: reader.id, to: write.id, relation: { kind: 'fr' } });
    if (reader.pair === null || reader.pair === write.id || write.thread === reader.thread) return cycle;
    cycle ??= this.#addBoth({ from: reader.pair, to: write.id, relation: { kind: 'atomic' } });
    return cycle ?? this.order(reader.pair, write.id);
  }

  /** Communication within a thread is an edge of coherence only: time within a thread is what holds back its accesses. */
  #addBoth(edge: Edge): Cycle | null {
    const outside = this.events[edge.from].thread !== this.events[edge.to].thread;
    const cycle = this.graph.add('coherence', edge);
    return outside ? (this.graph.add('time', edge) ?? cycle) : cycle;
  }

  /**
   * What a read waits for that takes its value from its own thread's write, and which accesses wait for the choices that
   * its value hangs on now.
   */
  #forwards(reader: Event): Cycle | null {
    const run = this.runs[reader.thread];
    if (run === null || run.window.instances[reader.instance].kind !== 'read') return null;
    const own = this.events.filter((event) => event.thread === reader.thread);
    const orders = localOrder({ ...run, window: this.#withSources(run.window, own) }).filter(
      ({ later, reason: { kind } }) =>
        kind === 'choice' || kind === 'isb' || (later === reader.instance && isForwarding(kind)),
    );
    const numbers = new Map(own.map((event) => [event.instance, event.id]));
    let cycle: Cycle | null = null;
    for (const edge of localEdges(run, orders, numbers)) cycle ??= this.graph.add('time', edge);
    return cycle;
  }

  /** A thread's window in which each read knows the own write that it takes its value from, as far as that was decided. */
  #withSources(window: Window, own: readonly Event[]): Window {
    const instances = [...window.instances];
    for (const { id, instance, thread } of own) {
      const each = instances[instance];
      const source = this.events[this.sources[id]];
      if (each.kind === 'read' && source?.thread === thread)
        instances[instance] = changed(each, { from: source.instance });
    }
    return { ...window, instances };
  }
}

/** Whether a reason speaks of what a read waits for that takes its value from its own thread's write. */
function isForwarding(kind: LocalOrder['reason']['kind']): boolean {
  return kind === 'forward' || kind === 'own-atomic' || kind === 'no-forward';
}

const ORDERS = new WeakMap<Run, readonly LocalOrder[]>();

function memoisedOrder(run: Run): readonly LocalOrder[] {
  const known = ORDERS.get(run) ?? localOrder(run);
  ORDERS.set(run, known);
  return known;
}

/** What holds back the accesses of a run, given the numbers of its events by instance. */
export function localEdgesOf(run: Run, numbers: ReadonlyMap<number, number>): readonly Edge[] {
  return localEdges(run, memoisedOrder(run), numbers);
}

/** One edge for all reasons between the same two events. */
function localEdges(
  run: Run,
  orders: readonly LocalOrder[],
  numbers: ReadonlyMap<number, number>,
): readonly Edge[] {
  const causes = new Map<string, { readonly from: number; readonly to: number; readonly causes: Cause[] }>();
  for (const { earlier, later, reason } of orders) {
    const from = numbers.get(earlier);
    const to = numbers.get(later);
    if (from === undefined || to === undefined) continue;
    const edge = causes.get(`${from} ${to}`) ?? { from, to, causes: [] };
    edge.causes.push(causeOf(run, reason));
    causes.set(`${from} ${to}`, edge);
  }
  return [...causes.values()].map((edge) => ({
    from: edge.from,
    to: edge.to,
    relation: { kind: 'local', causes: edge.causes },
  }));
}

/** Whether an event still has to be told where it reads from. */
export function isOpen(candidate: Candidate, event: Event): boolean {
  return reads(event) && candidate.sources[event.id] === UNDECIDED;
}
