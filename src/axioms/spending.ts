/** What a search may use: nodes, time, memory. */
import { isStopped, isTooMuch, type Limit, type Limits } from '../query/limits.js';

/** So many pieces of work are done between two looks at the clock. */
const QUANTUM = 8;

/** A limit was reached. */
export class Exhausted extends Error {
  readonly limit: Limit;

  constructor(limit: Limit) {
    super('a limit was reached');
    this.limit = limit;
  }
}

/** Counts nodes of a search, and throws `Exhausted` at a limit. */
export class Spending {
  /** Nodes so far. */
  nodes = 0;
  readonly #limits: Limits;
  /** When the time is over, on the clock of `performance.now()`. */
  readonly #end: number;
  #work = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#end = Math.min(performance.now() + limits.milliseconds, limits.until ?? Number.POSITIVE_INFINITY);
  }

  /** Counts a node; `bytes` are what is held. */
  node(bytes: number): void {
    this.nodes += 1;
    if (this.nodes > this.#limits.states) throw new Exhausted({ kind: 'states', bound: this.#limits.states });
    this.work(bytes);
  }

  /** Counts other work. */
  work(bytes: number): void {
    this.#work += 1;
    if (this.#work % QUANTUM === 1) this.look(bytes);
  }

  /** Looks at the clock, for work that may take long each time. */
  look(bytes: number): void {
    const { megabytes, milliseconds } = this.#limits;
    if (isStopped(this.#limits)) throw new Exhausted({ kind: 'interrupted' });
    if (performance.now() > this.#end) throw new Exhausted({ kind: 'time', milliseconds });
    if (isTooMuch(bytes, this.#limits)) throw new Exhausted({ kind: 'memory', megabytes });
  }
}
