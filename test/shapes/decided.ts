/** Tests on which two models differ. */
import { DIALECTS } from '../../src/dialects/index.js';
import { loadTest } from '../../src/dialects/load.js';
import { type Decision, decide } from '../../src/engine/decide.js';
import type { Model } from '../../src/models/model.js';
import { narrowed, soughtBy } from '../../src/program/condition.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { invariant } from '../../src/text/invariant.js';

/** What a model says of the state that a text asks for. */
export function decided(
  text: string,
  model: Model,
  options: { readonly atomics: 'lse' | 'llsc'; readonly limits: Limits },
): Decision['kind'] {
  const { test } = loadTest({ name: 'generated', text }, DIALECTS);
  invariant(test !== null, 'a test was made that cannot be read');
  const query = queryOf(test, model, {
    ...options,
    limits: { ...options.limits, until: performance.now() + options.limits.milliseconds },
  });
  return decide({ ...query, target: narrowed(test.question, soughtBy(test.question)) }).kind;
}
