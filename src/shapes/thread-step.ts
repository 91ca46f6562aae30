/** A thread of a cycle, access by access: what a writer of tests needs to know at each. */
import type { EdgeRow, PlacedAccess, PlacedCycle, ShapeCycle, UpdateKind } from './shape-cycle.js';

/** An access of a thread, or both halves of a read-modify-write. */
export interface ThreadStep {
  /** Its number in the cycle. */
  readonly access: number;
  readonly placed: PlacedAccess;
  /** The write of a read-modify-write; null for a single access. */
  readonly written: PlacedAccess | null;
  /** How that write comes to its value; null for a single access. */
  readonly update: UpdateKind | null;
  /** The edge from the access before in the thread; null at its beginning. */
  readonly before: EdgeRow | null;
  /** The number of that access. */
  readonly from: number;
  /** The edge to what comes next, in the thread or not. */
  readonly after: EdgeRow;
}

/** The steps of a thread with these accesses. */
export function threadSteps(
  { edges }: ShapeCycle,
  { accesses }: PlacedCycle,
  members: readonly number[],
): readonly ThreadStep[] {
  return members.flatMap((access, place) => {
    const from = members[place - 1] ?? -1;
    const before = edges[from]?.row ?? null;
    // It stands with its read.
    if (before?.kind === 'rmw') return [];
    const { row } = edges[access];
    const write = row.kind === 'rmw' ? members[place + 1] : null;
    return [
      {
        access,
        placed: accesses[access],
        written: write === null ? null : accesses[write],
        update: row.kind === 'rmw' ? row.update : null,
        before,
        from,
        after: write === null ? row : edges[write].row,
      },
    ];
  });
}

/** Whether an edge is a dependency of that kind. */
export function dependsBy(row: EdgeRow | null, on: 'addr' | 'data' | 'ctrl'): boolean {
  return row?.kind === 'dependency' && row.on === on;
}
