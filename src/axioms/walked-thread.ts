/** A thread made ready for being walked: what is the same for all its paths. */
import type { IntegerType } from '../program/expression.js';
import { loopHeads, postdominators } from '../program/flow.js';
import { liveness, type RegisterSet } from '../program/liveness.js';
import type { Location, Program, Thread } from '../program/program.js';
import { countedLoops } from '../program/rounds.js';

/** A thread, and what its code says. */
export interface WalkedThread {
  readonly thread: Thread;
  /** The dialect of its program; null for C. */
  readonly instructions: string | null;
  readonly locations: readonly Location[];
  /** The numbers of the locations of a width. */
  readonly ofWidth: (bits: IntegerType['bits']) => readonly number[];
  readonly heads: ReadonlySet<number>;
  /** The heads of loops that count their rounds, and so end by themselves. */
  readonly counted: ReadonlySet<number>;
  /** Whether a branch controls its arms alone. */
  readonly controlsArms: boolean;
  /** For each place, where the arms of a branch there end. */
  readonly ends: readonly (number | null)[];
  /** For each place, the registers that matter from there on. */
  readonly live: readonly RegisterSet[];
}

/** A thread of a program; `observed` are the registers whose last values are asked for. */
export function walkedThread(
  { locations, instructions, controlDependencies }: Program,
  thread: Thread,
  observed: ReadonlySet<number>,
): WalkedThread {
  const byWidth = new Map<number, number[]>();
  locations.forEach(({ type }, index) => {
    const same = byWidth.get(type.bits) ?? [];
    byWidth.set(type.bits, same);
    same.push(index);
  });
  const heads = loopHeads(thread.code);
  const live = liveness(thread.code, observed);
  return {
    thread,
    instructions,
    locations,
    ofWidth: (bits) => byWidth.get(bits) ?? [],
    heads,
    counted: countedLoops(thread, heads, live),
    controlsArms: controlDependencies === 'arms',
    ends: postdominators(thread.code),
    live,
  };
}
