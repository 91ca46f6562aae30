/** What follows of what is decided of an execution: reads that have one source left, and writes that can only come next. */
import { nextInChain } from './chain.js';
import type { PartialExecution } from './partial-execution.js';
import { OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** An open read may have more than one source. */
const SEVERAL = -3;

/** Draws what follows, in place. */
export class Consequences {
  readonly #skeleton: Skeleton;
  readonly #decision: PartialExecution;
  /** The locations where chains of read-modify-writes are gone along. */
  readonly #chained: readonly number[];

  constructor(skeleton: Skeleton, decision: PartialExecution, chained: readonly number[]) {
    this.#skeleton = skeleton;
    this.#decision = decision;
    this.#chained = chained;
  }

  /** Draws everything that follows; false when it cannot be. */
  draw(): boolean {
    for (;;) {
      if (!this.#decision.settle() || !this.#decision.learn()) return false;
      const assigned = this.#assignForced();
      if (assigned === null) return false;
      if (assigned) continue;
      const forced = this.#forceChains();
      if (forced === null) return false;
      if (!forced) return true;
    }
  }

  /** Lets open reads with one source only read from it; whether there was any, null when one has none. */
  #assignForced(): boolean | null {
    let assigned = false;
    for (let number = 0; number < this.#skeleton.reads.length; number++) {
      if (this.#decision.sources[number] !== OPEN_SOURCE) continue;
      const only = this.#onlySource(number);
      if (only === SEVERAL) continue;
      if (only === OPEN_SOURCE || !this.#decision.assign(number, only)) return null;
      assigned = true;
    }
    return assigned;
  }

  /** Puts in order what can only come next; whether there was anything, null when nothing can come next somewhere. */
  #forceChains(): boolean | null {
    let forced = false;
    for (const location of this.#chained) {
      const next = nextInChain(this.#skeleton, this.#decision, location);
      if (next === null) continue;
      const { atomics, others, left } = next;
      if (atomics.length + others.length === 0) return null;
      if (atomics.length + others.length > 1) continue;
      forced = true;
      const [atomic] = atomics;
      const holds =
        atomic !== undefined
          ? this.#decision.assign(atomic.read, atomic.source)
          : left.every((each) => each === others[0] || this.#decision.coherence.order(others[0], each));
      if (!holds) return null;
    }
    return forced;
  }

  /** The only source that an open read may have; OPEN_SOURCE when it has none, SEVERAL when it has more. */
  #onlySource(number: number): number {
    let only = OPEN_SOURCE;
    for (const source of this.#skeleton.reads[number].candidates) {
      if (!this.#decision.mayRead(number, source)) continue;
      if (only !== OPEN_SOURCE) return SEVERAL;
      only = source;
    }
    return only;
  }
}
