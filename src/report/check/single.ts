/** One test in full: title, table, a line for each model, the answer in a sentence, and remarks. */
import type { ModelResult, TestInfo, TestResult } from '../../check/result.js';
import { observationOf } from '../../check/verdict.js';
import type { Expectations } from '../../program/test.js';
import type { Paint } from '../text/colour.js';
import { apart, duration, listed, longest, plural, wrapped } from '../text/layout.js';

import { tableLines } from '../text/table.js';
import { heading } from '../text/test-words.js';
import { limitText, undecidedText, verdictPaint, verdictText } from '../text/verdict-words.js';
import { assertionParagraphs } from './assertion-lines.js';
import { deviationParagraphs } from './deviation-lines.js';
import { matrixLines } from './matrix.js';
import { raceParagraphs } from './race-lines.js';
import { answer } from './sentence.js';

/** The view of a test that was run, as lines of at most `width`; diagnostics are the caller's. */
export function singleLines(
  result: TestResult,
  info: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  return apart([
    heading(result.file, info, width, paint),
    info.observables.length === 0 || result.verdictOnly ? [] : matrixLines(result, info, width, paint),
    modelLines(result.models, width, paint),
    remarks(result, width),
    raceParagraphs(result.file, result.models, width),
    assertionParagraphs(result.file, result.models, width),
    deviationParagraphs(result.file, result.models, width),
    wrapped(answer(result, info), width),
    wrapped(plainText(info.plainLines), width),
  ]);
}

/** The view of a test that was given up before it was understood. */
export function nothingLines({ file, models }: TestResult, width: number): readonly string[] {
  const [first] = models;
  if (first === undefined || first.incomplete === null) return [];
  const titles = models.map(({ title }) => title);
  return wrapped(undecidedText(file, titles, limitText(first.incomplete)), width);
}

/** Verdict, states explored and time of every model; on a narrow screen the figures go. */
function modelLines(models: readonly ModelResult[], width: number, paint: Paint): readonly string[] {
  const plain = models.map((model) => [
    model.title,
    verdictText(model),
    plural(model.explored, 'state'),
    duration(model.milliseconds),
  ]);
  const fits = (columns: number): boolean => tableWidth(plain.map((row) => row.slice(0, columns))) <= width;
  const columns = [4, 3].find(fits) ?? 2;
  const rows = plain.map((row, index) =>
    row
      .slice(0, columns)
      .map((cell, column) => (column === 1 ? verdictPaint(models[index], paint)(cell) : cell)),
  );
  if (columns === 2 && !fits(2))
    return plain.flatMap(([title, verdict]) => wrapped(`${title}: ${verdict}`, width));
  return tableLines(rows, { indent: 2, gap: 3, align: ['left', 'left', 'right', 'right'] });
}

function tableWidth(rows: readonly (readonly string[])[]): number {
  const columns = rows[0]?.length ?? 0;
  let width = 2;
  for (let column = 0; column < columns; column += 1) {
    width += longest(rows.map((row) => row[column])) + (column === 0 ? 0 : 3);
  }
  return width;
}

/** What limits the answer: deadlocks, explorations that were cut short, models without any final state. */
function remarks(result: TestResult, width: number): readonly string[] {
  const cut = result.verdictOnly ? [] : result.models.map(cutText).filter((text) => text !== null);
  return [...cut.flatMap((text) => wrapped(text, width)), ...findings(result, width)];
}

/** What was found beside the verdict: deadlocks, models without any final state, that nothing is expected. */
export function findings({ models, info, expectsNothing }: TestResult, width: number): readonly string[] {
  const texts = [
    ...deadlockTexts(models, info?.expectations.kernel ?? null),
    emptyText(models),
    expectsNothing ? 'The file expects nothing, and --require-expectations asks that it does.' : null,
  ];
  return texts.filter((text) => text !== null).flatMap((text) => wrapped(text, width));
}

/** Models get stuck in the same way, as a rule; where they do not, the first speaks for all. */
function deadlockTexts(
  models: readonly ModelResult[],
  kernel: Expectations['kernel'],
): readonly (string | null)[] {
  const stuck = models.filter((model) => model.deadlocks !== null && model.deadlocks > 0);
  if (stuck.length === 0) {
    const missed = kernel === 'DEADLOCK' && models.every(isFree);
    return missed
      ? [
          `The file says "Result: DEADLOCK", but no execution gets stuck on ${listed(models.map((model) => model.title))}.`,
        ]
      : [];
  }
  const counts = stuck.map((model) => plural(model.deadlocks ?? 0, 'stuck state'));
  const alike = counts.length > 1 && counts.every((count) => count === counts[0]);
  const titles = stuck.map((model, index) => (alike ? model.title : `${model.title} (${counts[index]})`));
  const each = alike ? ` (${counts[0]} each)` : '';
  const said = SAID.find(([announced]) => stuck.every((model) => model.announced === announced))?.[1] ?? '';
  const text = `Deadlock on ${listed(titles)}${each}${said}: ${waitText(stuck[0])}.`;
  return [text, stuck.some(({ announced }) => announced === null) ? ANNOUNCE : null];
}

/** `P0 waits for ever at line 6 and P1 at line 13` */
export function waitText({ stuck }: Pick<ModelResult, 'stuck'>): string {
  const places = stuck.map(({ thread, line }, index) =>
    index === 0 ? `${thread} waits for ever at line ${line}` : `${thread} at line ${line}`,
  );
  return listed(places);
}

/** Whether all of a model was searched, and nothing in it gets stuck. */
function isFree({ deadlocks, incomplete }: ModelResult): boolean {
  return deadlocks === 0 && incomplete === null;
}

/** What announces a deadlock, in words. */
const SAID = [
  ['Result', ', as the file\'s "Result:" says'],
  ['Expect', ', as expected'],
] as const;
const ANNOUNCE =
  'A deadlock fails a test that does not announce it, by "(* Result: DEADLOCK *)" or as "+deadlock" behind a verdict of "Expect=".';

/** The verdict's line names the limit already when the limit is why nothing is known. */
function cutText({ incomplete, possible, title }: ModelResult): string | null {
  if (incomplete === null || possible.includes('Never')) return null;
  return `${title}: ${limitText(incomplete)}, so it may allow more than is shown.`;
}

function emptyText(models: readonly ModelResult[]): string | null {
  const empty = models.filter((model) => observationOf(model) === 'None');
  if (empty.length === 0) return null;
  const stuck = empty.every((model) => model.deadlocks !== 0);
  const why = stuck
    ? 'every execution ends in a deadlock'
    : 'the filter excludes every execution, or none ends';
  return `No final state on ${listed(empty.map((model) => model.title))}: ${why}.`;
}

/** A plain access may be torn, fused or repeated by a compiler, which no machine model knows of; empty where there is none. */
export function plainText(lines: readonly number[]): string {
  if (lines.length === 0) return '';
  const few = lines.length <= 5;
  const where = few
    ? `on ${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.map(String))}`
    : `on ${lines.length} lines`;
  return `Plain accesses (${where}) are run like READ_ONCE and WRITE_ONCE; a compiler may do more to them.`;
}
