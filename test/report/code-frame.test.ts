/** Frames of texts that are hardly lines. */
import { expect, it } from 'vitest';
import { frame } from '../../src/report/text/code-frame.js';

it('cuts a line of a megabyte around what is meant, where nothing bounds the width', () => {
  const text = `C t\n${'a'.repeat(500_000)} HERE ${'b'.repeat(500_000)}\n`;
  const start = text.indexOf('HERE');
  const span = { source: { name: 't.litmus', text }, start, end: start + 4 };
  const lines = frame(span, { colour: false, width: Number.POSITIVE_INFINITY, context: 1 });
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(500);
  const marked = lines.findIndex((line) => line.includes('HERE'));
  expect(lines[marked + 1].indexOf('^^^^')).toBe(lines[marked].indexOf('HERE'));
});
