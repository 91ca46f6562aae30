/** The laws of POWER and ARMv7 on random tests, in assembly and in C under the kernel's ports. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSEMBLY } from './assembly.js';
import { choices } from './choices.js';
import { texts } from './generate.js';
import { RUNS } from './hold.js';
import { kernelTexts } from './kernel.js';
import { pointers } from './pointers.js';
import { fencedIsSequential, PROPAGATING, propagatingLaws, withinKernelLaws } from './propagating.js';
import { sharedSearches } from './searches.js';

const SOME = { ...RUNS, numRuns: 4 * RUNS.numRuns };

describe.each(PROPAGATING.map((each) => [each.model.title, each] as const))('%s', (_title, propagating) => {
  const assembly = ASSEMBLY.get(propagating.dialect)!(3);
  const laws = propagatingLaws(propagating);
  const within = withinKernelLaws(propagating);

  const kinds = [
    ['assembly', assembly, laws],
    ['C', texts(), [...laws, ...within]],
    ['C with choices', choices(), [...laws, ...within]],
    ['C with pointers', pointers(), [...laws, ...within]],
    ['C with locks', kernelTexts(['updates', 'locks']), within],
    ['C with RCU', kernelTexts(['rcu', 'srcu']), within],
  ] as const;
  describe.each(kinds.filter(([, , all]) => all.length > 0))('%s', (_, generated, all) => {
    const searches = sharedSearches();

    it.each(all.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => {
      fc.assert(
        fc.property(generated, (text) => {
          expect(check(searches(text)), text).toBeNull();
        }),
        SOME,
      );
    });
  });

  it('full barriers everywhere leave what SC does', () => {
    fc.assert(
      fc.property(assembly, (text) => {
        expect(fencedIsSequential(text, propagating), text).toBeNull();
      }),
      SOME,
    );
  });
});
