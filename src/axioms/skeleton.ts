/**
 * A path for each thread, put together: the events of all threads, numbered, and everything between them that does not hang on
 * who reads from whom. Initial writes are no events: nothing comes before them.
 */

import type { Expression } from '../program/expression.js';
import type { Location, Program } from '../program/program.js';
import { setBit, wordsOf } from './bit-rows.js';
import type { OwnSpans } from './own-spans.js';
import { isLockEvent, isWrite, type Path, type PathConstraint, type PathEvent } from './path.js';

/** The source of a read that reads the initial value. */
export const INITIAL = -1;
/** The source of a read that is still open. */
export const OPEN_SOURCE = -2;

/** An event of a thread among those of all. */
export interface PlacedEvent extends PathEvent {
  readonly thread: number;
  /** The number of the thread's first event. */
  readonly base: number;
}

/** A read among those of all threads. */
export interface PlacedRead {
  readonly event: number;
  readonly thread: number;
  /** Its number among the thread's. */
  readonly local: number;
  readonly location: number;
  /** The write of its read-modify-write; -1 where it has none. */
  readonly partner: number;
  /** Where it may take its value from: writes, or INITIAL. */
  readonly candidates: readonly number[];
  /**
   * Of the same thread and location: writes and reads (by their number among all) in program order before and behind it; none
   * where coherence is not granted, for nothing follows from them there.
   */
  readonly writesBefore: readonly number[];
  readonly writesBehind: readonly number[];
  readonly readsBefore: readonly number[];
  readonly readsBehind: readonly number[];
  /** What has to hold of it, and perhaps of other reads of the thread. */
  readonly constraints: readonly PathConstraint[];
}

/**
 * What is taken for granted of executions rather than left to the model to say, so that a search need not go through what
 * breaks it: coherence (acyclic po-loc, rf, co, fr), that read-modify-writes are atomic, and both of them for locks, whose
 * order no model chooses.
 */
export interface Granted {
  readonly coherence: boolean;
  readonly atomicity: boolean;
  readonly locks: boolean;
}

const EVERYTHING: Granted = { coherence: true, atomicity: true, locks: true };

/** The events of one path for each thread, and what is fixed about them. */
export class Skeleton {
  readonly paths: readonly Path[];
  readonly locations: readonly Location[];
  /** The dialect of the program; null for C. */
  readonly instructions: string | null;
  readonly events: readonly PlacedEvent[];
  readonly size: number;
  /** How many words a row of bits has. */
  readonly words: number;
  /** Program order, a row an event. */
  readonly po: Int32Array;
  readonly reads: readonly PlacedRead[];
  /** The reads that threads wait at for ever, by their numbers: each has to read what stays there. */
  readonly waiting: readonly number[];
  /** For each location, whether coherence is granted. */
  readonly coherent: readonly boolean[];
  /** Whether coherence and atomicity are granted everywhere. */
  readonly isSaturated: boolean;
  /** For each location, the reads of its read-modify-writes that come right behind what they read from, by their numbers. */
  readonly pairs: readonly (readonly number[])[];
  /** For each thread, the number of its first event. */
  readonly bases: readonly number[];
  readonly #readOf: Int32Array;
  readonly #pairOf: Int32Array;
  /** For each location, its writes. */
  readonly writes: readonly (readonly number[])[];

  /** `spans` are of the threads that go along paths of other ones. */
  constructor(
    program: Program,
    paths: readonly Path[],
    granted: Granted = EVERYTHING,
    spans: OwnSpans | null = null,
  ) {
    this.paths = paths;
    this.isSaturated = granted.coherence && granted.atomicity;
    this.locations = program.locations;
    this.instructions = program.instructions;
    const events: PlacedEvent[] = [];
    const bases: number[] = [];
    for (const [thread, path] of paths.entries()) {
      const base = events.length;
      bases.push(base);
      for (const event of path.events)
        events.push({ ...event, span: spans?.of(thread, event.span) ?? event.span, thread, base });
    }
    this.events = events;
    this.bases = bases;
    this.size = events.length;
    this.words = wordsOf(events.length);
    this.po = programOrder(events, this.words);
    this.writes = program.locations.map((_, location) =>
      [...events.keys()].filter((event) => isWrite(events[event]) && events[event].location === location),
    );
    const locked = new Set(events.filter(isLockEvent).map(({ location }) => location));
    const isLock = (location: number) => granted.locks && locked.has(location);
    this.coherent = program.locations.map((_, location) => granted.coherence || isLock(location));
    const waiting = new Set(
      paths.flatMap(({ ending }, thread) =>
        ending.kind === 'waiting' ? ending.reads.map((index) => bases[thread] + index) : [],
      ),
    );
    this.reads = this.#placeReads(waiting);
    this.waiting = [...this.reads.keys()].filter((number) => waiting.has(this.reads[number].event));
    this.#readOf = new Int32Array(events.length).fill(-1);
    this.#pairOf = new Int32Array(events.length).fill(-1);
    for (const [number, { event }] of this.reads.entries()) this.#readOf[event] = number;
    this.pairs = program.locations.map((_, location) =>
      [...this.reads.keys()].filter((number) => {
        const read = this.reads[number];
        const isAtomic = (granted.coherence && granted.atomicity) || isLock(location);
        return isAtomic && read.location === location && this.#isWhole(read);
      }),
    );
    for (const number of this.pairs.flat()) this.#pairOf[this.reads[number].partner] = number;
  }

  /** The number of the read that an event is; -1 where it is none. */
  readAt(event: number): number {
    return this.#readOf[event];
  }

  /** Whether it is of a read-modify-write between whose halves its own thread does not write the location. */
  #isWhole({ event, partner, location }: PlacedRead): boolean {
    if (partner === -1) return false;
    return !this.writes[location].some((each) => this.isBefore(event, each) && this.isBefore(each, partner));
  }

  /** For the write of one of `pairs`, the number of its read; -1 for any other event. */
  pairOf(event: number): number {
    return this.#pairOf[event];
  }

  /** Whether one event is before another in program order. */
  isBefore(one: number, other: number): boolean {
    return ((this.po[one * this.words + (other >>> 5)] >>> (other & 31)) & 1) !== 0;
  }

  /** What a write puts into memory, over the reads of its thread. */
  dataOf(write: number): Expression {
    const { data } = this.events[write];
    if (data === null) throw new Error('pinlitmus bug: the data of an event that writes nothing');
    return data;
  }

  #placeReads(waiting: ReadonlySet<number>): readonly PlacedRead[] {
    const events = [...this.events.keys()].filter((event) => this.events[event].read !== -1);
    const partner = new Map<number, number>();
    for (const [event, { pair, base }] of this.events.entries())
      if (pair !== -1) partner.set(base + pair, event);
    return events.map((event) => {
      const { thread, location, read } = this.events[event];
      const alike = (other: number) =>
        this.coherent[location] &&
        this.events[other].thread === thread &&
        this.events[other].location === location;
      const writes = this.writes[location].filter(alike);
      const numbers = [...events.keys()].filter((number) => alike(events[number]));
      const writesBefore = writes.filter((each) => this.isBefore(each, event));
      return {
        event,
        thread,
        local: read,
        location,
        partner: partner.get(event) ?? -1,
        candidates: this.#candidates(event, writesBefore).filter(
          (source) => !waiting.has(event) || this.#mayStay(source, location),
        ),
        writesBefore,
        writesBehind: writes.filter((each) => this.isBefore(event, each)),
        readsBefore: numbers.filter((number) => this.isBefore(events[number], event)),
        readsBehind: numbers.filter((number) => this.isBefore(event, events[number])),
        constraints: this.paths[thread].constraints.filter(({ reads }) => reads.includes(read)),
      };
    });
  }

  /** Whether what a source puts into a location may stay there. */
  #mayStay(source: number, location: number): boolean {
    const writes = this.writes[location];
    return source === INITIAL ? writes.length === 0 : !writes.some((each) => this.isBefore(source, each));
  }

  /**
   * Where a read may read from as far as program order and locks tell. Without coherence it may read from any write, also from
   * one behind it that is of another statement.
   */
  #candidates(event: number, writesBefore: readonly number[]): readonly number[] {
    const { location, role, statement } = this.events[event];
    const isOverwritten = (write: number) => writesBefore.some((each) => this.isBefore(write, each));
    const writes = this.writes[location].filter((write) => {
      const mayBeBehind = !this.coherent[location] && this.events[write].statement !== statement;
      if ((this.isBefore(event, write) && !mayBeBehind) || isOverwritten(write)) return false;
      return mayRead(role, this.events[write].role);
    });
    const mayBeInitial = writesBefore.length === 0 && role !== 'lock-failed' && role !== 'found-locked';
    return mayBeInitial ? [INITIAL, ...writes] : writes;
  }
}

/** A lock is taken, or found free, where it was released; it is found taken where it was taken. */
function mayRead(read: PathEvent['role'], write: PathEvent['role']): boolean {
  if (read === 'lock-read' || read === 'found-unlocked') return write === 'unlock';
  if (read === 'lock-failed' || read === 'found-locked') return write === 'lock-write';
  return true;
}

/** Statements in the order of time; within one, what uses something is behind it. */
function programOrder(events: readonly PlacedEvent[], words: number): Int32Array {
  const rows = new Int32Array(events.length * words);
  for (const [event, { thread, statement, base, uses }] of events.entries()) {
    for (let earlier = base; earlier < event; earlier++) {
      if (events[earlier].thread === thread && events[earlier].statement < statement)
        setBit(rows, words, earlier, event);
    }
    for (const used of uses) {
      setBit(rows, words, base + used, event);
      for (let earlier = base; earlier < base + used; earlier++) {
        const isBehind = (rows[earlier * words + ((base + used) >>> 5)] >>> ((base + used) & 31)) & 1;
        if (isBehind !== 0) setBit(rows, words, earlier, event);
      }
    }
  }
  return rows;
}
