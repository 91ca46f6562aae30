/** The laws of law.ts on random tests in assembly, and in C with loops, locks, pointers and choices: `npm run fuzz` in short. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSEMBLY } from './assembly.js';
import { choices, translated } from './choices.js';
import { LAWS, load } from './law.js';
import { loops } from './loops.js';
import { pointers } from './pointers.js';
import { strays } from './strays.js';
import { translationsHold } from './translated.js';

/** Fixed, so that the tests fail or pass by the code alone; the fuzzer goes further. */
const SEED = 20190108;
const RUNS = { numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 24), seed: SEED };

const GENERATORS = [
  ...[...ASSEMBLY].map(([name, make]) => [name, make(3)] as const),
  ['C with loops', loops()] as const,
  ['C with pointers', pointers()] as const,
  ['C with choices', choices()] as const,
  ['C outside objects', strays()] as const,
];

describe.each(GENERATORS)('%s', (_, texts) => {
  it.each(LAWS.map((law) => [law.name, law] as const))('%s', (_name, { check, weight }) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(check(load(text)), text).toBeNull();
      }),
      { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / weight) },
    );
  });
});

it('C allows on a machine what some translation to its assembly allows', () => {
  fc.assert(
    fc.property(translated(), (text) => {
      expect(translationsHold(text), text).toBeNull();
    }),
    RUNS,
  );
});
