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
  if (rows.length === 0) return [];
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: [...(style.align ?? [])],
  });
  const gap = ' '.repeat(style.gap);
  for (const row of rows) table.push(row.map((cell, index) => spaced(cell, index === 0 ? '' : gap)));
  const indent = ' '.repeat(style.indent);
  return table
    .toString()
    .split('\n')
    .map((line) => indent + line);
}

/** The gap is part of the cells, so that every line of a cell has it. */
function spaced(cell: string, gap: string): string {
  return cell
    .split('\n')
    .map((line) => gap + line)
    .join('\n');
}
