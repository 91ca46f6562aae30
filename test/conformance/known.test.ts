/** The list of known differences and refusals: what an entry must say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown, isRefused, knownFrom } from './known.js';

const LIST = JSON.stringify([
  { file: 'differs.litmus', models: ['armv8'], reason: 'the port does less' },
  { file: 'refused.litmus', refused: true, reason: 'mixed sizes' },
]);

describe('what is known', () => {
  const known = knownFrom(LIST);

  it('is a difference on the models that are named', () => {
    expect(isKnown(known, 'differs.litmus', 'armv8')).toBe(true);
    expect(isKnown(known, 'differs.litmus', 'sc')).toBe(false);
    expect(isKnown(known, 'refused.litmus', 'armv8')).toBe(false);
  });

  it('or a refusal', () => {
    expect(isRefused(known, 'refused.litmus')).toBe(true);
    expect(isRefused(known, 'differs.litmus')).toBe(false);
  });

  it('has a reason, and one of the two', () => {
    for (const entry of [
      { file: 'a.litmus', refused: true },
      { file: 'a.litmus', refused: true, reason: ' ' },
      { file: 'a.litmus', refused: false, reason: 'why' },
      { file: 'a.litmus', refused: true, models: ['sc'], reason: 'why' },
      { file: 'a.litmus', reason: 'why' },
      { models: ['sc'], reason: 'why' },
    ])
      expect(() => knownFrom(JSON.stringify([entry]))).toThrow('conformance-known.json');
  });

  it('stands in a file that can be read', () => {
    const path = join(import.meta.dirname, '../conformance-known.json');
    expect(() => knownFrom(readFileSync(path, 'utf8'))).not.toThrow();
  });
});
