/** Tables without borders: columns are set apart by blanks alone. */
import { longest, widthOf } from './layout.js';

/** How a table is laid out. */
export interface TableStyle {
  /** Blanks before the first column. */
  readonly indent: number;
  /** Blanks between columns. */
  readonly gap: number;
  /** One a column; `left` where none is given. */
  readonly align?: readonly ('left' | 'right')[];
}

/** The lines of a table; a cell may hold several lines. Columns are as wide as their widest cell. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { indent, gap, align = [] }: TableStyle,
): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => cell.split('\n')));
  const columns = Math.max(0, ...new Set(rows.map(({ length }) => length)));
  const widths = Array.from({ length: columns }, (_, column) =>
    longest(cells.flatMap((row) => row[column] ?? [])),
  );
  const [before, between] = [indent, gap].map((blanks) => ' '.repeat(blanks));
  const line = (row: (typeof cells)[number], index: number): string =>
    widths.map((width, column) => aligned(row[column]?.[index] ?? '', width, align[column])).join(between);
  return cells.flatMap((row) => {
    const height = longestOf(row);
    return Array.from({ length: height }, (_, index) => before + line(row, index));
  });
}

function longestOf(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((most, { length }) => Math.max(most, length), 0);
}

function aligned(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(width - widthOf(text));
  return align === 'left' ? text + blanks : blanks + text;
}
