/**
 * Whether some final state is as a proposition says. Every command that needs no more than that asks here, so that none of
 * them says what another does not.
 */
import type { Model } from '../models/model.js';
import { narrowed, type Proposition, type Question } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Exploration, Limit, Limits } from '../query/exploration.js';
import { explore } from './explore.js';

/** What a search for one state came to. */
export type Answer = Pick<Exploration, 'program' | 'explored' | 'badAddresses'> &
  (
    | { readonly kind: 'allowed' | 'forbidden' }
    /** There is none, but some execution uses an address near no object, or is of mixed size: nobody can say how it would go on. */
    | { readonly kind: 'wild' }
    | { readonly kind: 'unknown'; readonly limit: Limit }
  );

/** Looks for a final state that counts and of which the proposition is true; the first is enough. */
export function ask(
  program: Program,
  model: Model,
  question: Question,
  proposition: Proposition,
  limits: Limits,
): Answer {
  const asked = narrowed(question, proposition);
  const found = explore(program, model, asked, limits, { goal: 'first' });
  const { states, limit, explored, badAddresses } = found;
  const common = { program: found.program, explored, badAddresses };
  if (states.length > 0) return { ...common, kind: 'allowed' };
  if (limit !== null) return { ...common, kind: 'unknown', limit };
  const isWild = badAddresses.some(({ near, mixed }) => near === null || mixed !== null);
  return { ...common, kind: isWild ? 'wild' : 'forbidden' };
}
