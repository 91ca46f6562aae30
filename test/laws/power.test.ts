/** The laws of POWER on random tests, in assembly and in C under the kernel's port. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSEMBLY } from './assembly.js';
import { choices } from './choices.js';
import { texts } from './generate.js';
import { RUNS } from './hold.js';
import { kernelTexts } from './kernel.js';
import { pointers } from './pointers.js';
import { POWER_LAWS, POWER_WITHIN, syncedIsSequential } from './power.js';
import { sharedSearches } from './searches.js';

const SOME = { ...RUNS, numRuns: 4 * RUNS.numRuns };
const ppc = ASSEMBLY.get('PPC')!(3);

describe.each([
  ['assembly', ppc, POWER_LAWS],
  ['C', texts(), [...POWER_LAWS, ...POWER_WITHIN]],
  ['C with choices', choices(), [...POWER_LAWS, ...POWER_WITHIN]],
  ['C with pointers', pointers(), [...POWER_LAWS, ...POWER_WITHIN]],
  ['C with locks', kernelTexts(['updates', 'locks']), POWER_WITHIN],
  ['C with RCU', kernelTexts(['rcu', 'srcu']), POWER_WITHIN],
] as const)('%s', (_, generated, laws) => {
  const searches = sharedSearches();

  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => {
    fc.assert(
      fc.property(generated, (text) => {
        expect(check(searches(text)), text).toBeNull();
      }),
      SOME,
    );
  });
});

it('sync everywhere leaves what SC does', () => {
  fc.assert(
    fc.property(ppc, (text) => {
      expect(syncedIsSequential(text), text).toBeNull();
    }),
    SOME,
  );
});
