/** The types of integer literals (C11 6.4.4.1): the first that can hold the number. */
import { C_INT, C_LONG, C_ULONG, type CType, TYPES } from '../kernel/c-type.js';
import type { ExpressionTree } from '../syntax/tree.js';

/** The type of a literal. */
export function numberType(tree: ExpressionTree & { readonly kind: 'number' }): CType {
  const small = tree.value < 1n << 31n;
  if (tree.unsigned) {
    return tree.long || tree.value >= 1n << 32n ? C_ULONG : (TYPES.get('unsigned int') ?? C_ULONG);
  }
  if (tree.long || !small) return tree.value >= 1n << 63n ? C_ULONG : C_LONG;
  return C_INT;
}
