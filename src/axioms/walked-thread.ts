/** A thread made ready for being walked: what is the same for all its paths. */
import type { IntegerType } from '../program/expression.js';
import { loopHeads, postdominators, reachable } from '../program/flow.js';
import { liveness, type RegisterSet } from '../program/liveness.js';
import type { Location, Program, Thread } from '../program/program.js';
import { countedLoops } from '../program/rounds.js';
import { widthsOf } from '../program/width.js';

/**
 * How often a path may come back to the head of a loop with choices on the way round. The ways multiply with each round, so that it is
 * tried with few first. Where no path goes on behind those, there are no more: whoever would be the first of all threads to go on has
 * read nothing but what others do in as many rounds, and so goes along a path that was looked for.
 */
export const ROUNDS: readonly number[] = [1, 2, 3, 6];

/** A thread, and what its code says. */
export interface WalkedThread {
  readonly thread: Thread;
  /** The dialect of its program; null for C. */
  readonly instructions: string | null;
  readonly locations: readonly Location[];
  /** The numbers of the locations of a width. */
  readonly ofWidth: (bits: IntegerType['bits']) => readonly number[];
  readonly heads: ReadonlySet<number>;
  /** For each place, whether it is an access in a loop that does not count, and no head of one. */
  readonly passed: readonly boolean[];
  /** The heads of loops that count their rounds, and so end by themselves. */
  readonly counted: ReadonlySet<number>;
  /** Whether rounds that change nothing are left out. */
  readonly leavesOutIdle: boolean;
  /** How often a path may come back to the head of a loop with choices on the way round. */
  readonly rounds: number;
  /** Instructions that read, and behind which the same statement writes: what it writes may come before what they read. */
  readonly amongWrites: ReadonlySet<object>;
  /** Whether a branch controls its arms alone. */
  readonly controlsArms: boolean;
  /** For each place, where the arms of a branch there end; none where there is no branch. */
  readonly ends: readonly (number | null)[];
  /** For each place, the registers that matter from there on; none where there is no loop. */
  readonly live: readonly RegisterSet[];
}

/** A thread of a program; `observed` are the registers whose last values are asked for. */
export function walkedThread(
  { locations, instructions, controlDependencies }: Program,
  thread: Thread,
  observed: ReadonlySet<number>,
): WalkedThread {
  const byWidth = new Map<number, number[]>();
  for (const [index, location] of locations.entries()) {
    for (const bits of widthsOf(location)) {
      const same = byWidth.get(bits) ?? [];
      byWidth.set(bits, same);
      same.push(index);
    }
  }
  const heads = loopHeads(thread.code);
  const isStraight = !thread.code.some(({ kind }) => kind === 'branch' || kind === 'jump');
  const live = heads.size === 0 ? [] : liveness(thread.code, observed);
  const counted = heads.size === 0 ? heads : countedLoops(thread, heads, live);
  return {
    thread,
    instructions,
    locations,
    ofWidth: (bits) => byWidth.get(bits) ?? [],
    heads,
    passed: passed(thread, heads, counted),
    counted,
    leavesOutIdle: true,
    rounds: ROUNDS[0],
    amongWrites: instructions === null ? amongWrites(thread) : new Set(),
    controlsArms: controlDependencies === 'arms',
    ends: isStraight ? [] : postdominators(thread.code),
    live,
  };
}

/** In assembly, what an instruction writes hangs on what it reads. */
function amongWrites({ code }: Thread): ReadonlySet<object> {
  return new Set(
    code.filter((instruction, index) => {
      if (instruction.kind !== 'read' && instruction.kind !== 'update') return false;
      const statement = instruction.event?.statement;
      return code
        .slice(index + 1)
        .some(({ kind, event }) => (kind === 'write' || kind === 'update') && event?.statement === statement);
    }),
  );
}

function passed(
  { code }: Thread,
  heads: ReadonlySet<number>,
  counted: ReadonlySet<number>,
): readonly boolean[] {
  const endless = [...heads].filter((head) => !counted.has(head));
  const behind = endless.map((head) => reachable(code, head, null));
  return code.map(({ kind }, place) => {
    if (heads.has(place) || (kind !== 'read' && kind !== 'update')) return false;
    return endless.some((head, index) => behind[index].has(place) && reachable(code, place, null).has(head));
  });
}
