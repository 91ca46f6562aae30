/** Claims: expressions that are not 0 where they hold. Two that say the same in other words are told to be the same. */
import {
  type Binary,
  type Expression,
  INT,
  isSameExpression,
  isSameType,
  negate,
} from '../program/expression.js';

const COMPARISONS: ReadonlySet<Binary> = new Set<Binary>(['==', '!=', '<', '<=', '>', '>=']);

/** The claim in its plainest words: a comparison that is compared with 0, or inverted, is a comparison itself. */
export function plainClaim(claim: Expression): Expression {
  if (claim.kind === 'unary' && claim.operator === '!') return plainClaim(opposite(claim.operand));
  if (claim.kind !== 'binary' || claim.right.kind !== 'constant' || claim.right.value !== 0n) return claim;
  const inner = truthOf(claim.left);
  if (inner === null) return claim;
  if (claim.operator === '!=') return plainClaim(inner);
  return claim.operator === '==' ? plainClaim(opposite(inner)) : claim;
}

/** The claim that holds where this one does not. */
export function opposite(claim: Expression): Expression {
  return negate(plainClaim(claim), INT);
}

/** What a value that is 0 or 1 is the truth of, whatever its width; null for other values. */
function truthOf(value: Expression): Expression | null {
  if (value.kind === 'convert') return truthOf(value.operand);
  if (value.kind === 'unary') return value.operator === '!' ? value : null;
  return value.kind === 'binary' && COMPARISONS.has(value.operator) ? value : null;
}

/** Whether two claims in their plainest words say the same: alike, or an equation the other way round. */
export function isSameClaim(one: Expression, other: Expression): boolean {
  if (isSameExpression(one, other)) return true;
  if (one.kind !== 'binary' || other.kind !== 'binary' || one.operator !== other.operator) return false;
  return (
    (one.operator === '==' || one.operator === '!=') &&
    isSameType(one.type, other.type) &&
    isSameExpression(one.left, other.right) &&
    isSameExpression(one.right, other.left)
  );
}
