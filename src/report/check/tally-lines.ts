/** How a run over many tests ended: its sum, and the files that were warned about. */
import type { Tally } from '../../check/tally.js';
import { visible } from '../../text/visible.js';
import { type CheckSummary, remarksOnRun } from '../reporter.js';
import type { Paint } from '../text/colour.js';
import { duration, grouped, indented, plural, wrapped } from '../text/layout.js';

/** A file and how many warnings there are about it. */
export interface Warned {
  readonly file: string;
  readonly warnings: number;
}

/** At most this number of files with warnings are named. */
const NAMED = 20;

const DONE = [
  ['passed', 'passed', 'green'],
  ['failed', 'failed', 'red'],
  ['undecided', 'undecided', 'magenta'],
  ['noExpectation', 'without expectation', null],
  ['malformed', 'malformed', 'red'],
  ['unsupported', 'unsupported', null],
  ['unreadable', 'unreadable', 'red'],
  ['crashed', 'with an internal error', 'red'],
  ['notRun', 'not run', 'magenta'],
] as const;

/** The sum of a batch in a sentence; what did not occur is not mentioned. */
export function tallyText({ tally, milliseconds }: CheckSummary): string {
  const words = countsOf(tally).map(({ text }) => text);
  const remembered = tally.remembered === 0 ? '' : ` (${grouped(tally.remembered)} remembered)`;
  return `${plural(tally.tests, 'test')}: ${words.join(', ')}, in ${duration(milliseconds)}${remembered}`;
}

function countsOf(tally: Tally) {
  return DONE.filter(([field]) => tally[field] > 0).map(([field, word, colour]) => ({
    text: `${grouped(tally[field])} ${word}`,
    colour,
  }));
}

/** The last lines of a batch. */
export function tallyLines(
  summary: CheckSummary,
  warned: readonly Warned[],
  width: number,
  paint: Paint,
): readonly string[] {
  const { tally } = summary;
  const remarks = remarksOnRun(summary);
  const sums = wrapped(tallyText(summary), width).map((line) =>
    countsOf(tally).reduce(
      (painted, { text, colour }) => (colour === null ? painted : painted.replace(text, paint[colour](text))),
      line,
    ),
  );
  const lines = [...sums, ...remarks.flatMap((remark) => wrapped(remark, width))];
  if (warned.length === 0) return lines;
  const hint = `${plural(tally.warnings, 'warning')} in ${plural(warned.length, 'file')}; check one alone to read its own:`;
  const files = warned
    .slice(0, NAMED)
    .map(({ file, warnings }) => (warnings === 1 ? visible(file) : `${visible(file)} (${warnings})`));
  const more = warned.length > NAMED ? [`… and ${plural(warned.length - NAMED, 'more file')}`] : [];
  const below = [...files, ...more].flatMap((text) => indented(text, width));
  return [...lines, ...[...wrapped(hint, width), ...below].map((line) => paint.dim(line))];
}
