/** The memory of an evaluation: words given out one behind the other, with the sets and relations that are always needed. */
import { STEP, StepRunner } from './cat-step.js';

/** Relations that memory is made for at first. */
const FIRST_RELATIONS = 192;

/** Gives out places. The first is the empty relation, and the empty set. */
export class CatMemory {
  readonly runner: StepRunner;
  /** How many words a relation takes. */
  readonly words: number;
  /** The set of all events. */
  readonly all: number;
  /** A set to work in. */
  readonly live: number;
  #top = 0;
  #identity: number | null = null;
  #full: number | null = null;

  constructor(size: number, sources: readonly Int32Array[]) {
    const width = Math.max(1, Math.ceil(size / 32));
    this.words = size * width;
    const mem = new Int32Array(FIRST_RELATIONS * (this.words + 1) + 4 * width);
    this.runner = new StepRunner(mem, size, width, sources);
    this.allocate(Math.max(this.words, width));
    this.all = this.allocate(width);
    for (let event = 0; event < size; event++) mem[this.all + (event >>> 5)] |= 1 << (event & 31);
    this.live = this.allocate(width);
  }

  /** Each event with itself. */
  get identity(): number {
    this.#identity ??= this.#computed(STEP.identity);
    return this.#identity;
  }

  /** Each event with each. */
  get full(): number {
    this.#full ??= this.#computed(STEP.product);
    return this.#full;
  }

  /** Takes words, whatever is in them; memory grows when there are none left. */
  allocate(words: number): number {
    const at = this.#top;
    this.#top += words;
    if (this.#top > this.runner.mem.length) {
      const grown = new Int32Array(2 * this.#top);
      grown.set(this.runner.mem);
      this.runner.mem = grown;
    }
    return at;
  }

  /** Gives back what was taken last. */
  release(at: number): void {
    this.#top = at;
  }

  #computed(step: number): number {
    const at = this.allocate(this.words);
    this.runner.step(step, at, this.all, this.all);
    return at;
  }
}
