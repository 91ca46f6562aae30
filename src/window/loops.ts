/** What the code of a thread tells of its loops, worked out once; what its windows tell is in idle-round.ts and its neighbours. */

import { backwards, placesUnderWaysBack, successors } from '../program/flow.js';
import type { RegisterSet } from '../program/liveness.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { endingPlaces } from '../program/rounds.js';
import { ForeignWrites } from './foreign-writes.js';
import { type HeldValues, heldValues } from './held-values.js';

/** A place that is reached no more often is reached a few times. */
const FEW = 16;

/** The loops of a thread's code. */
export interface Loops {
  /** For each place, whether some way may lead from it back to it: none does elsewhere. */
  readonly cyclic: readonly boolean[];
  /** Whether the thread reaches a place only so often. */
  readonly isEnding: (place: number) => boolean;
  /** How often the thread reaches a place at the most. */
  readonly visits: (place: number) => number;
  /** What memory may hold. */
  readonly held: HeldValues;
  /** For each place and the end, whether a store-conditional may come from there on with no exclusive read before it. */
  readonly reservationsAhead: readonly boolean[];
  /** What the other threads may do to a location. */
  readonly foreign: ForeignWrites;
}

/** The loops of one of a program's threads; `live` are the registers that matter at each place, `heads` where ways lead back to. */
export function loopsIn(
  program: Program,
  index: number,
  thread: Thread,
  live: readonly RegisterSet[],
  heads: ReadonlySet<number>,
): Loops {
  const ending = endingPlaces(thread, heads, live);
  const visits = (place: number): number => heldValues(program).visitsOf(index, place);
  return {
    cyclic: placesUnderWaysBack(thread.code),
    isEnding: (place) => ending[place] || visits(place) <= FEW,
    visits,
    get held(): HeldValues {
      return heldValues(program);
    },
    reservationsAhead: reservationsAhead(thread.code),
    foreign: new ForeignWrites(program, index),
  };
}

function reservationsAhead(code: readonly Instruction[]): readonly boolean[] {
  const ahead = Array.from({ length: code.length + 1 }, () => false);
  backwards(code, (pc) => {
    const instruction = code[pc];
    const reserves = instruction.kind === 'read' && instruction.exclusive;
    const now =
      instruction.kind === 'store-conditional' ||
      (!reserves && successors(code, pc).some((next) => ahead[next]));
    if (now === ahead[pc]) return false;
    ahead[pc] = now;
    return true;
  });
  return ahead;
}
