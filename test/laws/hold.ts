/** Runs the laws of law.ts on random tests: `npm run fuzz` in short. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAWS } from './law.js';
import { sharedSearches } from './searches.js';

/** Fixed, so that the tests fail or pass by the code alone; the fuzzer goes further. */
export const RUNS = { numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 25), seed: 20190108 };

/** One test for each law, on texts of each kind. */
export function lawsHold(
  generators: readonly (readonly [name: string, texts: fc.Arbitrary<string>])[],
): void {
  describe.each(generators)('%s', (_, texts) => {
    // With one seed the laws are given the same texts, as many of them as their weight lets them take.
    const searches = sharedSearches();

    it.each(LAWS.map((law) => [law.name, law] as const))('%s', (_name, { check, weight }) => {
      fc.assert(
        fc.property(texts, (text) => {
          expect(check(searches(text)), text).toBeNull();
        }),
        { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / weight) },
      );
    });
  });
}
