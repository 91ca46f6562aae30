/** The exact text of the report; `vitest -u` promotes. Times in the samples are fixed. */
import { describe, expect, it } from 'vitest';
import type { TestResult } from '../../src/check/result.js';
import { prettyCheck } from '../../src/report/check/check-reporter.js';
import { widthOf } from '../../src/report/text/layout.js';
import { reportedTests } from './reported.js';
import { SAMPLES } from './samples.js';

function report(results: readonly TestResult[], width: number, colours: 0 | 1 = 0): Promise<string> {
  return reportedTests(prettyCheck({ width, colours }), results, ['SC', 'x86-TSO', 'PSO', 'Armv8', 'RISC-V']);
}

describe.each([80, 120])('at %i columns', (width) => {
  it.each(Object.keys(SAMPLES))('the report of %s reads as it should', async (name) => {
    await expect(await report([SAMPLES[name]], width)).toMatchFileSnapshot(`golden/${name}-${width}.txt`);
  });

  it('a batch reads as it should', async () => {
    await expect(await report(Object.values(SAMPLES), width)).toMatchFileSnapshot(
      `golden/batch-${width}.txt`,
    );
  });
});

describe('the layout', () => {
  const widths = Array.from({ length: 111 }, (_, index) => 40 + index);

  it.each(Object.keys(SAMPLES))('of %s keeps within every width from 40 to 150', async (name) => {
    for (const width of widths) {
      for (const text of [
        await report([SAMPLES[name]], width),
        await report([SAMPLES[name], SAMPLES.barrier], width),
      ]) {
        expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(width);
      }
    }
  });

  it('has no blanks at the ends of lines, with colours or without', async () => {
    for (const colours of [0, 1] as const) {
      expect(await report(Object.values(SAMPLES), 80, colours)).not.toMatch(/ \n/);
    }
  });

  it('is the same under the colours', async () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    const painted = await report(Object.values(SAMPLES), 80, 1);
    expect(painted).not.toBe(painted.replace(escapes, ''));
    expect(painted.replace(escapes, '')).toBe(await report(Object.values(SAMPLES), 80, 0));
  });
});
