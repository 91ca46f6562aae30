/**
 * In which order values come. A location that is coherent shows each thread the writes of another one in the order in which that makes
 * them: where only one other thread writes a location, as an index that it counts up, a path that sees its values in an order in
 * which they are not written is none. That ends loops such as `while (last != READ_ONCE(ring->idx)) last++;`, which would
 * go on for ever from where they had missed the index.
 */
import { reachable } from '../program/flow.js';
import type { Instruction, Location } from '../program/program.js';
import { isRead, isWrite, type Path, type PathEvent } from './path.js';
import { type PossibleValues, possibleValues } from './values.js';

/** Whether a value of a location may be seen some time after another one, as far as other threads write it. */
export type Follows = (location: number, earlier: bigint, later: bigint) => boolean;

/** What a thread does: its paths, and whether it may write a location from the head of a loop on. */
export interface WritingThread {
  readonly paths: readonly Path[];
  readonly mayWriteOnward: (head: number, location: number) => boolean;
}

/** Whether code may write a location, from a place on; nothing is asked of what it would have to read for that. */
export function mayWriteFrom(
  code: readonly Instruction[],
  place: number,
  { address, type }: Location,
): boolean {
  return [place, ...reachable(code, place, null)].some((each) => {
    const instruction = code[each];
    if (instruction === undefined || !('data' in instruction) || instruction.type.bits !== type.bits)
      return false;
    return instruction.address.kind !== 'constant' || instruction.address.value === address;
  });
}

/** What follows what, as the paths of the other threads have it. */
export function followsOn(others: readonly WritingThread[], locations: readonly Location[]): Follows {
  const answers = new Map<string, boolean>();
  return (location, earlier, later) => {
    const key = `${location} ${earlier} ${later}`;
    const known =
      answers.get(key) ?? mayFollow(others, location, locations[location].initial, [earlier, later]);
    answers.set(key, known);
    return known;
  };
}

function mayFollow(
  others: readonly WritingThread[],
  location: number,
  initial: bigint,
  [earlier, later]: readonly [bigint, bigint],
): boolean {
  const goesOn = (writer: WritingThread, { ending }: Path): boolean =>
    ending.kind === 'cut' && writer.mayWriteOnward(ending.head, location);
  const writers = others.filter((each) =>
    each.paths.some((path) => goesOn(each, path) || writes(path, location)),
  );
  if (writers.length > 1) return true;
  return writers.some((writer) =>
    writer.paths.some((path) => {
      if (goesOn(writer, path)) return true;
      const { events, possible } = path;
      const written = events.filter((event) => event.location === location && isWrite(event));
      const are = (value: bigint): readonly PathEvent[] =>
        written.filter(({ data }) => mayBe(data, value, possible));
      const last = are(later).at(-1);
      if (last === undefined) return false;
      if (earlier === initial) return true;
      // Writes of one statement are in no order.
      return are(earlier).some((each) => each !== last && each.statement <= last.statement);
    }),
  );
}

function writes({ events }: Path, location: number): boolean {
  return events.some((event) => event.location === location && isWrite(event));
}

function mayBe(data: PathEvent['data'], value: bigint, reads: readonly PossibleValues[]): boolean {
  return data !== null && (possibleValues(data, reads)?.includes(value) ?? true);
}

/** Whether accesses of one location, in program order, see values in an order in which no other thread writes them. */
export function seesOutOfTurn(
  accesses: readonly PathEvent[],
  values: readonly PossibleValues[],
  follows: Follows,
): boolean {
  if (accesses.some(isWrite)) return false;
  let before: PossibleValues = null;
  for (const access of accesses.filter(isRead)) {
    const all: PossibleValues = values[access.read];
    before = all === null || before === null ? all : after(before, all, access.location, follows);
    if (before?.length === 0) return true;
  }
  return false;
}

/** The values that may be seen after one of some others. */
function after(
  before: readonly bigint[],
  all: readonly bigint[],
  location: number,
  follows: Follows,
): readonly bigint[] {
  return all.filter((value) => before.some((each) => each === value || follows(location, each, value)));
}
