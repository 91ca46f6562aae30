/**
 * Many tests: a line a test, grouped by directory, with one column a model. What failed is shown in full right
 * under its line; everything else is one line. Where the screen is too narrow for all names beside all columns, a
 * verdict that all models share is said once, behind the name: `Never (all)`. Most tests have one, and what is left
 * in columns is where models differ. Only a long name with verdicts that differ needs a second line.
 */
import type { ModelResult, Status, TestResult } from '../check/result.js';
import { isUnreadable, type Tally } from '../check/tally.js';
import { visible } from '../diagnostic/visible.js';
import type { Paint } from './colour.js';
import { duration, grouped, listed, longest, padded, plural, widthOf, wrapped } from './layout.js';
import type { Plan } from './reporter.js';
import { findings, singleLines } from './single.js';
import { limitText, observationText, verdictPaint } from './verdict.js';

/** Blanks before a column: airy where all names fit so, else narrow. */
const GAPS = [3, 2, 1];
/** A column of names is not narrower than this. */
const SHORTEST = 8;
/** Before a name: two blanks, the mark, a blank. */
const LEAD = 4;
const MARKS: Readonly<Record<Status, string>> = { pass: '✓', fail: '✗', none: '-', unknown: '?', error: '!' };

/** The columns of a batch. */
export interface Columns {
  readonly name: number;
  readonly gap: number;
  /** Whether some name does not fit beside the models, so that what they share is said once. */
  readonly narrow: boolean;
  /** None where there is no room for them even beside the shortest names: then verdicts go under the names. */
  readonly models: readonly { readonly title: string; readonly width: number }[];
  /** How many models there are. */
  readonly all: number;
}

/** Columns that hold every verdict, and every name that leaves room for them. */
export function columnsOf(plan: Plan, width: number): Columns {
  const models = plan.models.map((title) => ({ title, width: Math.max(title.length, 'Sometimes'.length) }));
  const names = longest(plan.files.map((file) => split(file).name));
  const roomAt = (gap: number): number =>
    models.reduce((room, model) => room - gap - model.width, width - LEAD);
  const all = models.length;
  if (roomAt(1) < SHORTEST)
    return { name: Math.min(names, width - LEAD), gap: 1, narrow: true, models: [], all };
  const fitting = GAPS.find((gap) => roomAt(gap) >= names);
  const gap = fitting ?? GAPS[GAPS.length - 1];
  return {
    name: Math.min(names, Math.max(roomAt(gap), SHORTEST)),
    gap,
    narrow: fitting === undefined,
    models,
    all,
  };
}

/** The line over all others: what the columns are. */
export function headLine({ name, gap, models }: Columns, paint: Paint): string {
  const titles = models.map(({ title, width }) => ' '.repeat(gap) + title.padEnd(width));
  return paint.dim(`${' '.repeat(LEAD + name)}${titles.join('')}`.trimEnd());
}

/** Where one file stands, and its name without the ending that all have, as they are shown. */
export function split(file: string): { readonly directory: string; readonly name: string } {
  const slash = file.lastIndexOf('/');
  const name = file.slice(slash + 1);
  return {
    directory: visible(file.slice(0, slash + 1)),
    name: visible(name.replace(/(?<=.)\.litmus$/, '')),
  };
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
  const { name } = split(result.file);
  const mark = `  ${markPaint(result.status, paint)(MARKS[result.status])} `;
  const shared = sharedText(result, columns, paint);
  if (shared !== null) {
    const at = columnAfter(widthOf(name), columns);
    if (LEAD + at + shared.length <= width) return [mark + padded(name, at) + shared.paint(shared.text)];
  }
  if (columns.models.length === 0) return underName(name, mark, result, shared, width, paint);
  const cells =
    shared === null ? cellsOf(result, columns, paint) : ' '.repeat(columns.gap) + shared.paint(shared.text);
  if (widthOf(name) <= columns.name) return [mark + padded(name, columns.name) + cells];
  const names = wrapped(name, width - LEAD).map(
    (line, index) => (index === 0 ? mark : ' '.repeat(LEAD)) + line,
  );
  return [...names, ' '.repeat(LEAD + columns.name) + cells];
}

/** Where there is no room for columns: the name, and under it each verdict with its models. */
function underName(
  name: string,
  mark: string,
  { models }: TestResult,
  shared: Shared | null,
  width: number,
  paint: Paint,
): readonly string[] {
  const groups = new Map<string, ModelResult[]>();
  for (const model of shared === null ? models : []) {
    const text = observationText(model);
    groups.set(text, [...(groups.get(text) ?? []), model]);
  }
  const verdicts = [...groups].flatMap(([text, same]) =>
    wrapped(`${text}: ${listed(same.map(({ title }) => title))}`, width - LEAD - 2).map((line) =>
      verdictPaint(same[0], paint)(line),
    ),
  );
  const below = shared === null ? verdicts : wrapped(shared.text, width - LEAD - 2).map(shared.paint);
  const names = wrapped(name, width - LEAD);
  return [
    ...names.map((line, index) => (index === 0 ? mark : ' '.repeat(LEAD)) + line),
    ...below.map((line) => ' '.repeat(LEAD + 2) + line),
  ];
}

/** What one word says of all models of a test. */
interface Shared {
  readonly text: string;
  readonly length: number;
  readonly paint: (text: string) => string;
}

/** What needs no columns: that there is no verdict, or on a narrow screen the one that all models share. */
function sharedText(result: TestResult, columns: Columns, paint: Paint): Shared | null {
  const { models, status, crash } = result;
  const shared = (text: string, painter: Shared['paint']): Shared => ({
    text,
    length: text.length,
    paint: painter,
  });
  if (status === 'error') {
    const word = isUnreadable(result) ? 'unreadable' : 'malformed';
    return shared(crash === null ? word : 'internal error', paint.red);
  }
  const words = new Set(models.map(observationText));
  const gravest = models.find((model) => model.status === status);
  if (!columns.narrow || status === 'fail' || words.size !== 1 || gravest === undefined) return null;
  const everywhere = models.length === columns.all;
  // In columns of its own a test shows best which models it is run on.
  if (!everywhere && columns.models.length > 0 && widthOf(split(result.file).name) <= columns.name)
    return null;
  const where = everywhere ? 'all' : models.map(({ title }) => title).join(', ');
  const [word] = words;
  return shared(
    models.length === 1 && everywhere ? word : `${word} (${where})`,
    verdictPaint(gravest, paint),
  );
}

/** The place of the first column that begins behind a name of that length, counted like it. */
function columnAfter(length: number, { name, gap, models }: Columns): number {
  let at = name + gap;
  for (const { width } of models) {
    if (at > length) return at;
    at += width + gap;
  }
  return Math.max(at, length + 1);
}

/** A word a model, under its title; blank where the test does not run on it. */
function cellsOf({ models }: TestResult, columns: Columns, paint: Paint): string {
  const cells = columns.models.map(({ title, width }) => {
    const model = models.find((each) => each.title === title);
    const text = model === undefined ? '' : observationText(model);
    const painted = model === undefined ? '' : verdictPaint(model, paint)(text);
    return ' '.repeat(columns.gap) + painted + ' '.repeat(Math.max(0, width - text.length));
  });
  return cells.join('');
}

function markPaint(status: Status, paint: Paint): (text: string) => string {
  if (status === 'pass') return paint.green;
  if (status === 'unknown') return paint.magenta;
  return status === 'none' ? paint.dim : paint.red;
}

/** What a passing line must not hide: limits that were hit, and deadlocks. */
function noteLines(result: TestResult, width: number, paint: Paint): readonly string[] {
  const room = width - LEAD;
  const limited = new Map<string, string[]>();
  for (const { incomplete, title } of result.models) {
    if (incomplete === null) continue;
    const limit = limitText(incomplete);
    limited.set(limit, [...(limited.get(limit) ?? []), title]);
  }
  const limits = [...limited].flatMap(([limit, titles]) => wrapped(`${listed(titles)}: ${limit}`, room));
  return [...limits, ...findings(result, room)].map((line) => ' '.repeat(LEAD) + paint.dim(line));
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
    [tally.unreadable, 'unreadable', paint.red],
    [tally.crashed, 'with an internal error', paint.red],
    [tally.notRun, 'not run', paint.magenta],
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
