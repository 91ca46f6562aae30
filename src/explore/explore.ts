/**
 * The search: visits every reachable state of a program on a model once and collects the final ones. It knows no
 * memory model and no instruction; a state is a row of small numbers, one local state for each thread and one value
 * for each location.
 *
 * The states still to expand are the tail of the visited set itself, so that the search is a breadth-first walk
 * with no queue of its own.
 */
import { UNROLLING } from '../machine/fetch.js';
import type { Model } from '../machine/model.js';
import { ThreadSpace } from '../machine/thread.js';
import type { LocalStep } from '../machine/thread.js';
import { createValues } from '../machine/values.js';
import type { Values } from '../machine/values.js';
import type { Observable } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { BadAddress, Exploration, Limit, Limits } from './outcome.js';
import { Visited } from './visited.js';

/** How many states are expanded between two looks at the clock. */
const CLOCK_INTERVAL = 1024;

/** The final states of `program` on `model`, as values of `observables`. Never throws for a limit: see `Exploration.limit`. */
export function explore(
  program: Program,
  model: Model,
  observables: readonly Observable[],
  limits: Limits,
): Exploration {
  return new Search(program, model, observables, limits).run();
}

class Search {
  readonly #program: Program;
  readonly #observables: readonly Observable[];
  readonly #limits: Limits;
  readonly #values: Values = createValues();
  readonly #threads: readonly ThreadSpace[];
  readonly #visited: Visited;
  /** The state being expanded, and the one being built; threads first, then locations. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;
  readonly #finals = new Map<string, readonly bigint[]>();
  readonly #badAddresses = new Map<string, BadAddress>();
  #deadlocks = 0;
  #cut = false;

  constructor(program: Program, model: Model, observables: readonly Observable[], limits: Limits) {
    this.#program = program;
    this.#observables = observables;
    this.#limits = limits;
    this.#threads = program.threads.map(
      (_, index) => new ThreadSpace(program, index, observables, model, this.#values),
    );
    const width = program.threads.length + program.locations.length;
    this.#visited = new Visited(width);
    this.#state = new Int32Array(width);
    this.#next = new Int32Array(width);
  }

  run(): Exploration {
    this.#addInitial(0);
    const limit = this.#expandAll() ?? this.#unrollingLimit();
    const states = [...this.#finals.values()].sort(compareStates);
    return {
      states,
      explored: this.#visited.size,
      deadlocks: this.#deadlocks,
      limit,
      badAddresses: [...this.#badAddresses.values()],
    };
  }

  /** Adds every combination of the threads' initial local states. */
  #addInitial(thread: number): void {
    if (thread === this.#threads.length) {
      this.#program.locations.forEach((location, index) => {
        this.#next[this.#threads.length + index] = this.#values.intern(location.initial);
      });
      this.#visited.add(this.#next);
      return;
    }
    for (const local of this.#threads[thread].initial) {
      this.#next[thread] = local;
      this.#addInitial(thread + 1);
    }
  }

  /** Expands states in the order of their discovery; the limit that ended it early, or null. */
  #expandAll(): Limit | null {
    const end = performance.now() + this.#limits.milliseconds;
    const memory = this.#limits.megabytes * 1024 * 1024;
    for (let number = 0; number < this.#visited.size; number++) {
      this.#visited.read(number, this.#state);
      this.#expand();
      if (this.#visited.size > this.#limits.states) return { kind: 'states', bound: this.#limits.states };
      if (number % CLOCK_INTERVAL === 0) {
        if (performance.now() > end) return { kind: 'time', milliseconds: this.#limits.milliseconds };
        if (this.#visited.bytes > memory) return { kind: 'memory', megabytes: this.#limits.megabytes };
      }
    }
    return null;
  }

  #unrollingLimit(): Limit | null {
    return this.#cut ? { kind: 'unrolling', bound: UNROLLING.predictions } : null;
  }

  /** Takes every step of every thread from the current state. */
  #expand(): void {
    let stuck = true;
    let done = true;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      const local = this.#threads[thread].states[this.#state[thread]];
      if (local.cut) this.#cut = true;
      if (local.fault !== null) {
        this.#addFault(thread);
        return;
      }
      done &&= local.done;
      for (const step of local.steps) if (this.#take(thread, step)) stuck = false;
    }
    if (done) this.#addFinal();
    else if (stuck && !this.#isCut()) this.#deadlocks += 1;
  }

  /** Takes one step; false when it has to wait for memory to change. */
  #take(thread: number, step: LocalStep): boolean {
    const space = this.#threads[thread];
    const threads = this.#threads.length;
    const content = step.reads ? this.#state[threads + step.location] : 0;
    const result = space.result(step, this.#state[thread], content);
    if (result === null) return false;
    if (result.next.length === 0) return true;
    this.#next.set(this.#state);
    if (result.written !== -1) {
      this.#next[threads + step.location] = result.written;
      if (!this.#disturbOthers(thread, step.location)) return true;
    }
    for (const local of result.next) {
      this.#next[thread] = local;
      this.#visited.add(this.#next);
    }
    return true;
  }

  /** Tells the other threads of a write; false when one of them rules it out. */
  #disturbOthers(writer: number, location: number): boolean {
    for (let thread = 0; thread < this.#threads.length; thread++) {
      if (thread === writer) continue;
      const next = this.#threads[thread].disturb(this.#state[thread], location);
      if (next === -1) return false;
      this.#next[thread] = next;
    }
    return true;
  }

  #isCut(): boolean {
    return this.#threads.some((space, thread) => space.states[this.#state[thread]].cut);
  }

  #addFinal(): void {
    const values = this.#observables.map((observable) => this.#valueOf(observable));
    this.#finals.set(values.join(), values);
  }

  #valueOf(observable: Observable): bigint {
    if (observable.kind === 'location') {
      return this.#values.valueOf(this.#state[this.#threads.length + observable.location]);
    }
    const local = this.#threads[observable.thread].states[this.#state[observable.thread]];
    return local.scene.window.registers[observable.register];
  }

  #addFault(thread: number): void {
    const fault = this.#threads[thread].states[this.#state[thread]].fault;
    if (fault === null) return;
    const { instruction, address } = fault;
    const name = this.#program.threads[thread].name;
    const key = `${instruction.span.start}:${address}`;
    this.#badAddresses.set(key, { thread: name, value: address, span: instruction.span });
  }
}

/** Orders final states by their values, first observable first. */
function compareStates(a: readonly bigint[], b: readonly bigint[]): number {
  const index = a.findIndex((value, each) => value !== b[each]);
  return index === -1 ? 0 : a[index] < b[index] ? -1 : 1;
}
