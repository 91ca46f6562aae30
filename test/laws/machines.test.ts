/** Machines and their axioms agree on random tests, in assembly and in C as kernel ports lower it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ASSEMBLY } from './assembly.js';
import { ARM_CHAINS, chains, kernelChains, RISCV_CHAINS } from './chains.js';
import { choices } from './choices.js';
import { texts } from './generate.js';
import { graceTests, printGraceTest } from './grace-periods.js';
import { RUNS } from './hold.js';
import { kernelTexts } from './kernel.js';
import { lateAtomics } from './late-atomics.js';
import { machinesAsTheirAxioms } from './machine-law.js';
import { pointers } from './pointers.js';
import { Searches } from './searches.js';

const KINDS: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ...[...ASSEMBLY].map(([name, make]) => [name, make(3)] as const),
  ['AArch64, read back', lateAtomics(2)],
  ['AArch64, chains', chains(ARM_CHAINS)],
  ['RISCV, chains', chains(RISCV_CHAINS)],
  ['C', texts()],
  ['C with chains', kernelChains()],
  ['C with choices', choices()],
  ['C with pointers', pointers()],
  ['C with locks', kernelTexts(['updates', 'locks'])],
  ['C with grace periods', graceTests().map(printGraceTest)],
];

it.each(KINDS)('%s', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(machinesAsTheirAxioms(new Searches(text)), text).toBeNull();
    }),
    { ...RUNS, numRuns: 2 * RUNS.numRuns },
  );
});
