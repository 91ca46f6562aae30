/** Adding a model is adding a file and a line: here is the file, and the mock of the registry is the line. */
import { expect, it, vi } from 'vitest';
import { auditSource } from '../../src/barriers/index.js';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest } from '../../src/dialects/load.js';
import { explainTest } from '../../src/explain/index.js';
import type * as Models from '../../src/models/index.js';
import { beginStepping } from '../../src/step/index.js';
import { storeBuffering } from '../cli/cases.js';
import { runHere } from '../cli/streams.js';
import { toy } from './toy.js';

vi.mock(import('../../src/models/index.js'), async (original): Promise<typeof Models> => {
  const [{ MACHINES, MODELS }, { toy: added }] = await Promise.all([original(), import('./toy.js')]);
  return { MACHINES: [...MACHINES, added], MODELS: [...MODELS, added] };
});

const settings = { ...DEFAULT_SETTINGS, models: ['sc', 'tso', 'toy'] };
const text = storeBuffering('smp_mb();', 'smp_mb();');

function load() {
  const { test } = loadTest({ name: 'sb.litmus', text });
  if (test === null) throw new Error('a test');
  return test;
}

it('is checked', () => {
  const { models } = checkSource({ name: 'sb.litmus', text }, settings);
  expect(models.map(({ title, possible }) => [title, ...possible])).toEqual([
    ['SC', 'Never'],
    ['x86-TSO', 'Never'],
    ['Toy', 'Sometimes'],
  ]);
});

it('is explained, by the order that its rules leave open', () => {
  const { models } = explainTest(load(), settings);
  expect(models.map(({ kind }) => kind)).toEqual(['forbidden', 'forbidden', 'allowed']);
});

it('is asked about barriers, which cannot help', () => {
  const { models } = auditSource({ name: 'sb.litmus', text }, { ...settings, searches: 1000 });
  expect(models.map(({ title, answer }) => [title, answer.kind]).at(-1)).toEqual(['Toy', 'allowed']);
});

it('is stepped through', () => {
  const begun = beginStepping(load(), toy, { atomics: 'lse', limits: DEFAULT_SETTINGS.limits, seed: 1 });
  expect(begun?.session.do({ kind: 'witness', steps: null })).toEqual({ kind: 'taken', from: 1 });
});

it('is listed', async () => {
  expect((await runHere(['models'])).stdout).toContain('toy     Toy');
});
