/** A law: no execution, on any model, ends with a value that was said to be impossible. */

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { Holding } from '../../src/lower/value-sets.js';
import { MACHINES } from '../../src/models/index.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ASSEMBLY } from '../laws/assembly.js';
import { texts } from '../laws/generate.js';
import { loops } from '../laws/loops.js';
import { statements } from '../laws/statements.js';

const LIMITS = { states: 20_000, milliseconds: 5000, megabytes: 512 };
const ROOT = new URL('../../litmus/', import.meta.url);

/** The values of final states that the analysis has not; a text that is no test has none. */
function unforeseen(text: string, models: readonly string[]): readonly string[] {
  const { test } = loadTest({ name: 'holds.litmus', text });
  if (test === null) return [];
  const program = test.programFor('x86');
  const holding = new Holding(program);
  while (holding.grow());
  return MACHINES.filter(({ name }) => models.includes(name)).flatMap((model) => {
    const { states } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
    return test.question.observables.flatMap((observable, index) => {
      const held =
        observable.kind === 'location'
          ? holding.locations[observable.location]
          : holding.registers[observable.thread][observable.register];
      const strange = states.map((state) => state[index]).filter((value) => held?.includes(value) === false);
      return strange.map((value) => `${model.name}: ${observable.name}=${value}\n${text}`);
    });
  });
}

describe('the values that a program can hold', () => {
  it('are all there are in the library', () => {
    const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.litmus'),
    );
    const found = files.flatMap((file) =>
      unforeseen(readFileSync(new URL(file, ROOT), 'utf8'), ['tso', 'armv8', 'riscv']),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(found).toEqual([]);
  }, 120_000);

  const generators: readonly (readonly [string, fc.Arbitrary<string>, readonly string[]])[] = [
    ['C', texts(), ['armv8', 'riscv']],
    ['C with loops', loops(), ['armv8']],
    ['C statements', statements(), ['tso']],
    ...[...ASSEMBLY].map(([dialect, make]) => [dialect, make(3), ['tso', 'armv8', 'riscv']] as const),
  ];

  it.each(generators)(
    'are all there are in random %s',
    (_, generator, models) => {
      fc.assert(
        fc.property(generator, (text) => {
          expect(unforeseen(text, models)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
    120_000,
  );
});
