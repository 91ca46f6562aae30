/**
 * A net under the search: what a model allows, a weaker one allows too, whatever the test. Where the results of one test
 * break that, a state was lost somewhere, and nobody can say what else: then there is no verdict.
 */

import { MODELS } from '../models/index.js';
import type { Model } from '../models/model.js';
import type { State } from '../program/state.js';
import { Disagreement } from '../text/invariant.js';

/**
 * Pairs of names: what the first model allows, the second allows (`Model.includes`). Whatever a machine may hold back, it may
 * also take in program order, one access at a time: so SC is within every machine.
 */
export const WITHIN: readonly (readonly [string, string])[] = MODELS.flatMap(({ name, includes }) =>
  includes.map((included) => [included, name] as const),
);

/** What was found of a test on a model. */
export interface Seen {
  readonly model: Pick<Model, 'name' | 'title'>;
  readonly states: readonly State[];
  /** Whether there can be no further one. */
  readonly complete: boolean;
}

/** States of one model that a weaker one should have too, and has not. */
export interface Breach {
  readonly strong: Seen['model'];
  readonly weak: Seen['model'];
  readonly missing: readonly State[];
}

/** The inclusions that do not hold. A model that was not searched to its end may have states that were not found. */
export function breaches(all: readonly Seen[]): readonly Breach[] {
  const found = new Map(all.map((each) => [each.model.name, each]));
  return WITHIN.flatMap(([strong, weak]) => {
    const [smaller, larger] = [found.get(strong), found.get(weak)];
    if (smaller === undefined || larger === undefined || !larger.complete) return [];
    const known = new Set(larger.states.map((state) => state.join()));
    const missing = smaller.states.filter((state) => !known.has(state.join()));
    return missing.length === 0 ? [] : [{ strong: smaller.model, weak: larger.model, missing }];
  });
}

/** Throws when an inclusion does not hold; `spell` writes a final state, `test` is the text of the test. */
export function insist(all: readonly Seen[], spell: (state: State) => string, test: string): void {
  const [first] = breaches(all);
  if (first === undefined) return;
  const { strong, weak, missing } = first;
  const state = `the final state ${spell(missing[0])}`;
  throw new Disagreement(
    `${strong.title} has ${state}, and ${weak.title}, which allows all that ${strong.title} does, has not`,
    test,
  );
}

/** The same of answers alone: whether each model has a final state that is asked for. */
export function insistOn(
  all: readonly { readonly model: Seen['model']; readonly kind: string }[],
  test: string,
): void {
  const seen = all.map(({ model, kind }) => ({
    model,
    states: kind === 'allowed' ? [[]] : [],
    complete: kind === 'forbidden',
  }));
  insist(seen, () => 'that is asked for', test);
}
