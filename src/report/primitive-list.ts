/**
 * What `pinlitmus primitives` prints: a row a primitive, so that it can be searched, with the instructions that it
 * becomes on each architecture. A sequence goes down its column; a long name has a line of its own.
 */
import type { Model } from '../models/model.js';
import type { Architecture } from '../program/program.js';
import { groupedBy, indented, joinLines, listed, longest, NARROWEST, wrapped } from './text/layout.js';
import { tableRows } from './text/table.js';

const GAP = 2;
const NOTE =
  '"locked" is a locked instruction; A and L are the acquire and ' +
  'release forms of an atomic; "its C" is inlined as the kernel defines it; "waits" performs only when the value lets it go on; "looks" is a plain load when it fails.';
const LETTERS = 'R, W, RMW and F are reads, writes, both at once, and barriers, with their tags.';

/** One row; the same shape as the kernel's own listing. */
export interface PrimitiveRow {
  readonly name: string;
  readonly becomes: Readonly<Record<Architecture, string>>;
}

/** The column of names is not narrower than this. */
const SHORTEST = 12;

/** The meaning of the words in the table, and the models that run the same code. */
function noteOn(columns: readonly (readonly [Architecture, string])[], models: readonly Model[]): string {
  const shown = columns.map(([architecture]) => architecture);
  const sharing = groupedBy(models, ({ architecture }) => architecture('lse'))
    .filter((same) => same.length > 1 && shown.includes(same[0].architecture('lse')))
    .map((same) => `${listed(same.map(({ title }) => title))} run the same code.`);
  const letters = shown.includes('lkmm') ? [LETTERS] : [];
  const notes = shown.some((name) => name !== 'lkmm') ? [NOTE] : [];
  return [...sharing, ...notes, ...letters].join(' ');
}

/** Where there is no room for columns: each primitive, and under it what it becomes on which architectures. */
function stackedText(
  primitives: readonly PrimitiveRow[],
  columns: readonly (readonly [Architecture, string])[],
  models: readonly Model[],
  width: number,
): string {
  const room = Math.max(width, NARROWEST);
  const lines = primitives.flatMap(({ name, becomes }) => {
    const under = groupedBy(columns, ([architecture]) => becomes[architecture]).flatMap((same) => {
      const titles = listed(same.map(([, title]) => title));
      return indented(`${titles}: ${becomes[same[0][0]]}`, room);
    });
    return [...wrapped(name, room), ...under];
  });
  return joinLines([...lines, '', ...wrapped(noteOn(columns, models), room)]);
}

/** The primitives as a table of at most `width` columns. */
export function primitivesText(
  primitives: readonly PrimitiveRow[],
  columns: readonly (readonly [Architecture, string])[],
  models: readonly Model[],
  width: number,
): string {
  const cells = primitives.map(({ becomes }) =>
    columns.map(([architecture]) => becomes[architecture].split('; ')),
  );
  const widths = columns.map(([, title], index) =>
    Math.max(title.length, longest(cells.flatMap((row) => row[index]))),
  );
  const taken = widths.reduce((sum, column) => sum + GAP + column, 0);
  if (width - taken < SHORTEST) return stackedText(primitives, columns, models, width);
  const room = Math.min(Math.max(width - taken, SHORTEST), longest(primitives.map(({ name }) => name)));
  const head = ['primitive', ...columns.map(([, title]) => title)];
  const rows = primitives.map(({ name }, index) => [
    name.length > room ? '' : name,
    ...cells[index].map((steps) => steps.join('\n')),
  ]);
  const [first, ...lines] = tableRows([head, ...rows], { indent: 0, gap: GAP });
  const body = primitives.flatMap(({ name }, index) =>
    name.length > room ? [name, ...lines[index]] : lines[index],
  );
  return joinLines([...first, '', ...body, '', ...wrapped(noteOn(columns, models), width)]);
}
