/** The final states of a program under an axiomatic model: every combination of paths of its threads, each solved. */

import { EndlessRecursion } from '../cat/cat-fault.js';
import type { Target } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { compareStates, type State } from '../program/state.js';
import { mixedOf, overlapped } from '../program/width.js';
import { nearest, withCells } from '../query/cells.js';
import type { BadAddress, BlockedThread, Exploration } from '../query/exploration.js';
import type { Limit } from '../query/limits.js';
import type { Goal, Query } from '../query/query.js';
import type { Judges } from './axiom-judge.js';
import { pathsToFilter } from './filtered-paths.js';
import { isLockEvent, type Path } from './path.js';
import { pathsOf } from './paths.js';
import { Permutations } from './permutation.js';
import { Skeleton } from './skeleton.js';
import { Solver } from './solver.js';
import { Exhausted, Spending } from './spending.js';
import { ROUNDS } from './walker.js';

/** What the search need not go through twice, or at all; each can be switched off, to see that it changes no result. */
export interface Economies {
  /** Interchangeable threads are renamed into each other: combinations of paths and final states (permutation.ts). */
  readonly permutations: boolean;
  /** The same within a combination (exchange.ts). */
  readonly exchanges: boolean;
  /** Which read-modify-write comes next is decided where it is known that one does (chain.ts). */
  readonly chains: boolean;
}

export const ALL_ECONOMIES: Economies = { permutations: true, exchanges: true, chains: true };

/** The bytes that a final state occupies, nearly. */
const STATE_BYTES = 200;

/** Solves a query with a model; with the goal `first` one final state is enough. */
export function solveProgram(
  query: Query,
  judges: Judges,
  goal: Goal,
  economies: Economies = ALL_ECONOMIES,
): Exploration {
  const spending = new Spending(query.limits);
  const outside: BadAddress[] = [];
  let { program } = query;
  for (let round = 0; ; round++) {
    const found = new Combinations({ ...query, program }, judges, goal, spending, economies).run();
    const near = found.badAddresses.filter((each) => each.near !== null);
    const isMixed = found.badAddresses.some(({ mixed }) => mixed !== null);
    if (near.length === 0 || isMixed || found.limit !== null || (goal === 'first' && found.states.length > 0))
      return { ...found, badAddresses: [...outside, ...found.badAddresses] };
    outside.push(...near);
    program = withCells(program, near, round);
  }
}

class Combinations {
  readonly #query: Query;
  readonly #judges: Judges;
  readonly #goal: Goal;
  readonly #economies: Economies;
  readonly #spending: Spending;
  readonly #permutations: Permutations;
  readonly #target: Target;
  readonly #states = new Map<string, State>();
  readonly #flags = new Set<string>();
  readonly #stuck: BlockedThread[][] = [];
  readonly #badAddresses = new Map<string, BadAddress>();
  #isCut = false;

  constructor(query: Query, judges: Judges, goal: Goal, spending: Spending, economies: Economies) {
    this.#query = query;
    this.#judges = judges;
    this.#goal = goal;
    this.#economies = economies;
    this.#spending = spending;
    this.#permutations = new Permutations(query.program, query.target, economies.permutations);
    this.#target = { observables: this.#permutations.observables, filter: query.target.filter };
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
      limit: limit ?? later ?? (this.#isCut ? { kind: 'unrolling', bound: ROUNDS } : null),
      badAddresses: [...this.#badAddresses.values()],
      flags: [...this.#flags].sort(),
    };
  }

  /** The final states of the question, as far as time and memory go. */
  #finalStates(): { readonly states: readonly State[]; readonly limit: Limit | null } {
    const states = new Map<string, State>();
    const limit = this.#untilExhausted(() => {
      for (const each of this.#states.values()) {
        this.#permutations.expand(each, (state) => {
          this.#spending.work(states.size * STATE_BYTES);
          states.set(state.join(), state);
        });
      }
    });
    return { states: [...states.values()].sort(compareStates), limit };
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
    return this.#untilExhausted(() => {
      const { threads } = pathsOf(program, this.#target.observables, () => this.#spending.work(0));
      const asked = threads.map((paths, thread) => pathsToFilter(paths, thread, this.#target));
      this.#combine(program, asked, []);
      if (this.#goal === 'all' && this.#states.size > 0 && this.#asksForLocks(threads))
        this.#flags.add('lock-final');
    });
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
    if (paths.some(({ ending }) => ending.kind === 'cut')) {
      this.#isCut = true;
      return false;
    }
    const judges = this.#judges;
    const granted = { coherence: judges.isCoherent, atomicity: judges.isAtomic, locks: true };
    const skeleton = new Skeleton(program, paths, granted);
    if (skeleton.reads.some(({ candidates }) => candidates.length === 0)) return false;
    const answers = {
      addState: (state: State) => {
        const canonical = this.#permutations.canonical(state);
        this.#states.set(canonical.join(), canonical);
        return this.#goal === 'first';
      },
      hasState: (state: State) => this.#states.has(this.#permutations.canonical(state).join()),
      work: () => this.#spending.node(this.#bytes),
    };
    const { chains, exchanges } = this.#economies;
    const groups = exchanges ? this.#permutations.groups : [];
    const solver = new Solver(skeleton, judges.over(skeleton), this.#target, answers, { groups, chains });
    if (paths.every(({ ending }) => ending.kind === 'complete')) {
      const isOver = solver.states(this.#goal === 'first' ? null : this.#flags);
      for (const flag of solver.flags) this.#flags.add(flag);
      return isOver;
    }
    if (solver.hasExecution()) this.#endOtherwise(program, paths, solver);
    return false;
  }

  get #bytes(): number {
    return this.#states.size * STATE_BYTES;
  }

  /** Notes an execution that does not end as it should. */
  #endOtherwise(program: Program, paths: readonly Path[], solver: Solver): void {
    const stuck: BlockedThread[] = [];
    for (const [thread, { ending }] of paths.entries()) {
      const { name } = program.threads[thread];
      if (ending.kind === 'stuck') stuck.push({ thread: name, span: ending.span });
      if (ending.kind === 'wild') {
        const { bits, span } = ending;
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
    if (stuck.length > 0) this.#stuck.push(stuck);
  }
}
