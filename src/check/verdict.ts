/**
 * The verdict of a condition over a set of final states, as herd7 observes it: Never, Sometimes or Always of the
 * proposition, whatever the quantifier. Over no final state at all herd7 says Never, and so did a test in which every
 * execution gets stuck; here that is None. When the exploration was cut short, the states that were found are
 * certain and the ones that were not found are not: a witness stays a witness, but nothing is ever forbidden.
 */

import type { Quantifier } from '../program/condition.js';
import type { Observation } from '../program/test.js';
import { DATA_RACE } from '../query/found-race.js';
import { unreachable } from '../text/invariant.js';
import type { ModelResult, Verdict } from './result.js';

/** How many final states satisfy the proposition and how many do not. */
export interface Count {
  readonly positive: number;
  readonly negative: number;
  /** Whether there can be no further final state. */
  readonly complete: boolean;
}

/** The verdict that a count of final states allows. */
export function verdictOf(quantifier: Quantifier, count: Count): Verdict {
  return { possible: possible(count), holds: holds(quantifier, count) };
}

function possible({ positive, negative, complete }: Count): readonly Observation[] {
  if (positive > 0 && negative > 0) return ['Sometimes'];
  if (positive > 0) return complete ? ['Always'] : ['Sometimes', 'Always'];
  if (negative > 0) return complete ? ['Never'] : ['Never', 'Sometimes'];
  return complete ? ['None'] : ['Never', 'Sometimes', 'Always', 'None'];
}

function holds(quantifier: Quantifier, { positive, negative, complete }: Count): boolean | null {
  const otherwise = (value: boolean): boolean | null => (complete ? value : null);
  switch (quantifier) {
    case 'exists':
      return positive > 0 ? true : otherwise(false);
    case '~exists':
      return positive > 0 ? false : otherwise(true);
    case 'forall':
      return negative > 0 ? false : otherwise(true);
    default:
      return unreachable(quantifier);
  }
}

/** Whether a model flags a data race. */
export function hasRace({ flags }: { readonly flags: readonly string[] }): boolean {
  return flags.includes(DATA_RACE);
}

/** Whether a model makes its test fail, or leaves it undecided. */
export function isWrong({ status }: Pick<ModelResult, 'status'>): boolean {
  return status === 'fail' || status === 'unknown';
}

/** The observation when only one is possible, else null. */
export function observationOf(verdict: Verdict): Observation | null {
  return verdict.possible.length === 1 ? verdict.possible[0] : null;
}
