/** The limit on memory counts what becomes of final states: of each model's own, and of those on the models before it. */
import { expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import type { Incompleteness } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { FAMILIES } from '../bench/families.js';

/** 2^10 - 1 final states under the kernel's model and on SC, of ten values each: more than half a megabyte. */
const TEXT = FAMILIES.find(({ name }) => name === 'SBn')?.text(10) ?? '';

function limitsOf(models: readonly string[], megabytes: number): readonly (Incompleteness | null)[] {
  const limits = { ...DEFAULT_SETTINGS.limits, megabytes };
  const result = checkSource({ name: 'test.litmus', text: TEXT }, { ...DEFAULT_SETTINGS, models, limits });
  return result.models.map(({ incomplete }) => incomplete);
}

it('ends a search whose final states would be too many to report', () => {
  expect(limitsOf(['lkmm'], 1)).toEqual([null]);
  expect(limitsOf(['lkmm'], 0.25)).toEqual([{ kind: 'memory', megabytes: 0.25 }]);
});

it('counts the final states on other models', () => {
  expect(limitsOf(['sc'], 0.9)).toEqual([null]);
  expect(limitsOf(['lkmm', 'sc'], 0.9)).toEqual([null, { kind: 'memory', megabytes: 0.9 }]);
});
