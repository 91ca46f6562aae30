/**
 * Every published C test that herd7 can read lowers without an error, on every architecture; skipped where the tests are not
 * at hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { PORTS } from '../../src/kernel/ports/index.js';
import { messageOf } from '../../src/report/text/message.js';

const SHARED = join(import.meta.dirname, '../../../shared');

const FOLDERS = [
  { name: 'corpus/c', atLeast: 1300 },
  { name: 'corpus-next/c-rcu', atLeast: 1290 },
];

interface Expected {
  readonly file: string;
  readonly models: Readonly<Record<string, { readonly herd?: string; readonly states?: readonly object[] }>>;
}

function readExpected(folder: string): readonly Expected[] {
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line): Expected => JSON.parse(line));
}

/** Why the test cannot be run, or null. */
function complaint(folder: string, { file, models }: Expected): string | null {
  const { test, diagnostics } = loadTest({ name: file, text: readFileSync(join(folder, file), 'utf8') });
  if (test === null) return `${file}: ${diagnostics.map(messageOf).join('; ')}`;
  for (const { name } of PORTS) test.programFor(name);
  const { observables, shown } = test.question;
  const ours = observables.slice(0, shown).map(({ name }) => name);
  const theirs = Object.keys(models.lkmm.states?.[0] ?? {});
  const same = theirs.length === 0 || [...ours].sort().join() === theirs.sort().join();
  return same ? null : `${file}: observes ${ours.join()}, herd7 ${theirs.join()}`;
}

it.for(FOLDERS)('what herd7 reads of $name, we read, and observe the same', ({ name, atLeast }, { skip }) => {
  const folder = join(SHARED, name);
  skip(!existsSync(folder), 'the published tests are not at hand');
  const readable = readExpected(folder).filter(({ models }) => models.lkmm.herd !== 'error');
  expect(readable.length).toBeGreaterThan(atLeast);
  const complaints = readable.map((each) => complaint(folder, each)).filter((each) => each !== null);
  expect(complaints).toEqual([]);
});
