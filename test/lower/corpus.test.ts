/** Every published C test that herd7 can read lowers without an error, on every architecture; skipped where the tests are not at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { messageOf } from '../../src/report/text/message.js';

const FOLDER = join(import.meta.dirname, '../../../shared/corpus/c');

interface Expected {
  readonly file: string;
  readonly models: Readonly<Record<string, { readonly herd?: string; readonly states?: readonly object[] }>>;
}

function readExpected(): readonly Expected[] {
  const lines = readFileSync(join(FOLDER, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line): Expected => JSON.parse(line));
}

/** Why the test cannot be run, or null. */
function complaint({ file, models }: Expected): string | null {
  const { test, diagnostics } = loadTest({ name: file, text: readFileSync(join(FOLDER, file), 'utf8') });
  if (test === null) return `${file}: ${diagnostics.map(messageOf).join('; ')}`;
  for (const architecture of ['x86', 'armv8-lse', 'armv8-llsc', 'riscv', 'sparc', 'lkmm'] as const)
    test.programFor(architecture);
  const { observables, shown } = test.question;
  const ours = observables.slice(0, shown).map(({ name }) => name);
  const theirs = Object.keys(models.sc.states?.[0] ?? {});
  const same = theirs.length === 0 || [...ours].sort().join() === theirs.sort().join();
  return same ? null : `${file}: observes ${ours.join()}, herd7 ${theirs.join()}`;
}

it('what herd7 reads, we read, and observe the same', ({ skip }) => {
  skip(!existsSync(FOLDER), 'the published tests are not at hand');
  const readable = readExpected().filter(({ models }) => !['rcu', 'error'].includes(models.sc.herd ?? ''));
  expect(readable.length).toBeGreaterThan(1000);
  expect(readable.map(complaint).filter((each) => each !== null)).toEqual([]);
});
