/** Machines and their axioms agree on random tests in assembly. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ASSEMBLY } from './assembly.js';
import { RUNS } from './hold.js';
import { assemblyAsAxioms } from './machine-law.js';
import { Searches } from './searches.js';

it.each([...ASSEMBLY])('%s', (_, make) => {
  fc.assert(
    fc.property(make(3), (text) => {
      expect(assemblyAsAxioms(new Searches(text)), text).toBeNull();
    }),
    { ...RUNS, numRuns: 4 * RUNS.numRuns },
  );
});
