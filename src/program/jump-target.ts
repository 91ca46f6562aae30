/** How a jump to what is no address of code is lowered, so that the search finds out whether it happens. */
import { constant, type Expression, fold, ULONG } from './expression.js';

/**
 * A jump to a computed address that is none of code is lowered to a read of the address with this bit the other way, which is no
 * address of anything.
 */
const NO_CODE = 1n << 62n;

/** The address that such a read stands for is asked for by this. */
export function jumpTarget(address: Expression): Expression {
  const right: Expression = constant(NO_CODE);
  return fold({ kind: 'binary', operator: '^', type: ULONG, left: address, right });
}

/** The address that a jump went to whose read is of `address`; null where that is no such read. */
export function jumpedTo(address: bigint): bigint | null {
  const target = address ^ NO_CODE;
  return target >= 0n && target < NO_CODE ? target : null;
}
