/** What a search comes across: final states that count, deadlocks, addresses that are no location's. */

import type { Target } from '../program/condition.js';
import { type Observable, satisfies } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { compareStates, type State } from '../program/state.js';
import { mixedOf, overlapped } from '../program/width.js';
import { nearest } from '../query/cells.js';
import type { BadAddress, BlockedThread } from '../query/exploration.js';
import { finalStateBytes } from '../query/limits.js';
import type { LocalState, ThreadSpace } from '../window/thread-space.js';
import type { Values } from '../window/value-numbers.js';
import { blockedThreads } from './deadlock.js';
import { eachArrangement } from './reductions/symmetry.js';
import { Visited } from './store/visited.js';

/** About how long a value of a final state takes from here to the report's table and texts, in milliseconds. */
const FINAL_VALUE_TIME = 0.003;
/** How many final states are recorded between two questions whether to go on. */
const QUESTION_INTERVAL = 1024;

type Register = Observable & { readonly kind: 'register' };

/** Collects, for one search. */
export class Findings {
  /** Distinct states in which nobody can step and not all threads are done. */
  deadlocks = 0;
  /** Who waits where in the first of them. */
  stuck: readonly BlockedThread[] = [];
  /** Observables that are asked for in deadlocks and were not 0 in some. */
  readonly firedWhileStuck = new Set<number>();
  readonly #program: Program;
  readonly #question: Target;
  readonly #threads: readonly ThreadSpace[];
  readonly #groups: readonly (readonly number[])[];
  readonly #values: Values;
  readonly #most: number;
  /** The final states that count: a number of a value for each observable. */
  readonly #finals: Visited;
  /** The final state being recorded. */
  readonly #final: Int32Array;
  /** For each observable that is a register, the numbers of its values by local state. */
  readonly #registers: readonly (number | undefined)[][];
  #recorded = 0;
  readonly #badAddresses = new Map<string, BadAddress>();

  /** `most` is how many final states are wanted. */
  constructor(
    program: Program,
    question: Target,
    threads: readonly ThreadSpace[],
    groups: readonly (readonly number[])[],
    values: Values,
    most: number,
  ) {
    this.#program = program;
    this.#question = question;
    this.#threads = threads;
    this.#groups = groups.filter((group) =>
      question.observables.some((each) => each.kind === 'register' && group.includes(each.thread)),
    );
    this.#values = values;
    this.#most = most;
    this.#finals = new Visited([...question.observables.keys()], 'always');
    this.#final = new Int32Array(question.observables.length);
    this.#registers = question.observables.map(() => []);
  }

  /** How many distinct final states were recorded. */
  get found(): number {
    return this.#finals.size;
  }

  /** The bytes that the final states occupy and will occupy, nearly. */
  get bytes(): number {
    return this.#finals.bytes + this.found * finalStateBytes(this.#final.length);
  }

  /** The time that it will take to list the final states, nearly. */
  get milliseconds(): number {
    return this.found * this.#final.length * FINAL_VALUE_TIME;
  }

  /** The final states, sorted by their values, first observable first. */
  get states(): readonly State[] {
    const states: State[] = [];
    for (let number = 0; number < this.found; number++) {
      this.#finals.read(number, this.#final);
      // A list that has grown has room for more, and there may be millions.
      states.push(this.#finalValues().slice());
    }
    return states.sort(compareStates);
  }

  get badAddresses(): readonly BadAddress[] {
    return [...this.#badAddresses.values()];
  }

  /**
   * Records a state in which all threads are done, with every renaming of interchangeable threads. These may be more
   * than there is time or memory for: `goOn` is asked now and then, and the rest is left out when it says no.
   */
  addFinal(state: Int32Array, goOn: () => boolean): void {
    this.#arrangeFrom(0, state.slice(), goOn);
  }

  #arrangeFrom(index: number, state: Int32Array, goOn: () => boolean): boolean {
    const group = this.#groups[index];
    if (group === undefined) {
      this.#record(state);
      this.#recorded += 1;
      return this.found < this.#most && (this.#recorded % QUESTION_INTERVAL !== 0 || goOn());
    }
    const locals = group.map((thread) => state[thread]);
    return eachArrangement(locals, (assigned) => {
      group.forEach((thread, pc) => {
        state[thread] = assigned[pc];
      });
      return this.#arrangeFrom(index + 1, state, goOn);
    });
  }

  /** Records one final state if the filter lets it count. */
  #record(state: Int32Array): void {
    const { observables, filter } = this.#question;
    for (let index = 0; index < observables.length; index++) {
      const observable = observables[index];
      this.#final[index] =
        observable.kind === 'location'
          ? state[this.#threads.length + observable.location]
          : this.#registerNumber(index, observable, state[observable.thread]);
    }
    if (filter === null || satisfies(filter, this.#finalValues())) this.#finals.add(this.#final);
  }

  #registerNumber(index: number, { thread, register }: Register, local: number): number {
    const known = this.#registers[index][local];
    if (known !== undefined) return known;
    const value = this.#threads[thread].states[local].context.window.registers[register];
    const number = this.#values.intern(value);
    this.#registers[index][local] = number;
    return number;
  }

  #finalValues(): State {
    const values: bigint[] = [];
    for (const number of this.#final) values.push(this.#values.valueOf(number));
    return values;
  }

  /** Records a state in which nobody can step. */
  addDeadlock(state: Int32Array): void {
    this.deadlocks += 1;
    this.#noteFired(state);
    if (this.deadlocks > 1) return;
    const locals = this.#threads.map((space, thread) => space.states[state[thread]]);
    this.stuck = blockedThreads(this.#program.threads, locals);
  }

  /** Notes which assertions have fired where others wait; of interchangeable threads one stands for each. */
  #noteFired(state: Int32Array): void {
    const { asserted = [], observables } = this.#question;
    for (const index of asserted) {
      const observable = observables[index];
      if (observable.kind !== 'register' || this.firedWhileStuck.has(index)) continue;
      const { thread, register } = observable;
      const alike = this.#groups.find((group) => group.includes(thread)) ?? [thread];
      const fired = alike.some(
        (each) => this.#threads[each].states[state[each]].context.window.registers[register] !== 0n,
      );
      if (fired) this.firedWhileStuck.add(index);
    }
  }

  /** Records that some execution uses an address that is no location's of the access's width. */
  addFault(thread: ThreadSpace, { wildAddress: fault }: LocalState): void {
    if (fault === null) return;
    const { instruction, address } = fault;
    const { bits } = instruction.type;
    const covered = overlapped(this.#program.locations, address, bits);
    this.#badAddresses.set(`${instruction.span.start}:${address}:${bits}`, {
      thread: thread.name,
      value: address,
      bits,
      span: instruction.span,
      near: nearest(this.#program, address),
      mixed: covered === undefined ? null : mixedOf(covered, address),
    });
  }
}
