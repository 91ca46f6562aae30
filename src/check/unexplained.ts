/**
 * What the kernel's model allows and no machine of a run shows: the machine that it is so weak for is asked as well, so that the
 * answer says which one that is. Nothing is expected of what was asked only for that, and nothing of it is kept.
 */
import { lkmm } from '../models/lkmm.js';
import type { Model } from '../models/model.js';
import { power } from '../models/power.js';
import { sc } from '../models/sc.js';
import type { Quantifier } from '../program/condition.js';
import type { Settings, Verdict } from './result.js';

/** Whether a model has the state in question; null where that is open. */
export interface Answered {
  readonly model: Pick<Model, 'name'>;
  readonly hasState: boolean | null;
}

/**
 * The names of the models that are asked besides: of a run on the test's own models, where the kernel's model has the state in
 * question and no machine has.
 */
export function askedBesides(
  { models }: Pick<Settings, 'models'>,
  answers: readonly Answered[],
): readonly string[] {
  const kernel = answers.find(({ model }) => model.name === lkmm.name);
  const machines = answers.filter((each) => each !== kernel);
  const isUnexplained =
    kernel?.hasState === true &&
    machines.some(({ model }) => model.name !== sc.name) &&
    machines.every(({ model, hasState }) => hasState === false && model.name !== power.name);
  return models === null && isUnexplained ? [power.name] : [];
}

/** Whether a model has the state in question: one that satisfies the condition, or refutes a `forall`; null where that is open. */
export function hasState({ possible }: Pick<Verdict, 'possible'>, quantifier: Quantifier): boolean | null {
  if (possible.includes('None')) return null;
  const without = quantifier === 'forall' ? 'Always' : 'Never';
  if (!possible.includes(without)) return true;
  return possible.length === 1 ? false : null;
}
