/** The laws that loops might break of whose rounds the search leaves some out, on random tests that have more of them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reductionsAgree, referenceAgrees, roundsAgree } from './law.js';
import { superfluousRounds } from './loops.js';
import { sharedSearches } from './searches.js';

const RUNS = { numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 24), seed: 20190108 };
const searchesOf = sharedSearches();

it.each([
  ['are not missed', roundsAgree],
  ['change nothing', reductionsAgree],
  ['are as the reference has them', referenceAgrees],
] as const)('rounds that go %s', (_, check) => {
  fc.assert(
    fc.property(superfluousRounds(), (text) => {
      expect(check(searchesOf(text)), text).toBeNull();
    }),
    RUNS,
  );
});
