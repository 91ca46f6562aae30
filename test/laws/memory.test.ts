/**
 * The law of what a search remembers (economy-law.ts), on the cases of the library: the random tests have few events, so that parts
 * which a key must tell apart hardly come up in one search. Without the joined ends in the key ten of these fail, without the
 * live ends three, without the values of named writes eight.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { lkmm } from '../../src/models/lkmm.js';
import { OF_ECONOMIES } from './economy-law.js';
import { Searches } from './searches.js';

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
