/** The parts of GitHub's Markdown that summaries are made of. Nothing that a file's own text says is taken for Markdown. */
import { visible, visibleLines } from '../../text/visible.js';

/** Columns of what is shown in full. */
export const FOLDED_WIDTH = 100;

/** Text as a cell shows it. */
export function cell(text: string): string {
  return visible(text).replace(/[\\|`*_<>[\]&]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A table, an empty line behind it; nothing where it has no rows. Cells are Markdown. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row), ''];
}

/** Lines that are shown when somebody asks for them. */
export function foldedText(title: string, lines: readonly string[]): readonly string[] {
  const text = visibleLines(lines.map((line) => line.trimEnd()).join('\n'));
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [
    `<details><summary>${cell(title)}</summary>`,
    '',
    `${fence}text`,
    text,
    fence,
    '',
    '</details>',
    '',
  ];
}

/** The whole, its lines ended. */
export function markdownText(lines: readonly string[]): string {
  return `${lines.join('\n').trimEnd()}\n`;
}
