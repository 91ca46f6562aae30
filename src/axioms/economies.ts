/** What an axiomatic search leaves out. A law holds of each that it changes no result (test/laws/economy-law.ts). */
import type { Remembering } from './search-memory.js';

/** What the search need not go through twice, or at all; each can be switched off, to see that it changes no result. */
export interface Economies {
  /** Interchangeable threads are renamed into each other: combinations of paths and final states (permutation.ts). */
  readonly permutations: boolean;
  /** The same within a combination (exchange.ts). */
  readonly exchanges: boolean;
  /** Which read-modify-write comes next is decided where it is known that one does (chain.ts). */
  readonly chains: boolean;
  /** What comes behind the end of a chain, in whatever order, is known before it is decided (foreseen-order.ts). */
  readonly foresight: boolean;
  /** Where nothing that may come violates an axiom, none is asked about any more (safety.ts). */
  readonly safety: boolean;
  /** Rounds of loops are left out beside those that begin and end at the head and change nothing (paths.ts). */
  readonly rounds: boolean;
  /** What came of a part of an execution is not looked for again behind a like part (search-memory.ts). */
  readonly memory: Remembering;
}

export const ALL_ECONOMIES: Economies = {
  permutations: true,
  exchanges: true,
  chains: true,
  foresight: true,
  safety: true,
  rounds: true,
  memory: 'in large searches',
};
