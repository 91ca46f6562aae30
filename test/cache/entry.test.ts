/** What is remembered of a test says the same as what was found, in every reporter; what another run may not find is not remembered. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSource, outOfTime } from '../../src/check/check-source.js';
import { crashed, died } from '../../src/check/empty-result.js';
import type { Incompleteness, Settings, TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { decoded, encoded } from '../../src/cli/cache/result-entry.js';
import { REPORTERS, reportersOf } from '../../src/report/index.js';
import type { Source } from '../../src/text/source.js';
import { AARCH64, DEADLOCK, ENDLESS, FAILING, MALFORMED, storeBuffering, UNJUDGED } from '../cli/cases.js';
import { reportedTests } from '../report/reported.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const LIBRARY = ['races', 'gup-writeback', 'assembly'].flatMap((folder) =>
  readdirSync(join(LITMUS, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.litmus'))
    .sort()
    .slice(0, 3)
    .map((name) => readFileSync(join(LITMUS, folder, name), 'utf8')),
);
const WARNED = storeBuffering('Expect = sc:Never\n(* Result: Somtimes *)');
const TEXTS = [AARCH64, DEADLOCK, ENDLESS, FAILING, MALFORMED, WARNED, UNJUDGED, ...LIBRARY];

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  models: ['lkmm', 'sc', 'tso', 'armv8'],
  limits: { ...DEFAULT_SETTINGS.limits, states: 500 },
};
const ALL_SETTINGS: readonly Settings[] = [
  SETTINGS,
  { ...SETTINGS, verdictOnly: true, requireExpectations: true, models: ['sc', 'armv8'] },
];

const SOURCES = TEXTS.map((text, index) => ({ name: `some/where/${index}.litmus`, text }));

/** What becomes of a result that is remembered, and may be that of the same text in a file of another name then. */
function recalled(result: TestResult, source: Source, elsewhere = source): TestResult | null {
  const entry = encoded(result, source);
  return entry === null ? null : decoded(Buffer.from(entry), elsewhere);
}

describe('a result that is remembered', () => {
  it.each(ALL_SETTINGS)('is reported by every reporter as it was ($verdictOnly)', async (settings) => {
    const pairs = SOURCES.flatMap((source) => {
      const fresh = checkSource(source, settings);
      const again = recalled(fresh, source);
      return again === null ? [] : [{ fresh, again }];
    });
    expect(pairs.length).toBeGreaterThanOrEqual(SOURCES.length - 1);
    expect(pairs.every(({ again }) => again.remembered)).toBe(true);
    const statuses = new Set(pairs.map(({ fresh }) => fresh.status));
    expect([...statuses].sort()).toEqual(expect.arrayContaining(['error', 'fail', 'pass']));
    for (const entry of reportersOf('check', REPORTERS)) {
      const load = entry.serves.check!;
      const [before, after] = await Promise.all(
        [pairs.map(({ fresh }) => fresh), pairs.map(({ again: { remembered: _, ...rest } }) => rest)].map(
          async (results) => reportedTests(await load({ width: 80, colours: 1 }), results, ['SC', 'Armv8']),
        ),
      );
      expect(after, entry.name).toBe(before);
    }
  });

  it('holds for the text wherever it is', () => {
    // What has places in the text: faults, warnings, expectations.
    for (const source of SOURCES.slice(0, 7)) {
      const result = checkSource(source, SETTINGS);
      const elsewhere = { name: 'other.litmus', text: source.text };
      const again = recalled(result, source, elsewhere);
      if (again === null) continue;
      expect(withoutTimes(again)).toEqual({
        ...withoutTimes(checkSource(elsewhere, SETTINGS)),
        remembered: true,
      });
    }
  });

  it('says that it is, and so do reports', async () => {
    const [, , , source] = SOURCES;
    const again = recalled(checkSource(source, SETTINGS), source)!;
    const reportOf = async (name: string, results: readonly TestResult[]): Promise<string> => {
      const entry = REPORTERS.find((each) => each.name === name)!;
      return reportedTests(await entry.serves.check!({ width: 80, colours: 0 }), results, ['SC']);
    };
    expect(JSON.parse(await reportOf('json', [again])).tests[0].remembered).toBe(true);
    expect(await reportOf('pretty', [again])).toContain('Remembered from an earlier run');
    expect(await reportOf('pretty', [again, again])).toContain('2 failed, in 1.2 s (2 remembered)');
  });

  it('is none where the result depends on time, memory or luck', () => {
    const [source] = SOURCES;
    const result = checkSource(source, SETTINGS);
    expect(encoded(result, source)).not.toBeNull();
    const limited = (incomplete: Incompleteness, verdictOnly = false): TestResult => ({
      ...result,
      verdictOnly,
      models: result.models.map((model, index) => (index === 1 ? { ...model, incomplete } : model)),
    });
    const states = { kind: 'states', bound: 7 } as const;
    expect(encoded(limited(states), source)).not.toBeNull();
    const passing: readonly TestResult[] = [
      limited({ kind: 'time', milliseconds: 1 }),
      limited({ kind: 'memory', megabytes: 1 }),
      limited({ kind: 'interrupted' }),
      limited({ kind: 'died', reason: 'its worker thread ran out of memory' }),
      // Of the two searches for a verdict the other may have been out of time.
      limited(states, true),
      outOfTime(source, SETTINGS),
      died(source.name, 'it is no more', [{ model: 'sc', title: 'SC' }]),
      crashed(source.name, new Error('no')),
      // The table took too long.
      { ...result, rows: [] },
    ];
    for (const each of passing) expect(encoded(each, source)).toBeNull();
  });

  it('is none of a text that exhausts the stack, which is not as deep everywhere', () => {
    const text = UNJUDGED.replace('0:r0=0', `${'('.repeat(5000)}0:r0=0${')'.repeat(5000)}`);
    const source = { name: 'deep.litmus', text };
    const result = checkSource(source, SETTINGS);
    expect(result.diagnostics.map(({ code }) => code)).toContain('too-deep');
    expect(encoded(result, source)).toBeNull();
  });
});

describe('an entry', () => {
  const [source] = SOURCES;
  const entry = Buffer.from(encoded(checkSource(source, SETTINGS), source)!);

  const isWhole = (bytes: Buffer): boolean => decoded(bytes, source) !== null;

  it('is damaged when any part of it is', () => {
    expect(isWhole(entry)).toBe(true);
    expect(isWhole(Buffer.alloc(0))).toBe(false);
    for (const length of [1, 63, 64, 65, entry.length - 1])
      expect(isWhole(entry.subarray(0, length))).toBe(false);
    expect(isWhole(Buffer.concat([entry, Buffer.from([0])]))).toBe(false);
    for (let at = 0; at < entry.length; at += 7) {
      const changed = Buffer.from(entry);
      changed[at] ^= 1;
      expect(isWhole(changed)).toBe(false);
    }
  });
});

function withoutTimes(result: TestResult): TestResult {
  return { ...result, models: result.models.map((model) => ({ ...model, milliseconds: 0 })) };
}
