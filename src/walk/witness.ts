/**
 * A way to a final state that satisfies the condition (for `forall`, that refutes it): the shortest, from the search,
 * gone again over the walk's own steps. The search leaves steps out and the walk does not, so each of its steps is one
 * of the walk's; only that a store-conditional fails is no step to the search, and is put in where it is needed.
 */
import { explore } from '../explore/explore.js';
import type { Limit, Limits } from '../explore/outcome.js';
import { type Moment, traceTo } from '../explore/trace.js';
import type { Model } from '../machine/model.js';
import type { Proposition, Question } from '../program/condition.js';
import { narrowed, satisfies } from '../program/condition.js';
import { accessAt, actionOf } from './access.js';
import type { Choice } from './choice.js';
import { positionOf, type Walk } from './walk.js';
import type { Walker } from './walker.js';

/** A way to the state that the condition is about; none when there is no such state. */
export type Way =
  | { readonly kind: 'found'; readonly walk: Walk }
  | { readonly kind: 'none' }
  | { readonly kind: 'limit'; readonly limit: Limit };

/** At most so many store-conditionals fail on a way. */
const FAILURES = 6;

/** What a witness satisfies: the proposition, or for `forall` its opposite. */
export function soughtBy({ quantifier, proposition }: Question): Proposition {
  return quantifier === 'forall' ? { kind: 'not', operand: proposition } : proposition;
}

/** The shortest way from the start to a final state that the condition is about. */
export function witnessPath(walker: Walker, model: Model, question: Question, limits: Limits): Way {
  const sought = soughtBy(question);
  const { observables, filter } = question;
  const wanted: Proposition = filter === null ? sought : { kind: 'and', left: filter, right: sought };
  // Whether there is any is found out with interchangeable threads merged, often much faster.
  const any = explore(walker.program, model, narrowed(question, sought), limits, { goal: 'first' });
  if (any.states.length === 0)
    return any.limit === null ? { kind: 'none' } : { kind: 'limit', limit: any.limit };
  // All observables are kept: the threads' codes must be the walk's.
  const traced = traceTo('nearest', walker.program, model, { observables, filter: wanted }, limits);
  if (traced.kind !== 'found') return traced;
  for (let failures = 0; failures <= FAILURES; failures++) {
    const walk = follow(walker, [], traced.trace.moments, failures, wanted);
    if (walk !== null) return { kind: 'found', walk };
  }
  return { kind: 'none' };
}

/** The walk that takes these steps and makes so many store-conditionals fail; null when there is none. */
function follow(
  walker: Walker,
  walk: Walk,
  moments: readonly Moment[],
  failures: number,
  wanted: Proposition,
): Walk | null {
  const [moment, ...rest] = moments;
  const position = positionOf(walker, walk);
  if (moment === undefined && failures === 0) {
    const end = walker.end(position);
    return end?.kind === 'final' && satisfies(wanted, end.values) ? walk : null;
  }
  for (const choice of walker.choices(position)) {
    const fails = choice.action.kind === 'fail';
    if (fails ? failures === 0 : moment === undefined || !isStep(choice, moment)) continue;
    const longer = follow(
      walker,
      [...walk, choice],
      fails ? moments : rest,
      fails ? failures - 1 : failures,
      wanted,
    );
    if (longer !== null) return longer;
  }
  return null;
}

function isStep(choice: Choice, { thread, before, step, content, written }: Moment): boolean {
  if (choice.thread !== thread) return false;
  const { key } = accessAt(before.scene, thread, step.step.index);
  const { kind, value } = { value: null, ...choice.action };
  const action = { value: null, ...actionOf(step, content, written) };
  return choice.key === key && kind === action.kind && value === action.value;
}
