/**
 * Many tests: a line a test, grouped by directory, with one column a model. What failed is shown in full right
 * under its line; everything else is one line. Where the screen is too narrow for all names beside all columns, a
 * verdict that all models share is said once, behind the name: `Never (all)`. Most tests have one, and what is left
 * in columns is where models differ. Only a long name with verdicts that differ needs a second line.
 */
import type { Status, TestResult } from '../../check/result.js';
import { isUnreadable } from '../../check/tally.js';
import { positionAt } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import type { CheckPlan } from '../reporter.js';
import type { Paint } from '../text/colour.js';
import { behind, groupedBy, listed, longest, padded, widthOf, wrapped } from '../text/layout.js';
import { messageOf } from '../text/message.js';
import { limitText, observationText, verdictPaint } from '../text/verdict-words.js';
import { assertionNotes } from './assertion-lines.js';
import { raceNotes } from './race-lines.js';
import { remarks } from './sentence.js';
import { findings, singleLines } from './single.js';

/** Blanks before a column: airy where all names fit so, else narrow. */
const GAPS = [3, 2, 1];
/** A column of names is not narrower than this. */
const SHORTEST = 8;
/** Before a name: two blanks, the mark, a blank. */
const LEAD = 4;
const MARKS: Readonly<Record<Status, string>> = {
  pass: '✓',
  fail: '✗',
  none: '-',
  unknown: '?',
  unsupported: '-',
  error: '!',
};

/** The columns of a batch. */
export interface Columns {
  readonly name: number;
  readonly gap: number;
  /** Whether some name does not fit beside the models, so that what they share is said once. */
  readonly narrow: boolean;
  /** Whether verdicts are in short words. */
  readonly short: boolean;
  /** None where there is no room for them even beside the shortest names: then verdicts go under the names. */
  readonly models: readonly { readonly title: string; readonly width: number }[];
  /** How many models there are. */
  readonly all: number;
}

/** Columns that hold every verdict, and every name that leaves room for them: in short words where they do not fit in full. */
export function columnsOf(plan: CheckPlan, width: number): Columns {
  const names = longest(plan.files.map((file) => split(file).name));
  const all = plan.models.length;
  const ways = [false, true].map((short) => {
    const least = Math.max(...WORDS.map((word) => wordOf(word, short).length));
    const models = plan.models.map((title) => ({ title, width: Math.max(widthOf(title), least) }));
    const roomAt = (gap: number): number =>
      models.reduce((room, model) => room - gap - model.width, width - LEAD);
    const fitting = GAPS.find((gap) => roomAt(gap) >= names);
    return { short, models, roomAt, fitting };
  });
  const { short, models, roomAt, fitting } =
    ways.find((way) => way.fitting !== undefined) ?? ways[ways.length - 1];
  if (roomAt(1) < Math.min(names, SHORTEST))
    return { name: Math.min(names, width - LEAD), gap: 1, narrow: true, short: false, models: [], all };
  const gap = fitting ?? GAPS[GAPS.length - 1];
  return {
    name: Math.min(names, Math.max(roomAt(gap), SHORTEST)),
    gap,
    narrow: fitting === undefined,
    short,
    models,
    all,
  };
}

/** The words that columns have room for. A deadlock or an open verdict is cut short with the rest, or stands out. */
const WORDS = ['Never', 'Sometimes', 'Always'];
const SHORT: Readonly<Record<string, string>> = { Sometimes: 'Some', Deadlock: 'Dead', Unknown: 'Unkn' };

function wordOf(observation: string, short: boolean): string {
  return short ? (SHORT[observation] ?? observation) : observation;
}

/** What the short words of the columns stand for, of the verdicts that there were. */
export function legendLines(
  { short, models }: Columns,
  verdicts: ReadonlySet<string>,
  width: number,
  paint: Paint,
): readonly string[] {
  if (!short || models.length === 0) return [];
  const used = Object.entries(SHORT).filter(([word]) => verdicts.has(word));
  const words = used.map(([word, brief]) => `${brief}: ${word}`);
  return wrapped(words.join(', '), width).map((line) => paint.dim(line));
}

/** The line over all others: what the columns are. */
export function headLine({ name, gap, models }: Columns, paint: Paint): string {
  const titles = models.map(({ title, width }) => ' '.repeat(gap) + padded(title, width));
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

/** Whether a test is to be shown in full, with what to do about it: it failed, or nobody can decide it, or it is malformed. */
export function isNotAsExpected({ status }: TestResult): boolean {
  return status === 'fail' || status === 'unknown' || status === 'error';
}

/** What stands below a test: its diagnostics as they are to be shown, and of one that failed where, and what explains it. */
export interface LinesBelow {
  readonly problems: readonly string[];
  readonly places: readonly string[];
}

/** The lines of one test. */
export function batchLines(
  result: TestResult,
  { problems, places }: LinesBelow,
  columns: Columns,
  width: number,
  paint: Paint,
): readonly string[] {
  const lines = testLine(result, columns, width, paint);
  if (result.status === 'error') return [...lines, '', ...problems, ''];
  if (result.status === 'unsupported') return [...lines, ...refusalLines(result, width, paint)];
  const warnings = problems.length === 0 ? [] : [...problems, ''];
  if (result.status !== 'fail' || result.info === null)
    return [
      ...lines,
      ...noteLines(result, columns, width, paint),
      ...(warnings.length === 0 ? [] : ['', ...warnings]),
    ];
  const below = places.length === 0 ? [] : ['', ...places];
  return [...lines, '', ...warnings, ...singleLines(result, result.info, width, paint), ...below, ''];
}

/** Why a test is not supported: the first thing in it that is not. */
function refusalLines({ diagnostics }: TestResult, width: number, paint: Paint): readonly string[] {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (first === undefined) return [];
  const { line } = positionAt(first.span.source, first.span.start);
  return wrapped(`line ${line}: ${messageOf(first)}`, width - LEAD).map(
    (text) => ' '.repeat(LEAD) + paint.dim(text),
  );
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
  return [...behind(mark, wrapped(name, width - LEAD)), ' '.repeat(LEAD + columns.name) + cells];
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
  const verdicts = groupedBy(models, observationText).flatMap((same) =>
    wrapped(`${observationText(same[0])}: ${listed(same.map(({ title }) => title))}`, width - LEAD - 2).map(
      (line) => verdictPaint(same[0], paint)(line),
    ),
  );
  const below = shared === null ? verdicts : wrapped(shared.text, width - LEAD - 2).map(shared.paint);
  return [...behind(mark, wrapped(name, width - LEAD)), ...below.map((line) => ' '.repeat(LEAD + 2) + line)];
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
    length: widthOf(text),
    paint: painter,
  });
  if (status === 'unsupported') return shared('unsupported', paint.dim);
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
    const text = model === undefined ? '' : wordOf(observationText(model), columns.short);
    const painted = model === undefined ? '' : verdictPaint(model, paint)(text);
    return ' '.repeat(columns.gap) + painted + ' '.repeat(Math.max(0, width - text.length));
  });
  return cells.join('');
}

function markPaint(status: Status, paint: Paint): (text: string) => string {
  if (status === 'pass') return paint.green;
  if (status === 'unknown') return paint.magenta;
  return status === 'none' || status === 'unsupported' ? paint.dim : paint.red;
}

/**
 * What a passing line must not hide: a model that was asked besides and has no column, limits that were hit, deadlocks, and states
 * that nothing could end in.
 */
function noteLines(result: TestResult, columns: Columns, width: number, paint: Paint): readonly string[] {
  const room = width - LEAD;
  const limited = result.models.flatMap(({ incomplete, title }) =>
    incomplete === null ? [] : [{ title, limit: limitText(incomplete) }],
  );
  const limits = groupedBy(limited, ({ limit }) => limit).flatMap((same) =>
    wrapped(`${listed(same.map(({ title }) => title))}: ${same[0].limit}`, room),
  );
  const titles = columns.models.map(({ title }) => title);
  const aside = result.models
    .filter(({ title }) => titles.length > 0 && !titles.includes(title))
    .flatMap((model) =>
      wrapped(`${model.title}, asked as no other machine shows it: ${observationText(model)}`, room),
    );
  const remarked = remarks(result).flatMap((text) => wrapped(text, room));
  return [
    ...aside,
    ...limits,
    ...findings(result, room),
    ...raceNotes(result.models, room),
    ...assertionNotes(result.models, room),
    ...remarked,
  ].map((line) => ' '.repeat(LEAD) + paint.dim(line));
}
