/** `match` on a tag: which of its clauses is for it. */
import { failAt } from './cat-fault.js';
import type { CatItem } from './cat-scope.js';
import type { CatTree } from './cat-tree.js';

/** The clause for a tag. One that no clause is for has no value, and herd7 ends there too. */
export function clauseFor(tree: CatTree & { readonly kind: 'match-tag' }, subject: CatItem): CatTree {
  const { clauses, otherwise } = tree;
  const expected = `the tag ${clauses.map(({ tag }) => `'${tag}`).join(' or ')}`;
  const { span } = tree.subject;
  if (subject.kind !== 'tag') failAt(span, { code: 'cat-sort', expected, found: 'another value' });
  const found = clauses.find(({ tag }) => tag === subject.name)?.tree ?? otherwise;
  return found ?? failAt(span, { code: 'cat-sort', expected, found: `'${subject.name}` });
}
