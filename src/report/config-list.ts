/** What `pinlitmus config` prints: for each setting its value, and where that comes from. */
import { apart, joinLines, longest, NARROWEST, padded, widthOf, wrapped } from './text/layout.js';

/** A setting in words. */
export interface SettingRow {
  readonly name: string;
  readonly value: string;
  /** A place, or a few words. */
  readonly from: string;
}

/** Settings that belong together. */
export interface SettingSection {
  readonly title: string;
  readonly rows: readonly SettingRow[];
}

/** Blanks between columns. */
const GAP = 3;
/** The column of values is not narrower than this where there are columns. */
const SHORTEST = 20;

/** The sections, with the same columns in all of them. */
export function configText(sections: readonly SettingSection[], columns: number): string {
  const width = Math.max(columns, NARROWEST);
  const rows = sections.flatMap((section) => section.rows);
  const name = longest(rows.map((row) => row.name));
  const from = longest(rows.map((row) => row.from));
  const room = width - 2 - name - 2 * GAP - from;
  const value = Math.min(longest(rows.map((row) => row.value)), Math.max(room, SHORTEST));
  const linesOf = (row: SettingRow): readonly string[] =>
    room < SHORTEST ? stacked(row, width) : inColumns(row, name, value);
  return joinLines(
    apart(sections.map(({ title, rows: own }) => [...wrapped(title, width), ...own.flatMap(linesOf)])),
  );
}

function inColumns(
  { name, value, from }: SettingRow,
  nameWidth: number,
  valueWidth: number,
): readonly string[] {
  const gap = ' '.repeat(GAP);
  return wrapped(value, valueWidth).map((line, index) =>
    index === 0
      ? `  ${padded(name, nameWidth)}${gap}${padded(line, valueWidth)}${gap}${from}`
      : `  ${' '.repeat(nameWidth)}${gap}${line}`,
  );
}

/** Where there is no room for columns. */
function stacked({ name, value, from }: SettingRow, width: number): readonly string[] {
  const text = `${name}: ${value}`;
  const behind = ` (${from})`;
  if (widthOf(text + behind) + 2 <= width) return [`  ${text}${behind}`];
  return [
    ...wrapped(text, width - 2).map((line) => `  ${line}`),
    ...wrapped(from, width - 4).map((line) => `    ${line}`),
  ];
}
