/** Tables without borders, drawn by cli-table3: columns are set apart by blanks alone. */
import Table from 'cli-table3';
import { widthOf } from './layout.js';

/** How a table is laid out. */
export interface TableStyle {
  /** Blanks before the first column. */
  readonly indent: number;
  /** Blanks between columns. */
  readonly gap: number;
  /** One a column; `left` where none is given. */
  readonly align?: readonly ('left' | 'right')[];
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** How many lines are drawn at a time. */
const BAND = 200;

/** The lines of a table; a cell may hold several lines. Columns are as wide as their widest cell. */
export function tableLines(rows: readonly (readonly string[])[], style: TableStyle): readonly string[] {
  return tableRows(rows, style).flat();
}

/** The same, the lines of each row apart. */
export function tableRows(
  rows: readonly (readonly string[])[],
  style: TableStyle,
): readonly (readonly string[])[] {
  if (rows.length === 0) return [];
  const gap = ' '.repeat(style.gap);
  const parts = rows.map((row) =>
    lineByLine(row).map((cells) => cells.map((cell, index) => (index === 0 ? cell : gap + cell))),
  );
  const lines = drawn(parts.flat(), style);
  let from = 0;
  return parts.map(({ length }) => {
    from += length;
    return lines.slice(from - length, from);
  });
}

/** The lines, drawn some at a time: cli-table3 takes a time that grows with the square of how many it is given. */
function drawn(lines: readonly (readonly string[])[], style: TableStyle): readonly string[] {
  const bands = Array.from({ length: Math.ceil(lines.length / BAND) }, (_, band) =>
    lines.slice(band * BAND, (band + 1) * BAND),
  );
  // Where cli-table3 is given all lines it finds the widths itself.
  const widths = bands.length > 1 ? widthsOf(lines) : [];
  return bands.flatMap((band) => drawnBand(band, widths, style));
}

function drawnBand(
  band: readonly (readonly string[])[],
  widths: readonly number[],
  style: TableStyle,
): readonly string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: [...(style.align ?? [])],
    colWidths: [...widths],
  });
  for (const line of band) table.push([...line]);
  const indent = ' '.repeat(style.indent);
  return table
    .toString()
    .split('\n')
    .map((line) => indent + line);
}

/** How wide each column is. */
function widthsOf(lines: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const line of lines) {
    for (const [index, cell] of line.entries()) widths[index] = Math.max(widths[index] ?? 1, widthOf(cell));
  }
  return widths;
}

/** A row for each line of its cells: cli-table3 takes a time that grows with the square of what a cell holds. */
function lineByLine(row: readonly string[]): readonly (readonly string[])[] {
  const cells = row.map((cell) => cell.split('\n'));
  const height = cells.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}
