/**
 * What is decided of an execution: where reads take their values from, and a partial coherence order that holds in every
 * execution that is so decided. It is kept saturated: with a decision goes everything that coherence (acyclic po-loc, rf, co,
 * fr) and the atomicity of read-modify-writes make of it. Whatever total order extends it then satisfies both, so that
 * coherence is never gone through for its own sake. Where the skeleton is not granted that, nothing follows: a coherence order
 * is only transitive, and each one is gone through.
 */

import { THIN_AIR } from '../program/special-values.js';
import { setBit } from './bit-rows.js';
import { CoOrder } from './co-order.js';
import type { PathConstraint } from './path.js';
import { evaluateShared } from './shared-parts.js';
import { INITIAL, OPEN_SOURCE, type PlacedRead, type Skeleton } from './skeleton.js';

/** The decided part of an execution over a skeleton, which is changed in place and can be put back. */
export class PartialExecution {
  /** For each read, the write that it reads from, INITIAL, or OPEN_SOURCE. */
  readonly sources: Int32Array;
  readonly coherence: CoOrder;
  /** For each thread, the values of its reads as far as they are known. */
  readonly known: (bigint | null)[][];
  readonly #skeleton: Skeleton;
  readonly #frames: Frame[] = [];

  constructor(skeleton: Skeleton) {
    this.#skeleton = skeleton;
    this.sources = new Int32Array(skeleton.reads.length).fill(OPEN_SOURCE);
    this.coherence = new CoOrder(skeleton);
    this.known = skeleton.paths.map((path) => path.reads.map(() => null));
  }

  /** Keeps how things stand as number `depth`. */
  save(depth: number): void {
    const { behind, before } = this.coherence;
    const frame = this.#frames[depth];
    if (frame === undefined) {
      this.#frames[depth] = {
        sources: this.sources.slice(),
        behind: behind.slice(),
        before: before.slice(),
        known: this.known.map((each) => [...each]),
      };
      return;
    }
    frame.sources.set(this.sources);
    frame.behind.set(behind);
    frame.before.set(before);
    copyValues(this.known, frame.known);
  }

  /** Puts things back as they were. */
  restore(depth: number): void {
    const { sources, behind, before, known } = this.#frames[depth];
    this.sources.set(sources);
    this.coherence.behind.set(behind);
    this.coherence.before.set(before);
    this.coherence.loose.fill(0);
    copyValues(known, this.known);
  }

  /** Orders the writes of one thread to a coherent location as program order does; false when that cannot be. */
  begin(): boolean {
    for (const [location, writes] of this.#skeleton.writes.entries()) {
      if (!this.#skeleton.coherent[location]) continue;
      for (const one of writes) {
        const behind = writes.filter((other) => this.#skeleton.isBefore(one, other));
        if (!behind.every((other) => this.coherence.order(one, other))) return false;
      }
    }
    return this.settle();
  }

  /** Whether each thread that waits for ever reads what stays there, where everything is decided. */
  waitsInVain(): boolean {
    return this.#skeleton.waiting.every((number) => {
      const source = this.sources[number];
      return source === INITIAL || !this.coherence.hasBehind(source);
    });
  }

  /** Lets a read read from a source; false when that cannot be. */
  assign(number: number, source: number): boolean {
    const { location, writesBefore, writesBehind, readsBefore, readsBehind } = this.#skeleton.reads[number];
    const { coherence, sources } = this;
    sources[number] = source;
    coherence.loose[location] = 1;
    const isInitial = source === INITIAL;
    if (isInitial && writesBefore.length > 0) return false;
    for (const write of writesBefore) if (write !== source && !coherence.order(write, source)) return false;
    for (const write of writesBehind) if (!isInitial && !coherence.order(source, write)) return false;
    for (const other of readsBefore) if (!this.#agree(sources[other], source)) return false;
    for (const other of readsBehind) if (!this.#agree(source, sources[other])) return false;
    return true;
  }

  /** Of two reads of one thread and location, the later one does not read from an earlier write. */
  #agree(first: number, second: number): boolean {
    if (first === OPEN_SOURCE || second === OPEN_SOURCE || first === second || first === INITIAL) return true;
    return second !== INITIAL && this.coherence.order(first, second);
  }

  /** Draws what atomicity makes of what was decided since; false when it cannot be. */
  settle(): boolean {
    const { loose } = this.coherence;
    for (let location = 0; location < loose.length; location++) {
      while (loose[location] !== 0) {
        loose[location] = 0;
        for (const number of this.#skeleton.pairs[location]) if (!this.#settlePair(number)) return false;
      }
    }
    return true;
  }

  /** The write of a read-modify-write comes right behind what its read reads from. */
  #settlePair(number: number): boolean {
    const { coherence } = this;
    const { partner, location } = this.#skeleton.reads[number];
    const source = this.sources[number];
    if (source === OPEN_SOURCE) return true;
    for (const write of this.#skeleton.writes[location]) {
      if (write === partner || write === source) continue;
      if (source === INITIAL || coherence.isBefore(source, write)) {
        if (!coherence.order(partner, write)) return false;
      } else if (coherence.isBefore(write, partner) && !coherence.order(write, source)) return false;
    }
    return true;
  }

  /** Whether a read may read from a source, as far as coherence, atomicity and values tell; nothing is changed. */
  mayRead(number: number, source: number): boolean {
    const read = this.#skeleton.reads[number];
    if (source !== INITIAL) {
      for (const write of read.writesBefore) if (this.coherence.isBefore(source, write)) return false;
      for (const write of read.writesBehind) if (this.coherence.isBefore(write, source)) return false;
    }
    for (const other of read.readsBefore) if (this.#isBehind(this.sources[other], source)) return false;
    for (const other of read.readsBehind) if (this.#isBehind(source, this.sources[other])) return false;
    return (read.partner === -1 || this.#mayPair(number, source)) && this.#mayHave(read, source);
  }

  /** Whether one source is after another for certain. */
  #isBehind(one: number, other: number): boolean {
    if (one === OPEN_SOURCE || other === OPEN_SOURCE || one === other || one === INITIAL) return false;
    return other === INITIAL || this.coherence.isBefore(other, one);
  }

  /** Whether the write of the pair can come right behind the source. */
  #mayPair(number: number, source: number): boolean {
    const { pairs, writes, reads } = this.#skeleton;
    const { partner, location } = reads[number];
    if (!pairs[location].includes(number)) return true;
    for (const other of pairs[location]) if (other !== number && this.sources[other] === source) return false;
    for (const write of writes[location]) {
      if (write === partner || write === source || !this.coherence.isBefore(write, partner)) continue;
      if (source === INITIAL || this.coherence.isBefore(source, write)) return false;
    }
    return true;
  }

  /** Whether what the source holds, where it is known, fits what has to hold of the read. */
  #mayHave(read: PlacedRead, source: number): boolean {
    if (read.constraints.length === 0) return true;
    const value = this.valueOf(read.location, source);
    if (value === null) return true;
    const known = this.known[read.thread];
    const old = known[read.local];
    known[read.local] = value;
    const holds = holdTogether(read.constraints, known);
    known[read.local] = old;
    return holds;
  }

  /** What a source holds; null where it is not known yet. */
  valueOf(location: number, source: number): bigint | null {
    if (source === INITIAL) return this.#skeleton.locations[location].initial;
    return evaluateShared(this.#skeleton.dataOf(source), this.known[this.#skeleton.events[source].thread]);
  }

  /** Works out the values of reads whose sources are decided; false when something does not hold of them. */
  learn(): boolean {
    const { reads } = this.#skeleton;
    for (let learnt = true; learnt; ) {
      learnt = false;
      for (let number = 0; number < reads.length; number++) {
        const { thread, local, location, constraints } = reads[number];
        const known = this.known[thread];
        if (this.sources[number] === OPEN_SOURCE || known[local] !== null) continue;
        known[local] = this.valueOf(location, this.sources[number]);
        if (known[local] === null) continue;
        if (!holdTogether(constraints, known)) return false;
        learnt = true;
      }
    }
    return true;
  }

  /**
   * Gives the reads whose values hang on themselves alone a value out of thin air; false when something computes with one,
   * or asks what it is: there is no such value then.
   */
  takeFromThinAir(): boolean {
    return this.#knowsAll() || this.#takeUnknown();
  }

  #knowsAll(): boolean {
    for (const values of this.known) if (values.includes(null)) return false;
    return true;
  }

  #takeUnknown(): boolean {
    const open = this.#skeleton.reads.filter(({ thread, local }) => this.known[thread][local] === null);
    const isCopied = (read: PlacedRead): boolean => {
      const source = this.sources[this.#skeleton.reads.indexOf(read)];
      return read.constraints.length === 0 && this.#skeleton.dataOf(source).kind === 'register';
    };
    if (!open.every(isCopied)) return false;
    for (const { thread, local } of open) this.known[thread][local] = THIN_AIR;
    return true;
  }

  /** Reads-from and from-reads as far as they are decided, into rows. */
  relate(rf: Int32Array, fr: Int32Array): void {
    rf.fill(0);
    fr.fill(0);
    const { reads } = this.#skeleton;
    for (let number = 0; number < reads.length; number++) {
      const source = this.sources[number];
      if (source === OPEN_SOURCE) continue;
      this.#relateRead(reads[number].event, reads[number].location, source, this.coherence.behind, rf, fr);
    }
  }

  /** The relations as they may come to be at most, into rows; `isClose` leaves out what coherence and values exclude. */
  relateAtMost(rf: Int32Array, co: Int32Array, fr: Int32Array, isClose = false): void {
    for (const rows of [rf, co, fr]) rows.fill(0);
    this.coherence.relateAtMost(co);
    for (const [number, { event, location, candidates }] of this.#skeleton.reads.entries()) {
      const source = this.sources[number];
      for (const each of source === OPEN_SOURCE ? candidates : [source]) {
        if (isClose && source === OPEN_SOURCE && !this.mayRead(number, each)) continue;
        this.#relateRead(event, location, each, co, rf, fr);
      }
    }
  }

  /** The pairs that a read from a source makes: from-reads goes to what is behind the source in `co`. */
  #relateRead(
    event: number,
    location: number,
    source: number,
    co: Int32Array,
    rf: Int32Array,
    fr: Int32Array,
  ): void {
    const { words, writes } = this.#skeleton;
    if (source === INITIAL) {
      for (const write of writes[location]) setBit(fr, words, event, write);
      return;
    }
    setBit(rf, words, source, event);
    for (let word = 0; word < words; word++) fr[event * words + word] |= co[source * words + word];
  }
}

interface Frame {
  readonly sources: Int32Array;
  readonly behind: Int32Array;
  readonly before: Int32Array;
  readonly known: (bigint | null)[][];
}

function copyValues(from: (bigint | null)[][], to: (bigint | null)[][]): void {
  for (let thread = 0; thread < from.length; thread++) {
    for (let read = 0; read < from[thread].length; read++) to[thread][read] = from[thread][read];
  }
}

/** Whether all constraints hold as far as their values are known. */
function holdTogether(constraints: readonly PathConstraint[], known: readonly (bigint | null)[]): boolean {
  for (const each of constraints) if (!isPossible(each, known)) return false;
  return true;
}

/** Whether a constraint holds, or its value is not known. */
function isPossible({ expression }: PathConstraint, known: readonly (bigint | null)[]): boolean {
  const value = evaluateShared(expression, known);
  return value === null || value !== 0n;
}
