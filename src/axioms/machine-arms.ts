/**
 * What branches control in a program for a machine. In assembly a branch controls everything behind it, and the condition of an
 * instruction that instruction alone. In C a branch controls its arms, as a compiler may turn it into a select (program/flow.ts,
 * joins). The registers that arms may set hang on what decided, as the target of a select hangs on its condition.
 */
import { definedBy, joins, successors } from '../program/flow.js';
import type { Sources } from './path.js';
import { joined, NO_SOURCES } from './sources.js';
import type { WalkedThread } from './walked-thread.js';

/** What a condition depends on. */
export interface ConditionFlow {
  readonly taint: Sources;
  readonly pick: Sources;
}

/** A branch whose arms the path is in, or that has no end. */
interface OpenBranch extends ConditionFlow {
  readonly place: number;
  readonly end: number | null;
}

/** Where each thread's branches end, and which registers their arms may set. */
const KNOWN = new WeakMap<WalkedThread, ReturnType<typeof armsOf>>();

/** Follows the branches of one path. */
export class MachineArms {
  readonly #arms: ReturnType<typeof armsOf>;
  readonly #controlsArms: boolean;
  #open: readonly OpenBranch[] = [];

  constructor(thread: WalkedThread) {
    const known = KNOWN.get(thread) ?? armsOf(thread);
    KNOWN.set(thread, known);
    this.#arms = known;
    this.#controlsArms = thread.controlsArms;
  }

  /** What everything here depends on by coming after branches. */
  get control(): ConditionFlow {
    let [taint, pick] = [NO_SOURCES, NO_SOURCES];
    for (const each of this.#open) {
      taint = joined(taint, each.taint);
      pick = joined(pick, each.pick);
    }
    return { taint, pick };
  }

  /**
   * What a control dependency is on. In C that is also a choice of the condition: whether a compiler makes a branch of what chose or a select,
   * what hangs on a branch by that choice waits for it.
   */
  get controlling(): Sources {
    const { taint, pick } = this.control;
    return this.#controlsArms ? joined(taint, pick) : taint;
  }

  /** A branch at a place, or something that is left as one and never ends. */
  branch(place: number | null, condition: ConditionFlow): void {
    const end = place === null ? null : this.#arms.ends[place];
    this.#open = [...this.#open, { ...condition, place: place ?? -1, end }];
  }

  /** Arms that end at a place: the registers that they may have set, with what decided that. */
  leave(place: number): readonly { readonly register: number; readonly decides: Sources }[] {
    const ended = this.#open.filter(({ end }) => end === place);
    if (ended.length === 0) return [];
    this.#open = this.#open.filter(({ end }) => end !== place);
    return ended.flatMap(({ place: branch, taint, pick }) =>
      this.#arms.sets(branch).map((register) => ({ register, decides: joined(taint, pick) })),
    );
  }
}

function armsOf({ thread: { code }, controlsArms }: WalkedThread) {
  const joined = controlsArms ? joins(code) : [];
  const ends = code.map((each, place) =>
    each.kind === 'branch' && each.predicates ? each.destination : (joined[place] ?? null),
  );
  const known = new Map<number, readonly number[]>();
  const sets = (branch: number): readonly number[] => {
    const before = known.get(branch);
    if (before !== undefined) return before;
    const end = ends[branch];
    const seen = new Set(successors(code, branch));
    if (end !== null) seen.delete(end);
    const registers = new Set<number>();
    for (const pc of seen) {
      if (pc >= code.length) continue;
      const target = definedBy(code[pc]);
      if (target !== null) registers.add(target);
      for (const next of successors(code, pc)) if (next !== end) seen.add(next);
    }
    known.set(branch, [...registers]);
    return known.get(branch) ?? [];
  };
  return { ends, sets };
}
