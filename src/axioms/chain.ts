/**
 * The chain of read-modify-writes of a location: each write comes right behind what its read reads from. Behind the writes
 * that are in order already one of the others comes next. Where that can only be read-modify-writes, which one it is
 * decides what its read reads from.
 */

import type { AwaitedRead } from '../cat/foreseen-order.js';
import type { SourceOption } from './exchange.js';
import type { PartialExecution } from './partial-execution.js';
import { INITIAL, OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** What can come next of a location. */
export interface NextWrites {
  /** What the next write follows. */
  readonly end: number;
  /** The writes that have no place yet. */
  readonly left: readonly number[];
  /** Read-modify-writes that can, as reads that read from `end`. */
  readonly atomics: readonly SourceOption[];
  /** Other writes that can. */
  readonly others: readonly number[];
}

/** What can come next of a location behind the writes that are in order; null when they all are. */
export function nextInChain(
  skeleton: Skeleton,
  decision: PartialExecution,
  location: number,
): NextWrites | null {
  const writes = skeleton.writes[location];
  const before: number[] = [];
  for (const write of writes) before.push(decision.coherence.countBefore(write));
  // What is in order so far is before everything else, so that a write comes next which nothing else is before.
  for (let end = INITIAL, placed = 0; placed < writes.length; placed++) {
    let next = -1;
    let isOne = true;
    for (let index = 0; index < writes.length; index++) {
      if (before[index] !== placed) continue;
      isOne = next === -1;
      next = writes[index];
      if (!isOne) break;
    }
    if (!isOne || isOpen(skeleton, decision, next)) {
      const left = writes.filter((_, index) => before[index] >= placed);
      const first = writes.filter((_, index) => before[index] === placed);
      return { end, left, ...amongst(skeleton, decision, end, first) };
    }
    end = next;
  }
  return null;
}

/** The end of a chain, and the reads that will be behind it, with what they may read from; null where there is no such chain. */
export function awaitedInChain(
  skeleton: Skeleton,
  decision: PartialExecution,
  location: number,
): { readonly end: number; readonly awaited: readonly AwaitedRead[] } | null {
  const next = nextInChain(skeleton, decision, location);
  if (next === null || next.end === INITIAL) return null;
  const awaited = skeleton.pairs[location].flatMap((number) => {
    if (decision.sources[number] !== OPEN_SOURCE) return [];
    const { event, candidates } = skeleton.reads[number];
    return [{ event, sources: candidates.filter((source) => decision.mayRead(number, source)) }];
  });
  return { end: next.end, awaited };
}

/** Whether it is still open what the read of a read-modify-write reads from; `write` is its write. */
function isOpen(skeleton: Skeleton, { sources }: PartialExecution, write: number): boolean {
  const read = skeleton.pairOf(write);
  return read !== -1 && sources[read] === OPEN_SOURCE;
}

function amongst(
  skeleton: Skeleton,
  decision: PartialExecution,
  end: number,
  first: readonly number[],
): Pick<NextWrites, 'atomics' | 'others'> {
  const atomics: SourceOption[] = [];
  const others: number[] = [];
  for (const write of first) {
    const read = skeleton.pairOf(write);
    if (read === -1) others.push(write);
    else if (decision.sources[read] === OPEN_SOURCE) {
      if (skeleton.reads[read].candidates.includes(end) && decision.mayRead(read, end)) {
        atomics.push({ read, source: end });
      }
    } else if (decision.sources[read] === end) return { atomics: [], others: [write] };
  }
  return { atomics, others };
}
