/** What names of a cat file stand for, and the values of its expressions. */
import type { CatSort } from './cat-plan.js';
import type { CatPattern, CatStatement, CatTree } from './cat-tree.js';

/**
 * A value. `empty` and `universe` are of either sort until something is done with them; `collection` is a set of other things
 * than events: of tags, of relations, of sets.
 */
export type CatItem =
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'empty' | 'universe' }
  | { readonly kind: 'tag'; readonly name: string }
  | { readonly kind: 'tuple' | 'collection'; readonly items: readonly CatItem[] }
  | {
      readonly kind: 'function';
      readonly parameter: CatPattern;
      readonly body: CatTree;
      readonly scope: CatScope;
    }
  | { readonly kind: 'primitive'; readonly name: CatPrimitive };

/** Functions of the language itself; those that cat can define are in cat-library.ts. */
type CatPrimitive = 'domain' | 'range' | 'different-values' | 'tag2events';

/** A procedure, which is done anew at each call. */
export interface CatProcedure {
  readonly parameter: CatPattern;
  readonly body: readonly CatStatement[];
  readonly scope: CatScope;
}

/** Names and what they stand for; a name that is not here is looked up in the scope around. */
export class CatScope {
  readonly #around: CatScope | null;
  readonly #items = new Map<string, CatItem>();
  readonly #procedures = new Map<string, CatProcedure>();

  constructor(around: CatScope | null) {
    this.#around = around;
  }

  bind(name: string, item: CatItem): void {
    this.#items.set(name, item);
  }

  bindProcedure(name: string, procedure: CatProcedure): void {
    this.#procedures.set(name, procedure);
  }

  find(name: string): CatItem | null {
    for (let scope: CatScope | null = this; scope !== null; scope = scope.#around) {
      const item = scope.#items.get(name);
      if (item !== undefined) return item;
    }
    return null;
  }

  findProcedure(name: string): CatProcedure | null {
    for (let scope: CatScope | null = this; scope !== null; scope = scope.#around) {
      const procedure = scope.#procedures.get(name);
      if (procedure !== undefined) return procedure;
    }
    return null;
  }
}

/** The words for a sort, in a complaint. */
export const SORT_WORDS: Readonly<Record<CatSort, string>> = { set: 'a set', relation: 'a relation' };
