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

/** Lines for the rows in question at most, and for the others. */
const SHOWN = 16;
const GAPS = [3, 2];
const INDENT = 2;
const HEAD = 'final state';

/** The table of a test, as lines of at most `width`. */
export function matrixLines(
  result: TestResult,
  info: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  if (result.rows.length === 0) return ['  no final state on any model'];
  const states = valuesOf(result.rows);
  const spelling = spellings(info, states);
  const place = placeOf(result, spelling, width);
  const height =
    stateLines(spelling, states, place.room)[0].length + (place.beside ? 0 : result.models.length);
  const { shown, cut } = cutRows(result.rows, info, Math.max(1, Math.floor(SHOWN / height)));
  const table: Table = {
    rows: shown,
    spelling,
    info,
    titles: result.models.map((model) => model.title),
    place,
  };
  const lines = place.beside ? sideBySide(table, paint) : stacked(table, paint);
  const more = `… ${plural(cut, 'more state')}; all with --reporter json`;
  return cut === 0 ? lines : [...lines, ...wrapped(more, width - 4).map((line) => `    ${line}`)];
}

interface Table {
  readonly rows: readonly Row[];
  readonly spelling: readonly Spelling[];
  readonly info: TestInfo;
  readonly titles: readonly string[];
  readonly place: Place;
}

/** Where the states stand: beside the models' columns or over them, in `room` columns. */
interface Place {
  readonly beside: boolean;
  readonly room: number;
  readonly gap: number;
}

/** Wide columns if the states then fit unfolded, else narrow ones if that helps, else folded states. */
function placeOf(result: TestResult, spelling: readonly Spelling[], width: number): Place {
  const states = valuesOf(result.rows);
  const widths = result.models.map((model, index) =>
    longest([model.title, ...result.rows.map((row) => row.cells[index])]),
  );
  const roomAt = (gap: number): number =>
    widths.reduce((room, column) => room - gap - column, width - INDENT - 2);
  const natural = longest(stateLines(spelling, states, Number.POSITIVE_INFINITY).flat());
  const gap = GAPS.find((candidate) => roomAt(candidate) >= Math.max(natural, HEAD.length)) ?? GAPS[0];
  const room = roomAt(gap);
  const least = Math.max(HEAD.length, Math.min(natural, narrowest(spelling, states)));
  return room >= least ? { beside: true, room, gap } : { beside: false, room: width - INDENT - 2, gap };
}

function valuesOf(rows: readonly Row[]): readonly Row['values'][] {
  return rows.map((row) => row.values);
}

function cutRows(
  rows: readonly Row[],
  info: TestInfo,
  most: number,
): { readonly shown: readonly Row[]; readonly cut: number } {
  const asked = rows.filter((row) => isAsked(row, info)).slice(0, most);
  const others = rows.filter((row) => !isAsked(row, info)).slice(0, most);
  return { shown: [...asked, ...others], cut: rows.length - asked.length - others.length };
}

function isAsked(row: Row, info: TestInfo): boolean {
  return row.satisfies === (info.asked.quantifier !== 'forall');
}

function sideBySide({ rows, spelling, info, titles, place }: Table, paint: Paint): readonly string[] {
  const states = stateLines(spelling, valuesOf(rows), place.room);
  const head = [`  ${HEAD}`, ...titles].map((text) => paint.dim(text));
  const body = rows.map((row, index) => {
    const text = marked(row, states[index], info).join('\n');
    const cells = row.cells.map((cell) => painted(cell, row, info, paint));
    return [isAsked(row, info) ? bold(text, paint) : text, ...cells];
  });
  return tableLines([head, ...body], { indent: INDENT, gap: place.gap });
}

function stacked({ rows, spelling, info, titles, place }: Table, paint: Paint): readonly string[] {
  const { room } = place;
  const states = stateLines(spelling, valuesOf(rows), room);
  const column = longest(titles);
  const indent = ' '.repeat(INDENT);
  return rows.flatMap((row, index) => {
    const lines = states[index].flatMap((line) => (line.length > room ? wrapped(line, room) : [line]));
    const text = marked(row, lines, info).map(
      (line) => indent + (isAsked(row, info) ? paint.bold(line) : line),
    );
    const verdicts = row.cells.map(
      (cell, model) => `      ${titles[model].padEnd(column)}   ${painted(cell, row, info, paint)}`,
    );
    return [...text, ...verdicts];
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
