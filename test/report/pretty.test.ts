/** The exact text of the report; `vitest -u` promotes. Times in the samples are fixed. */
import { describe, expect, it } from 'vitest';
import { prettyReport } from './reported.js';
import { SAMPLES } from './samples.js';

describe.each([80, 120])('at %i columns', (width) => {
  it.each(Object.keys(SAMPLES))('the report of %s reads as it should', async (name) => {
    await expect(await prettyReport([SAMPLES[name]], width)).toMatchFileSnapshot(
      `golden/${name}-${width}.txt`,
    );
  });

  it('a batch reads as it should', async () => {
    await expect(await prettyReport(Object.values(SAMPLES), width)).toMatchFileSnapshot(
      `golden/batch-${width}.txt`,
    );
  });
});

describe('the layout', () => {
  it('has no blanks at the ends of lines, with colours or without', async () => {
    for (const colours of [0, 1] as const) {
      expect(await prettyReport(Object.values(SAMPLES), 80, colours)).not.toMatch(/ \n/);
    }
  });

  it('is the same under the colours', async () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    const painted = await prettyReport(Object.values(SAMPLES), 80, 1);
    expect(painted).not.toBe(painted.replace(escapes, ''));
    expect(painted.replace(escapes, '')).toBe(await prettyReport(Object.values(SAMPLES), 80, 0));
  });
});
