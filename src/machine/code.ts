/** A thread's code made ready for the machine: spins turned into waiting reads, control flow worked out. */

import type { Observable, Proposition, Question } from '../program/condition.js';
import { observablesOf, satisfies } from '../program/condition.js';
import type { IntegerType } from '../program/expression.js';
import { definitionsAhead, joins, liveness } from '../program/flow.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { withoutSpins } from '../program/spin.js';
import type { Footprint } from './footprint.js';
import { footprints } from './footprint.js';

/** What keeps the search small without changing any outcome; switched off only to test that claim. */
export interface Reductions {
  /** Pure spins become waiting reads (program/spin.ts). */
  readonly spins: boolean;
  /** Fetching stops where nothing that it brings could perform (stall.ts). */
  readonly stalls: boolean;
  /** An atomic without result performs in one step (fetch.ts, isLate). */
  readonly lateUpdates: boolean;
  /** Reads of one location perform in order (order.ts, readWaits). */
  readonly readsInOrder: boolean;
  /** Registers that nothing will read again are forgotten. */
  readonly deadRegisters: boolean;
  /** An execution that the filter is sure to discard is dropped (fetch.ts, isFiltered). */
  readonly filteredEarly: boolean;
  /** A step that no other thread can notice is taken at once (explore/explore.ts, takeEagerStep). */
  readonly eagerSteps: boolean;
}

export const ALL_REDUCTIONS: Reductions = {
  spins: true,
  stalls: true,
  lateUpdates: true,
  readsInOrder: true,
  deadRegisters: true,
  filteredEarly: true,
  eagerSteps: true,
};
export const NO_REDUCTIONS: Reductions = {
  spins: false,
  stalls: false,
  lateUpdates: false,
  readsInOrder: false,
  deadRegisters: false,
  filteredEarly: false,
  eagerSteps: false,
};

/** What is recorded of final states, and which of them count. */
export type Asked = Pick<Question, 'observables' | 'filter'>;

/** Something that must hold of a thread's final registers for its execution to count: a part of the test's filter. */
export interface Requirement {
  readonly registers: readonly number[];
  /** Whether it holds of values for all of the thread's registers; those not in `registers` do not matter. */
  readonly holds: (registers: readonly (bigint | null)[]) => boolean;
}

/** A thread's code with what the machine works out about it once, before the search. */
export interface Code {
  readonly thread: Thread;
  readonly instructions: readonly Instruction[];
  /** For each place, the place where a branch there stops holding back writes, or null for never. */
  readonly joins: readonly (number | null)[];
  /** For each place and the end, the registers that may still be read from there on. */
  readonly live: readonly ReadonlySet<number>[];
  /** For each place and the end, the registers that may be set from there on. */
  readonly setAhead: readonly ReadonlySet<number>[];
  readonly requirements: readonly Requirement[];
  /** For each place and the end, what may be touched from there on. */
  readonly ahead: readonly Footprint[];
  /** The location at an address, or undefined. */
  readonly locations: ReadonlyMap<bigint, number>;
  /** The type of each location's cell. */
  readonly cells: readonly IntegerType[];
  readonly reductions: Reductions;
}

/** Prepares thread number `index` of a program of whose final states `question` is asked. */
export function prepare(program: Program, index: number, question: Asked, reductions: Reductions): Code {
  const observed = new Set(
    question.observables.flatMap((each) => (isRegisterOf(each, index) ? [each.register] : [])),
  );
  const written = program.threads[index];
  const thread = reductions.spins ? withoutSpins(written, observed) : written;
  const locations = new Map(program.locations.map((location, each) => [location.address, each]));
  return {
    thread,
    instructions: thread.code,
    joins: joins(thread.code),
    live: liveness(thread.code, observed),
    setAhead: definitionsAhead(thread.code),
    requirements: reductions.filteredEarly ? requirementsOf(question, index) : [],
    ahead: footprints(thread.code, locations),
    locations,
    cells: program.locations.map((location) => location.type),
    reductions,
  };
}

function isRegisterOf(
  observable: Observable,
  thread: number,
): observable is Extract<Observable, { kind: 'register' }> {
  return observable.kind === 'register' && observable.thread === thread;
}

/** The conjuncts of the filter that speak of this thread's registers only. */
function requirementsOf(question: Asked, thread: number): readonly Requirement[] {
  return conjuncts(question.filter).flatMap((part) => {
    const mentioned = [...observablesOf(part)].map((each) => question.observables[each]);
    if (mentioned.length === 0 || !mentioned.every((each) => isRegisterOf(each, thread))) return [];
    const registers = mentioned.flatMap((each) => (each.kind === 'register' ? [each.register] : []));
    const holds = (values: readonly (bigint | null)[]): boolean =>
      satisfies(
        part,
        question.observables.map((each) => (isRegisterOf(each, thread) ? (values[each.register] ?? 0n) : 0n)),
      );
    return [{ registers, holds }];
  });
}

function conjuncts(proposition: Proposition | null): readonly Proposition[] {
  if (proposition === null) return [];
  if (proposition.kind !== 'and') return [proposition];
  return [...conjuncts(proposition.left), ...conjuncts(proposition.right)];
}
