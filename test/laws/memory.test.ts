/**
 * The law of what a search remembers (economy-law.ts), on the cases of the library: the random tests have few events, so that parts
 * which a key must tell apart hardly come up in one search. Without the joined ends in the key ten of these fail, without the
 * live ends three, without the values of named writes eight. What the library has no case for is here, and where much comes up again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { lkmm } from '../../src/models/lkmm.js';
import { crowds } from './crowds.js';
import { OF_ECONOMIES } from './economy-law.js';
import { RUNS } from './hold.js';
import { Searches } from './searches.js';
import { KERNEL, lines, REMEMBERING, solve } from './solving.js';

const CASES = ['litmus/classics', 'litmus/races'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.litmus'))
    .map((file) => join(folder, file)),
);

const law = OF_ECONOMIES.find(({ name }) => name.startsWith('what is remembered'));

it.each(CASES)('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  if (loadTest({ name: file, text }).test?.models.includes(lkmm.name) !== true) return;
  expect(law?.check(new Searches(text))).toBeNull();
});

/** Threads that are alike but for what they do with what they read: it matters which of them is to come. */
const NEXT = `C next
{}
P0(atomic_t *c, int *x) { int r0; r0 = atomic_xchg_relaxed(c, 1); WRITE_ONCE(*x, r0 + 1); }
P1(atomic_t *c, int *x) { int r0; r0 = atomic_xchg_relaxed(c, 1); WRITE_ONCE(*x, 3 * r0 + 1); }
P2(atomic_t *c, int *x) { int r0; r0 = atomic_xchg_relaxed(c, 1); WRITE_ONCE(*x, 7 * r0 + 1); }
locations [x;]
exists (x=4)
`;

it('who is to come is remembered', () => {
  const searches = new Searches(NEXT);
  expect(law?.check(searches)).toBeNull();
  const found = solve(searches.test, KERNEL, searches.test.question, REMEMBERING);
  expect(lines(found)).toEqual(['1', '2', '4', '8']);
});

it('random tests of many threads', () => {
  fc.assert(
    fc.property(crowds(), (text) => {
      expect(law?.check(new Searches(text)), text).toBeNull();
    }),
    { ...RUNS, numRuns: 2 * RUNS.numRuns },
  );
});
