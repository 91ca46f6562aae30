/** Loops on a path: it ends where a round changes nothing, or where it goes round more often than is looked at. */
import { type Expression, isSameExpression } from '../program/expression.js';
import { DEAD_END } from './dead-end.js';
import type { PathEvent } from './path.js';
import type { PathBuilder } from './path-builder.js';
import type { WalkedThread } from './walked-thread.js';

/** How often at most where its rounds take back what they write, and so many are enough. */
const MOST_ROUNDS = 10;

/** How often a path may come to the head of a loop that only computes. */
const MOST_ARRIVALS = 2000;

/** Whoever has come round so often is looked at ever more seldom. */
const OFTEN = 12;

/** What a register holds, as far as loops ask. */
interface Held {
  readonly value: Expression;
}

/** Whether an event is of a plain access of C. */
function isPlain({ tag, marks }: PathEvent): boolean {
  return tag === 'plain' && marks === null;
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
  #hasKept = false;

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
    if (isDue(arrivals.length)) this.#path.checkCounts();
    if (!this.#thread.counted.has(head)) {
      if (this.#isIdle(arrivals, head, registers)) return true;
      if (arrivals.length > this.#thread.rounds) this.#path.isFurther = true;
      const choosing = arrivals.filter(
        (each, index) => each.choices !== (arrivals[index + 1]?.choices ?? choices),
      );
      if (choosing.length > this.#thread.rounds) this.#leaveOrCut(head, arrivals, registers);
    }
    if (arrivals.length > MOST_ARRIVALS) this.cut(head);
    arrivals.push({ events: events.length, choices, registers: [...registers] });
    return false;
  }

  /**
   * Before an access in a loop: ends a path that has come round to it and changed nothing. What the access is about to find stands in
   * the way of that at the head, as in `old = atomic_read(c); for (;;) { if (old & BUSY) { old = atomic_read(c); continue; } …`.
   */
  pass(place: number, registers: readonly Held[]): boolean {
    const { choices, events } = this.#path;
    const arrivals = this.#arrivals.get(place) ?? [];
    this.#arrivals.set(place, arrivals);
    if (this.#isIdle(arrivals, place, registers)) return true;
    arrivals.push({ events: events.length, choices, registers: [...registers] });
    return false;
  }

  /** Whether the path has come round and changed nothing, and stands as one of a thread that waits; where it does not, it ends. */
  #isIdle(arrivals: readonly Arrival[], place: number, registers: readonly Held[]): boolean {
    const idle = arrivals.findLast((earlier) => this.#isIdleSince(earlier, place, registers));
    if (idle === undefined || this.#isKept(idle)) return false;
    if (!this.#thread.leavesOutIdle && this.#path.readsSince(idle.events).length > 0) return false;
    if (this.#path.waits(idle.events, this.#thread.thread.code[place].span)) return true;
    throw DEAD_END;
  }

  /**
   * Whether a round that changes nothing is gone all the same, for the data races that its plain accesses may be in. What makes one
   * of them a race is there without all other such rounds, so that a path has one at most.
   */
  #isKept({ events }: Arrival): boolean {
    if (this.#hasKept || !this.#path.events.slice(events).some(isPlain)) return false;
    this.#hasKept = true;
    return true;
  }

  /** Ends a path that goes on and on, now at a place: round the loop to whose head it came most often. */
  cut(place: number): void {
    let [head, rounds] = [place, 0];
    for (const [each, { length }] of this.#arrivals) if (length > rounds) [head, rounds] = [each, length];
    this.#path.end = { kind: 'cut', head, rounds, goesOn: false, later: null };
  }

  /** A path that has gone round often: one of whose rounds can be left out need not be gone; else it is cut, or goes on for a while. */
  #leaveOrCut(head: number, arrivals: readonly Arrival[], registers: readonly Held[]): void {
    const first = arrivals.findLastIndex((earlier) => !this.#isSameAs(earlier, head, registers)) + 1;
    const rounds = arrivals.slice(first);
    const enough = this.#thread.leavesOutIdle
      ? this.#path.undoneRoundsEnough(rounds.map(({ events }) => events))
      : Number.POSITIVE_INFINITY;
    if (rounds.length > enough || !this.#path.maySee()) throw DEAD_END;
    // Where so many rounds were of another kind, nothing tells that it comes to an end.
    const most = Math.min(MOST_ROUNDS, 2 * this.#thread.rounds);
    if (enough > most || first > most)
      this.#path.end = { kind: 'cut', head, rounds: this.#thread.rounds, goesOn: true, later: null };
  }

  /** Whether the registers that matter are as they were then. */
  #isSameAs({ registers }: Arrival, place: number, now: readonly Held[]): boolean {
    const live = this.#thread.live[place];
    return registers.every(
      ({ value }, register) => !live.has(register) || isSameExpression(value, now[register].value),
    );
  }

  /**
   * Whether the round since then leaves nothing behind. A model that only ever forbids by what is there allows what is
   * left of an execution without it: the path without the round stands for this one.
   */
  #isIdleSince(earlier: Arrival, place: number, registers: readonly Held[]): boolean {
    for (let index = earlier.events; index < this.#path.events.length; index++) {
      const { data, tag } = this.#path.events[index];
      if (data !== null || tag.startsWith('rcu')) return false;
    }
    return this.#isSameAs(earlier, place, registers);
  }
}

/** Whether values are counted at an arrival. */
function isDue(arrivals: number): boolean {
  return arrivals > 1 && (arrivals <= OFTEN || (arrivals & (arrivals - 1)) === 0);
}
