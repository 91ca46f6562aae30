/**
 * Interchangeable threads, seen from outside: renaming them turns executions into executions and final states into final
 * states. So of the combinations of paths, and of the final states, that differ only in which of them is which, one is enough;
 * in the end the final states are renamed in every way.
 */

import { alikeThreads, groupsOf } from '../program/alike.js';
import { type Observable, renumbered, type Target } from '../program/condition.js';
import { treatedAlike } from '../program/filter-symmetry.js';
import type { Program } from '../program/program.js';
import type { State } from '../program/state.js';

/** What is recorded while solving, and how final states of the question are made of it. */
export class Permutations {
  /** Sets of interchangeable threads, each of two or more. */
  readonly groups: readonly (readonly number[])[];
  /** What is recorded: of interchangeable threads the same registers. The filter is that of the question. */
  readonly target: Target;
  /** For each observable of the question, where it stands among those that are recorded. */
  readonly #places: readonly number[];
  /** For each group, for each member, where its registers stand among the observables. */
  readonly #columns: readonly (readonly (readonly number[])[])[];

  /** Threads that the filter tells apart are not interchangeable. */
  constructor(program: Program, target: Target, isOn: boolean) {
    this.groups = isOn ? treatedAlike(groupsOf(alikeThreads(program, () => '')), target) : [];
    const registersOf = (group: readonly number[]): readonly number[] => {
      const registers = target.observables.flatMap((each) =>
        each.kind === 'register' && group.includes(each.thread) ? [each.register] : [],
      );
      return [...new Set(registers)];
    };
    const inGroup = new Set(this.groups.flat());
    const observables = target.observables.filter(
      (each) => each.kind === 'location' || !inGroup.has(each.thread),
    );
    this.#columns = this.groups.map((group) => {
      const registers = registersOf(group);
      return group.map((thread) =>
        registers.map((register) => {
          const { name } = program.threads[thread].registers[register];
          return observables.push({ kind: 'register', name: `${thread}:${name}`, thread, register }) - 1;
        }),
      );
    });
    this.#places = target.observables.map((wanted) => observables.findIndex((each) => isSame(each, wanted)));
    const { filter } = target;
    const places = new Map(this.#places.entries());
    this.target = { observables, filter: filter && renumbered(filter, places) };
  }

  /** The final state of the question that a recorded one is itself. */
  asAsked(state: State): State {
    return this.#places.map((place) => state[place]);
  }

  /** The state that stands for all that differ in which thread is which. */
  canonical(state: State): State {
    if (this.groups.length === 0) return state;
    const sorted = [...state];
    for (const columns of this.#columns) {
      const tuples = columns.map((column) => column.map((index) => state[index]));
      tuples.sort(compareTuples);
      put(sorted, columns, tuples);
    }
    return sorted;
  }

  /** Calls `add` with every final state of the question that a recorded one stands for, some perhaps twice. */
  expand(state: State, add: (state: State) => void): void {
    const fill = (group: number, filled: readonly bigint[]): void => {
      const columns = this.#columns[group];
      if (columns === undefined) {
        add(this.asAsked(filled));
        return;
      }
      const tuples = columns.map((column) => column.map((index) => state[index]));
      eachOrder(tuples, (ordered) => {
        const next = [...filled];
        put(next, columns, ordered);
        fill(group + 1, next);
      });
    };
    fill(0, state);
  }
}

type Tuple = readonly bigint[];

function put(state: bigint[], columns: readonly (readonly number[])[], tuples: readonly Tuple[]): void {
  for (const [member, column] of columns.entries()) {
    for (const [place, index] of column.entries()) state[index] = tuples[member][place];
  }
}

function compareTuples(one: Tuple, other: Tuple): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place === -1 ? 0 : one[place] < other[place] ? -1 : 1;
}

/** Calls `visit` with each order of the tuples, those that are alike taken for one. */
function eachOrder(tuples: readonly Tuple[], visit: (ordered: readonly Tuple[]) => void): void {
  const left = new Map<string, { readonly tuple: Tuple; count: number }>();
  for (const tuple of tuples) {
    const known = left.get(tuple.join());
    if (known === undefined) left.set(tuple.join(), { tuple, count: 1 });
    else known.count += 1;
  }
  const ordered: Tuple[] = [];
  const assign = (): void => {
    if (ordered.length === tuples.length) {
      visit(ordered);
      return;
    }
    for (const each of left.values()) {
      if (each.count === 0) continue;
      each.count -= 1;
      ordered.push(each.tuple);
      assign();
      ordered.pop();
      each.count += 1;
    }
  };
  assign();
}

function isSame(one: Observable, other: Observable): boolean {
  if (one.kind === 'location') return other.kind === 'location' && one.location === other.location;
  return other.kind === 'register' && one.thread === other.thread && one.register === other.register;
}
