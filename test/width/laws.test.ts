/**
 * Laws of computed addresses: that some execution goes wrong is found with the reductions and without them, an access of
 * mixed size is never one that was ruled out beforehand, and what goes wrong on SC goes wrong on weaker models as well.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayMix } from '../../src/lower/access-targets.js';
import { MACHINES } from '../../src/models/index.js';
import type { Test } from '../../src/program/test.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from '../../src/window/code.js';
import { load } from '../lower/load.js';

const LIMITS = { states: 100_000, milliseconds: 20_000, megabytes: 512 };

/** X1 to X4 are the addresses of p and q, which hold addresses, of a word, and of a doubleword; the others are free. */
const INIT = (thread: number): string =>
  ['p', 'q', 'w', 'd'].map((name, index) => `${thread}:X${index + 1}=${name};`).join(' ');

const free = fc.constantFrom(5, 6, 7);
const known = fc.constantFrom(1, 2);
const address = fc.constantFrom(3, 4);
const order = fc.constantFrom('', 'A');

const line = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(known, free).map(([at, to]) => `LDR X${to},[X${at}]`) },
  { weight: 3, arbitrary: fc.tuple(known, address).map(([at, from]) => `STR X${from},[X${at}]`) },
  { weight: 3, arbitrary: fc.tuple(free, free).map(([at, to]) => `LDR W${to},[X${at}]`) },
  fc.tuple(free, free).map(([at, to]) => `LDR X${to},[X${at}]`),
  fc.tuple(free, free).map(([at, from]) => `STR W${from},[X${at}]`),
  fc.tuple(order, known, address, free).map(([a, at, from, to]) => `SWP${a} X${from},X${to},[X${at}]`),
  fc.tuple(free, free, free).map(([a, b, at]) => `LDADD W${a},W${b},[X${at}]`),
  fc.tuple(free, address, fc.constantFrom(0, 4)).map(([to, from, by]) => `ADD X${to},X${from},#${by}`),
  fc.tuple(free, free, address).map(([to, from, a]) => `CMP X${from},X${a} ; CSEL X${to},X${a},X${from},EQ`),
  fc.tuple(free, free).map(([a, b]) => `EOR X${a},X${b},X${b}`),
  fc.constant('DMB SY'),
);

const program = fc
  .array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  .map((threads) => {
    const columns = threads.map((lines) => [
      // What is free points at the word at first, so that loads through it are sound.
      ...['MOV X5,X3', 'MOV X6,X3', 'MOV X7,X3'],
      ...lines.flatMap((each) => each.split(' ; ')),
    ]);
    const height = Math.max(...columns.map(({ length }) => length));
    const rows = Array.from(
      { length: height },
      (_, row) => ` ${columns.map((column) => column[row] ?? '').join(' | ')} ;`,
    );
    const init = columns.map((_, thread) => INIT(thread)).join(' ');
    const head = columns.map((_, thread) => `P${thread}`).join(' | ');
    return `AArch64 law\n{ uint64_t p=w; uint64_t q=w; uint32_t w=1; uint64_t d=2; ${init} }\n ${head} ;\n${rows.join('\n')}\nexists (w=1)\n`;
  });

/**
 * How some execution goes wrong: by an access of mixed size, or by a wild address, which ends it as well and may do so
 * before another thread's access of mixed size; null when that was not found out.
 */
function fate(loaded: Test, name: string, reductions: Reductions): 'mixed' | 'wild' | 'well' | null {
  const model = MACHINES.find((each) => each.name === name);
  if (model === undefined) throw new Error(name);
  const found = explore(queryOf(loaded, model, { atomics: 'lse', limits: LIMITS }), { reductions });
  if (found.badAddresses.some(({ mixed }) => mixed !== null)) return 'mixed';
  if (found.badAddresses.some(({ near }) => near === null)) return 'wild';
  return found.limit === null ? 'well' : null;
}

test('accesses of mixed size are found whatever the search leaves out', () => {
  const seen = { mixed: 0, whole: 0, told: 0 };
  fc.assert(
    fc.property(program, (text) => {
      const loaded = load(text);
      const [sc, armv8] = ['sc', 'armv8'].map((name) => {
        const reduced = fate(loaded, name, ALL_REDUCTIONS);
        const plain = fate(loaded, name, NO_REDUCTIONS);
        if (reduced !== null && plain !== null) expect(reduced === 'well').toBe(plain === 'well');
        return reduced;
      });
      if (sc === 'mixed' || sc === 'wild') expect(armv8).not.toBe('well');
      if (armv8 === 'mixed') seen.mixed += 1;
      if (armv8 === 'well') seen.whole += 1;
      if (mayMix(loaded.programFor('armv8-lse'))) return;
      seen.told += 1;
      expect([sc, armv8]).not.toContain('mixed');
    }),
    { numRuns: 300 },
  );
  // All three kinds are among them, or nothing was tried.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
}, 120_000);
