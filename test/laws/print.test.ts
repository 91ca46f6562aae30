/** The laws of the printer (print.ts) on random tests of every dialect, and on every case of the library. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runTest } from '../../src/check/run.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { printSource } from '../../src/dialects/print-source.js';
import { ASSEMBLY } from './assembly.js';
import { texts } from './generate.js';
import { loops } from './loops.js';
import { printsFaithfully } from './print.js';
import { load } from './searches.js';
import { statements } from './statements.js';
import { structures } from './structures.js';

const SEED = 20190108;
const RUNS = Number(process.env.PINLITMUS_LAW_RUNS ?? 40);
const LIBRARY = join(import.meta.dirname, '../../litmus');

const GENERATORS = [
  ['C', texts()] as const,
  ['C with structures', structures()] as const,
  ['C with loops', loops()] as const,
  ...[...ASSEMBLY].map(([name, make]) => [name, make(3)] as const),
];

const CASES = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.litmus'))
  .sort();

describe.each(GENERATORS)('%s, printed and parsed', (_, generated) => {
  it('is the same test', () => {
    fc.assert(
      fc.property(generated, (text) => {
        expect(printsFaithfully(text), text).toBeNull();
      }),
      { numRuns: 2 * RUNS, seed: SEED },
    );
  });
});

it('all that C and the question have, printed and parsed, is the same tree', () => {
  fc.assert(
    fc.property(statements(), (text) => {
      expect(printSource({ name: 'generated.litmus', text }).text, text).not.toBeNull();
      expect(printsFaithfully(text), text).toBeNull();
    }),
    { numRuns: 5 * RUNS, seed: SEED },
  );
});

describe.each(CASES)('litmus/%s, printed and parsed', (file) => {
  const text = readFileSync(join(LIBRARY, file), 'utf8');

  it('is the same test, and still has the verdicts that it expects', () => {
    expect(printsFaithfully(text)).toBeNull();
    const printed = printSource({ name: file, text }).text ?? '';
    expect(runTest(load(printed), DEFAULT_SETTINGS).status).toBe('pass');
  });
});
