/**
 * Whether an expression is a set or a relation, from its form alone: what is needed of the definitions of a `let rec`, each of
 * which may use the others before it is known what they are.
 */
import type { CatSort } from './cat-plan.js';
import type { CatTree } from './cat-tree.js';

/** What is known of names: null is not known. */
export type SortOfName = (name: string) => CatSort | null;

/** The sort of an expression, or null where its form does not tell. */
export function sortOfTree(tree: CatTree, sortOf: SortOfName): CatSort | null {
  switch (tree.kind) {
    case 'name':
      return sortOf(tree.name);
    case 'unary':
      return tree.operator === '~' ? sortOfTree(tree.operand, sortOf) : 'relation';
    case 'chain': {
      if (tree.operator === ';' || tree.operator === '*') return 'relation';
      for (const operand of tree.operands) {
        const sort = sortOfTree(operand, sortOf);
        if (sort !== null) return sort;
      }
      return null;
    }
    case 'apply': {
      if (tree.callee.kind !== 'name') return null;
      if (['domain', 'range', 'tag2events'].includes(tree.callee.name)) return 'set';
      return 'relation';
    }
    case 'let':
      return sortOfTree(tree.body, (name) => (binds(tree, name) ? null : sortOf(name)));
    case 'try':
      return sortOfTree(tree.attempt, sortOf) ?? sortOfTree(tree.otherwise, sortOf);
    case 'if':
      return sortOfTree(tree.then, sortOf) ?? sortOfTree(tree.otherwise, sortOf);
    default:
      return null;
  }
}

function binds(tree: CatTree & { readonly kind: 'let' }, name: string): boolean {
  return tree.bindings.some(({ pattern }) => pattern.names.includes(name));
}
