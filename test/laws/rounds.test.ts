/** The laws that loops might break of whose rounds the search leaves some out, on random tests that have more of them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kernelRoundsAgree } from './economy-law.js';
import { WITH_MACHINES } from './kernel-law.js';
import { fewRoundsAgree, reductionsAgree, referenceAgrees, roundsAgree } from './law.js';
import { roundsOfC, superfluousRounds } from './loops.js';
import { sharedSearches } from './searches.js';

const RUNS = { numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 24), seed: 20190108 };
const searchesOf = sharedSearches();

it.each([
  ['are not missed', roundsAgree],
  ['change nothing', reductionsAgree],
  ['are as the reference has them', referenceAgrees],
  ['are not missed where fetching stops after one', fewRoundsAgree],
] as const)('rounds that go %s', (_, check) => {
  fc.assert(
    fc.property(superfluousRounds(), (text) => {
      expect(check(searchesOf(text)), text).toBeNull();
    }),
    RUNS,
  );
});

it.each(WITH_MACHINES)('of loops, $name', ({ check }) => {
  fc.assert(
    fc.property(superfluousRounds(), (text) => {
      expect(check(searchesOf(text)), text).toBeNull();
    }),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 2) },
  );
});

it("rounds that go under the kernel's model are not missed and change nothing", () => {
  fc.assert(
    fc.property(roundsOfC(), (text) => {
      expect(kernelRoundsAgree(searchesOf(text)), text).toBeNull();
    }),
    { ...RUNS, numRuns: 3 * RUNS.numRuns },
  );
});
