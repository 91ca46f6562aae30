/**
 * Every case of the library: the execution that a model shows for its state is one by its own relations, and one that SC
 * forbids is none by SC's axioms.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { findExecution } from '../../src/engine/index.js';
import { MACHINES } from '../../src/models/index.js';
import { narrowed, soughtBy } from '../../src/program/condition.js';
import type { FoundExecution } from '../../src/query/found-execution.js';
import { endsAs, flaws } from '../execution/flaws.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const LIMITS = { states: 1_000_000, milliseconds: 60_000, megabytes: 2048 };

describe.each(readdirSync(LITMUS).filter((name) => !name.includes('.')))('the executions of %s', (family) => {
  const files = readdirSync(join(LITMUS, family)).filter((file) => file.endsWith('.litmus'));

  it.each(files)('%s', (file) => {
    const { test } = loadTest({ name: file, text: readFileSync(join(LITMUS, family, file), 'utf8') });
    if (test === null) throw new Error(`${file} cannot be loaded`);
    const target = narrowed(test.question, soughtBy(test.question));
    const found = MACHINES.filter(({ name }) => test.models.includes(name)).map((model) => {
      const program = test.programFor(model.architecture('lse'));
      return [model.name, findExecution({ program, model, target, limits: LIMITS }, 'state')] as const;
    });
    const isSequential = new Map<string, FoundExecution>(found).get('sc')?.kind !== 'none';
    for (const [model, each] of found) {
      if (each.kind !== 'found') continue;
      expect([model, flaws(each.program, model, each.execution)]).toEqual([model, []]);
      expect([model, endsAs(each.execution, target)]).toEqual([model, true]);
      if (!isSequential) expect(flaws(each.program, 'sc', each.execution)).toEqual(['the axioms of sc hold']);
    }
  });
});
