/** What holds of the report of every sample, however wide. */
import { expect, it } from 'vitest';
import { widthOf } from '../../src/report/text/layout.js';
import { prettyReport } from './reported.js';
import { SAMPLES } from './samples.js';

const WIDTHS = Array.from({ length: 111 }, (_, index) => 40 + index);

it.each(Object.keys(SAMPLES))('the layout of %s keeps within every width from 40 to 150', async (name) => {
  for (const width of WIDTHS) {
    for (const text of [
      await prettyReport([SAMPLES[name]], width),
      await prettyReport([SAMPLES[name], SAMPLES.barrier], width),
    ]) {
      expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(width);
    }
  }
});
