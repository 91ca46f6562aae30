/** The laws of conditional accesses on random tests. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RUNS } from './hold.js';
import { PREDICATED_LAWS, predicatedTexts } from './predicated.js';

it.each(PREDICATED_LAWS.map((law) => [law.name, law] as const))('%s', (_name, { kinds, check }) => {
  fc.assert(
    fc.property(predicatedTexts(kinds), (text) => {
      expect(check(text), text).toBeNull();
    }),
    { ...RUNS, numRuns: 8 * RUNS.numRuns },
  );
});
