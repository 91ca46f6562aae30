/**
 * A set of states, exact, in some ten bytes a state where there are many. A state is a row of numbers; here
 * it is a binary tree whose leaves are the row's words and whose inner nodes are numbers of pairs, so that parts which
 * many states share are kept once, and a state costs no more than its root: one pair. States that follow each other
 * share most of their trees, so the tree of the last one is at hand and only what differs is numbered anew.
 * Source: Laarman, van de Pol, Weber, "Parallel Recursive State Compression for Free", SPIN 2011; Blom, Lisser, van de
 * Pol, Weber, "A Database Approach to Distributed State-Space Generation", 2007. Hash compaction (Wolper, Leroy 1993)
 * is smaller yet, but two states with one hash would be a wrong "forbidden".
 *
 * Layout: a complete tree in an array, children of node `n` at `2n + 1` and `2n + 2`, the leaves last, in the order that
 * the constructor is given.
 */
import { CompactPairs } from './compact.js';
import { Pairs } from './pairs.js';
import { type Keep, Roots } from './roots.js';

/** More pairs than that, and a pair of their numbers might not fit into a slot of compact.ts. */
const MOST_PAIRS = 2 ** 25;

/** States, numbered from 0 in the order in which they came. */
export class Forest {
  /** How many states are in the set. */
  size = 0;
  /** At which word of a state each leaf is. Leaves without a word stay 0. */
  readonly #order: Int32Array;
  /** The node of the first leaf. */
  readonly #first: number;
  /** The tree of the state that was added or read last. The root has no number: its two children are the state. */
  readonly #tree: Int32Array;
  /** Inner nodes with a child that has changed. */
  readonly #changed: Uint8Array;
  readonly #pairs = new Pairs();
  readonly #set = new CompactPairs();
  readonly #roots: Roots;

  /**
   * `order` lists the words of a state; those that change together should stand side by side, from the
   * first on if their number is even. `keep` says how long a state can be read; `always` costs eight bytes a state.
   */
  constructor(order: readonly number[], keep: Keep) {
    this.#order = Int32Array.from(order);
    // With four leaves at least, the root's children are numbers of pairs, not words that may be anything.
    const leaves = Math.max(order.length, 4);
    this.#first = leaves - 1;
    this.#tree = new Int32Array(2 * leaves - 1);
    this.#changed = new Uint8Array(leaves - 1);
    this.#roots = new Roots(keep);
    // A tree of zeros is in order once the pair of zeros is number zero.
    this.#pairs.number(0, 0);
  }

  /** Adds a state: its number, one more than the last, when it is new, else -1. */
  add(state: Int32Array): number {
    this.#fold(state);
    const left = this.#tree[1];
    const right = this.#tree[2];
    if (!this.#set.add(left, right)) return -1;
    this.#roots.push(left, right);
    return this.size++;
  }

  /**
   * Copies the state with that number into `target`. Works for each state once, in any order, when states are kept
   * until they are read: those that are still to expand. Works for all states at any time when they are kept always,
   * as whoever tells how a state was reached needs it.
   */
  read(number: number, target: Int32Array): void {
    this.#unfold(1, this.#roots.left(number));
    this.#unfold(2, this.#roots.right(number));
    this.#roots.wasRead(number);
    for (let leaf = 0; leaf < this.#order.length; leaf++) {
      target[this.#order[leaf]] = this.#tree[this.#first + leaf];
    }
  }

  /** The bytes that the set occupies; without end when it can hold no more. */
  get bytes(): number {
    if (this.#pairs.size > MOST_PAIRS) return Number.POSITIVE_INFINITY;
    return this.#pairs.bytes + this.#set.bytes + this.#roots.bytes;
  }

  /** Makes the tree that of a state. */
  #fold(state: Int32Array): void {
    const tree = this.#tree;
    const changed = this.#changed;
    const first = this.#first;
    for (let leaf = 0; leaf < this.#order.length; leaf++) {
      const word = state[this.#order[leaf]];
      if (tree[first + leaf] === word) continue;
      tree[first + leaf] = word;
      changed[(first + leaf - 1) >> 1] = 1;
    }
    for (let node = first - 1; node > 0; node--) {
      if (changed[node] === 0) continue;
      changed[node] = 0;
      tree[node] = this.#pairs.number(tree[2 * node + 1], tree[2 * node + 2]);
      changed[(node - 1) >> 1] = 1;
    }
  }

  /** Gives a node a value, and those below it theirs. */
  #unfold(node: number, value: number): void {
    if (this.#tree[node] === value) return;
    this.#tree[node] = value;
    if (node >= this.#first) return;
    this.#unfold(2 * node + 1, this.#pairs.left(value));
    this.#unfold(2 * node + 2, this.#pairs.right(value));
  }
}
