/**
 * Finds the final states of one combination of paths: decides read by read where it reads from, draws what follows, and drops
 * what an axiom forbids already. Relations of a partial execution are parts of those of each execution that it may become, and
 * an axiom that a part violates is violated by the whole. As soon as all that is observed is known, either the final state is
 * an old one and nothing more is asked, or one execution is enough to have it.
 */

import { satisfies, type Target } from '../program/condition.js';
import { type Expression, evaluate } from '../program/expression.js';
import type { State } from '../program/state.js';
import type { Answers } from './answers.js';
import type { Judge } from './axiom-judge.js';
import { awaitedInChain } from './chain.js';
import { Consequences } from './consequences.js';
import { LiveState } from './live-state.js';
import { NextDecision, type OpenWays } from './next-decision.js';
import { finalState } from './observed-state.js';
import { PartialExecution } from './partial-execution.js';
import { Safety } from './safety.js';
import { type LargeFrom, type Remembering, SearchMemory } from './search-memory.js';
import { OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** What the search may leave out. */
export interface Shortened {
  /** Sets of interchangeable threads. */
  readonly groups: readonly (readonly number[])[];
  /** Whether chains of read-modify-writes are gone along. */
  readonly chains: boolean;
  /** Whether it is foreseen what comes behind the ends of chains. */
  readonly foresight: boolean;
  /** Whether parts are asked whether they are safe. */
  readonly safety: boolean;
  /** When parts of executions are remembered. */
  readonly memory: Remembering;
  /** When a search is large; all combinations of a program learn from each other. */
  readonly large: LargeFrom;
}

/** What has to be found of a combination. */
type Goal =
  /** Every final state. */
  | 'states'
  /** One execution, whatever its final state is. */
  | 'any'
  /** Every execution, for flags that may be raised. */
  | 'flags';

/** The search over one combination of paths. */
export class Solver {
  readonly #skeleton: Skeleton;
  readonly #decision: PartialExecution;
  readonly #judge: Judge;
  readonly #target: Target;
  readonly #answers: Answers;
  readonly #decisions: NextDecision;
  readonly #consequences: Consequences;
  readonly #memory: SearchMemory;
  readonly #foresees: boolean;
  readonly #safety: Safety;
  readonly #groups: readonly (readonly number[])[];
  #possibleFlags: readonly string[] = [];
  #asksUpper = false;
  #goal: Goal = 'states';
  /** The final state, where all of it is known and one execution is looked for that has it. */
  #wanted: State = [];
  #isOver = false;
  /** Whether nothing that what is decided may become violates an axiom. */
  #isSafe = false;

  constructor(
    skeleton: Skeleton,
    judge: Judge,
    target: Target,
    answers: Answers,
    { groups, chains, foresight, safety, memory, large }: Shortened,
  ) {
    this.#skeleton = skeleton;
    this.#decision = new PartialExecution(skeleton);
    this.#judge = judge;
    this.#target = target;
    this.#answers = answers;
    // Whoever hears of each violation wants all of them; and what is remembered says nothing of what stays.
    const remembers = answers.onViolation === undefined && skeleton.waiting.length === 0;
    const remembering = remembers ? memory : 'never';
    this.#memory = new SearchMemory(remembering, large);
    this.#groups = groups;
    this.#safety = new Safety(safety);
    this.#foresees = foresight && answers.onViolation === undefined;
    this.#decisions = new NextDecision(skeleton, this.#decision, target, groups, chains);
    this.#consequences = new Consequences(skeleton, this.#decision, this.#decisions.chained);
  }

  /**
   * Adds the final states of the combination; whether the search may end. Flags are looked for where that is asked.
   */
  states(withFlags: boolean): boolean {
    if (!this.#begin()) return false;
    this.#goal = 'states';
    this.#search(0, false);
    if (this.#isOver || !withFlags) return this.#isOver;
    this.#possibleFlags = this.#judge.flagsPossible().filter((flag) => this.#answers.wantsFlag(flag));
    if (this.#possibleFlags.length === 0) return false;
    this.#decision.restore(0);
    this.#goal = 'flags';
    this.#search(1, false);
    return false;
  }

  /** Whether the combination has an execution at all. */
  hasExecution(): boolean {
    if (!this.#begin()) return false;
    this.#goal = 'any';
    return this.#search(0, true);
  }

  /** In the execution that was found, the value of an expression over the reads of a thread. */
  valueIn(thread: number, expression: Expression): bigint | null {
    return evaluate(expression, this.#decision.known[thread]);
  }

  #begin(): boolean {
    if (!this.#decision.begin()) return false;
    if (!this.#consequences.draw()) return false;
    const { rf, co, fr } = this.#judge.upper;
    this.#decision.relateAtMost(rf, co, fr);
    this.#relate();
    this.#judge.settle();
    this.#asksUpper = this.#judge.asksUpper();
    this.#decision.save(0);
    return true;
  }

  #relate(): void {
    const { rf, co, fr } = this.#judge.lower;
    this.#decision.relate(rf, fr);
    co.set(this.#decision.coherence.behind);
    if (this.#asksUpper) {
      const { upper } = this.#judge;
      this.#decision.relateAtMost(upper.rf, upper.co, upper.fr);
    }
    this.#judge.changed(this.#asksUpper ? 'both' : 'lower');
  }

  /** Whether an execution was found; with `exists` the first one ends the search. */
  #search(depth: number, exists: boolean): boolean {
    this.#answers.work(this.#memory.bytes);
    if (!this.#consequences.draw()) return false;
    const state = exists || this.#goal !== 'states' ? null : this.#state();
    const isWanted = state === null || this.#isWanted(state);
    // Whoever hears of violations hears of those of unwanted final states as well.
    if (!isWanted && this.#answers.onViolation === undefined) return false;
    if (!this.#isSafe || this.#goal === 'flags') this.#relate();
    if (!this.#isSafe && this.#isForbidden()) return false;
    if (!isWanted) return false;
    if (state !== null) this.#wanted = state;
    const isEnough = exists || state !== null;
    const open = this.#decisions.open();
    if (open === null) return this.#complete(isEnough);
    this.#decision.save(depth);
    const wasSafe = this.#isSafe;
    this.#isSafe ||= this.#becomesSafe(depth);
    const key = this.#keyAt(depth, isEnough);
    const before = key === null ? undefined : this.#memory.find(key);
    const isKnown = before !== undefined && (!before || this.#isFoundAgain(isEnough));
    const found = isKnown ? before : this.#goOn(open, depth, isEnough);
    this.#isSafe = wasSafe;
    if (key !== null && !isKnown) this.#memory.note(key, found);
    return found;
  }

  /** What is left of the past, where that is remembered. */
  #keyAt(depth: number, isEnough: boolean): string | null {
    if (this.#goal === 'flags' || !this.#memory.isDue()) return null;
    if (this.#isSafe) this.#relate();
    return this.#memory.key(isEnough, this.#isSafe, () => this.#liveState(depth));
  }

  /** Whether an axiom is violated, or will be. */
  #isForbidden(): boolean {
    const violated = this.#judge.violated();
    if (violated === -1) return this.#foresees && this.#isDoomed();
    this.#answers.onViolation?.(violated, this.#decision);
    return true;
  }

  /** Whether nothing that this may become violates an axiom, where that is worth knowing. */
  #becomesSafe(depth: number): boolean {
    const open = this.#decision.sources.reduce((count, source) => count + Number(source === OPEN_SOURCE), 0);
    if (!this.#safety.isWorthIt(open)) return false;
    const { rf, co, fr } = this.#judge.upper;
    const begin = () => this.#atRoot(depth, () => this.#judge.safeBounds());
    return this.#safety.ask(begin, () => {
      this.#decision.relateAtMost(rf, co, fr, true);
      this.#judge.changed('both');
    });
  }

  /** Does something with the bounds as they are at the root; `depth` is where things stand. */
  #atRoot<T>(depth: number, make: () => T): T {
    const { rf, co, fr } = this.#judge.upper;
    this.#decision.restore(0);
    this.#relate();
    this.#decision.relateAtMost(rf, co, fr);
    this.#judge.changed('both');
    this.#decision.restore(depth);
    const made = make();
    this.#relate();
    return made;
  }

  /** Goes all ways on; whether an execution was found. */
  #goOn(open: OpenWays, depth: number, isEnough: boolean): boolean {
    let found = false;
    for (let index = 0; index < open.options.length; index++) {
      if (index > 0) this.#decision.restore(depth);
      if (!this.#take(open, index)) continue;
      found = this.#search(depth + 1, isEnough) || found;
      if (this.#isOver || (found && isEnough)) return true;
    }
    return found;
  }

  /** What tells what is left of the past; null where the judge cannot. */
  #liveState(depth: number): LiveState | null {
    const [skeleton, decision, judge] = [this.#skeleton, this.#decision, this.#judge];
    const paths = this.#atRoot(depth, () => judge.livePaths());
    return (
      paths && new LiveState({ skeleton, decision, judge, paths, target: this.#target, groups: this.#groups })
    );
  }

  /**
   * An execution was found behind a part like this one: whether that is enough. Where one is enough to have the final state,
   * which need not be that of the other, it is added.
   */
  #isFoundAgain(isEnough: boolean): boolean {
    if (this.#goal !== 'states' || !isEnough) return true;
    if (this.#answers.onExecution !== undefined) return false;
    this.#isOver = this.#answers.addState(this.#wanted);
    return true;
  }

  /** Whether what must come behind the end of a chain is before it. */
  #isDoomed(): boolean {
    return this.#decisions.chained.some((location) => {
      const chain = awaitedInChain(this.#skeleton, this.#decision, location);
      return chain !== null && this.#judge.violatedLater(chain.end, chain.awaited);
    });
  }

  /** The final state; null where something of it is open. */
  #state(): State | null {
    return finalState(this.#skeleton, this.#decision, this.#target.observables);
  }

  /** Whether a final state is new and passes the filter. */
  #isWanted(state: State): boolean {
    return !this.#answers.hasState(state) && this.#passes(state);
  }

  #passes(state: State): boolean {
    const { filter } = this.#target;
    return filter === null || satisfies(filter, state);
  }

  /**
   * An execution is complete: whether it counts. It does not where a value is computed from itself, also when nobody asks for
   * that value. With `isWanted` its final state is the one that is wanted.
   */
  #complete(isWanted: boolean): boolean {
    if (!this.#decision.takeFromThinAir()) return false;
    const work = (): void => this.#answers.work(this.#memory.bytes);
    if (this.#goal !== 'flags' && !this.#judge.someChoice(work, () => true)) return false;
    if (this.#goal === 'any') {
      if (!this.#decision.waitsInVain()) return false;
      this.#answers.onExecution?.(this.#decision);
      return true;
    }
    const state = isWanted ? this.#wanted : this.#state();
    if (state === null || !(isWanted || this.#passes(state))) return false;
    if (this.#goal === 'states') {
      this.#answers.onExecution?.(this.#decision);
      this.#isOver = this.#answers.addState(state);
      return true;
    }
    const { rf, co, fr } = this.#judge.upper;
    rf.set(this.#judge.lower.rf);
    co.set(this.#judge.lower.co);
    fr.set(this.#judge.lower.fr);
    this.#judge.changed('both');
    let isExecution = false;
    this.#judge.someChoice(work, () => {
      isExecution = true;
      for (const flag of this.#judge.flagsRaised())
        if (this.#answers.wantsFlag(flag)) this.#answers.onFlag(flag, this.#decision);
      return false;
    });
    if (!isExecution) return false;
    this.#isOver = !this.#possibleFlags.some((flag) => this.#answers.wantsFlag(flag));
    return true;
  }

  #take(open: OpenWays, index: number): boolean {
    if (open.kind === 'source') {
      const { read, source } = open.options[index];
      return this.#decision.assign(read, source) && this.#decision.settle();
    }
    const pairs = open.options[index];
    return (
      pairs.every(([one, other]) => this.#decision.coherence.order(one, other)) && this.#decision.settle()
    );
  }
}
