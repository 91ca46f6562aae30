/** The laws of the axiomatic engine on random C tests. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choices } from './choices.js';
import { texts } from './generate.js';
import { RUNS } from './hold.js';
import { kernelTexts } from './kernel.js';
import {
  AGAINST_BRUTE_FORCE,
  modelsAndTests,
  OF_ITSELF,
  randomModelAgrees,
  WITH_MACHINES,
} from './kernel-law.js';
import { pointers } from './pointers.js';
import { sharedSearches } from './searches.js';
import type { KernelLaw } from './solving.js';

const KINDS: readonly (readonly [string, fc.Arbitrary<string>, readonly KernelLaw[]])[] = [
  ['C', texts(), [...OF_ITSELF, ...WITH_MACHINES]],
  ['C with choices', choices(), [...OF_ITSELF, ...WITH_MACHINES]],
  ['C with pointers', pointers(), [...OF_ITSELF, ...WITH_MACHINES]],
  ['C with locks', kernelTexts(['updates', 'locks']), [...WITH_MACHINES, ...AGAINST_BRUTE_FORCE]],
  ['C with data races', kernelTexts(['plain', 'updates']), AGAINST_BRUTE_FORCE],
  ['C with RCU', kernelTexts(['plain', 'rcu', 'srcu']), [...OF_ITSELF, ...AGAINST_BRUTE_FORCE]],
  [
    'all of that',
    kernelTexts(['plain', 'updates', 'locks', 'rcu', 'srcu']),
    [...OF_ITSELF, ...AGAINST_BRUTE_FORCE],
  ],
];

describe.each(KINDS)('%s', (_, texts, laws) => {
  const searches = sharedSearches();

  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(check(searches(text)), text).toBeNull();
      }),
      { ...RUNS, numRuns: 4 * RUNS.numRuns },
    );
  });
});

it('random models are searched as their executions are, one by one', () => {
  fc.assert(
    fc.property(modelsAndTests(kernelTexts(['plain', 'updates', 'locks'])), (text) => {
      expect(randomModelAgrees(text), text).toBeNull();
    }),
    { ...RUNS, numRuns: 10 * RUNS.numRuns },
  );
});
