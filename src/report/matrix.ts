/**
 * The heart of the report: one row a final state, one column a model. States in question come first and are
 * marked: `*` satisfies the condition, `!` refutes a `forall`. When even a folded state does not fit beside the
 * models' columns, the verdicts go under it.
 */
import type { Cell, Row, TestInfo, TestResult } from '../check/result.js';
import type { Paint } from './colour.js';
import { longest, plural, wrapped } from './layout.js';
import { narrowest, type Spelling, spellings, stateLines } from './state.js';
import { tableLines } from './table.js';

/** Rows shown at most, of those in question and of the others. */
const SHOWN = 16;
const GAP = 3;
const INDENT = 2;
const HEAD = 'final state';

/** The table of a test, as lines of at most `width`. */
export function matrixLines(
  result: TestResult,
  info: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  const { shown, cut } = cutRows(result.rows, info);
  if (shown.length === 0) return ['  no final state on any model'];
  const states = shown.map((row) => row.values);
  const spelling = spellings(
    info,
    result.rows.map((row) => row.values),
  );
  const titles = result.models.map((model) => model.title);
  const beside = titles.reduce((sum, title) => sum + GAP + Math.max(title.length, 'forbidden'.length), 0);
  const room = width - INDENT - 2 - beside;
  const lines =
    room >= Math.max(HEAD.length, Math.min(narrowest(spelling, states), width))
      ? sideBySide(shown, spelling, info, titles, room, paint)
      : stacked(shown, spelling, info, titles, width, paint);
  const more = `… ${plural(cut, 'more state')}; all with --reporter json`;
  return cut === 0 ? lines : [...lines, ...wrapped(more, width - 4).map((line) => `    ${line}`)];
}

function cutRows(rows: readonly Row[], info: TestInfo): { shown: readonly Row[]; cut: number } {
  const asked = rows.filter((row) => isAsked(row, info)).slice(0, SHOWN);
  const others = rows.filter((row) => !isAsked(row, info)).slice(0, SHOWN);
  return { shown: [...asked, ...others], cut: rows.length - asked.length - others.length };
}

function isAsked(row: Row, info: TestInfo): boolean {
  return row.satisfies === (info.asked.quantifier !== 'forall');
}

function sideBySide(
  rows: readonly Row[],
  spelling: readonly Spelling[],
  info: TestInfo,
  titles: readonly string[],
  room: number,
  paint: Paint,
): readonly string[] {
  const states = stateLines(
    spelling,
    rows.map((row) => row.values),
    room,
  );
  const head = [`  ${HEAD}`, ...titles].map((text) => paint.dim(text));
  const body = rows.map((row, index) => {
    const [first, ...rest] = marked(row, states[index], info);
    const text = [first, ...rest].join('\n');
    return [
      isAsked(row, info) ? bold(text, paint) : text,
      ...row.cells.map((cell) => painted(cell, row, info, paint)),
    ];
  });
  return tableLines([head, ...body], { indent: INDENT, gap: GAP });
}

function stacked(
  rows: readonly Row[],
  spelling: readonly Spelling[],
  info: TestInfo,
  titles: readonly string[],
  width: number,
  paint: Paint,
): readonly string[] {
  const room = width - INDENT - 2;
  const states = stateLines(
    spelling,
    rows.map((row) => row.values),
    room,
  );
  const column = longest(titles);
  const indent = ' '.repeat(INDENT);
  return rows.flatMap((row, index) => {
    const text = marked(
      row,
      states[index].flatMap((line) => (line.length > room ? wrapped(line, room) : [line])),
      info,
    );
    const verdicts = row.cells.map(
      (cell, model) => `      ${titles[model].padEnd(column)}   ${painted(cell, row, info, paint)}`,
    );
    return [...text.map((line) => indent + (isAsked(row, info) ? paint.bold(line) : line)), ...verdicts];
  });
}

function marked(row: Row, lines: readonly string[], info: TestInfo): readonly string[] {
  const mark = row.satisfies ? '*' : info.asked.quantifier === 'forall' ? '!' : ' ';
  return lines.map((line, index) => (index === 0 ? `${mark} ${line}` : `  ${line}`));
}

function bold(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) => paint.bold(line))
    .join('\n');
}

/** Red is a state that the author rules out, yellow one that he asks about, dim what does not happen. */
function painted(cell: Cell, row: Row, info: TestInfo, paint: Paint): string {
  if (cell === 'unknown') return paint.magenta(cell);
  if (cell === 'forbidden') return paint.dim(cell);
  if (!isAsked(row, info)) return cell;
  return info.asked.quantifier === 'exists' ? paint.yellow(cell) : paint.red(cell);
}
