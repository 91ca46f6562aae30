/**
 * What a search remembers: parts of executions that it has gone through, by what is left of them (live-state.ts). It begins to
 * where a search has become large, and gives up where little comes back: a key costs as much as several nodes. Then it, and those of
 * other combinations of the same program, try again when they have become much larger still.
 */
import type { LiveState } from './live-state.js';

/** When parts of executions are remembered. */
export type Remembering = 'never' | 'in large searches' | 'always';

/** A search is large from so many nodes on, and after it has given up from so many times as many on. */
const LARGE = 1600;
const LARGER = 8;
/** Out of so many keys, at least one in `WORTH` must be known; and out of the first few, one at all. */
const TRIALS = 512;
const FIRST_TRIALS = 128;
const WORTH = 5;
/** The bytes of an entry besides its key. */
const ENTRY_BYTES = 64;

/** From how many nodes on a combination of paths of a program is large. */
export class LargeFrom {
  nodes = LARGE;
}

/** What came of parts of executions. */
export class SearchMemory {
  /** The bytes that are held, nearly. */
  bytes = 0;
  readonly #remembering: Remembering;
  readonly #found = new Map<string, boolean>();
  #state: LiveState | null | undefined;
  #nodes = 0;
  #keys = 0;
  #hits = 0;
  readonly #large: LargeFrom;

  constructor(remembering: Remembering, large: LargeFrom) {
    this.#remembering = remembering;
    this.#large = large;
    if (remembering === 'never') this.#state = null;
  }

  /** Counts a node: whether its key is worth making. */
  isDue(): boolean {
    if (this.#state === null) return false;
    this.#nodes += 1;
    return this.#remembering === 'always' || this.#isWorthIt();
  }

  /** The key of what is decided; null where nothing is remembered. `begin` is called before the first one is made. */
  key(hasState: boolean, isSafe: boolean, begin: () => LiveState | null): string | null {
    if (this.#state === undefined) this.#state = begin();
    if (this.#state === null) return null;
    this.#keys += 1;
    return `${Number(hasState)}${Number(isSafe)}${this.#state.key(hasState, isSafe)}`;
  }

  /** Whether an execution was found for a key; undefined where it is new. */
  find(key: string): boolean | undefined {
    const found = this.#found.get(key);
    if (found !== undefined) this.#hits += 1;
    return found;
  }

  /** Takes note that everything was gone through, and whether an execution was found. */
  note(key: string, found: boolean): void {
    this.#found.set(key, found);
    this.bytes += 2 * key.length + ENTRY_BYTES;
  }

  #isWorthIt(): boolean {
    if (this.#nodes <= this.#large.nodes) return false;
    const isHopeless = this.#keys === FIRST_TRIALS && this.#hits === 0;
    if (this.#keys < TRIALS && !isHopeless) return true;
    const isWorthIt = this.#hits * WORTH >= this.#keys;
    this.#keys = 0;
    this.#hits = 0;
    if (isWorthIt) return true;
    this.#large.nodes = this.#nodes * LARGER;
    this.#found.clear();
    this.bytes = 0;
    return false;
  }
}
