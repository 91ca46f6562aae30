/**
 * Whether some final state is as a proposition says. Every command that needs no more than that asks here, so that none of
 * them says what another does not.
 */
import type { Exploration } from '../query/exploration.js';
import type { Limit } from '../query/limits.js';
import type { Query } from '../query/query.js';
import { explore } from './explore-query.js';

/** The answer to a search for one state. */
export type Decision = Pick<Exploration, 'program' | 'explored' | 'badAddresses'> &
  (
    | { readonly kind: 'allowed' | 'forbidden' }
    /** There is none, but some execution uses an address near no object, or is of mixed size: nobody can say how it would go on. */
    | { readonly kind: 'wild' }
    | { readonly kind: 'unknown'; readonly limit: Limit }
  );

/** Looks for a final state that passes the target's filter; the first is enough. */
export function decide(query: Query): Decision {
  const { program, states, limit, explored, badAddresses } = explore(query, 'first');
  const common = { program, explored, badAddresses };
  if (states.length > 0) return { ...common, kind: 'allowed' };
  if (limit !== null) return { ...common, kind: 'unknown', limit };
  const isWild = badAddresses.some(({ near, mixed }) => near === null || mixed !== null);
  return { ...common, kind: isWild ? 'wild' : 'forbidden' };
}
