/** `pretty` on long runs, quiet, verbose, with the slowest, and with names of any script. */

import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import type { TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { count, NOTHING } from '../../src/check/tally.js';
import { prettyCheck } from '../../src/report/check/check-reporter.js';
import type { Canvas, CheckPlan } from '../../src/report/reporter.js';
import { storeBuffering } from '../cli/cases.js';
import { TESTS } from './format-samples.js';
import { planOf, reported } from './reported.js';

const SETTINGS = { ...DEFAULT_SETTINGS, models: ['sc', 'tso'] };
const PASSING = checkSource({ name: 'p', text: storeBuffering('Expect=sc:Never') }, SETTINGS);
const WARNED = checkSource(
  {
    name: 'a/warned.litmus',
    text: 'C warned\nExpect=sc:Never\n{ int z=1; }\nP0(int *x) { *x = 1; }\nexists (x=2)\n',
  },
  SETTINGS,
);

/** Passing tests in a directory. */
function passing(number: number, directory = 'many'): readonly TestResult[] {
  return Array.from({ length: number }, (_, index) => ({
    ...PASSING,
    file: `${directory}/t${index}.litmus`,
  }));
}

async function pretty(
  results: readonly TestResult[],
  { canvas = {}, plan = {} }: { readonly canvas?: Partial<Canvas>; readonly plan?: Partial<CheckPlan> } = {},
): Promise<string> {
  const reporter = prettyCheck({ width: 80, colours: 0, ...canvas });
  const models = ['LKMM', 'SC', 'x86-TSO', 'Armv8'];
  const summary = { tally: results.reduce(count, NOTHING), milliseconds: 1234 };
  return reported(reporter, { ...planOf(results), models, ...plan }, results, summary);
}

const HEAD = /^ +LKMM +SC +x86-TSO +Armv8$/gm;
const FAILED = 'a/fail, 100%.litmus:2:8: Sometimes, expected Never on LKMM and x86-TSO';
const EXPLAIN = "  pinlitmus explain --model lkmm,tso 'a/fail, 100%.litmus'";

describe('a long run', () => {
  it('has the head of the columns again on each screen, with the directory', async () => {
    const text = await pretty(passing(60), { canvas: { page: 24 } });
    expect(text.match(HEAD)).toHaveLength(3);
    expect(text.match(/^many\/$/gm)).toHaveLength(3);
    const lines = text.split('\n');
    const heads = lines.flatMap((line, index) => (/^ +LKMM/.test(line) ? [index] : []));
    // Wherever one looks, a head is on the screen.
    for (const [index, at] of heads.entries()) expect(at - (heads[index - 1] ?? 0)).toBeLessThanOrEqual(25);
    expect((await pretty(passing(20), { canvas: { page: 24 } })).match(HEAD)).toHaveLength(1);
  });

  it('repeats in full what is not as expected where that has scrolled away, and says where and what explains it', async () => {
    const text = await pretty([...TESTS, ...passing(60)], { canvas: { page: 50 } });
    const [, again] = text.split('\n5 tests not as expected:\n');
    for (const told of [
      FAILED,
      EXPLAIN,
      '* 0:r0=0; 1:r0=0',
      'b/bad.litmus:10:19: error: missing',
      'b/open.litmus:12:1: Unknown',
      'Deadlock on LKMM',
      'Data race on LKMM',
    ])
      expect(again).toContain(told);
    expect(text.split(FAILED)).toHaveLength(3);
  });

  it('does not repeat what is still on the screen, but tells of what is undecided in full', async () => {
    const text = await pretty(TESTS.filter(({ status }) => status !== 'error').slice(0, 2));
    expect(text.split(FAILED)).toHaveLength(2);
    expect(text).toContain(EXPLAIN);
    const open = await pretty([...passing(2), ...TESTS.filter(({ status }) => status === 'unknown')]);
    expect(open).toContain('\nUndecided:\n\nendless\n');
  });

  it('repeats twenty of many failures, and of the others says where', async () => {
    const failing = Array.from({ length: 30 }, (_, index) => ({ ...TESTS[1], file: `f/${index}.litmus` }));
    const text = await pretty(failing, { plan: { detail: 'quiet' } });
    expect(text.match(/^f\/\d+\.litmus:/gm)).toHaveLength(30);
    const [, again] = (await pretty(failing)).split('30 tests not as expected:\n');
    expect(again.match(/^f\/\d+\.litmus:/gm)).toHaveLength(30);
    expect(again.match(/final state/g)).toHaveLength(20);
  });
});

describe('a run with --quiet', () => {
  it('prints what is not as expected, and the sum', async () => {
    const text = await pretty([...passing(3), ...TESTS], { plan: { detail: 'quiet' } });
    expect(text).not.toMatch(/✓|✗/);
    expect(text).not.toMatch(HEAD);
    for (const told of [
      FAILED,
      EXPLAIN,
      'b/bad.litmus:10:19: error',
      'Deadlock on LKMM',
      'b/open.litmus:12:1: Unknown: stopped at 50',
    ])
      expect(text.split(told)).toHaveLength(2);
    expect(text).toMatch(/\n11 tests: /);
  });

  it('prints the sum alone where all is well, and of one test nothing', async () => {
    expect(await pretty(passing(3), { plan: { detail: 'quiet' } })).toBe('3 tests: 3 passed, in 1.2 s\n');
    expect(await pretty(passing(1), { plan: { detail: 'quiet' } })).toBe('');
  });
});

it('--verbose prints the warnings and plain accesses of each test', async () => {
  const results = [...passing(1), WARNED];
  expect(await pretty(results)).not.toContain('[unused-location]');
  const text = await pretty(results, { plan: { detail: 'verbose' } });
  expect(text).toContain('[unused-location]');
  expect(text).toContain('Plain accesses (on line 4)');
});

it('--slowest names the tests that took longest, with the model that took most', async () => {
  const results = passing(7).map((result, index) => ({
    ...result,
    models: result.models.map((model, at) => ({ ...model, milliseconds: 1000 * index + 100 * at })),
  }));
  const text = await pretty(results, { plan: { slowest: 2 } });
  expect(text).toContain(
    [
      'The 2 slowest tests:',
      '     12 s  many/t6.litmus, 6.1 s of it on x86-TSO',
      '     10 s  many/t5.litmus, 5.1 s of it on x86-TSO',
    ].join('\n'),
  );
  expect(await pretty(results)).not.toContain('slowest');
});

it('names of any script stand in columns by the room that they take', async () => {
  const names = ['ascii', '屏障', 'e\u0301te\u0301', 'ﾊﾞﾘｱ', '장벽과락'];
  const results = names.map((name) => ({ ...PASSING, file: `${name}.litmus` }));
  const lines = (await pretty(results)).split('\n').filter((line) => line.includes('✓'));
  const starts = lines.map((line) => stringWidth(line.slice(0, line.indexOf('Never'))));
  expect(lines).toHaveLength(names.length);
  expect(new Set(starts).size).toBe(1);
});

it('diagnostics keep a line each where no terminal shows them', async () => {
  const long = { ...TESTS[3], file: 'b/bad.litmus' };
  const source = {
    name: 'b/bad.litmus',
    text: `C t\n{}\nP0(int *x) { WRITE_ONCE(*x, ${'1 + '.repeat(60)}1) }\nexists (x=1)\n`,
  };
  const bad = checkSource(source, SETTINGS);
  const text = await pretty([bad, long], { canvas: { unwrapped: true } });
  expect(text).toMatch(/^b\/bad\.litmus:3:\d+: error: missing ';' before '}' \[missing-semicolon\]$/m);
  expect(text.split('\n').some((line) => line.includes('1 + '.repeat(60)))).toBe(true);
  for (const line of (await pretty([bad, long])).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
