/** Every rule of every model carries weight: without it, some case of the library has another verdict. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import type { WindowModel } from '../../src/models/model.js';
import { satisfies } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const LIMITS = { states: 100_000, milliseconds: 20_000, megabytes: 512 };

/**
 * Rules that a manual states and that others imply here: a locked instruction is one step, a load and a store at once,
 * so what is ordered with loads and with stores is ordered with it.
 */
const IMPLIED = ['loads and stores are not reordered with locked instructions (SDM 8.2.3.9)'];

const cases: readonly Test[] = readdirSync(LITMUS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.litmus') && !/gups-[4-8]/.test(file))
  .sort()
  .flatMap((file) => {
    const { test } = loadTest({ name: file, text: readFileSync(join(LITMUS, file), 'utf8') });
    return test === null ? [] : [test];
  });

function observation(test: Test, model: WindowModel): string {
  const { states } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
  const positive = states.filter((state) => satisfies(test.question.proposition, state)).length;
  if (positive === 0) return 'Never';
  return positive === states.length ? 'Always' : 'Sometimes';
}

describe.each(MACHINES.map((model) => [model.title, model] as const))('%s', (_, model) => {
  const rules = model.rules.filter((rule) => !IMPLIED.includes(rule.clause));
  it.each(rules.map((rule) => [rule.clause, rule] as const))('needs: %s', (_clause, rule) => {
    const without: WindowModel = { ...model, rules: model.rules.filter((each) => each !== rule) };
    const caught = cases.find((test) => {
      const expected = test.expectations.models.get(model.name);
      return (
        expected !== undefined && test.models.includes(model.name) && observation(test, without) !== expected
      );
    });
    expect(caught, `no case of the library needs "${rule.clause}"`).toBeDefined();
  });
});
