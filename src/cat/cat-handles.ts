/** Where the values of nodes are, as far as they have been computed. */
import type { CatModel } from './cat-model.js';

/** Which end of an interval. */
export const LOWER = 0;
export const UPPER = 1;
export type CatBound = typeof LOWER | typeof UPPER;

/** A place in memory, times two, and one more when what is there varies from evaluation to evaluation. */
export type CatHandle = number;

/** The empty relation, and the empty set. */
export const ZERO: CatHandle = 0;
export const UNKNOWN = -1;

/** Handles by node and bound: of what is static, of bounds at the root of a search, and of what code computes. */
export class CatHandles {
  readonly #isDynamic: readonly boolean[];
  readonly #static: Int32Array;
  readonly #root: Int32Array;
  readonly #code: Int32Array;

  constructor({ isDynamic }: CatModel) {
    this.#isDynamic = isDynamic;
    const keys = 2 * isDynamic.length;
    this.#static = new Int32Array(keys).fill(UNKNOWN);
    this.#root = new Int32Array(keys).fill(UNKNOWN);
    this.#code = new Int32Array(keys).fill(UNKNOWN);
  }

  /** What a node and a bound are known by. The bounds of what is static are the same. */
  keyOf(node: number, bound: CatBound): number {
    return 2 * node + (this.#isDynamic[node] ? bound : 0);
  }

  find(node: number, bound: CatBound, isRoot: boolean): CatHandle {
    return this.#tableOf(node, isRoot)[this.keyOf(node, bound)];
  }

  remember(node: number, bound: CatBound, isRoot: boolean, handle: CatHandle): void {
    this.#tableOf(node, isRoot)[this.keyOf(node, bound)] = handle;
  }

  /** Where the upper bound of a dynamic node at the root is, which all later values are within. */
  upperAtRoot(node: number): CatHandle {
    return this.#root[2 * node + UPPER];
  }

  #tableOf(node: number, isRoot: boolean): Int32Array {
    if (!this.#isDynamic[node]) return this.#static;
    return isRoot ? this.#root : this.#code;
  }
}
