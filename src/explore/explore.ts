/**
 * The search: visits every reachable state of a program on a model once and collects the final ones. It knows no
 * memory model and no instruction; a state is a row of small numbers, one local state for each thread and one value
 * for each location.
 *
 * The states still to expand are the tail of the visited set itself, so that the search is a breadth-first walk
 * with no queue of its own.
 */

import type { Asked, Reductions } from '../machine/code.js';
import { ALL_REDUCTIONS, prepare } from '../machine/code.js';
import { UNROLLING } from '../machine/fetch.js';
import type { Footprint } from '../machine/footprint.js';
import { bitOf, LAST_MASKED } from '../machine/footprint.js';
import type { Model } from '../machine/model.js';
import type { LocalState, LocalStep } from '../machine/thread.js';
import { ThreadSpace } from '../machine/thread.js';
import type { Values } from '../machine/values.js';
import { createValues } from '../machine/values.js';
import type { Observable } from '../program/condition.js';
import { INT } from '../program/expression.js';
import type { Location, Program } from '../program/program.js';
import type { BadAddress, Exploration, Limit, Limits } from './outcome.js';
import { type Waiting, waiting } from './stuck.js';
import { Visited } from './visited.js';

/** What came of a step: it waits for memory to change, leads only to states seen before, to a new one, or nowhere. */
const WAITS = 0;
const LEADS_BACK = 1;
const LEADS_ON = 2;
const DIES = 3;
type Outcome = typeof WAITS | typeof LEADS_BACK | typeof LEADS_ON | typeof DIES;

/** How many states are expanded between two looks at the clock. */
const CLOCK_INTERVAL = 1024;

/** Objects lie at least twice as far apart (lower/memory.ts), so an address this close to one was made from its address. */
const NEAR = 2048n;
/** How the names of cells outside all objects begin. */
const ADDED = '%';

/**
 * The final states of `program` on `model`, as values of the question's observables. Not all that its filter discards
 * are left out. Never throws for a limit: see `Exploration.limit`. When some execution leaves an object by a little, the search is run again with a cell there.
 */
export function explore(
  program: Program,
  model: Model,
  question: Asked,
  limits: Limits,
  reductions: Reductions = ALL_REDUCTIONS,
): Exploration {
  const outside: BadAddress[] = [];
  for (let whole = program; ; ) {
    const result = search(whole, model, question, limits, reductions);
    const found = result.badAddresses.filter((each) => each.near !== null);
    const all = [...outside, ...result.badAddresses];
    if (found.length === 0 || result.limit !== null) return { ...result, badAddresses: all };
    outside.push(...found);
    whole = withCells(whole, found);
  }
}

/** The program with a cell, initially 0, at each address. */
function withCells(program: Program, found: readonly BadAddress[]): Program {
  const addresses = new Set(found.map((each) => each.value));
  const cells = [...addresses].map((address) => ({
    name: `${ADDED}${address}`,
    address,
    type: INT,
    initial: 0n,
  }));
  return { ...program, locations: [...program.locations, ...cells] };
}

function search(
  program: Program,
  model: Model,
  question: Asked,
  limits: Limits,
  reductions: Reductions,
): Exploration {
  const values = createValues();
  const threads = program.threads.map(
    (_, index) => new ThreadSpace(prepare(program, index, question, reductions), model, values),
  );
  return new Search(program, threads, values, question.observables, limits, reductions).run();
}

class Search {
  readonly #program: Program;
  readonly #observables: readonly Observable[];
  readonly #limits: Limits;
  readonly #eagerSteps: boolean;
  readonly #values: Values;
  readonly #threads: readonly ThreadSpace[];
  readonly #visited: Visited;
  /** The state being expanded, and the one being built; threads first, then locations. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;
  readonly #finals = new Map<string, readonly bigint[]>();
  readonly #badAddresses = new Map<string, BadAddress>();
  #deadlocks = 0;
  #stuck: readonly Waiting[] = [];
  #cut = false;

  constructor(
    program: Program,
    threads: readonly ThreadSpace[],
    values: Values,
    observables: readonly Observable[],
    limits: Limits,
    reductions: Reductions,
  ) {
    this.#eagerSteps = reductions.eagerSteps;
    this.#program = program;
    this.#observables = observables;
    this.#limits = limits;
    this.#threads = threads;
    this.#values = values;
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
      stuck: this.#stuck,
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

  /** Takes every step of every thread from the current state, or only an eager one. */
  #expand(): void {
    let done = true;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      const local = this.#local(thread);
      if (local.cut) this.#cut = true;
      if (local.fault !== null) {
        this.#addFault(thread);
        return;
      }
      done &&= local.done;
    }
    if (done) this.#addFinal();
    else if (!this.#eagerSteps || !this.#takeEagerStep()) this.#takeEveryStep();
  }

  #takeEveryStep(): void {
    let stuck = true;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      for (const step of this.#local(thread).steps) if (this.#take(thread, step) !== WAITS) stuck = false;
    }
    if (stuck && !this.#isCut()) this.#addDeadlock();
  }

  /**
   * Takes one step that no other thread can notice, when there is one: then the others need not be tried here.
   *
   * Sound because every complete execution from this state takes the step at some time (all must perform), and
   * taking it first changes nothing: what the others do neither depends on it nor changes what it reads, and for its
   * own thread a performed instance only stops holding others back. If it leads to death, so does everything. A step
   * that leads only to states seen before is not relied on, or a loop could put the other threads off for ever (the
   * cycle proviso of partial-order reduction, Peled 1994).
   *
   * The write of a pair whose read has performed may be taken even if others will write the location or read it in
   * pairs of their own: none of that can come between the two and live.
   */
  #takeEagerStep(): boolean {
    for (let thread = 0; thread < this.#threads.length; thread++) {
      for (const step of this.#local(thread).steps) {
        if (!this.#isUnnoticed(thread, step)) continue;
        const outcome = this.#take(thread, step);
        if (outcome === LEADS_ON || outcome === DIES) return true;
      }
    }
    return false;
  }

  #isUnnoticed(thread: number, step: LocalStep): boolean {
    if (step.eager === 'never') return false;
    const bit = bitOf(step.location);
    for (let other = 0; other < this.#threads.length; other++) {
      if (other !== thread && (noticed(step.eager, this.#local(other).footprint) & bit) !== 0) return false;
    }
    return true;
  }

  /** Whether another thread is between the read and the write of a pair of the location: then a second claim kills both. */
  #isClaimed(thread: number, location: number): boolean {
    if (location > LAST_MASKED) return false;
    const bit = bitOf(location);
    for (let other = 0; other < this.#threads.length; other++) {
      if (other !== thread && (this.#local(other).claimed & bit) !== 0) return true;
    }
    return false;
  }

  #local(thread: number): LocalState {
    return this.#threads[thread].states[this.#state[thread]];
  }

  /** Takes one step. */
  #take(thread: number, step: LocalStep): Outcome {
    const space = this.#threads[thread];
    const threads = this.#threads.length;
    const content = step.reads ? this.#state[threads + step.location] : 0;
    const result = space.result(step, this.#state[thread], content);
    if (result === null) return WAITS;
    if (result.next.length === 0) return DIES;
    if (step.claims && this.#isClaimed(thread, step.location)) return DIES;
    this.#next.set(this.#state);
    if (result.written !== -1) {
      this.#next[threads + step.location] = result.written;
      if (!this.#disturbOthers(thread, step.location)) return DIES;
    }
    let outcome: Outcome = LEADS_BACK;
    for (const local of result.next) {
      this.#next[thread] = local;
      if (this.#visited.add(this.#next) !== -1) outcome = LEADS_ON;
    }
    return outcome;
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
    return this.#threads.some((_, thread) => this.#local(thread).cut);
  }

  #addDeadlock(): void {
    if (this.#deadlocks === 0) {
      const locals = this.#threads.map((_, thread) => this.#local(thread));
      this.#stuck = waiting(this.#program, locals);
    }
    this.#deadlocks += 1;
  }

  #addFinal(): void {
    const values = this.#observables.map((observable) => this.#valueOf(observable));
    this.#finals.set(values.join(), values);
  }

  #valueOf(observable: Observable): bigint {
    if (observable.kind === 'location') {
      return this.#values.valueOf(this.#state[this.#threads.length + observable.location]);
    }
    return this.#local(observable.thread).scene.window.registers[observable.register];
  }

  #addFault(thread: number): void {
    const fault = this.#local(thread).fault;
    if (fault === null) return;
    const { instruction, address } = fault;
    const name = this.#program.threads[thread].name;
    const key = `${instruction.span.start}:${address}`;
    this.#badAddresses.set(key, {
      thread: name,
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

/** The locations at which a thread with this footprint would notice a step of that eagerness. */
function noticed(eager: LocalStep['eager'], footprint: Footprint): number {
  switch (eager) {
    case 'unwritten':
      return footprint.writes;
    case 'unglimpsed':
      return footprint.glimpses;
    default:
      return footprint.reads | footprint.writes;
  }
}

/** Orders final states by their values, first observable first. */
function compareStates(a: readonly bigint[], b: readonly bigint[]): number {
  const index = a.findIndex((value, each) => value !== b[each]);
  return index === -1 ? 0 : a[index] < b[index] ? -1 : 1;
}
