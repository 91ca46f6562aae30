/** Loops on a path: it ends where a round changes nothing, or where it goes round more often than is looked at. */
import { type Expression, isSameExpression } from '../program/expression.js';
import { DeadEnd, type PathBuilder } from './path-builder.js';
import type { WalkedThread } from './walked-thread.js';

/** How often a path may come back to the head of a loop with choices on the way round. */
export const ROUNDS = 6;

/** How often at most where its rounds take back what they write, and so many are enough. */
const MOST_ROUNDS = 10;

/** How often a path may come to the head of a loop that only computes. */
const MOST_ARRIVALS = 2000;

/** What a register holds, as far as loops ask. */
interface Held {
  readonly value: Expression;
}

/** How things stood when the path came to the head of a loop. */
interface Arrival {
  readonly events: number;
  readonly choices: number;
  readonly registers: readonly Held[];
}

/** Watches one path. */
export class LoopWatch {
  readonly #thread: WalkedThread;
  readonly #path: PathBuilder;
  readonly #arrivals = new Map<number, Arrival[]>();

  constructor(thread: WalkedThread, path: PathBuilder) {
    this.#thread = thread;
    this.#path = path;
  }

  /**
   * At the head of a loop: ends a path that has come round and changed nothing, and one that goes round too often. Whether the path
   * stands as one of a thread that waits.
   */
  arrive(head: number, registers: readonly Held[]): boolean {
    const { choices, events } = this.#path;
    const arrivals = this.#arrivals.get(head) ?? [];
    this.#arrivals.set(head, arrivals);
    if (arrivals.length > 1) this.#path.checkCounts();
    const idle = arrivals.findLast((earlier) => this.#isIdleSince(earlier, head, registers));
    if (idle !== undefined) {
      if (this.#path.waits(idle.events)) return true;
      throw new DeadEnd();
    }
    const choosing = arrivals.filter(
      (each, index) => each.choices !== (arrivals[index + 1]?.choices ?? choices),
    );
    if (choosing.length > ROUNDS && !this.#thread.counted.has(head)) {
      this.#leaveOrCut(head, arrivals, registers);
    }
    if (arrivals.length > MOST_ARRIVALS) this.#path.end = { kind: 'cut', head: null };
    arrivals.push({ events: events.length, choices, registers: [...registers] });
    return false;
  }

  /** A path that has gone round often: one of whose rounds can be left out need not be gone; else it is cut, or goes on for a while. */
  #leaveOrCut(head: number, arrivals: readonly Arrival[], registers: readonly Held[]): void {
    const first = arrivals.findLastIndex((earlier) => !this.#isSameAs(earlier, head, registers)) + 1;
    const rounds = arrivals.slice(first);
    const enough = this.#path.undoneRoundsEnough(rounds.map(({ events }) => events));
    if (rounds.length > enough) throw new DeadEnd();
    // Where so many rounds were of another kind, nothing tells that it comes to an end.
    if (enough > MOST_ROUNDS || first > MOST_ROUNDS) this.#path.end = { kind: 'cut', head };
  }

  /** Whether the registers that matter are as they were then. */
  #isSameAs({ registers }: Arrival, head: number, now: readonly Held[]): boolean {
    const live = this.#thread.live[head];
    return registers.every(
      ({ value }, register) => !live.has(register) || isSameExpression(value, now[register].value),
    );
  }

  /**
   * Whether the round since then leaves nothing behind. A model that only ever forbids by what is there allows what is
   * left of an execution without it: the path without the round stands for this one.
   */
  #isIdleSince(earlier: Arrival, head: number, registers: readonly Held[]): boolean {
    for (let index = earlier.events; index < this.#path.events.length; index++) {
      const { data, tag } = this.#path.events[index];
      if (data !== null || tag.startsWith('rcu')) return false;
    }
    return this.#isSameAs(earlier, head, registers);
  }
}
