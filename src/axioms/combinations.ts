/** Every combination of paths of the threads of a program, each solved. */

import { EndlessRecursion } from '../cat/cat-fault.js';
import type { Target } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { compareStates, type State } from '../program/state.js';
import { mixedOf, overlapped } from '../program/width.js';
import { nearest } from '../query/cells.js';
import type { BadAddress, BlockedThread, Exploration } from '../query/exploration.js';
import { finalStateBytes, type Limit } from '../query/limits.js';
import { openLoop } from '../query/open-loop.js';
import type { Goal, Query } from '../query/query.js';
import type { Judges } from './axiom-judge.js';
import { deadlocksIn } from './blocked-paths.js';
import { ALL_ECONOMIES, type Economies } from './economies.js';
import { pathsToFilter } from './filtered-paths.js';
import { OwnSpans } from './own-spans.js';
import type { PartialExecution } from './partial-execution.js';
import { areBeginnings, isCut, isLockEvent, type Path } from './path.js';
import { pathsOf } from './paths.js';
import { Permutations } from './permutation.js';
import { LargeFrom } from './search-memory.js';
import { type Granted, Skeleton } from './skeleton.js';
import { Solver } from './solver.js';
import { Exhausted, Spending } from './spending.js';
import { StateRecord } from './state-record.js';

/** How a program is solved. */
export interface HowToSolve {
  readonly goal: Goal;
  readonly judges: Judges;
  /** All of them, where nothing is said. */
  readonly economies?: Economies;
  /** What is taken for granted; what the model demands, where nothing is said. */
  readonly granted?: Granted;
  /** Called where what is decided violates an axiom, with the axiom's number. */
  readonly onViolation?: (axiom: number, skeleton: Skeleton, decided: PartialExecution) => void;
  /** Called with an execution that ends in a final state, or that gets stuck; what is decided changes afterwards. */
  readonly onExecution?: (skeleton: Skeleton, decided: PartialExecution) => void;
  /** Called with executions that raise a flag of the model, as long as they are wanted. */
  readonly onFlag?: (flag: string, flagged: Flagged) => void;
  /** How many executions that raise a flag are wanted; one, where nothing is said. Further ones are not looked for long. */
  readonly mostFlagged?: number;
}

/** An execution that raises a flag; what is decided changes afterwards. */
export interface Flagged {
  readonly program: Program;
  readonly skeleton: Skeleton;
  readonly decided: PartialExecution;
}

/** So many nodes of the search are gone through for further executions that raise a flag. */
const MOST_NODES = 200;

/** So many nodes are gone through to see that a combination with a path that was cut has no execution. */
const MOST_NODES_OF_CUT = 20_000;

class TooManyNodes extends Error {}

/** What is said of a path of a thread that was cut. */
function cutAt(program: Program, thread: number, { ending }: Path): Limit | null {
  if (ending.kind !== 'cut') return null;
  return { kind: 'unrolling', bound: ending.rounds, loop: openLoop(program.threads[thread], ending.head) };
}

/** What is said where a thread waits for a value, all rounds of which are one read here. */
function waitCut({ threads }: Program): Limit | null {
  for (const thread of threads) {
    const place = thread.code.findIndex(
      (each) => (each.kind === 'read' || each.kind === 'update') && each.awaits !== null,
    );
    if (place !== -1) return { kind: 'unrolling', bound: 1, loop: openLoop(thread, place) };
  }
  return null;
}

/** Solves the combinations of one program. */
export class Combinations {
  readonly #query: Query;
  readonly #how: HowToSolve;
  readonly #spending: Spending;
  readonly #permutations: Permutations;
  readonly #target: Target;
  readonly #spans: OwnSpans;
  readonly #large = new LargeFrom();
  readonly #states = new StateRecord();
  readonly #stateBytes: number;
  /** The one that is enough, where one is. */
  #first: State | null = null;
  /** Flags that were raised: by how many executions, and the node of the search at which the first of them was found. */
  readonly #flags = new Map<string, { readonly count: number; readonly since: number }>();
  readonly #stuck: BlockedThread[][] = [];
  readonly #badAddresses = new Map<string, BadAddress>();
  /** The asserted observables that are not 0 where threads wait for ever. */
  readonly #fired = new Set<number>();
  /** The loop that some execution may go round further than is looked at; null where there is none. */
  #cut: Limit | null = null;
  /** Threads that no path brings to where the filter wants them. */
  impossible: readonly number[] = [];

  constructor(query: Query, how: HowToSolve, spending = new Spending(query.limits)) {
    this.#query = query;
    this.#how = how;
    this.#spending = spending;
    this.#permutations = new Permutations(
      query.program,
      query.target,
      (how.economies ?? ALL_ECONOMIES).permutations,
    );
    this.#target = this.#permutations.target;
    this.#stateBytes = finalStateBytes(query.target.observables.length);
    this.#spans = new OwnSpans(query.program, this.#permutations.groups);
  }

  run(): Exploration {
    const limit = this.#all();
    const { states, limit: later } = this.#finalStates();
    return {
      program: this.#query.program,
      states,
      explored: this.#spending.nodes,
      deadlocks: this.#stuck.length,
      stuck: this.#stuck[0] ?? [],
      firedWhileStuck: [...this.#fired],
      limit: limit ?? later ?? this.#cut,
      badAddresses: [...this.#badAddresses.values()],
      flags: [...this.#flags.keys()].sort(),
    };
  }

  /** The final states of the question, as far as time and memory go. */
  #finalStates(): { readonly states: readonly State[]; readonly limit: Limit | null } {
    if (this.#how.goal === 'first')
      return { states: this.#first === null ? [] : [this.#permutations.asAsked(this.#first)], limit: null };
    if (this.#permutations.groups.length === 0)
      return { states: [...this.#states.states()].sort(compareStates), limit: null };
    const states = new StateRecord();
    const limit = this.#untilExhausted(() => {
      for (const each of this.#states.states()) {
        this.#permutations.expand(each, (state) => {
          this.#spending.work(states.size * this.#stateBytes);
          states.add(state);
        });
      }
    });
    return { states: [...states.states()].sort(compareStates), limit };
  }

  #untilExhausted(work: () => void): Limit | null {
    try {
      work();
      return null;
    } catch (error) {
      if (error instanceof Exhausted) return error.limit;
      if (error instanceof EndlessRecursion) return { kind: 'endless', relation: error.relation };
      throw error;
    }
  }

  #all(): Limit | null {
    const { program } = this.#query;
    const { judges } = this.#how;
    return this.#untilExhausted(() => {
      const threads = pathsOf(program, this.#target.observables, {
        isCoherent: judges.isCoherent && judges.isAtomic,
        leavesOutRounds: this.#leavesOutRounds,
        isHereditary: judges.isHereditary,
        work: () => this.#spending.look(0),
      });
      if (!judges.isHereditary) this.#cut = waitCut(program);
      const asked = threads.map((paths, thread) => pathsToFilter(paths, thread, this.#target));
      this.impossible = [...asked.keys()].filter((thread) => asked[thread].length === 0);
      const isOver = this.#combine(program, asked, []);
      if (!isOver && this.#how.goal === 'all') this.#findDeadlock(program, threads);
      if (this.#how.goal === 'all' && this.#states.size > 0 && this.#asksForLocks(threads))
        this.#flags.set('lock-final', { count: 1, since: 0 });
    });
  }

  /** Looks for an execution in which threads wait for each other; one is enough. */
  #findDeadlock(program: Program, complete: readonly (readonly Path[])[]): void {
    const { observables } = this.#target;
    const { asserted = [] } = this.#query.target;
    if (this.#stuck.length > 0 && asserted.length === 0) return;
    const how = {
      isCoherent: this.#how.judges.isCoherent,
      leavesOutRounds: this.#leavesOutRounds,
      isHereditary: this.#how.judges.isHereditary,
      isFiltered: this.#target.filter !== null,
      work: () => this.#spending.work(this.#bytes),
    };
    for (const paths of deadlocksIn(program, observables, complete, how)) {
      if (this.#cut !== null && paths.some(isCut)) return;
      this.#solve(program, paths);
      // What has failed where threads wait may have done so in others of their executions.
      if (this.#stuck.length > 0 && this.#fired.size === asserted.length) return;
    }
  }

  /** Whether the question is about what a lock holds at the end, which the kernel's model does not tell. */
  #asksForLocks(threads: readonly (readonly Path[])[]): boolean {
    const observed = this.#target.observables.flatMap((each) =>
      each.kind === 'location' ? [each.location] : [],
    );
    return threads
      .flat()
      .some(({ events }) => events.some((event) => observed.includes(event.location) && isLockEvent(event)));
  }

  /** Whether the search may end. */
  #combine(program: Program, threads: readonly (readonly Path[])[], chosen: readonly Path[]): boolean {
    if (chosen.length === threads.length) return this.#solve(program, chosen);
    const group = this.#permutations.groups.find((each) => each.includes(chosen.length)) ?? [chosen.length];
    const all = threads[group[0]];
    // Interchangeable threads take the same paths, and each one not before the one that it is like.
    const twin = group[group.indexOf(chosen.length) - 1];
    const paths = twin === undefined ? all : all.slice(all.indexOf(chosen[twin]));
    return paths.some((path) => this.#combine(program, threads, [...chosen, path]));
  }

  #solve(program: Program, paths: readonly Path[]): boolean {
    this.#spending.work(this.#bytes);
    const cut = paths.findIndex(isCut);
    if (cut !== -1) {
      if (this.#cut === null && this.#mayGoOn(program, paths)) this.#cut = cutAt(program, cut, paths[cut]);
      return false;
    }
    const solver = this.#solverOf(program, paths, (bytes) => this.#spending.node(this.#bytes + bytes));
    if (solver === null) return false;
    if (paths.every(({ ending }) => ending.kind === 'complete')) {
      return solver.states(this.#how.goal === 'all');
    }
    if (solver.hasExecution()) this.#endOtherwise(program, paths, solver);
    return false;
  }

  /** Whether an execution may begin with paths that were cut: what no thread can have done so far, none goes on from. */
  #mayGoOn(program: Program, paths: readonly Path[]): boolean {
    const isTold = this.#leavesOutRounds && this.#how.judges.isHereditary && areBeginnings(paths);
    if (!isTold) return true;
    let nodes = 0;
    try {
      const work = (bytes: number): void => {
        this.#spending.work(this.#bytes + bytes);
        nodes += 1;
        if (nodes > MOST_NODES_OF_CUT) throw new TooManyNodes();
      };
      const unheard = { ...this.#how, onViolation: undefined, onExecution: undefined };
      const solver = this.#solverOf(program, paths, work, unheard);
      return solver?.hasExecution() ?? false;
    } catch (error) {
      if (error instanceof TooManyNodes) return true;
      throw error;
    }
  }

  /** What solves a combination; null where some read has nothing to read from. */
  #solverOf(
    program: Program,
    paths: readonly Path[],
    work: (bytes: number) => void,
    how = this.#how,
  ): Solver | null {
    const { judges, economies = ALL_ECONOMIES, onViolation, onExecution, onFlag } = how;
    const demanded = { coherence: judges.isCoherent, atomicity: judges.isAtomic, locks: true };
    const skeleton = new Skeleton(program, paths, how.granted ?? demanded, this.#spans);
    if (skeleton.reads.some(({ candidates }) => candidates.length === 0)) return null;
    const answers = {
      addState: (state: State) => {
        this.#states.add(this.#permutations.canonical(state));
        if (this.#how.goal === 'first') this.#first = state;
        return this.#how.goal === 'first';
      },
      hasState: (state: State) => this.#states.has(this.#permutations.canonical(state)),
      work,
      onViolation:
        onViolation && ((axiom: number, decided: PartialExecution) => onViolation(axiom, skeleton, decided)),
      onExecution: onExecution && ((decided: PartialExecution) => onExecution(skeleton, decided)),
      onFlag: (flag: string, decided: PartialExecution) => {
        const { count, since } = this.#flags.get(flag) ?? { count: 0, since: this.#spending.nodes };
        this.#flags.set(flag, { count: count + 1, since });
        onFlag?.(flag, { program, skeleton, decided });
      },
      wantsFlag: (flag: string) => this.#wantsFlag(flag),
    };
    const groups = economies.exchanges ? this.#permutations.groups : [];
    const shortened = { ...economies, groups, large: this.#large };
    return new Solver(skeleton, judges.over(skeleton), this.#target, answers, shortened);
  }

  #wantsFlag(flag: string): boolean {
    const raised = this.#flags.get(flag);
    if (raised === undefined) return true;
    const { mostFlagged = 1 } = this.#how;
    return raised.count < mostFlagged && this.#spending.nodes - raised.since < MOST_NODES;
  }

  get #leavesOutRounds(): boolean {
    return (this.#how.economies ?? ALL_ECONOMIES).rounds;
  }

  get #bytes(): number {
    return this.#states.size * this.#stateBytes;
  }

  /** Notes an execution that does not end as it should. */
  #endOtherwise(program: Program, paths: readonly Path[], solver: Solver): void {
    const stuck: BlockedThread[] = [];
    for (const [thread, { ending }] of paths.entries()) {
      const { name } = program.threads[thread];
      if (ending.kind === 'stuck' || ending.kind === 'blocked' || ending.kind === 'waiting')
        stuck.push({ thread: name, span: this.#spans.of(thread, ending.span) });
      if (ending.kind === 'wild') {
        const { bits } = ending;
        const span = this.#spans.of(thread, ending.span);
        const value = solver.valueIn(thread, ending.value) ?? 0n;
        const covered = overlapped(program.locations, value, bits);
        const mixed = covered === undefined ? null : mixedOf(covered, value);
        const near = nearest(program, value);
        this.#badAddresses.set(`${thread} ${span.start} ${value}`, {
          thread: name,
          value,
          bits,
          span,
          near,
          mixed,
        });
      }
    }
    if (stuck.length === 0) return;
    this.#stuck.push(stuck);
    const { asserted = [], observables } = this.#query.target;
    for (const index of asserted) {
      const observable = observables[index];
      if (observable.kind !== 'register') continue;
      const { thread, register } = observable;
      if ((solver.valueIn(thread, paths[thread].registers[register]) ?? 0n) !== 0n) this.#fired.add(index);
    }
  }
}
