/** Every case explained: executions that replay, cycles whose every edge the machine itself confirms. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import { complaints } from '../conformance/explained.js';
import { ASSEMBLY } from '../laws/assembly.js';
import { texts } from '../laws/generate.js';

const LITMUS = join(import.meta.dirname, '../../litmus');

function complaintsAbout(name: string, text: string, models: readonly string[]): readonly string[] {
  const { test } = loadTest({ name, text });
  if (test === null) return [`${name} cannot be loaded`];
  const used = MACHINES.filter((model) => models.includes(model.name) && test.models.includes(model.name));
  return used.flatMap((model) => complaints(test, model));
}

describe.each(['assembly', 'classics', 'pages'])('every case of %s', (family) => {
  const files = readdirSync(join(LITMUS, family)).filter((file) => file.endsWith('.litmus'));
  it.each(files)('%s is explained', (file) => {
    const text = readFileSync(join(LITMUS, family, file), 'utf8');
    expect(complaintsAbout(file, text, ['tso', 'armv8', 'riscv'])).toEqual([]);
  });
});

describe('a random test', () => {
  it.each([
    ['C', texts()] as const,
    ...[...ASSEMBLY].map(([dialect, generator]) => [dialect, generator(4)] as const),
  ])('in %s is explained', (_, generator) => {
    fc.assert(
      fc.property(generator, (text) => {
        expect(complaintsAbout('random.litmus', text, ['sc', 'tso', 'pso', 'armv8', 'riscv'])).toEqual([]);
      }),
      { numRuns: 40, seed: 20190115 },
    );
  });
});
