/**
 * What is left of the past in a part of an execution: a key that is the same for two parts of the same skeleton that come to
 * the same final states whatever is decided later. It has
 *
 * - what is open: reads and where they may read from, pairs of writes that are in no order;
 * - of what is decided, what an open read or pair may ask: the order of those writes, the sources of reads that from-reads
 *   may still lead from, the values of those writes, and of all reads of a thread that does not know all of its values;
 * - the final state as far as it is known, unless all of it is, and it is only asked whether there is an execution;
 * - which ends of what may still come are joined, as the checks of the model may ask (live-paths.ts); nothing of that where
 *   nothing that may come violates any (safety.ts).
 *
 * To each execution that one part may become belongs, by the same decisions, one that the other may become. It is coherent and
 * atomic: coherence is a check of the model, and a write that would come between the halves of an update is in no order yet with
 * the source or with the second half, since a part is saturated, and so all three are among the writes that the key has. Reads
 * read the same values, for what a write that may still be read holds is in the key, or hangs on reads that are.
 *
 * Interchangeable threads that go along the same path are put in an order that they themselves tell, so that parts are the same
 * too which differ only in which of these threads is which. A cruder order finds fewer of them, and is no less right.
 *
 * A thread that is *over*, all of whose reads are decided and known and which has no say in the final state any more, is in the
 * key as what is left of its events alone: that it is this thread, and what else it did, nothing asks any more. What is decided
 * later of the order of its writes and of its from-reads hangs on their locations and values, on what else is in the key
 * of them, and on which of them are of one thread. So parts are the same too which differ in the code of those who have been.
 */
import type { LivePaths } from '../cat/live-paths.js';
import type { Target } from '../program/condition.js';
import { evaluate } from '../program/expression.js';
import type { Judge } from './axiom-judge.js';
import { hasBit } from './bit-rows.js';
import { Bits, textOf } from './key-codes.js';
import type { PartialExecution } from './partial-execution.js';
import { INITIAL, OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** For a source that nothing asks of any more, and for an open read. */
const GONE = 0xfff0;
const OPEN = 0xfff1;
const START = 0xfff2;
const END = 0xfff3;
/** For a thread that is over. */
const OVER = 0xfff4;

/** Whose state it is. */
export interface LiveStateOf {
  readonly skeleton: Skeleton;
  readonly decision: PartialExecution;
  readonly judge: Judge;
  readonly paths: LivePaths;
  readonly target: Target;
  /** Sets of interchangeable threads. */
  readonly groups: readonly (readonly number[])[];
}

/** Makes keys of what is decided of the executions of a skeleton. */
export class LiveState {
  readonly #skeleton: Skeleton;
  readonly #decision: PartialExecution;
  readonly #judge: Judge;
  readonly #paths: LivePaths;
  readonly #target: Target;
  /** For each thread, the threads that it may be exchanged with, itself among them. */
  readonly #classes: readonly (readonly number[])[];
  /** By event: whether it is a write that the key has; and a read whose from-reads may grow. */
  readonly #isNamed: Uint8Array;
  readonly #isGrowing: Uint8Array;
  /** By thread: whether the value of one of its reads is not known; and whether it is over. */
  readonly #isUnsure: boolean[] = [];
  readonly #isOver: boolean[] = [];
  /** By event: its place in the order of the key. */
  readonly #places: Int32Array;
  #isSafe = false;

  constructor({ skeleton, decision, judge, paths, target, groups }: LiveStateOf) {
    this.#skeleton = skeleton;
    this.#decision = decision;
    this.#judge = judge;
    this.#paths = paths;
    this.#target = target;
    this.#classes = skeleton.paths.map((path, thread) => {
      const group = groups.find((each) => each.includes(thread)) ?? [thread];
      return group.filter((each) => skeleton.paths[each] === path);
    });
    this.#isNamed = new Uint8Array(skeleton.size);
    this.#isGrowing = new Uint8Array(skeleton.size);
    this.#places = new Int32Array(skeleton.size);
  }

  /**
   * The key; the lower bounds of the judge are those of what is decided. Of parts that are safe, of which nothing violates an
   * axiom, what the axioms may ask is left out.
   */
  key(hasState: boolean, isSafe: boolean): string {
    this.#isSafe = isSafe;
    const { upper } = this.#judge;
    this.#decision.relateAtMost(upper.rf, upper.co, upper.fr, true);
    this.#findNamed();
    this.#findOver(hasState);
    if (!isSafe) {
      this.#judge.changed('both');
      this.#paths.measure();
    }
    const parts = this.#skeleton.paths.map((_, thread) => this.#partOf(thread, hasState));
    const threads = this.#threadsInOrder(parts);
    const order = this.#orderOf(threads);
    const codes: number[] = [];
    this.#addReads(order, codes);
    this.#addOrders(order, codes);
    if (!hasState) this.#addMemory(codes);
    if (!isSafe) this.#addJoined(order, codes);
    return `${threads.length}/${threads.map((thread) => parts[thread]).join('/')}/${textOf(codes)}`;
  }

  #findOver(hasState: boolean): void {
    const { paths, reads } = this.#skeleton;
    for (let thread = 0; thread < paths.length; thread++) this.#isOver[thread] = !this.#isUnsure[thread];
    for (const [number, { thread }] of reads.entries())
      if (this.#decision.sources[number] === OPEN_SOURCE) this.#isOver[thread] = false;
    if (hasState) return;
    for (const each of this.#target.observables)
      if (each.kind === 'register') this.#isOver[each.thread] = false;
  }

  #findNamed(): void {
    this.#isNamed.fill(0);
    for (const [thread, values] of this.#decision.known.entries())
      this.#isUnsure[thread] = values.includes(null);
    for (const writes of this.#skeleton.writes)
      for (const write of writes) if (this.#isInDoubt(write, writes)) this.#isNamed[write] = 1;
    this.#nameSources();
    this.#nameGrowing();
    for (const location of this.#observedLocations()) {
      const last = this.#lastOf(location);
      if (last.length === 1 && this.#isUnsure[this.#skeleton.events[last[0]].thread])
        this.#isNamed[last[0]] = 1;
    }
  }

  /** Whether it is open whether a write is before or behind some other one. */
  #isInDoubt(write: number, writes: readonly number[]): boolean {
    const { coherence } = this.#decision;
    return writes.some(
      (other) => other !== write && !coherence.isBefore(write, other) && !coherence.isBefore(other, write),
    );
  }

  /** What may be read, and the second halves of updates that are open; and where values come from that are not known yet. */
  #nameSources(): void {
    const { sources, known } = this.#decision;
    const named = this.#isNamed;
    for (const [number, { partner, thread, local, candidates }] of this.#skeleton.reads.entries()) {
      const source = sources[number];
      if (source === OPEN_SOURCE) {
        if (partner !== -1) named[partner] = 1;
        for (const each of candidates)
          if (each !== INITIAL && this.#decision.mayRead(number, each)) named[each] = 1;
      } else if (source !== INITIAL && known[thread][local] === null) named[source] = 1;
    }
  }

  /** Reads whose from-reads may grow, and the writes that these may come to lead to. */
  #nameGrowing(): void {
    const { size, words } = this.#skeleton;
    const { lower, upper } = this.#judge;
    this.#isGrowing.fill(0);
    for (let event = 0; event < size; event++) {
      for (let word = 0; word < words; word++) {
        const at = event * words + word;
        let left = upper.fr[at] & ~lower.fr[at];
        if (left !== 0) this.#isGrowing[event] = 1;
        for (; left !== 0; left &= left - 1) this.#isNamed[word * 32 + 31 - Math.clz32(left & -left)] = 1;
      }
    }
  }

  /** The writes of a location that nothing is known to be behind. */
  #lastOf(location: number): readonly number[] {
    return this.#skeleton.writes[location].filter((write) => !this.#decision.coherence.hasBehind(write));
  }

  #observedLocations(): readonly number[] {
    return this.#target.observables.flatMap((each) => (each.kind === 'location' ? [each.location] : []));
  }

  /** What the key has of a thread on its own. */
  #partOf(thread: number, hasState: boolean): string {
    const { paths, bases, events, writes } = this.#skeleton;
    const { known, coherence } = this.#decision;
    const isUnsure = this.#isUnsure[thread];
    const words: (string | bigint | null)[] = [];
    if (isUnsure) words.push(...known[thread]);
    for (const each of hasState ? [] : this.#target.observables) {
      if (each.kind !== 'register' || each.thread !== thread) continue;
      words.push(evaluate(paths[thread].registers[each.register], known[thread]));
    }
    const isOver = this.#isOver[thread];
    const [base, left] = [bases[thread], this.#eventsOf(thread)];
    const codes = isOver ? [OVER, left.length] : [this.#classes[thread][0], Number(isUnsure)];
    for (const event of left) {
      const { location, read } = events[event];
      if (isOver) codes.push(location + 1, Math.max(0, this.#partnerAt(event) - base + 1));
      const isOpen = read !== -1 && this.#decision.sources[this.#skeleton.readAt(event)] === OPEN_SOURCE;
      codes.push(this.#isNamed[event] | (this.#isGrowing[event] << 1) | (Number(isOpen) << 2));
      if (!this.#isSafe) this.#addLiveEnds(event, codes);
      if (this.#isNamed[event] === 0) continue;
      if (!isUnsure) words.push(evaluate(this.#skeleton.dataOf(event), known[thread]));
      codes.push(
        writes[location].filter((each) => this.#isNamed[each] === 1 && coherence.isBefore(each, event))
          .length,
      );
    }
    return `${words.join()} ${textOf(codes)}`;
  }

  /** The events of a thread that the key has: all of them, or what is left of those of one that is over. */
  #eventsOf(thread: number): readonly number[] {
    const { paths, bases } = this.#skeleton;
    const all = paths[thread].events.map((_, index) => bases[thread] + index);
    return this.#isOver[thread] ? all.filter((event) => this.#isLeft(event)) : all;
  }

  /** Whether later decisions may have to do with an event of a thread that is over. */
  #isLeft(event: number): boolean {
    if (this.#isNamed[event] === 1 || this.#isGrowing[event] === 1 || this.#partnerAt(event) !== -1)
      return true;
    if (this.#isSafe) return false;
    const [word, bit] = [event >>> 5, 1 << (event & 31)];
    const { sources, targets } = this.#paths;
    return sources.some((row, atom) => ((row[word] | targets[atom][word]) & bit) !== 0);
  }

  /** The write that an event is the first half of, where the key has it; else -1. */
  #partnerAt(event: number): number {
    const number = this.#skeleton.readAt(event);
    const partner = number === -1 ? -1 : this.#skeleton.reads[number].partner;
    return partner !== -1 && this.#isNamed[partner] === 1 ? partner : -1;
  }

  #addLiveEnds(event: number, codes: number[]): void {
    const { sources, targets } = this.#paths;
    const [word, shift] = [event >>> 5, event & 31];
    let code = 0;
    for (let atom = 0; atom < sources.length; atom++) {
      code =
        (code << 2) | (((sources[atom][word] >>> shift) & 1) << 1) | ((targets[atom][word] >>> shift) & 1);
      if (atom % 7 !== 6 && atom !== sources.length - 1) continue;
      codes.push(code);
      code = 0;
    }
  }

  /** The threads in the order of the key: those that are over come last, without those of which nothing is left. */
  #threadsInOrder(parts: readonly string[]): readonly number[] {
    const all = [...parts.keys()];
    const byPart = (a: number, b: number): number =>
      parts[a] < parts[b] ? -1 : parts[a] > parts[b] ? 1 : a - b;
    const going = all.filter((thread) => !this.#isOver[thread]);
    const over = all.filter((thread) => this.#isOver[thread] && this.#eventsOf(thread).length > 0);
    return [
      ...going.sort((a, b) => this.#classes[a][0] - this.#classes[b][0] || byPart(a, b)),
      ...over.sort(byPart),
    ];
  }

  /** The events of threads in the order of the key. */
  #orderOf(threads: readonly number[]): Int32Array {
    const order = Int32Array.from(threads.flatMap((thread) => this.#eventsOf(thread)));
    for (const [place, event] of order.entries()) this.#places[event] = place;
    return order;
  }

  /** Where open reads may read from, and where others do as far as that matters. */
  #addReads(order: Int32Array, codes: number[]): void {
    const { reads } = this.#skeleton;
    const { sources, known } = this.#decision;
    const placeOf = (source: number): number => (source === INITIAL ? START : this.#places[source]);
    for (const event of order) {
      const number = this.#skeleton.readAt(event);
      if (number === -1) continue;
      const { candidates, partner, thread, local } = reads[number];
      const source = sources[number];
      if (source === OPEN_SOURCE) {
        const possible = candidates.filter((each) => this.#decision.mayRead(number, each));
        codes.push(OPEN, ...possible.map(placeOf).sort((a, b) => a - b), END);
        continue;
      }
      const isAsked =
        this.#isGrowing[event] === 1 ||
        (partner !== -1 && this.#isNamed[partner] === 1) ||
        known[thread][local] === null;
      const isThere = source === INITIAL || this.#isNamed[source] === 1;
      codes.push(isAsked && isThere ? placeOf(source) : GONE);
    }
  }

  /** The order of the writes that are named. */
  #addOrders(order: Int32Array, codes: number[]): void {
    const { events, words } = this.#skeleton;
    const named = [...order].filter((event) => this.#isNamed[event] === 1);
    const bits = new Bits(codes);
    for (const one of named) {
      for (const other of named) {
        if (events[one].location !== events[other].location || one === other) continue;
        bits.add(hasBit(this.#decision.coherence.behind, words, one, other));
      }
    }
    bits.end();
  }

  /** What observed locations hold at the end, or which write that is. */
  #addMemory(codes: number[]): void {
    for (const location of this.#observedLocations()) {
      const last = this.#lastOf(location);
      if (last.length > 1) {
        codes.push(OPEN);
        continue;
      }
      const value = this.#decision.valueOf(location, last[0] ?? INITIAL);
      if (value === null) codes.push(this.#places[last[0]], END);
      else codes.push(START, ...[...String(value)].map((digit) => digit.charCodeAt(0)), END);
    }
  }

  #addJoined(order: Int32Array, codes: number[]): void {
    const bits = new Bits(codes);
    this.#paths.joined(order, (isJoined) => bits.add(isJoined));
    bits.end();
  }
}
