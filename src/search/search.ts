/**
 * The walk over a program's states. It knows no memory model and no instruction; a state is a row of small numbers: one
 * local state for each thread, one value for each location, and for each thread a mask of its sleeping steps.
 *
 * What keeps it small, each with its argument where it stands: eager steps (takeEagerStep), sleep sets
 * (takeEveryStep), interchangeable threads (search/reductions/symmetry.ts), locations that no longer matter (forgetLocations).
 * What of it holds where there are grace periods is said in graces.ts.
 *
 * When everything is wanted, the walk is breadth first: states are expanded in the order of their numbers. When one final
 * state is enough, it goes depth first. Either way a state can be read until it is expanded, and is then only a member
 * of the visited set, which is small: memory follows the frontier.
 */

import { hasGraces } from '../program/readers.js';
import type { Limit, OpenLoop } from '../query/limits.js';
import { openLoop } from '../query/open-loop.js';
import { invariant } from '../text/invariant.js';
import { Spent } from '../window/clock.js';
import { type Reductions, UNROLLING } from '../window/code.js';
import type { LocalStep } from '../window/local-steps.js';
import type { MayAccess } from '../window/may-access.js';
import type { LocalState, ThreadSpace } from '../window/thread-space.js';
import { waitsForGood } from './deadlock.js';
import { isDoomed } from './doomed.js';
import type { Findings } from './findings.js';
import { Graces } from './graces.js';
import { BEGINNING, type NumberedPath, Predecessors } from './predecessors.js';
import { isUnnoticed } from './reductions/eager-steps.js';
import { isAsleep, mayWake, stillAsleep, wakeOthers } from './reductions/sleep-sets.js';
import { arrange } from './reductions/symmetry.js';
import { clashes, isClaimed, isHeld } from './rmw-exclusion.js';
import { contentFor, disturbOthers, locate, type StateVector, threadByThread } from './state-vector.js';
import { Visited } from './store/visited.js';
import { isDeep, type SearchTask } from './task.js';

/** What came of a step: it waits for memory to change, leads only to states seen before, to a new one, or nowhere. */
const WAITS = 0;
const LEADS_BACK = 1;
const LEADS_ON = 2;
const DIES = 3;
/** It dies too, but only because another thread has claimed the location. */
const HELD = 4;
type Outcome = typeof WAITS | typeof LEADS_BACK | typeof LEADS_ON | typeof DIES | typeof HELD;

/** How many states are expanded between two looks at the clock; one may take milliseconds when local states are new. */
const CLOCK_INTERVAL = 32;
/** One search over one program. */
export class Search {
  readonly #task: SearchTask;
  readonly #threads: readonly ThreadSpace[];
  /** The spaces, each once. */
  readonly #spaces: ReadonlySet<ThreadSpace>;
  readonly #reductions: Reductions;
  readonly #findings: Findings;
  readonly #visited: Visited;
  /** Where the masks of sleeping steps begin in a state. */
  readonly #asleep: number;
  /** The state being expanded, and the one being built: threads, then locations, then a mask of sleeping steps a thread. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;
  /** The state being expanded, for those who only look at it. */
  readonly #row: StateVector;
  /** For a depth-first walk, the numbers of the states still to expand. */
  readonly #stack: number[] = [];
  /** What a step costs, as the clock counts work. */
  readonly #weight: number;
  /** How each state was reached, for a search that gives a trace. */
  readonly #trail: Predecessors | null;
  /** Null where the program has no grace period. */
  readonly #graces: Graces | null;
  /** The number of the state being expanded. */
  #current = -1;
  /** The loop at which fetching stopped; null where it nowhere did. */
  #cut: OpenLoop | null = null;

  constructor(task: SearchTask, findings: Findings) {
    this.#task = task;
    this.#threads = task.threads;
    this.#spaces = new Set(task.threads);
    this.#reductions = task.reductions;
    this.#findings = findings;
    this.#trail = task.goal === 'all' || task.goal === 'first' ? null : new Predecessors();
    this.#asleep = task.threads.length + task.program.locations.length;
    const ordinary = this.#asleep + task.threads.length;
    this.#graces = hasGraces(task.program) ? new Graces(task.threads, ordinary, task.program) : null;
    const width = ordinary + (this.#graces === null ? 0 : Graces.words(task.threads.length));
    this.#visited = new Visited(threadByThread(task.threads.length, width, this.#asleep), 'until read');
    // Whether threads are disturbed and in order is found out by going through them, for each in turn.
    this.#weight = width + (width * width) / 32;
    this.#state = new Int32Array(width);
    this.#next = new Int32Array(width);
    this.#row = { threads: this.#threads, state: this.#state, asleep: this.#asleep, locals: [] };
  }

  /** The bytes that the search occupies, nearly. */
  get #bytes(): number {
    let bytes = this.#visited.bytes + this.#findings.bytes + (this.#trail?.bytes ?? 0);
    for (const space of this.#spaces) bytes += space.bytes;
    return bytes;
  }

  /** Distinct states visited, and those that local computation counts as. */
  get explored(): number {
    return this.#visited.size + this.#task.meter.computed;
  }

  /** The way to the state at which the search stopped; the goal must be one that asks for it. */
  get way(): NumberedPath {
    invariant(this.#trail !== null, 'a way was asked for');
    return this.#trail.to(this.#current);
  }

  /** Walks; the limit that ended it early, or null. */
  run(): Limit | null {
    this.#task.program.locations.forEach((location, index) => {
      this.#next[this.#threads.length + index] = this.#task.values.intern(location.initial);
    });
    const limit = this.#untilSpent(() => {
      this.#addInitial();
      return this.#expandAll();
    });
    if (limit !== null || this.#cut === null) return limit;
    return { kind: 'unrolling', bound: UNROLLING.predictions, loop: this.#cut };
  }

  /** What the walk gives; where a limit ends it in the middle of a step, that limit. */
  #untilSpent(walk: () => Limit | null): Limit | null {
    try {
      return walk();
    } catch (error) {
      if (error instanceof Spent) return this.#task.meter.limit;
      throw error;
    }
  }

  /** Adds every combination of the threads' initial local states; the last thread's change first. */
  #addInitial(): void {
    const choices = this.#threads.map(({ initial }) => initial);
    if (choices.some(({ length }) => length === 0)) return;
    const chosen = choices.map(() => 0);
    const copy = this.#next.slice();
    for (let turned = 0; turned >= 0 && !this.#isFull(); ) {
      this.#next.set(copy);
      for (const [thread, choice] of chosen.entries()) this.#next[thread] = choices[thread][choice];
      for (const thread of chosen.keys()) this.#forgetLocations(thread, null);
      this.#graces?.note(this.#next, null, null);
      if (this.#add()) this.#trail?.begin([...this.#next.subarray(0, this.#threads.length)]);
      this.#task.meter.work(this.#weight, 0);
      turned = chosen.findLastIndex((choice, thread) => choice + 1 < choices[thread].length);
      if (turned >= 0) chosen[turned] += 1;
      chosen.fill(0, turned + 1);
    }
  }

  /** Adds the state that was built, in the form that stands for all that are alike; whether it is new. */
  #add(): boolean {
    arrange(this.#next, this.#task.groups, this.#asleep);
    const number = this.#visited.add(this.#next);
    if (number === -1) return false;
    if (isDeep(this.#task.goal)) this.#stack.push(number);
    return true;
  }

  /**
   * In the state that was built, a location that nobody will touch again and nobody observes has no value worth telling
   * apart. Only a step of the last thread that may touch it can make it so: `before` is what the stepping thread might
   * touch, null for the first state.
   */
  #forgetLocations(thread: number, before: MayAccess | null): void {
    const now = this.#footprintOf(thread);
    if (now === before || !this.#reductions.deadLocations) return;
    for (const location of this.#task.unobserved) {
      if ((before !== null && before[location] === 0) || now[location] !== 0) continue;
      let touched = false;
      for (let other = 0; other < this.#threads.length && !touched; other++) {
        touched = this.#footprintOf(other)[location] !== 0;
      }
      if (!touched) this.#next[this.#threads.length + location] = 0;
    }
  }

  /** What a thread may still touch in the state that is being built. */
  #footprintOf(thread: number): MayAccess {
    return this.#threads[thread].states[this.#next[thread]].mayAccess;
  }

  #expandAll(): Limit | null {
    const { limits, meter } = this.#task;
    for (let count = 0; this.#nextToExpand(count); count++) {
      this.#expand();
      if (this.hasArrived) return null;
      if (this.#isFull()) return { kind: 'states', bound: limits.states };
      if (count % CLOCK_INTERVAL === 0) this.#look();
      if (meter.limit !== null) return meter.limit;
    }
    return null;
  }

  #isFull(): boolean {
    return this.explored > this.#task.limits.states;
  }

  /** Looks whether time or memory is used up; whether to go on. */
  readonly #look = (): boolean => this.#task.meter.look(this.#bytes, this.#findings.milliseconds);

  /** Whether it has found what it was to look for and need not go on. */
  get hasArrived(): boolean {
    const { goal } = this.#task;
    return goal === 'deadlock' ? this.#findings.deadlocks > 0 : goal !== 'all' && this.#findings.found > 0;
  }

  #loopOf(thread: number, { context }: LocalState): OpenLoop {
    const { name } = this.#task.program.threads[thread];
    return openLoop({ name, code: context.code.instructions }, context.window.next);
  }

  /** Makes the next state the current one; false when there is none. `count` were expanded before. */
  #nextToExpand(count: number): boolean {
    const number = isDeep(this.#task.goal) ? this.#stack.pop() : count;
    if (number === undefined || number >= this.#visited.size) return false;
    this.#visited.read(number, this.#state);
    locate(this.#row);
    this.#current = number;
    return true;
  }

  /** Takes every step of every thread from the current state, or only an eager one. */
  #expand(): void {
    let done = true;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      const local = this.#row.locals[thread];
      if (local.cut === 'lossy') this.#cut ??= this.#loopOf(thread, local);
      if (local.wildAddress !== null) {
        this.#findings.addFault(this.#threads[thread], local);
        return;
      }
      done &&= local.done;
    }
    if (!done && this.#task.demanding && isDoomed(this.#row, this.#task.values)) return;
    if (done) this.#findings.addFinal(this.#state, this.#look);
    else if (!this.#reductions.eagerSteps || !this.#takeEagerStep()) this.#takeEveryStep();
  }

  /**
   * Takes every step in turn, and puts each to sleep once it was taken: what follows need not take it again until
   * another thread's step that does not commute with it wakes it (search/reductions/sleep-sets.ts). When nobody is left who could wake a step, no execution goes on
   * from here without it, and all that begin with it have been seen.
   */
  #takeEveryStep(): void {
    const sleeps = this.#reductions.sleep && !this.#graces?.remain(this.#row);
    let stuck = this.#graces === null || !this.#takeBeginnings(this.#graces);
    for (let thread = 0; thread < this.#threads.length; thread++) {
      for (const step of this.#row.locals[thread].steps) {
        if (isAsleep(this.#row, thread, step)) {
          stuck &&= isHeld(this.#row, thread, step);
          continue;
        }
        const outcome = this.#take(thread, step);
        if (outcome === WAITS) continue;
        stuck &&= outcome === HELD;
        if (!sleeps || step.bit === 0) continue;
        this.#state[this.#asleep + thread] |= step.bit;
        if (!mayWake(this.#row, thread, step)) return;
      }
    }
    if (stuck && this.#isDeadlock()) this.#findings.addDeadlock(this.#state);
  }

  /** Begins the grace periods that may begin late, each by itself; whether there is one. */
  #takeBeginnings(graces: Graces): boolean {
    let any = false;
    for (let thread = 0; thread < this.#threads.length; thread++) {
      this.#next.set(this.#state);
      if (!graces.begin(this.#next, thread)) continue;
      any = true;
      this.#task.meter.work(this.#weight, 0);
      const step = { thread, local: this.#state[thread], step: BEGINNING, outcome: 0 };
      if (this.#add()) this.#trail?.push(this.#current, step);
    }
    return any;
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
      for (const step of this.#row.locals[thread].steps) {
        if (!isUnnoticed(this.#row, this.#graces, thread, step)) continue;
        if (isAsleep(this.#row, thread, step)) return true;
        const outcome = this.#take(thread, step);
        if (outcome === LEADS_ON || outcome === DIES || outcome === HELD) return true;
      }
    }
    return false;
  }

  /** Takes one step. */
  #take(thread: number, step: LocalStep): Outcome {
    if (this.#graces?.waits(this.#row, thread, step)) return WAITS;
    const space = this.#threads[thread];
    const threads = this.#threads.length;
    const content = contentFor(this.#row, step);
    const result = space.result(step, this.#state[thread], content);
    if (result === null) return WAITS;
    if (result.next.length === 0) return DIES;
    if (step.opensRmw && isClaimed(this.#row, thread, step.location)) return HELD;
    let outcome: Outcome = HELD;
    const before = this.#row.locals[thread].mayAccess;
    const index = this.#trail === null ? 0 : this.#row.locals[thread].steps.indexOf(step);
    for (let each = 0; each < result.next.length; each++) {
      if (clashes(this.#row, thread, space.states[result.next[each]])) continue;
      if (outcome === HELD) outcome = LEADS_BACK;
      if (this.#isFull()) return outcome;
      this.#task.meter.work(this.#weight, 0);
      this.#next.set(this.#state);
      wakeOthers(this.#row, this.#next, thread, step);
      if (result.written !== -1) {
        this.#next[threads + step.location] = result.written;
        if (!disturbOthers(this.#row, this.#next, thread, step.location)) return DIES;
      }
      this.#next[thread] = result.next[each];
      this.#next[this.#asleep + thread] = stillAsleep(this.#row, thread, step, result.moved[each]);
      this.#forgetLocations(thread, before);
      this.#graces?.note(this.#next, thread, step);
      if (!this.#add()) continue;
      outcome = LEADS_ON;
      this.#trail?.push(this.#current, { thread, local: this.#state[thread], step: index, outcome: each });
    }
    return outcome;
  }

  /** Whether a state in which nobody can step is one for good. */
  #isDeadlock(): boolean {
    const stopped = this.#row.locals.findIndex(({ cut }) => cut !== 'no');
    // What waits for something behind the bound waits for what was lost.
    if (stopped !== -1) this.#cut ??= this.#loopOf(stopped, this.#row.locals[stopped]);
    return stopped === -1 && !this.#graces?.isHeldEarly(this.#row) && waitsForGood(this.#row);
  }
}
