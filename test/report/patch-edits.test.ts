/** The edits of a patch do what the patch does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditSource } from '../../src/barriers/index.js';
import { patchOf } from '../../src/barriers/patch.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { problemsOfAudit } from '../../src/report/barriers/barrier-problems.js';
import { editsOf } from '../../src/report/barriers/patch-edits.js';
import type { ProblemEdit } from '../../src/report/reported-problem.js';
import type { Position } from '../../src/text/source.js';

/** The text after the edits, the last made first. */
function edited(text: string, edits: readonly ProblemEdit[]): string {
  const offsetOf = ({ line, column }: Position): number =>
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0) +
    column -
    1;
  return edits.reduceRight(
    (result, { start, end, text: by }) => result.slice(0, offsetOf(start)) + by + result.slice(offsetOf(end)),
    text,
  );
}

describe('the edits of a patch', () => {
  it.each([
    ['a line more', 'a\nb\nc\n', 'a\nb\nx\nc\n'],
    [
      'two lines more, at two places',
      'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n',
      'x\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\ny\nk\n',
    ],
    ['a line less', 'a\nb\nc\n', 'a\nc\n'],
    ['a line that is another', 'a\nb\nc\n', 'a\nx y\nc\n'],
    ['lines for a line', 'a\nb\nc\n', 'a\nx\ny\nc\n'],
    ['a line for lines, and one more', 'a\nb\nc\nd\ne\n', 'a\nx\nd\ny\ne\n'],
    ['lines that end as those of DOS', 'a\r\nb\r\nc\r\n', 'a\r\nx\r\nb\r\ny\r\n'],
    ['an end without a line end', 'a\nb', 'a\nc'],
    ['nothing before', 'a\n', 'x\na\n'],
  ])('do what it does: %s', (_, before, after) => {
    expect(edited(before, editsOf(patchOf({ name: 'a b.litmus', text: before }, after)))).toBe(after);
  });

  it('of an audit give the text that was checked', () => {
    const folder = join(import.meta.dirname, '../../litmus/classics');
    const settings = { ...DEFAULT_SETTINGS, models: ['sc', 'tso', 'armv8'], searches: 60 };
    let alternatives = 0;
    for (const name of readdirSync(folder)
      .filter((each) => each.endsWith('.litmus'))
      .sort()
      .slice(0, 8)) {
      const source = { name, text: readFileSync(join(folder, name), 'utf8') };
      const result = auditSource(source, settings);
      if (result.advice.kind !== 'alternatives') continue;
      const problems = problemsOfAudit(result, { files: [name], version: '1', redundantOnly: false });
      const { fixes } = problems.find(({ rule }) => rule === 'missing-order')!;
      expect(fixes.map(({ edits }) => edited(source.text, edits))).toEqual(
        result.advice.alternatives.map(({ text }) => text),
      );
      alternatives += fixes.length;
    }
    expect(alternatives).toBeGreaterThan(2);
  });
});
