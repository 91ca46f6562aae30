/**
 * What is decided of an execution: where reads take their values from, and a partial coherence order that holds in every
 * execution that is so decided. It is kept saturated: with a decision goes everything that coherence (acyclic po-loc, rf, co,
 * fr) and the atomicity of read-modify-writes make of it. Whatever total order extends it then satisfies both, so that
 * coherence is never gone through for its own sake.
 */

import { evaluate } from '../program/expression.js';
import type { PathConstraint } from './path.js';
import { hasBit, setBit } from './rows.js';
import { INITIAL, type PlacedRead, type Skeleton } from './skeleton.js';

/** A read that is still open. */
export const OPEN = -2;

/** The decided part of an execution over a skeleton, which is changed in place and can be put back. */
export class Decision {
  readonly skeleton: Skeleton;
  /** For each read, the write that it reads from, INITIAL, or OPEN. */
  readonly sources: Int32Array;
  /** Coherence, transitively closed: for each write, those behind it; and the other way round. */
  readonly co: Int32Array;
  readonly #before: Int32Array;
  /** For each thread, the values of its reads as far as they are known. */
  readonly known: (bigint | null)[][];
  /** The values of all reads, as they were saved. */
  readonly #frames: Frame[] = [];
  readonly #loose: Int32Array;

  constructor(skeleton: Skeleton) {
    this.skeleton = skeleton;
    const { size, words, reads, paths } = skeleton;
    this.sources = new Int32Array(reads.length).fill(OPEN);
    this.co = new Int32Array(size * words);
    this.#before = new Int32Array(size * words);
    this.known = paths.map((path) => path.reads.map(() => null));
    this.#loose = new Int32Array(skeleton.locations.length);
  }

  /** Keeps how things stand as number `depth`. */
  save(depth: number): void {
    let frame = this.#frames[depth];
    if (frame === undefined) {
      frame = {
        sources: this.sources.slice(),
        co: this.co.slice(),
        before: this.#before.slice(),
        known: this.known.map((each) => [...each]),
      };
      this.#frames[depth] = frame;
      return;
    }
    frame.sources.set(this.sources);
    frame.co.set(this.co);
    frame.before.set(this.#before);
    copyValues(this.known, frame.known);
  }

  /** Puts things back as they were. */
  restore(depth: number): void {
    const { sources, co, before, known } = this.#frames[depth];
    this.sources.set(sources);
    this.co.set(co);
    this.#before.set(before);
    copyValues(known, this.known);
  }

  /** Whether a write is known to be before another in coherence. */
  isCoBefore(one: number, other: number): boolean {
    return hasBit(this.co, this.skeleton.words, one, other);
  }

  /** Whether a write has others behind it. */
  hasBehind(write: number): boolean {
    const { words } = this.skeleton;
    for (let word = 0; word < words; word++) if (this.co[write * words + word] !== 0) return true;
    return false;
  }

  /** Orders the writes of one thread to a location as program order does; false when that cannot be. */
  begin(): boolean {
    const { writes, skeleton } = { writes: this.skeleton.writes, skeleton: this.skeleton };
    for (const same of writes)
      for (const one of same)
        for (const other of same) if (skeleton.isBefore(one, other) && !this.order(one, other)) return false;
    return this.settle();
  }

  /** Lets a read read from a source; false when that cannot be. */
  assign(number: number, source: number): boolean {
    const read = this.skeleton.reads[number];
    this.sources[number] = source;
    this.#loose[read.location] = 1;
    const isInitial = source === INITIAL;
    for (const write of read.writesBefore) {
      if (isInitial || (write !== source && !this.order(write, source))) return false;
    }
    for (const write of read.writesBehind) {
      if (write === source || (!isInitial && !this.order(source, write))) return false;
    }
    for (const other of read.readsBefore) if (!this.#agree(this.sources[other], source)) return false;
    for (const other of read.readsBehind) if (!this.#agree(source, this.sources[other])) return false;
    return true;
  }

  /** Of two reads of one thread and location, the later one does not read from an earlier write. */
  #agree(first: number, second: number): boolean {
    if (first === OPEN || second === OPEN || first === second || first === INITIAL) return true;
    return second !== INITIAL && this.order(first, second);
  }

  /** Puts one write before another in coherence; false when they are the other way round. */
  order(one: number, other: number): boolean {
    const { words, events } = this.skeleton;
    const { co } = this;
    const before = this.#before;
    if (one === other || hasBit(co, words, other, one)) return false;
    if (hasBit(co, words, one, other)) return true;
    this.#loose[events[one].location] = 1;
    const same = this.skeleton.writes[events[one].location];
    for (const first of same) {
      if (first !== one && !hasBit(before, words, one, first)) continue;
      for (let word = 0; word < words; word++) co[first * words + word] |= co[other * words + word];
      setBit(co, words, first, other);
    }
    for (const last of same) {
      if (last !== other && !hasBit(co, words, other, last)) continue;
      for (let word = 0; word < words; word++) before[last * words + word] |= before[one * words + word];
      setBit(before, words, last, one);
    }
    return true;
  }

  /** Draws what atomicity makes of what was decided since; false when it cannot be. */
  settle(): boolean {
    for (let location = 0; location < this.#loose.length; location++) {
      while (this.#loose[location] !== 0) {
        this.#loose[location] = 0;
        if (!this.#settleAtomics(location)) return false;
      }
    }
    return true;
  }

  /** The write of a read-modify-write comes right behind what its read reads from. */
  #settleAtomics(location: number): boolean {
    const { reads, writes } = this.skeleton;
    for (let number = 0; number < reads.length; number++) {
      const { partner, location: own } = reads[number];
      const source = this.sources[number];
      if (own !== location || partner === -1 || source === OPEN) continue;
      for (const write of writes[location]) {
        if (write === partner || write === source) continue;
        if (source === INITIAL) {
          if (!this.order(partner, write)) return false;
          continue;
        }
        if (this.isCoBefore(write, partner) && !this.order(write, source)) return false;
        if (this.isCoBefore(source, write) && !this.order(partner, write)) return false;
      }
    }
    return true;
  }

  /** Whether a read may read from a source, as far as coherence, atomicity and values tell; nothing is changed. */
  mayRead(number: number, source: number): boolean {
    const read = this.skeleton.reads[number];
    if (source !== INITIAL) {
      for (const write of read.writesBefore) if (this.isCoBefore(source, write)) return false;
      for (const write of read.writesBehind) if (this.isCoBefore(write, source)) return false;
    }
    for (const other of read.readsBefore) if (this.#isBehind(this.sources[other], source)) return false;
    for (const other of read.readsBehind) if (this.#isBehind(source, this.sources[other])) return false;
    return (read.partner === -1 || this.#mayPair(number, read, source)) && this.#mayHave(read, source);
  }

  /** Whether one source is after another for certain. */
  #isBehind(one: number, other: number): boolean {
    if (one === OPEN || other === OPEN || one === other || one === INITIAL) return false;
    return other === INITIAL || this.isCoBefore(other, one);
  }

  /** Whether the write of the pair can come right behind the source. */
  #mayPair(number: number, { partner, location }: PlacedRead, source: number): boolean {
    const { reads, writes } = this.skeleton;
    for (let other = 0; other < reads.length; other++) {
      if (other !== number && reads[other].partner !== -1 && reads[other].location === location && this.sources[other] === source)
        return false;
    }
    for (const write of writes[location]) {
      if (write === partner || write === source) continue;
      if (this.isCoBefore(write, partner) && (source === INITIAL || this.isCoBefore(source, write))) return false;
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
    const holds = read.constraints.every((constraint) => isPossible(constraint, known));
    known[read.local] = old;
    return holds;
  }

  /** What a source holds; null where it is not known yet. */
  valueOf(location: number, source: number): bigint | null {
    if (source === INITIAL) return this.skeleton.locations[location].initial;
    return evaluate(this.skeleton.dataOf(source), this.known[this.skeleton.events[source].thread]);
  }

  /** Works out the values of reads whose sources are decided; false when something does not hold of them. */
  learn(): boolean {
    const { reads } = this.skeleton;
    for (let changed = true; changed; ) {
      changed = false;
      for (let number = 0; number < reads.length; number++) {
        const read = reads[number];
        if (this.sources[number] === OPEN || this.known[read.thread][read.local] !== null) continue;
        const value = this.valueOf(read.location, this.sources[number]);
        if (value === null) continue;
        this.known[read.thread][read.local] = value;
        if (!read.constraints.every((each) => isPossible(each, this.known[read.thread]))) return false;
        changed = true;
      }
    }
    return true;
  }

  /** Reads-from and from-reads as far as they are decided, into rows. */
  relate(rf: Int32Array, fr: Int32Array): void {
    const { reads, words, writes } = this.skeleton;
    rf.fill(0);
    fr.fill(0);
    for (let number = 0; number < reads.length; number++) {
      const source = this.sources[number];
      const { event, location } = reads[number];
      if (source === OPEN) continue;
      if (source === INITIAL) {
        for (const write of writes[location]) setBit(fr, words, event, write);
        continue;
      }
      setBit(rf, words, source, event);
      for (let word = 0; word < words; word++) fr[event * words + word] = this.co[source * words + word];
    }
  }

  /** The relations as they may come to be at most: into rows. */
  relateAtMost(rf: Int32Array, co: Int32Array, fr: Int32Array): void {
    const { reads, words, writes } = this.skeleton;
    for (const rows of [rf, co, fr]) rows.fill(0);
    for (const same of writes)
      for (const one of same)
        for (const other of same) if (one !== other && !this.isCoBefore(other, one)) setBit(co, words, one, other);
    for (const [number, { event, location, candidates }] of reads.entries()) {
      const source = this.sources[number];
      for (const each of source === OPEN ? candidates : [source]) {
        if (each === INITIAL) {
          for (const write of writes[location]) setBit(fr, words, event, write);
          continue;
        }
        setBit(rf, words, each, event);
        for (let word = 0; word < words; word++) fr[event * words + word] |= co[each * words + word];
      }
    }
  }
}

interface Frame {
  readonly sources: Int32Array;
  readonly co: Int32Array;
  readonly before: Int32Array;
  readonly known: (bigint | null)[][];
}

function copyValues(from: (bigint | null)[][], to: (bigint | null)[][]): void {
  for (let thread = 0; thread < from.length; thread++)
    for (let read = 0; read < from[thread].length; read++) to[thread][read] = from[thread][read];
}

/** Whether a constraint holds, or its value is not known. */
function isPossible({ expression }: PathConstraint, known: readonly (bigint | null)[]): boolean {
  const value = evaluate(expression, known);
  return value === null || value !== 0n;
}
