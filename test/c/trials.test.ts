/**
 * Tests of users that once failed, each with what it expects in its first comment, up to `Reported:`. What can be told from the words is
 * held here: a verdict on models, or that the test runs to its end; what cannot, and what is refused by design, is listed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

const TRIALS = join(import.meta.dirname, '../../../shared/trials');

/** Mixed sizes, pairs, and dialects that are not here: refused, with a reason. */
const REFUSED = [
  ...['a64-casp', 'a64-mixed-mp', 'a64-mixed-silent', 'cast-byte-store', 'cast-wide-load'],
  ...['param-narrower-than-location', 'riscv-mixed-words', 'x86-mixed', 'dialect-lower-case'],
];

/** It asks that this be said, if it is meant so: the arms of an `if` hold back what stands in them (src/manual/explanation-limits.md). */
const MEANT_OTHERWISE = ['c-join'];

/** Loops of a billion rounds: undecided within their limits, which test/search holds. */
const ENDLESS = ['local-loop-hang', 'local-loop-hang-asm'];

const limits = { states: 300_000, milliseconds: 30_000, megabytes: 1024 };

/** The models that words name; a test that is expected to run is asked of all that it has. */
function modelsIn(words: string): readonly string[] {
  const named = (['armv8', 'riscv'] as const).filter((name) =>
    words.includes(name === 'armv8' ? 'Armv8' : 'RISC-V'),
  );
  return /all five/.test(words) ? ['sc', 'tso', 'pso', 'armv8', 'riscv'] : named;
}

/** What the words say of the condition; null where they say something else. */
function verdictIn(words: string): readonly string[] | null {
  if (/\balways\b/.test(words)) return ['Always'];
  if (/^(?:"[^"]*" )?forbidden on|^forbidden\b/.test(words)) return ['Never'];
  if (/^allowed\b/.test(words)) return ['Sometimes', 'Always'];
  if (/\bnever\b/.test(words)) return ['Never'];
  return null;
}

const files = existsSync(TRIALS)
  ? readdirSync(TRIALS).filter(
      (name) => name.endsWith('.litmus') && !ENDLESS.includes(name.replace('.litmus', '')),
    )
  : [];

it('there are trials', ({ skip }) => {
  skip(files.length === 0, 'the trials are not at hand');
  expect(files.length).toBeGreaterThan(60);
});

it.each(files.map((file) => [file.replace('.litmus', '')]))('%s', { timeout: 60_000 }, (name) => {
  const text = readFileSync(join(TRIALS, `${name}.litmus`), 'utf8');
  const comment = /\(\*\s*EXPECTED:([\s\S]*?)\*\)/.exec(text)?.[1] ?? '';
  const words = comment
    .split(/Reported/)[0]
    .replace(/\s+/g, ' ')
    .trim();
  const result = checkSource({ name: `${name}.litmus`, text }, { ...DEFAULT_SETTINGS, limits });
  expect(result.crash).toBeFalsy();
  if (REFUSED.includes(name)) {
    expect(result.status).toBe('unsupported');
    return;
  }
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  for (const { model, incomplete } of result.models) expect([model, incomplete]).toEqual([model, null]);
  const verdict = verdictIn(words);
  const asked = result.models.filter(({ model }) => modelsIn(words).includes(model));
  if (verdict === null || MEANT_OTHERWISE.includes(name)) return;
  for (const { model, possible } of asked) {
    expect([model, verdict.includes(possible.join())], `${possible} where ${words}`).toEqual([model, true]);
  }
});
