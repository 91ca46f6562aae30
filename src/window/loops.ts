/** What the code of a thread tells of its loops, worked out once; what its windows tell is in idle-round.ts and its neighbours. */

import { backwards, placesUnderWaysBack, successors } from '../program/flow.js';
import type { RegisterSet } from '../program/liveness.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { endingPlaces } from '../program/rounds.js';
import { ForeignWrites } from './foreign-writes.js';

/** The loops of a thread's code. */
export interface Loops {
  /** For each place, whether some way may lead from it back to it: none does elsewhere. */
  readonly cyclic: readonly boolean[];
  /** For each place, whether the thread reaches it only so often, whatever it reads. */
  readonly ending: readonly boolean[];
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
  return {
    cyclic: placesUnderWaysBack(thread.code),
    ending: endingPlaces(thread, heads, live),
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
