/** Words that no line holds, and a table of thousands of lines. */
import { expect, it } from 'vitest';
import { wrapped } from '../../src/report/text/layout.js';
import { tableLines } from '../../src/report/text/table.js';

it('wrapping breaks a word of a megabyte in no time', () => {
  expect(wrapped('n'.repeat(1_000_000), 80)).toHaveLength(12_500);
  expect(wrapped('\u6f22'.repeat(100_000), 80)).toHaveLength(2500);
});

it('a table of thousands of lines is drawn in no time, with one width for each column', () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => [String(row), row === 7 ? '\u6f22\u5b57' : 'a']);
  const lines = tableLines(rows, { indent: 1, gap: 2, align: ['right', 'left'] });
  expect(lines).toHaveLength(20_000);
  expect([lines[7], lines[19_999]]).toEqual(['     7  \u6f22\u5b57', ' 19999  a   ']);
});
