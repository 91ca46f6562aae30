/** A cycle drawn in text: threads as columns, what each access gets or puts, and the communication that closes the cycle. */
import { locationName } from './asked-state.js';
import { placed, type ShapeCycle, threadsOf } from './shape-cycle.js';
import { placesOf, type Vocabulary } from './vocabulary.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The lines of the picture; the cycle begins where its name has it begin. */
export function shapePicture(cycle: ShapeCycle, { usual }: Vocabulary): readonly string[] {
  const places = placed(cycle);
  if ('fault' in places) return [];
  const threads = threadsOf(cycle);
  const order = threads.flat();
  const letter = (access: number): string => LETTERS[order.indexOf(access)] ?? `e${order.indexOf(access)}`;
  const columns = threads.map((members, thread) => [
    `P${thread}`,
    ...members.flatMap((access, place) => {
      const { direction, location, value, annotation } = places.accesses[access];
      const word = annotation === null || annotation.edge === usual.edge ? '' : ` ${annotation.name}`;
      const line = `${letter(access)}: ${direction}${word} ${locationName(location)}=${value}`;
      const { row, same } = cycle.edges[access];
      const isInner = row.kind !== 'communication' || row.where === 'internal';
      const name = `${row.name}${same && placesOf(row).other ? 's' : ''}`;
      return place < members.length - 1 ? [line, isInner ? `|  ${name}` : ':'] : [line];
    }),
  ]);
  const height = Math.max(...columns.map(({ length }) => length));
  const widths = columns.map((lines) => Math.max(...lines.map(({ length }) => length)));
  const rows = Array.from({ length: height }, (_, row) =>
    columns
      .map((lines, column) => (lines[row] ?? '').padEnd(widths[column]))
      .join('   ')
      .trimEnd(),
  );
  const between = cycle.edges.flatMap(({ row }, access) =>
    row.kind === 'communication' && row.where !== 'internal'
      ? [`${letter(access)} -${row.relation}-> ${letter((access + 1) % cycle.edges.length)}`]
      : [],
  );
  return [...rows, between.join(', ')];
}
