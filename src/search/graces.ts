/**
 * Grace periods in the search. A grace period begins when all before it in its thread has performed. One of RCU ends after each other
 * thread has been quiescent at some moment since (window/standing.ts); one of SRCU after the readers of its domain have ended that were
 * open when it began. A state holds what each thread's grace period still waits for: a word a thread, in which the bits
 * are threads or, for SRCU, locks; and a word for the SRCU readers that are open, by their locks.
 *
 * When a grace period begins matters to final states only in that earlier is better, so it begins at once. Where a thread may stay
 * in a reader it matters to deadlocks too; there it begins by a step of its own, at any moment (`begin`).
 *
 * To be quiescent is no step: it is noted in every state that is come to. What is waited for only gets less, so a grace period
 * ends as soon as it may: nothing that it could wait for would help, and it is in nobody's way. What the reductions do while
 * there are grace periods to come:
 *
 * - no step sleeps, since two steps that lead to the same state in both orders do not pass through the same moments;
 * - interchangeable threads are told apart, since the words name threads;
 * - a step is taken at once only if that passes through no fewer quiescent moments (`mayGoFirst`), and begins no SRCU reader.
 *   Then all other steps, taken after it rather than before, find as much noted, and readers open for as short;
 * - reads of one location in order, and updates in one step, take a thread's accesses out of an order in which it was not
 *   quiescent, or put a read next to the write of its pair: neither loses such a moment;
 * - rounds of loops that can go have no grace period, and no reader of which only one end is in the round (idle-round.ts).
 */
import type { Program } from '../program/program.js';
import { mayStayInReader } from '../program/readers.js';
import type { LocalStep } from '../window/local-steps.js';
import type { LocalState, ThreadSpace } from '../window/thread-space.js';
import { isPending } from '../window/window.js';
import { contentFor, type StateVector } from './state-vector.js';

/** In the word of a grace period that could begin and has not: a bit of no thread and no lock. */
const UNBEGUN = 1 << 30;

/** The grace periods of a search whose program has some. */
export class Graces {
  readonly #threads: readonly ThreadSpace[];
  /** Where their words begin in a state. */
  readonly #at: number;
  readonly #open: number;
  /** Whether they may begin late. */
  readonly #late: boolean;

  constructor(threads: readonly ThreadSpace[], at: number, program: Program) {
    this.#late = mayStayInReader(program);
    this.#threads = threads;
    this.#at = at;
    this.#open = at + threads.length;
  }

  /** How many words they take. */
  static words(threads: number): number {
    return threads + 1;
  }

  /** Notes, in a state that is being built, how it stands: after a step of a thread, or at the beginning. */
  note(next: Int32Array, stepping: number | null, step: LocalStep | null): void {
    if (step !== null) next[this.#open] = (next[this.#open] | step.opens) & ~step.closes;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      const word = this.#at + thread;
      const { current } = this.#local(next, thread).grace;
      if (current === undefined) next[word] = 0;
      else if (stepping === null || stepping === thread)
        next[word] = this.#late ? this.#others(thread) | UNBEGUN : (current ?? this.#others(thread));
      if (next[word] !== 0 && (next[word] & UNBEGUN) === 0)
        next[word] &= current === null ? this.#notQuiescent(next) : next[this.#open];
    }
  }

  /** Makes a state into the one in which a thread's grace period has begun; false when it has, or there is none to begin. */
  begin(next: Int32Array, thread: number): boolean {
    const word = this.#at + thread;
    if ((next[word] & UNBEGUN) === 0) return false;
    const { current } = this.#local(next, thread).grace;
    next[word] = current ?? this.#others(thread);
    next[word] &= current === null ? this.#notQuiescent(next) : next[this.#open];
    return true;
  }

  #local(state: Int32Array, thread: number): LocalState {
    return this.#threads[thread].states[state[thread]];
  }

  #others(thread: number): number {
    return ((1 << this.#threads.length) - 1) & ~(1 << thread);
  }

  #notQuiescent(state: Int32Array): number {
    let mask = 0;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      if (this.#local(state, thread).grace.standing !== 'quiescent') mask |= 1 << thread;
    }
    return mask;
  }

  /** Whether a step is a grace period that is not over. */
  waits({ state }: StateVector, thread: number, { step }: LocalStep): boolean {
    return step.kind === 'grace' && state[this.#at + thread] !== 0;
  }

  /** Whether some grace period is not over, or to come. */
  remain({ locals }: StateVector): boolean {
    return locals.some(({ grace }) => grace.current !== undefined || grace.rcuAhead || grace.srcuAhead);
  }

  /** Whether a step that no other thread notices in memory goes unnoticed by grace periods too. */
  mayGoFirst(row: StateVector, thread: number, step: LocalStep): boolean {
    const mayBegin = ({ grace }: LocalState, other: number): boolean =>
      grace.srcuAhead || (row.state[this.#at + other] & UNBEGUN) !== 0;
    if (step.opens !== 0 && row.locals.some(mayBegin)) return false;
    if (!this.#matters(row, thread)) return true;
    const { grace, context } = row.locals[thread];
    const oldest = context.window.instances.findIndex(isPending);
    if (grace.standing !== 'quiescent' && step.step.index === oldest) return true;
    const space = this.#threads[thread];
    const result = space.result(step, row.state[thread], contentFor(row, step));
    return result?.next.every((next) => space.states[next].grace.standing === 'quiescent') ?? false;
  }

  /** Whether it matters to a grace period of another thread whether the thread is quiescent from here on. */
  #matters({ locals, state }: StateVector, thread: number): boolean {
    return locals.some(
      ({ grace }, other) =>
        other !== thread &&
        (grace.rcuAhead || (grace.current === null && (state[this.#at + other] & (1 << thread)) !== 0)),
    );
  }

  /**
   * Whether a grace period waits for a thread only since something in that has performed early: an execution in which it did
   * not would go on.
   */
  isHeldEarly({ locals, state }: StateVector): boolean {
    return locals.some(({ grace: { current } }, thread) => {
      const awaited = state[this.#at + thread];
      if (awaited === 0) return false;
      // The lock of an SRCU reader may be what has performed early; whose it is does not matter much.
      return locals.some(({ grace }, other) =>
        current === null ? (awaited & (1 << other)) !== 0 && grace.standing === 'ahead' : grace.locksEarly,
      );
    });
  }
}
