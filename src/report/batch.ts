/**
 * Many tests: a line a test, grouped by directory, with one column a model. What failed is shown in full right
 * under its line; everything else is one line, or two where a file's name is long.
 */
import type { ModelResult, Status, TestResult } from '../check/result.js';
import type { Tally } from '../check/tally.js';
import type { Paint } from './colour.js';
import { duration, grouped, longest, plural, wrapped } from './layout.js';
import type { Plan } from './reporter.js';
import { remarks, singleLines } from './single.js';
import { limitText, observationText, verdictPaint } from './verdict.js';

const GAP = 3;
/** Before a name: two blanks, the mark, a blank. */
const LEAD = 4;
const MARKS: Readonly<Record<Status, string>> = { pass: '✓', fail: '✗', none: '-', unknown: '?', error: '!' };

/** The columns of a batch. */
export interface Columns {
  readonly name: number;
  readonly models: readonly { readonly title: string; readonly width: number }[];
}

/** Columns that hold every verdict, and every name that leaves room for them. */
export function columnsOf(plan: Plan, width: number): Columns {
  const models = plan.models.map((title) => ({ title, width: Math.max(title.length, 'Sometimes'.length) }));
  const taken = models.reduce((sum, model) => sum + GAP + model.width, LEAD);
  const name = Math.min(longest(plan.files.map((file) => split(file).base)), Math.max(width - taken, 8));
  return { name, models };
}

/** The line over all others: what the columns are. */
export function headLine(columns: Columns, paint: Paint): string {
  const titles = columns.models.map(({ title, width }) => ' '.repeat(GAP) + title.padEnd(width));
  return paint.dim(`${' '.repeat(LEAD + columns.name)}${titles.join('')}`.trimEnd());
}

/** Where one file stands. */
export function split(file: string): { directory: string; base: string } {
  const slash = file.lastIndexOf('/');
  return { directory: file.slice(0, slash + 1), base: file.slice(slash + 1) };
}

/** The lines of one test; `faults` are what is wrong with one that is malformed. */
export function batchLines(
  result: TestResult,
  faults: readonly string[],
  columns: Columns,
  width: number,
  paint: Paint,
): readonly string[] {
  const lines = testLine(result, columns, width, paint);
  if (result.status === 'error') return [...lines, '', ...faults, ''];
  if (result.status !== 'fail' || result.info === null) return [...lines, ...noteLines(result, width, paint)];
  return [...lines, '', ...singleLines(result, result.info, width, paint), ''];
}

function testLine(result: TestResult, columns: Columns, width: number, paint: Paint): readonly string[] {
  const { base } = split(result.file);
  const mark = `  ${markPaint(result.status, paint)(MARKS[result.status])} `;
  const cells =
    result.status === 'error'
      ? [' '.repeat(GAP) + paint.red(result.crash === null ? 'malformed' : 'internal error')]
      : result.models.map((model, index) => cell(model, columns.models[index].width, paint));
  if (base.length <= columns.name) return [mark + base.padEnd(columns.name) + cells.join('')];
  const names = wrapped(base, width - LEAD).map(
    (line, index) => (index === 0 ? mark : ' '.repeat(LEAD)) + line,
  );
  return [...names, ' '.repeat(LEAD + columns.name) + cells.join('')];
}

function cell(model: ModelResult, width: number, paint: Paint): string {
  const text = observationText(model);
  return ' '.repeat(GAP) + verdictPaint(model, paint)(text) + ' '.repeat(Math.max(0, width - text.length));
}

function markPaint(status: Status, paint: Paint): (text: string) => string {
  if (status === 'pass') return paint.green;
  if (status === 'unknown') return paint.magenta;
  return status === 'none' ? paint.dim : paint.red;
}

/** What a passing line must not hide: limits that were hit, and deadlocks. */
function noteLines(result: TestResult, width: number, paint: Paint): readonly string[] {
  const room = width - LEAD;
  const limits = result.models.flatMap(({ incomplete, status, title }) =>
    incomplete !== null && status === 'unknown' ? wrapped(`${title}: ${limitText(incomplete)}`, room) : [],
  );
  return [...limits, ...remarks(result.models, result.info?.expectations.kernel ?? null, room)].map(
    (line) => ' '.repeat(LEAD) + paint.dim(line),
  );
}

/** The last lines of a batch; what did not occur is not mentioned. */
export function tallyLines(
  tally: Tally,
  milliseconds: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const parts: readonly (readonly [number, string, (text: string) => string])[] = [
    [tally.passed, 'passed', paint.green],
    [tally.failed, 'failed', paint.red],
    [tally.undecided, 'undecided', paint.magenta],
    [tally.noExpectation, 'without expectation', (text) => text],
    [tally.malformed, 'malformed', paint.red],
    [tally.crashed, 'with an internal error', paint.red],
  ];
  const words = parts
    .filter(([number]) => number > 0)
    .map(([number, word, colour]) => [`${grouped(number)} ${word}`, colour] as const);
  const text = `${plural(tally.tests, 'test')}: ${words.map(([word]) => word).join(', ')}, in ${duration(milliseconds)}`;
  const lines = wrapped(text, width).map((line) =>
    words.reduce((painted, [word, colour]) => painted.replace(word, colour(word)), line),
  );
  if (tally.warnings === 0) return lines;
  const hint = `${plural(tally.warnings, 'warning')}; check a test alone to read its own`;
  return [...lines, ...wrapped(hint, width).map((line) => paint.dim(line))];
}
