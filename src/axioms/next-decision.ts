/**
 * What a search decides next, in all ways that are possible. Reads come before orders of writes, and where a location has a chain
 * of read-modify-writes, what reads it from beside comes before the chain is gone along, and what stands behind a place
 * in it right after that place is known: so little is left open behind the end of the chain, and there is little to tell ways
 * to that end apart (live-state.ts).
 */
import type { Target } from '../program/condition.js';
import { nextInChain } from './chain.js';
import { Exchanges, type SourceOption } from './exchange.js';
import type { PartialExecution } from './partial-execution.js';
import { OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** Pairs of writes, each before the other. */
type OrderOption = readonly (readonly [number, number])[];

/** The ways to go on: a read from a source, or writes before others. */
export type OpenWays =
  | { readonly kind: 'source'; readonly options: readonly SourceOption[] }
  | { readonly kind: 'order'; readonly options: readonly OrderOption[] };

/** Chooses what is decided next. */
export class NextDecision {
  readonly #skeleton: Skeleton;
  readonly #decision: PartialExecution;
  readonly #exchanges: Exchanges;
  readonly #observedLocations: readonly number[];
  /** The locations with more than one read-modify-write, where chains are gone along. */
  readonly chained: readonly number[];
  /** For each read, the reads of such read-modify-writes of its thread that it is behind. */
  readonly #behind: readonly (readonly number[])[];

  constructor(
    skeleton: Skeleton,
    decision: PartialExecution,
    { observables }: Target,
    groups: readonly (readonly number[])[],
    chains: boolean,
  ) {
    this.#skeleton = skeleton;
    this.#decision = decision;
    this.#exchanges = new Exchanges(skeleton, decision, groups);
    const locations = observables.flatMap((each) => (each.kind === 'location' ? [each.location] : []));
    this.#observedLocations = [...new Set(locations)];
    const { pairs } = skeleton;
    this.chained = [...pairs.keys()].filter((location) => chains && pairs[location].length > 1);
    const chained = this.chained.flatMap((location) => pairs[location]);
    this.#behind = skeleton.reads.map(({ event, thread }) =>
      chained.filter((each) => {
        const update = skeleton.reads[each];
        return update.thread === thread && skeleton.isBefore(update.event, event);
      }),
    );
  }

  /** What is to be decided next, in all ways that are possible; null when nothing is open. */
  open(): OpenWays | null {
    const sources = this.#openRead();
    if (sources !== null) return { kind: 'source', options: this.#exchanges.distinct(sources) };
    const orders = this.#openLast() ?? this.#openPair();
    return orders === null ? null : { kind: 'order', options: orders };
  }

  /** The open read with the fewest sources, or which read-modify-write comes next where those are fewer. */
  #openRead(): readonly SourceOption[] | null {
    let best: readonly SourceOption[] | null = null;
    if (this.chained.length > 0) {
      best = this.#fewest((read) => this.#isBeside(read)) ?? this.#fewest((read) => this.#isRipe(read));
      if (best !== null) return best;
    }
    for (const location of this.chained) {
      const next = nextInChain(this.#skeleton, this.#decision, location);
      if (next === null || next.others.length > 0) continue;
      if (best === null || next.atomics.length < best.length) best = next.atomics;
    }
    if (best !== null) best = this.#exchanges.distinct(best);
    return this.#fewest(() => true, best);
  }

  /** The sources of the open read that has the fewest. */
  #fewest(
    isAsked: (read: number) => boolean,
    than: readonly SourceOption[] | null = null,
  ): readonly SourceOption[] | null {
    let best = than;
    const { reads } = this.#skeleton;
    for (let read = 0; read < reads.length && (best === null || best.length > 2); read++) {
      if (this.#decision.sources[read] !== OPEN_SOURCE || !isAsked(read)) continue;
      const sources = this.#sourcesOf(read);
      if (best === null || sources.length < best.length) best = sources;
    }
    return best;
  }

  /** What an open read may read from. */
  #sourcesOf(read: number): readonly SourceOption[] {
    const options: SourceOption[] = [];
    for (const source of this.#skeleton.reads[read].candidates)
      if (this.#decision.mayRead(read, source)) options.push({ read, source });
    return options;
  }

  /** Whether a read looks at a chain that it is no part of: until it is decided, all of the chain matters. */
  #isBeside(read: number): boolean {
    const { location, partner } = this.#skeleton.reads[read];
    return this.chained.includes(location) && partner === -1;
  }

  /**
   * Whether the updates of a thread before a read have their places in chains, so that what it reads is nearly told. What a
   * plain access reads is told by those who come behind it too, as no order by the accesses themselves forbids it. An update of a
   * chain is not: it has its turn when the chain gets there.
   */
  #isRipe(read: number): boolean {
    const { reads, events } = this.#skeleton;
    const { event, location, partner } = reads[read];
    return (
      events[event].tag !== 'plain' &&
      !(partner !== -1 && this.chained.includes(location)) &&
      this.#behind[read].length > 0 &&
      this.#behind[read].every((each) => this.#decision.sources[each] !== OPEN_SOURCE)
    );
  }

  /** The last write of an observed location, where it is open. */
  #openLast(): readonly OrderOption[] | null {
    for (const location of this.#observedLocations) {
      const writes = this.#skeleton.writes[location];
      const last = writes.filter((write) => !this.#decision.coherence.hasBehind(write));
      if (last.length < 2) continue;
      return last.map((write) => last.filter((each) => each !== write).map((each) => [each, write] as const));
    }
    return null;
  }

  /** Two writes of a location whose order is open. */
  #openPair(): readonly OrderOption[] | null {
    const { coherence } = this.#decision;
    for (const writes of this.#skeleton.writes) {
      for (let index = 0; index < writes.length; index++) {
        const one = writes[index];
        for (let next = index + 1; next < writes.length; next++) {
          const other = writes[next];
          if (!coherence.isBefore(one, other) && !coherence.isBefore(other, one))
            return [[[one, other]], [[other, one]]];
        }
      }
    }
    return null;
  }
}
