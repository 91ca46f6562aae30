/** Tables without borders, drawn by cli-table3: columns are set apart by blanks alone. */
import Table from 'cli-table3';

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
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: [...(style.align ?? [])],
  });
  const gap = ' '.repeat(style.gap);
  const parts = rows.map(lineByLine);
  for (const row of parts.flat()) table.push(row.map((cell, index) => (index === 0 ? cell : gap + cell)));
  const indent = ' '.repeat(style.indent);
  const lines = table
    .toString()
    .split('\n')
    .map((line) => indent + line);
  let from = 0;
  return parts.map(({ length }) => {
    from += length;
    return lines.slice(from - length, from);
  });
}

/** A row for each line of its cells: cli-table3 takes a time that grows with the square of what a cell holds. */
function lineByLine(row: readonly string[]): readonly (readonly string[])[] {
  const cells = row.map((cell) => cell.split('\n'));
  const height = cells.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}
