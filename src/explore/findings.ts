/** What a search comes across: final states that count, deadlocks, addresses that are no location's. */
import type { Asked } from '../machine/code.js';
import type { LocalState, ThreadSpace } from '../machine/thread.js';
import type { Values } from '../machine/values.js';
import { satisfies } from '../program/condition.js';
import type { Location, Program } from '../program/program.js';
import type { BadAddress } from './outcome.js';
import { type Waiting, waiting } from './stuck.js';
import { eachArrangement } from './symmetry.js';

/** Objects lie at least twice as far apart (lower/memory.ts), so an address this close to one was made from its address. */
const NEAR = 2048n;
/** How the names of cells that were added outside all objects begin. */
export const ADDED = '%';

/** Collects, for one search. */
export class Findings {
  /** Distinct states in which nobody can step and not all threads are done. */
  deadlocks = 0;
  /** Who waits where in the first of them. */
  stuck: readonly Waiting[] = [];
  readonly #program: Program;
  readonly #question: Asked;
  readonly #threads: readonly ThreadSpace[];
  readonly #groups: readonly (readonly number[])[];
  readonly #values: Values;
  readonly #most: number;
  readonly #finals = new Map<string, readonly bigint[]>();
  readonly #badAddresses = new Map<string, BadAddress>();

  /** `most` is how many final states are wanted. */
  constructor(
    program: Program,
    question: Asked,
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
  }

  /** How many distinct final states were recorded. */
  get found(): number {
    return this.#finals.size;
  }

  /** The final states, sorted by their values, first observable first. */
  get states(): readonly (readonly bigint[])[] {
    return [...this.#finals.values()].sort(compareStates);
  }

  get badAddresses(): readonly BadAddress[] {
    return [...this.#badAddresses.values()];
  }

  /** Records a state in which all threads are done, with every renaming of interchangeable threads. */
  addFinal(state: Int32Array): void {
    this.#arrangeFrom(0, state.slice());
  }

  #arrangeFrom(index: number, state: Int32Array): boolean {
    const group = this.#groups[index];
    if (group === undefined) return this.#record(state);
    const locals = group.map((thread) => state[thread]);
    return eachArrangement(locals, (assigned) => {
      group.forEach((thread, place) => {
        state[thread] = assigned[place];
      });
      return this.#arrangeFrom(index + 1, state);
    });
  }

  /** Records one final state if the filter lets it count; false when enough were found. */
  #record(state: Int32Array): boolean {
    const values = this.#question.observables.map((observable) => {
      if (observable.kind === 'location')
        return this.#values.valueOf(state[this.#threads.length + observable.location]);
      const local = this.#threads[observable.thread].states[state[observable.thread]];
      return local.scene.window.registers[observable.register];
    });
    const { filter } = this.#question;
    if (filter === null || satisfies(filter, values)) this.#finals.set(values.join(), values);
    return this.#finals.size < this.#most;
  }

  /** Records a state in which nobody can step. */
  addDeadlock(state: Int32Array): void {
    this.deadlocks += 1;
    if (this.deadlocks > 1) return;
    const locals = this.#threads.map((space, thread) => space.states[state[thread]]);
    this.stuck = waiting(
      this.#program.threads.map((thread) => thread.name),
      locals,
    );
  }

  /** Records that some execution uses an address that is no location's. */
  addFault(thread: ThreadSpace, { fault }: LocalState): void {
    if (fault === null) return;
    const { instruction, address } = fault;
    this.#badAddresses.set(`${instruction.span.start}:${address}`, {
      thread: thread.name,
      value: address,
      span: instruction.span,
      near: this.#nearest(address),
    });
  }

  #nearest(address: bigint): BadAddress['near'] {
    const distance = (location: Location): bigint =>
      address < location.address ? location.address - address : address - location.address;
    const [nearest] = this.#program.locations
      .filter((location) => !location.name.startsWith(ADDED))
      .toSorted((a, b) => Number(distance(a) - distance(b)));
    if (nearest === undefined || distance(nearest) > NEAR) return null;
    return { location: nearest.name, offset: address - nearest.address };
  }
}

function compareStates(a: readonly bigint[], b: readonly bigint[]): number {
  const index = a.findIndex((value, each) => value !== b[each]);
  return index === -1 ? 0 : a[index] < b[index] ? -1 : 1;
}
