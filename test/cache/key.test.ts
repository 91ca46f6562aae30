/** The key of what is remembered: each thing that a result depends on changes it. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { ResultKeys } from '../../src/cli/cache/result-key.js';
import { PASSING } from '../cli/cases.js';

const TEXT = PASSING;
const GIVEN = {
  name: 'cat:mine.cat',
  title: 'Mine',
  files: {
    model: { name: 'mine.cat', text: 'acyclic po' },
    bell: { name: 'mine.bell', text: 'enum Accesses = X' },
    included: [{ name: 'cos.cat', text: 'let co = 0' }],
  },
};
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  models: ['sc', 'tso'],
  given: [GIVEN],
  verdictOnly: false,
  requireExpectations: false,
  engine: 'window',
};
const BUILD = '1.2.3 abc';

const keyOf = (settings: Settings, build = BUILD, text = TEXT): string =>
  new ResultKeys(build).of({ name: 'a.litmus', text }, settings);

/** A change of each setting; a setting that is missing here is missed by the compiler. */
const CHANGES: { readonly [Name in keyof Required<Settings>]: readonly Partial<Settings>[] } = {
  models: [{ models: null }, { models: ['sc'] }, { models: ['sc', 'pso'] }],
  given: [
    { given: [] },
    { given: [{ ...GIVEN, name: 'cat:other.cat' }] },
    { given: [{ ...GIVEN, title: 'Yours' }] },
    ...[
      { model: { name: 'mine.cat', text: 'acyclic po ' } },
      { model: { name: 'other.cat', text: 'acyclic po' } },
      { bell: null },
      { bell: { name: 'mine.bell', text: 'enum Accesses = Y' } },
      { included: [] },
      { included: [{ name: 'cos.cat', text: 'let co = 1' }] },
    ].map((files) => ({ given: [{ ...GIVEN, files: { ...GIVEN.files, ...files } }] })),
  ],
  verdictOnly: [{ verdictOnly: true }],
  requireExpectations: [{ requireExpectations: true }],
  engine: [{ engine: 'axioms' }],
  atomics: [{ atomics: 'llsc' }],
  limits: [{ states: 7 }, { milliseconds: 7 }, { megabytes: 7 }].map((limit) => ({
    limits: { ...SETTINGS.limits, ...limit },
  })),
};

describe('the key of a result', () => {
  it('is the same for the same text, wherever it is', () => {
    const keys = new ResultKeys(BUILD);
    expect(keys.of({ name: 'b.litmus', text: TEXT }, structuredClone(SETTINGS))).toBe(keyOf(SETTINGS));
    expect(keyOf(SETTINGS)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another for each setting, for another build, and for any other text', () => {
    const changed = Object.values(CHANGES).flat();
    const keys = [
      keyOf(SETTINGS),
      keyOf(SETTINGS, '1.2.4 abc'),
      keyOf(SETTINGS, '1.2.3 abd'),
      keyOf(SETTINGS, BUILD, `${TEXT} `),
      keyOf(SETTINGS, BUILD, TEXT.replace('r0=0', 'r0=1')),
      ...changed.map((change) => keyOf({ ...SETTINGS, ...change })),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes no setting that it would leave out', () => {
    const limits = { ...SETTINGS.limits, stop: new Int32Array(1) };
    expect(() => keyOf({ ...SETTINGS, limits })).toThrow('no plain data');
  });
});
