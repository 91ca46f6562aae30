/**
 * Every published C test that herd7 can read lowers without an error, on every architecture, but for a few that are refused
 * on purpose; skipped where the tests are not at hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { PORTS } from '../../src/kernel/ports/index.js';
import { messageOf } from '../../src/report/text/message.js';

const SHARED = join(import.meta.dirname, '../../../shared');

/** Each folder with how many of its tests are refused though herd7, which knows no sizes and no misspelt names, reads them. */
const FOLDERS = [
  { name: 'corpus/c', atLeast: 1300, refused: 11 },
  { name: 'corpus-next/c-rcu', atLeast: 1290, refused: 0 },
];

/** Casts of an address to that of something wider, and a register that its thread does not have. */
const ON_PURPOSE = ['mixed-size', 'mixed-declaration', 'unknown-register'];

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
  if (test === null) {
    const isOnPurpose = diagnostics.some(({ code }) => ON_PURPOSE.includes(code));
    return isOnPurpose ? 'on purpose' : `${file}: ${diagnostics.map(messageOf).join('; ')}`;
  }
  for (const { name } of PORTS) test.programFor(name);
  const { observables, shown } = test.question;
  const ours = observables.slice(0, shown).map(({ name }) => name);
  const theirs = Object.keys(models.lkmm.states?.[0] ?? {});
  const same = theirs.length === 0 || [...ours].sort().join() === theirs.sort().join();
  return same ? null : `${file}: observes ${ours.join()}, herd7 ${theirs.join()}`;
}

it.for(FOLDERS)(
  'what herd7 reads of $name, we read, and observe the same',
  ({ name, atLeast, refused }, { skip }) => {
    const folder = join(SHARED, name);
    skip(!existsSync(folder), 'the published tests are not at hand');
    const readable = readExpected(folder).filter(({ models }) => models.lkmm.herd !== 'error');
    expect(readable.length).toBeGreaterThan(atLeast);
    const complaints = readable.map((each) => complaint(folder, each)).filter((each) => each !== null);
    expect(complaints.filter((each) => each !== 'on purpose')).toEqual([]);
    expect(complaints).toHaveLength(refused);
  },
);
