/**
 * A candidate execution: a run of each thread, for each read the write it takes its value from (rf), and for each
 * location the order of its writes (co), put together piece by piece. Each piece adds the edges that follow from it;
 * the first cycle tells why the candidate is no execution of the machine, however it is completed. Two graphs are kept, and
 * a candidate is an execution exactly when neither has a cycle:
 *
 * - `time`: the order in which accesses perform. Its edges are what holds back an access within its thread
 *   (window/reason.ts), and communication between threads: a read after the write it reads from, writes of a location
 *   in their coherence order, a read before the writes that overwrite what it read.
 * - `coherence`: each location on its own, with program order. A read may perform before an earlier one of its location
 *   or take its value from the store buffer, so that program order is no order of time there; but what the reads of a
 *   location see must agree with it (Alglave et al. 2014, "SC per location").
 *
 * The communication edges are those of Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 36(2), 2014.
 */

import type { Cause } from '../../../execution/cause.js';
import { type Cycle, type CycleKind, type Edge, EdgeGraph } from '../../../execution/edge.js';
import { isWithoutResult } from '../../../window/binding.js';
import { changed } from '../../../window/instance.js';
import type { LocalOrder } from '../../../window/reason.js';
import type { Window } from '../../../window/window.js';
import { causeOf } from './cause-of.js';
import { isReading, isWriting, type RunAccess } from './run-access.js';
import type { Run } from './thread-run.js';

/** An access of a thread's run, as a candidate has it. */
export interface CandidateEvent extends RunAccess {
  /** Its number among the candidate's events, in the order in which their threads were decided. */
  readonly id: number;
  readonly thread: number;
  /** The number of the other half of a read-modify-write. */
  readonly pair: number | null;
}

/** What a read takes its value from. */
export type ReadSource =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'initial' }
  /** The number of the write. */
  | { readonly kind: 'write'; readonly event: number };

const UNDECIDED: ReadSource = { kind: 'undecided' };
export const INITIAL: ReadSource = { kind: 'initial' };

/** The write as a source. */
export function fromWrite(event: number): ReadSource {
  return { kind: 'write', event };
}

/** A candidate, as far as it was decided. */
export class Candidate {
  readonly runs: (Run | null)[];
  readonly events: CandidateEvent[];
  /** For each event, what it reads from; `UNDECIDED` for writes too. */
  readonly sources: ReadSource[];
  readonly #graphs: { readonly [kind in Exclude<CycleKind, 'axiom'>]: EdgeGraph };
  /** For each event, the writes of its location that were decided to be after it in coherence order. */
  readonly #later: Set<number>[];

  /** An empty one of so many threads, or a copy. */
  constructor(from: number | Candidate) {
    const copied = typeof from === 'number' ? null : from;
    this.runs = copied === null ? Array.from({ length: Number(from) }, () => null) : [...copied.runs];
    this.events = [...(copied?.events ?? [])];
    this.sources = [...(copied?.sources ?? [])];
    this.#graphs = {
      time: new EdgeGraph(copied === null ? null : copied.#graphs.time),
      coherence: new EdgeGraph(copied === null ? null : copied.#graphs.coherence),
    };
    this.#later = copied === null ? [] : copied.#later.map((each) => new Set(each));
  }

  /** The edges of the order of time. */
  get timeEdges(): readonly Edge[] {
    return this.#graphs.time.edges;
  }

  /** Decides what a thread does. */
  addRun(thread: number, run: Run): Cycle | null {
    this.runs[thread] = run;
    const first = this.events.length;
    const added = run.accesses.map((access, index): CandidateEvent => {
      const pair = access.pair === null ? null : first + access.pair;
      return { ...access, id: first + index, thread, pair };
    });
    this.events.push(...added);
    this.sources.push(...added.map(() => UNDECIDED));
    this.#later.push(...added.map(() => new Set<number>()));
    let cycle: Cycle | null = null;
    for (const edge of localEdges(run, run.order, added)) cycle ??= this.#add('time', edge);
    for (const [index, earlier] of added.entries()) {
      for (const later of added.slice(index + 1)) {
        if (later.location !== earlier.location) continue;
        cycle ??= this.#add('coherence', { from: earlier.id, to: later.id, relation: { kind: 'po' } });
        if (isWriting(earlier) && isWriting(later)) cycle ??= this.order(earlier.id, later.id);
      }
    }
    return cycle ?? this.#fromInitial();
  }

  /** Decides where a read takes its value from. */
  read(reader: number, source: ReadSource): Cycle | null {
    this.sources[reader] = source;
    const event = this.events[reader];
    if (source.kind !== 'write') return source.kind === 'initial' ? this.#fromInitial() : null;
    const write = this.events[source.event];
    const edge: Edge = { from: write.id, to: reader, relation: { kind: 'rf' } };
    let cycle = this.#add('coherence', edge);
    if (write.thread === event.thread) cycle ??= this.#forwards(event);
    else cycle ??= this.#add('time', edge);
    for (const other of this.#writesOf(event.location)) {
      if (this.isBefore(write.id, other.id)) cycle ??= this.#overwrites(event, other);
      // What the location's coherence leaves no choice about: own writes before the read, and those from it on.
      if (other.thread !== event.thread || other.id === write.id || cycle !== null) continue;
      const isLater = other.instance >= event.instance;
      cycle = isLater ? this.order(write.id, other.id) : this.order(other.id, write.id);
    }
    return cycle;
  }

  /** Decides that one write of a location is before another. */
  order(earlier: number, later: number): Cycle | null {
    if (this.isBefore(earlier, later)) return null;
    let cycle: Cycle | null = null;
    for (const [first, second] of this.#closure(earlier, later)) {
      if (this.isBefore(first, second)) continue;
      this.#later[first].add(second);
      cycle ??= this.#addBoth({ from: first, to: second, relation: { kind: 'co' } });
      for (const reader of this.#readersOf(fromWrite(first)))
        cycle ??= this.#overwrites(reader, this.events[second]);
    }
    return cycle;
  }

  /** Whether a write was decided to be before another of its location. */
  isBefore(earlier: number, later: number): boolean {
    return this.#later[earlier].has(later);
  }

  /** The pairs that follow from one by transitivity, itself included. */
  #closure(earlier: number, later: number): readonly (readonly [number, number])[] {
    const writers = this.#writesOf(this.events[earlier].location).map((event) => event.id);
    const firsts = [earlier, ...writers.filter((each) => this.isBefore(each, earlier))];
    const seconds = [later, ...writers.filter((each) => this.isBefore(later, each))];
    return firsts.flatMap((first) => seconds.map((second) => [first, second] as const));
  }

  #writesOf(location: number): readonly CandidateEvent[] {
    return this.events.filter((event) => event.location === location && isWriting(event));
  }

  #readersOf(source: ReadSource): readonly CandidateEvent[] {
    return this.events.filter((event) => isSame(this.sources[event.id], source));
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
  #overwrites(reader: CandidateEvent, write: CandidateEvent): Cycle | null {
    if (reader.id === write.id) return null;
    let cycle = this.#addBoth({ from: reader.id, to: write.id, relation: { kind: 'fr' } });
    if (reader.pair === null || reader.pair === write.id || write.thread === reader.thread) return cycle;
    cycle ??= this.#addBoth({ from: reader.pair, to: write.id, relation: { kind: 'atomic' } });
    return cycle ?? this.order(reader.pair, write.id);
  }

  #add(kind: Exclude<CycleKind, 'axiom'>, edge: Edge): Cycle | null {
    const edges = this.#graphs[kind].add(edge);
    return edges === null ? null : { kind, edges };
  }

  /** Communication within a thread is an edge of coherence only: time within a thread is what holds back its accesses. */
  #addBoth(edge: Edge): Cycle | null {
    const outside = this.events[edge.from].thread !== this.events[edge.to].thread;
    const cycle = this.#add('coherence', edge);
    return outside ? (this.#add('time', edge) ?? cycle) : cycle;
  }

  /**
   * What a read waits for that takes its value from its own thread's write, and which accesses wait for the choices that
   * its value depends on now.
   */
  #forwards(reader: CandidateEvent): Cycle | null {
    const run = this.runs[reader.thread];
    if (run === null || run.window.instances[reader.instance].kind !== 'read') return null;
    const own = this.eventsOf(reader.thread);
    const orders = run
      .withWindow(this.#withSources(run.window, own))
      .order.filter(
        ({ earlier, later, reason: { kind } }) =>
          kind === 'choice' ||
          kind === 'isb' ||
          (later === reader.instance && isForwarding(kind)) ||
          (isDependency(kind) && isWithoutResult(run, earlier)),
      );
    let cycle: Cycle | null = null;
    for (const edge of localEdges(run, orders, own)) cycle ??= this.#add('time', edge);
    return cycle;
  }

  /** The events of one thread, in program order. */
  eventsOf(thread: number): readonly CandidateEvent[] {
    return this.events.filter((event) => event.thread === thread);
  }

  /** A thread's window in which each read knows the own write that it takes its value from, as far as that was decided. */
  windowWithSources(thread: number): Window | null {
    const run = this.runs[thread];
    return run === null ? null : this.#withSources(run.window, this.eventsOf(thread));
  }

  #withSources(window: Window, own: readonly CandidateEvent[]): Window {
    const instances = [...window.instances];
    for (const { id, instance, thread } of own) {
      const each = instances[instance];
      const source = this.sources[id];
      const write = source.kind === 'write' ? this.events[source.event] : null;
      if (each.kind === 'read' && write?.thread === thread)
        instances[instance] = changed(each, { from: write.instance });
    }
    return { ...window, instances };
  }

  /** Whether it is still open where an event reads from. */
  isOpen(event: CandidateEvent): boolean {
    return isReading(event) && this.sources[event.id].kind === 'undecided';
  }
}

/** Whether two sources are the same, and decided. */
function isSame(a: ReadSource, b: ReadSource): boolean {
  if (a.kind === 'write' && b.kind === 'write') return a.event === b.event;
  return a.kind === 'initial' && b.kind === 'initial';
}

/** Whether a reason speaks of a dependency, which may have come by way of memory. */
function isDependency(kind: LocalOrder['reason']['kind']): boolean {
  return kind === 'address' || kind === 'data' || kind === 'control' || kind === 'earlier-address';
}

/** Whether a reason speaks of what a read waits for that takes its value from its own thread's write. */
function isForwarding(kind: LocalOrder['reason']['kind']): boolean {
  return kind === 'forward' || kind === 'own-atomic' || kind === 'no-forward';
}

/** What holds back the accesses of a run, between the events that they are. One edge is for all reasons between the same two. */
export function localEdges(
  run: Run,
  orders: readonly LocalOrder[],
  events: readonly CandidateEvent[],
): readonly Edge[] {
  const numbers = new Map(events.map(({ instance, id }) => [instance, id]));
  const causes = new Map<string, { readonly from: number; readonly to: number; readonly causes: Cause[] }>();
  for (const { earlier, later, reason } of orders) {
    const from = numbers.get(earlier);
    const to = numbers.get(later);
    if (from === undefined || to === undefined) continue;
    const edge = causes.get(`${from} ${to}`) ?? { from, to, causes: [] };
    edge.causes.push(causeOf(run, reason));
    causes.set(`${from} ${to}`, edge);
  }
  return [...causes.values()].map(({ from, to, causes }) => ({
    from,
    to,
    relation: { kind: 'preserved', causes },
  }));
}
