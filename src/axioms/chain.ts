/**
 * The chain of read-modify-writes of a location: each write comes right behind what its read reads from. Behind the writes
 * that are in order already one of the others comes next, and where that can only be read-modify-writes, which one it is
 * decides what its read reads from.
 */

import type { Decision } from './decision.js';
import type { SourceOption } from './exchange.js';
import { INITIAL, OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** What can come next of a location: read-modify-writes alone; nothing, so that there is no execution; or it cannot be told. */
export type Next = readonly SourceOption[] | null;

/** The read-modify-writes that can come next of a location; null where it is not theirs to tell. */
export function nextInChain(skeleton: Skeleton, decision: Decision, location: number): Next {
  const writes = skeleton.writes[location];
  const { coherence, sources } = decision;
  let left: readonly number[] = writes;
  let end = INITIAL;
  for (;;) {
    const first = left.filter((write) => !left.some((other) => coherence.isBefore(other, write)));
    if (left.length === 0) return null;
    if (first.length > 1) return among(skeleton, decision, end, first);
    [end] = first;
    const done = end;
    // What nobody can come before is next; its read, where it has one, has been told so.
    const read = skeleton.pairOf(done);
    if (read !== -1 && sources[read] === OPEN_SOURCE) return null;
    left = left.filter((write) => write !== done);
  }
}

function among(skeleton: Skeleton, decision: Decision, end: number, first: readonly number[]): Next {
  const options: SourceOption[] = [];
  for (const write of first) {
    const read = skeleton.pairOf(write);
    // A plain write may come next too, or a read-modify-write whose source is decided elsewhere.
    if (read === -1 || decision.sources[read] !== OPEN_SOURCE) return null;
    if (!skeleton.reads[read].candidates.includes(end)) continue;
    if (decision.mayRead(read, end)) options.push({ read, source: end });
  }
  return options;
}
