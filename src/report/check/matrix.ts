/**
 * The heart of the report: one row a final state, one column a model. States in question come first and are
 * marked: `*` satisfies the condition, `!` refutes a `forall`. Columns are drawn as wide as the states allow: where
 * full words leave no room, short ones stand for them and a line under the table says so. When even a folded state
 * does not fit beside the models' columns, the verdicts go under it.
 */
import type { Row, RowCell, TestInfo, TestResult } from '../../check/result.js';
import type { Paint } from '../text/colour.js';
import {
  everyValue,
  narrowest,
  type ObservableSpelling,
  type Shown,
  shownStates,
  stateLines,
} from '../text/final-state.js';
import { folded, longest, plural, wrapped } from '../text/layout.js';
import { tableLines } from '../text/table.js';
import { STATE_WORDS } from '../text/verdict-words.js';

/** Lines for the rows in question at most, and for the others. */
const SHOWN = 16;
const INDENT = 2;

/** How the models' columns are drawn: the words, and the blanks between columns. */
interface Style {
  readonly words: Readonly<Record<RowCell, string>>;
  readonly gap: number;
}

const FULL: Style['words'] = { ...STATE_WORDS, none: 'no state' };
/** The same words, cut: another word would be another thing. */
const SHORT: Style['words'] = { allowed: 'allowed', forbidden: 'forbid', none: '-', unknown: '?' };

/** The more airy first. */
const STYLES: readonly Style[] = [
  { words: FULL, gap: 3 },
  { words: FULL, gap: 2 },
  { words: SHORT, gap: 3 },
  { words: SHORT, gap: 2 },
  { words: SHORT, gap: 1 },
];
const HEAD = 'final state';

/** The table of a test, as lines of at most `width`. */
export function matrixLines(
  found: TestResult,
  info: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  if (found.rows.length === 0) return ['  no final state on any model'];
  const { spelling, states } = shownStates(info, valuesOf(found.rows));
  const rows = found.rows.map((row, index) => ({ ...row, values: states[index] }));
  const result = { ...found, rows };
  const typical = everyValue(states);
  const arrangement = arrangementOf(result, { spelling, states: typical }, width);
  const height =
    stateLines(spelling, typical, arrangement.room)[0].length +
    (arrangement.beside ? 0 : result.models.length);
  const { shown, cut } = cutRows(result.rows, info, Math.max(1, Math.floor(SHOWN / height)));
  const table: Table = {
    rows: shown,
    spelling,
    info,
    titles: result.models.map((model) => model.title),
    arrangement,
  };
  const lines = arrangement.beside ? sideBySide(table, paint) : stacked(table, paint);
  const more = cut === 0 ? '' : `… ${plural(cut, 'more state')}; all with --reporter json`;
  const under = [
    ...wrapped(more, width - 4),
    ...wrapped(legend(shown, arrangement.style), width - 4).map((line) => paint.dim(line)),
  ];
  return [...lines, ...under.map((line) => `    ${line}`)];
}

/** What the short words mean, those that occur. */
function legend(rows: readonly Row[], { words }: Style): string {
  const kinds = (['forbidden', 'none', 'unknown'] as const).filter(
    (kind) => words[kind] !== FULL[kind] && rows.some((row) => row.cells.includes(kind)),
  );
  return kinds.map((kind) => `${words[kind]}: ${FULL[kind]}`).join(', ');
}

interface Table {
  readonly rows: readonly Row[];
  readonly spelling: readonly ObservableSpelling[];
  readonly info: TestInfo;
  readonly titles: readonly string[];
  readonly arrangement: Arrangement;
}

/** Where the states stand: beside the models' columns or over them, in `room` columns. */
interface Arrangement {
  readonly beside: boolean;
  readonly room: number;
  readonly style: Style;
}

/** The style that folds states into the fewest lines; of several the most airy. */
function arrangementOf(
  { models, rows }: TestResult,
  { spelling, states }: Shown,
  width: number,
): Arrangement {
  const columns = models.map(({ title }, index) => ({
    title,
    cells: [...new Set(rows.map(({ cells }) => cells[index]))],
  }));
  const natural = longest(stateLines(spelling, states, Number.POSITIVE_INFINITY).flat());
  const least = Math.max(HEAD.length, Math.min(natural, narrowest(spelling, states)));
  let best: Arrangement | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (const style of STYLES) {
    const room = roomBeside(columns, style, width);
    const height = room < least ? Number.POSITIVE_INFINITY : stateLines(spelling, states, room)[0].length;
    if (height < lowest) {
      best = { beside: true, room, style };
      lowest = height;
    }
  }
  return best ?? { beside: false, room: width - INDENT - 2, style: STYLES[0] };
}

/** What the models' columns leave of a line. */
function roomBeside(
  columns: readonly { readonly title: string; readonly cells: readonly RowCell[] }[],
  { words, gap }: Style,
  width: number,
): number {
  return columns.reduce(
    (room, { title, cells }) => room - gap - longest([title, ...cells.map((cell) => words[cell])]),
    width - INDENT - 2,
  );
}

function valuesOf(rows: readonly Row[]): readonly Row['values'][] {
  return rows.map((row) => row.values);
}

function cutRows(
  rows: readonly Row[],
  info: TestInfo,
  most: number,
): { readonly shown: readonly Row[]; readonly cut: number } {
  const targets = rows.filter((row) => isTarget(row, info)).slice(0, most);
  const others = rows.filter((row) => !isTarget(row, info)).slice(0, most);
  return { shown: [...targets, ...others], cut: rows.length - targets.length - others.length };
}

function isTarget(row: Row, info: TestInfo): boolean {
  return row.satisfies === (info.question.quantifier !== 'forall');
}

function sideBySide({ rows, spelling, info, titles, arrangement }: Table, paint: Paint): readonly string[] {
  const states = stateLines(spelling, valuesOf(rows), arrangement.room);
  const head = [`  ${HEAD}`, ...titles].map((text) => paint.dim(text));
  const body = rows.map((row, index) => {
    const text = marked(row, states[index], info).join('\n');
    const cells = row.cells.map((cell) => painted(cell, arrangement.style, row, info, paint));
    return [isTarget(row, info) ? bold(text, paint) : text, ...cells];
  });
  return tableLines([head, ...body], { indent: INDENT, gap: arrangement.style.gap });
}

function stacked({ rows, spelling, info, titles, arrangement }: Table, paint: Paint): readonly string[] {
  const { room } = arrangement;
  const states = stateLines(spelling, valuesOf(rows), room);
  const column = longest(titles);
  const indent = ' '.repeat(INDENT);
  return rows.flatMap((row, index) => {
    const lines = states[index].flatMap((line) => folded(line, room));
    const text = marked(row, lines, info).map(
      (line) => indent + (isTarget(row, info) ? paint.bold(line) : line),
    );
    const verdicts = row.cells.map(
      (cell, model) =>
        `      ${titles[model].padEnd(column)}   ${painted(cell, arrangement.style, row, info, paint)}`,
    );
    return [...text, ...verdicts];
  });
}

function marked(row: Row, lines: readonly string[], info: TestInfo): readonly string[] {
  const mark = row.satisfies ? '*' : info.question.quantifier === 'forall' ? '!' : ' ';
  return lines.map((line, index) => (index === 0 ? `${mark} ${line}` : `  ${line}`));
}

function bold(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) => paint.bold(line))
    .join('\n');
}

/** Red is a state that the condition rules out, yellow one that the condition asks about, dim what does not happen. */
function painted(cell: RowCell, { words }: Style, row: Row, info: TestInfo, paint: Paint): string {
  const word = words[cell];
  if (cell === 'unknown') return paint.magenta(word);
  if (cell === 'forbidden' || cell === 'none') return paint.dim(word);
  if (!isTarget(row, info)) return word;
  return info.question.quantifier === 'exists' ? paint.yellow(word) : paint.red(word);
}
