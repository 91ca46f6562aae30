/**
 * What each thread of a C test becomes on some ports: a row a line of the source, the instructions of each port beside it, as
 * many ports to a table as fit.
 */

import type { TestInfo } from '../../check/result.js';
import type { CompiledTest, CompiledThread, CompileRefusal } from '../../compile/compile-test.js';
import type { CompiledLine } from '../../compile/machine-writer.js';
import { oneLine } from '../../text/one-line.js';
import { lineOf, type Source, type Span } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import type { Paint } from '../text/colour.js';
import { apart, cut, hanging, longest, padded, sideBySide } from '../text/layout.js';

/** What is shown. */
export interface CompileView {
  readonly source: Source;
  readonly info: Pick<TestInfo, 'name' | 'title'>;
  readonly compiled: readonly CompiledTest[];
  readonly refused: readonly CompileRefusal[];
  /** Only this thread, where one is asked for. */
  readonly thread: number | null;
}

const GAP = 3;
/** The source needs no more than this, and no less where there is so much. */
const SOURCE = { least: 24, most: 44 } as const;

/** The view, as lines of at most `width`. */
export function compileLines(view: CompileView, width: number, paint: Paint): readonly string[] {
  const { source, info, compiled, refused, thread } = view;
  const [first] = compiled;
  const threads = first === undefined ? [] : first.threads.map((_, index) => index);
  return apart([
    [
      ...sideBySide(info.name, info.title ?? '', width, paint.bold, (text) => text),
      ...hanging(source.name, width, 2).map((line) => paint.dim(line)),
    ],
    ...threads
      .filter((index) => thread === null || index === thread)
      .flatMap((index) => threadTables(source, compiled, index, width, paint)),
    refused.flatMap(({ target, what, span }) =>
      hanging(`${target.title} has no instructions for ${what}, in line ${lineOf(span)}.`, width, 2),
    ),
    compiled.flatMap(({ target, remarks }) =>
      remarks.flatMap((remark) => hanging(`${target.title}, ${remark}.`, width, 2)),
    ),
  ]);
}

/** The instructions that a stretch of the source became; a line that comes again, as a loop's does, has several. */
interface Stretch {
  /** The line, and how often it came before. */
  readonly key: string;
  readonly span: Span;
  readonly texts: readonly string[];
}

/** A port's column. */
interface Column {
  readonly title: string;
  readonly stretches: readonly Stretch[];
  readonly thread: CompiledThread;
  readonly width: number;
}

function threadTables(
  source: Source,
  compiled: readonly CompiledTest[],
  index: number,
  width: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const columns = compiled.map(({ target, threads }): Column => {
    const thread = threads[index];
    const stretches = stretchesOf(source, thread.lines);
    const texts = stretches.flatMap((each) => each.texts);
    return { title: target.title, stretches, thread, width: longest([target.title, ...texts]) };
  });
  const order = merged(columns.map(({ stretches }) => stretches));
  const number = Math.max(...order.map(({ span }) => String(lineOf(span)).length), 1);
  const texts = order.map(({ span }) => sourceText(source, span));
  const own = Math.min(Math.max(longest(texts), SOURCE.least), SOURCE.most);
  const lead = 2 + number + 1;
  return bands(columns, width - lead - own).map((band) => {
    const used = band.reduce((sum, column) => sum + GAP + column.width, 0);
    const room = Math.max(Math.min(longest(texts), width - lead - used), 8);
    const head = [
      padded(paint.bold(columns[0].thread.name), lead + room),
      ...band.map((column) => ' '.repeat(GAP) + padded(paint.bold(column.title), column.width)),
    ].join('');
    const rows = order.flatMap((stretch, at) => {
      const cells = band.map(
        ({ stretches }) => stretches.find(({ key }) => key === stretch.key)?.texts ?? [],
      );
      const height = Math.max(...cells.map(({ length }) => length));
      return Array.from({ length: height }, (_, row) => {
        const line = row === 0 ? String(lineOf(stretch.span)).padStart(number + 2) : ' '.repeat(number + 2);
        const text = row === 0 ? cut(texts[at], room) : '';
        const instructions = cells.map(
          (lines, column) => ' '.repeat(GAP) + padded(lines[row] ?? '', band[column].width),
        );
        return `${paint.dim(line)} ${padded(text, room)}${instructions.join('')}`;
      });
    });
    const places = band.flatMap((column) =>
      hanging(`${column.title}: ${placesOf(column)}`, width - 2, 2).map((line) => paint.dim(`  ${line}`)),
    );
    return [head, ...rows, '', ...places];
  });
}

/** Where what the source names is kept. */
function placesOf({ thread }: Column): string {
  const names = thread.registers.map(({ name, machine }) => `${name} in ${machine}`);
  const addresses = thread.entries.flatMap((entry) => {
    const [, machine, value] = /^\d+:(\w+)=(.*);$/.exec(entry) ?? [];
    return machine === undefined || /^-?\d/.test(value) ? [] : [`&${value} in ${machine}`];
  });
  const all = [...names, ...addresses];
  return all.length === 0 ? 'no registers' : all.join(', ');
}

/** Columns that fit beside each other, in order. */
function bands(columns: readonly Column[], room: number): readonly (readonly Column[])[] {
  const found: Column[][] = [];
  let used = 0;
  for (const column of columns) {
    const last = found.at(-1);
    if (last === undefined || used + GAP + column.width > room) {
      found.push([column]);
      used = GAP + column.width;
    } else {
      last.push(column);
      used += GAP + column.width;
    }
  }
  return found;
}

function stretchesOf(source: Source, lines: readonly CompiledLine[]): readonly Stretch[] {
  const stretches: { key: string; line: string; span: Span; texts: string[] }[] = [];
  const seen = new Map<string, number>();
  for (const { text, span } of lines) {
    const line = span.source === source ? String(lineOf(span)) : `${span.source.name}:${lineOf(span)}`;
    const last = stretches.at(-1);
    if (last?.line === line) last.texts.push(text);
    else {
      const times = seen.get(line) ?? 0;
      seen.set(line, times + 1);
      stretches.push({ key: `${line} ${times}`, line, span, texts: [text] });
    }
  }
  return stretches;
}

/** All stretches in one order: that of the first column, with what others have besides behind what it follows there. */
function merged(columns: readonly (readonly Stretch[])[]): readonly Stretch[] {
  const order: Stretch[] = [];
  for (const stretches of columns) {
    let at = 0;
    for (const stretch of stretches) {
      const known = order.findIndex(({ key }) => key === stretch.key);
      if (known === -1) order.splice(at, 0, stretch);
      at = (known === -1 ? at : known) + 1;
    }
  }
  return order;
}

/** The line of the source that a span begins on, without its blanks. */
function sourceText(source: Source, span: Span): string {
  const { text } = span.source;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end === -1 ? undefined : end);
  return visible(oneLine(span.source === source ? line : text.slice(span.start, span.end)));
}
