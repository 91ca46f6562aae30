/** A thread's code made ready for the machine: control flow and everything else that is the same in all windows, worked out once. */

import type { WindowModel } from '../models/model.js';
import { withConstants } from '../passes/constant.js';
import { type Outcomes, outcomesOf } from '../program/attempt.js';
import type { Observable, Proposition, Target } from '../program/condition.js';
import { conjuncts, observablesOf, satisfies } from '../program/condition.js';
import { type Expression, type IntegerType, readsLoaded } from '../program/expression.js';
import { anyAhead, joins, loopHeads } from '../program/flow.js';
import { definitionsAhead, liveness, type RegisterSet } from '../program/liveness.js';
import type { Instruction, Program, Thread, UpdateInstruction } from '../program/program.js';
import { type Readers, readersIn } from '../program/readers.js';
import { invariant } from '../text/invariant.js';
import { decisions, isDecidedFirst } from './branch-choice.js';
import { heldValues } from './held-values.js';
import { type Loops, loopsIn } from './loops.js';
import type { MayAccess, Targets } from './may-access.js';
import { constantLocation, mayAccessAhead, silentUpdates } from './may-access.js';
import { type Reach, reachOf } from './reach.js';
import { type Accesses, accessesIn } from './static-accesses.js';

/** What keeps the search small without changing any outcome; switched off only to test that claim. */
export interface Reductions {
  /** A read waits when its thread could only go round to where it was (spin.ts). */
  readonly spins: boolean;
  /** Windows with rounds of loops that can go are dropped (idle-round.ts, failed-round.ts), and predictions agree (fetch.ts). */
  readonly rounds: boolean;
  /** Fetching stops where nothing that it brings could perform (stall.ts). */
  readonly stalls: boolean;
  /** An atomic without result performs in one step (fetch.ts, isLate). */
  readonly lateUpdates: boolean;
  /** A read is bound to a write only where something may come of that (binding.ts, mayFree). */
  readonly bindings: boolean;
  /** Of rounds that write what is there already few are run (rewriting-round.ts). */
  readonly rewrites: boolean;
  /** Reads of one location perform in order (order.ts, readWaits). */
  readonly readsInOrder: boolean;
  /** Registers that nothing will read again are forgotten. */
  readonly deadRegisters: boolean;
  /** A step that was tried first sleeps until something happens that it does not commute with (search/reductions/sleep-sets.ts). */
  readonly sleep: boolean;
  /** Interchangeable threads are put in order (search/reductions/symmetry.ts). */
  readonly symmetry: boolean;
  /** A location that no longer matters is forgotten (search/search.ts, forgetLocations). */
  readonly deadLocations: boolean;
  /** An execution that the filter is sure to discard is dropped (fetch.ts, isFiltered). */
  readonly filteredEarly: boolean;
  /** A step that no other thread can notice is taken at once (search/search.ts, takeEagerStep). */
  readonly eagerSteps: boolean;
}

export const ALL_REDUCTIONS: Reductions = {
  spins: true,
  rounds: true,
  stalls: true,
  lateUpdates: true,
  bindings: true,
  rewrites: true,
  readsInOrder: true,
  deadRegisters: true,
  sleep: true,
  symmetry: true,
  deadLocations: true,
  filteredEarly: true,
  eagerSteps: true,
};
export const NO_REDUCTIONS: Reductions = {
  spins: false,
  rounds: false,
  stalls: false,
  lateUpdates: false,
  bindings: false,
  rewrites: false,
  readsInOrder: false,
  deadRegisters: false,
  sleep: false,
  symmetry: false,
  deadLocations: false,
  filteredEarly: false,
  eagerSteps: false,
};

/**
 * How far a loop may run ahead in one window: predictions of one branch whose condition is still unknown, and
 * instances of one instruction. Only a loop whose exit stays unknown, or whose writes all stay buffered, comes near;
 * reaching a bound is reported as a limit.
 */
export interface Unrolling {
  readonly predictions: number;
  readonly instances: number;
}

export const UNROLLING: Unrolling = { predictions: 4, instances: 64 };

/** Something that must hold of a thread's final registers for its execution to count: a part of the test's filter. */
export interface Requirement {
  readonly registers: readonly number[];
  /** Whether it holds of values for all of the thread's registers; those not in `registers` do not matter. */
  readonly holds: (registers: readonly (bigint | null)[]) => boolean;
}

/** A thread's code with what the machine works out about it once, before the search. */
export interface Code {
  readonly model: WindowModel;
  readonly thread: Thread;
  /** Whether something in it may hang on a predicted choice (choice.ts). */
  readonly choices: boolean;
  /** For each place, the registers that a branch there decides for what stands behind its arms (branch-choice.ts). */
  readonly decides: readonly (readonly number[])[];
  /**
   * For each place, what a compare-and-swap there compares with: when it succeeds, its register holds that, and a machine
   * may take it from there rather than from memory (Arm ARM DDI 0487, C6.2, CAS). Null for everything else.
   */
  readonly compared: readonly (Expression | null)[];
  /** For each place and the end, whether a store-conditional may be reached from there on. */
  readonly conditionalsAhead: readonly boolean[];
  readonly instructions: readonly Instruction[];
  /** For each place, the accesses that the instruction there makes. */
  readonly accesses: readonly Accesses[];
  /** For each place, the place where a branch there stops holding back writes, or null for never. */
  readonly joins: readonly (number | null)[];
  /** For each place and the end, the registers that may still be read from there on. */
  readonly live: readonly RegisterSet[];
  /** The places that a jump or branch leads back to. */
  readonly loopHeads: ReadonlySet<number>;
  /** What is known of its loops; null when it has none. */
  readonly loops: Loops | null;
  /** For each place, what follows for sure when an attempt there succeeds or fails; null where there is none. */
  readonly outcomes: readonly (Outcomes | null)[];
  /** For each place and the end, the registers that may be set from there on; nothing where there are no requirements. */
  readonly setAhead: readonly RegisterSet[];
  readonly requirements: readonly Requirement[];
  /** For each place, whether it is a read-modify-write whose read performs with its write (may-access.ts). */
  readonly silent: readonly boolean[];
  /** For each place and the end, what may be touched from there on. */
  readonly ahead: readonly MayAccess[];
  /** For each place, the locations that an access there can be of, by their addresses. */
  readonly reach: readonly Reach[];
  /** For each place, those of them that the thread may come to access there. */
  readonly targets: readonly Targets[];
  /** For each place, the location of an access there that is known beforehand; null for everything else. */
  readonly fixed: readonly (number | null)[];
  /** For each place, the address of any other access there; null for everything else. */
  readonly addresses: readonly (Expression | null)[];
  /** The type of each location's cell. */
  readonly cells: readonly IntegerType[];
  /** What it has to do with grace periods; null in a program without them. */
  readonly readers: Readers | null;
  readonly reductions: Reductions;
  readonly unrolling: Unrolling;
}

/**
 * Prepares the code of a thread of a program of whose final states `question` is asked. `members` are the thread and
 * those interchangeable with it, which share the result: what is observed of one is kept for all.
 */
export function prepare(
  program: Program,
  members: readonly number[],
  question: Target,
  model: WindowModel,
  reductions: Reductions,
  unrolling = UNROLLING,
): Code {
  const observed = new Set<number>();
  for (const each of question.observables) {
    if (each.kind === 'register' && members.includes(each.thread)) observed.add(each.register);
  }
  const [index] = members;
  const thread = withConstants(program.threads[index]);
  const silent = silentUpdates(thread.code, model);
  const reach = reachOf(program.locations, thread.code);
  const requirements = reductions.filteredEarly ? requirementsOf(question, index) : [];
  const compared = thread.code.map((each) => comparedWith(each, model));
  const ends = program.controlDependencies === 'arms' ? joins(thread.code) : thread.code.map(() => null);
  const live = liveness(thread.code, observed);
  const decides = isDecidedFirst(model) ? thread.code.map(() => []) : decisions(thread.code, ends, live);
  const fixed = thread.code.map((each, at) => fixedLocation(each, reach[at]));
  const targets = thread.code.map((each, at) => targetsOf(program, index, each, at, fixed[at]));
  const heads = loopHeads(thread.code);
  return {
    model,
    thread,
    instructions: thread.code,
    accesses: thread.code.map(accessesIn),
    choices: thread.code.some(
      (each, at) => each.kind === 'select' || compared[at] !== null || decides[at].length > 0,
    ),
    decides,
    compared,
    conditionalsAhead: anyAhead(thread.code, (each) => each.kind === 'store-conditional'),
    joins: ends,
    live,
    loopHeads: heads,
    loops: heads.size === 0 ? null : loopsIn(program, index, thread, live, heads),
    outcomes: outcomesOf(thread.code),
    setAhead: requirements.length === 0 ? [] : definitionsAhead(thread.code),
    requirements,
    silent,
    ahead: mayAccessAhead(thread.code, program.locations.length, targets, silent),
    reach,
    targets,
    fixed,
    addresses: thread.code.map((each, at) => (fixed[at] === null && 'address' in each ? each.address : null)),
    cells: program.locations.map((location) => location.type),
    readers: readersIn(program, index),
    reductions,
    unrolling,
  };
}

/** What a compare-and-swap compares with, where it is one instruction that reads and writes at two moments. */
function comparedWith(instruction: Instruction, model: WindowModel): Expression | null {
  if (instruction.kind !== 'update' || instruction.loop || model.oneStep(instruction)) return null;
  const { condition, type } = instruction;
  if (condition?.kind !== 'binary' || condition.operator !== '==' || condition.type.bits < type.bits)
    return null;
  if (condition.left.kind !== 'loaded' || readsLoaded(condition.right)) return null;
  return condition.right;
}

function targetsOf(
  program: Program,
  thread: number,
  instruction: Instruction,
  place: number,
  fixed: number | null,
): Targets {
  if (!('address' in instruction)) return [];
  return fixed === null ? heldValues(program).locationsAt(thread, place) : [fixed];
}

function fixedLocation(instruction: Instruction, reach: Reach): number | null {
  if (!('address' in instruction)) return null;
  const location = constantLocation(instruction.address, reach);
  return location === undefined || location < 0 ? null : location;
}

function isRegisterOf(
  observable: Observable,
  thread: number,
): observable is Extract<Observable, { kind: 'register' }> {
  return observable.kind === 'register' && observable.thread === thread;
}

/** The conjuncts of the filter that speak of this thread's registers only. */
function requirementsOf(question: Target, thread: number): readonly Requirement[] {
  return ownConjuncts(question, thread).map((part) => ({
    registers: [...observablesOf(part)].flatMap((each) => registerOf(question.observables[each])),
    holds: (values) =>
      satisfies(
        part,
        question.observables.map((each) => (isRegisterOf(each, thread) ? (values[each.register] ?? 0n) : 0n)),
      ),
  }));
}

function ownConjuncts(question: Target, thread: number): readonly Proposition[] {
  return (question.filter === null ? [] : conjuncts(question.filter)).filter((part) => {
    const mentioned = [...observablesOf(part)].map((each) => question.observables[each]);
    return mentioned.length > 0 && mentioned.every((each) => isRegisterOf(each, thread));
  });
}

function registerOf(observable: Observable): readonly number[] {
  return observable.kind === 'register' ? [observable.register] : [];
}

/** The update that an instance is of, or half of. */
export function updateAt({ instructions }: Code, pc: number): UpdateInstruction {
  const instruction = instructions[pc];
  invariant(instruction.kind === 'update', 'an instance of an update is of one');
  return instruction;
}

/** What the filter asks of a thread, as a text that is equal for threads of which the same is asked. */
export function requirementText(question: Target, thread: number): string {
  const named = (key: string, value: unknown): unknown => {
    if (key === 'observable') return `register ${registerOf(question.observables[Number(value)]).join()}`;
    return typeof value === 'bigint' ? `${value}n` : value;
  };
  return ownConjuncts(question, thread)
    .map((part) => JSON.stringify(part, named))
    .sort()
    .join();
}
