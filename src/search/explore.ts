/**
 * The face of the search: a program, a model and a question in, the final states out. Here the pieces are put together;
 * the walk itself is in search.ts.
 */

import { groupsOf } from '../program/alike.js';
import type { Target } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { hasGraces } from '../program/readers.js';
import { withCells } from '../query/cells.js';
import type { BadAddress, Exploration } from '../query/exploration.js';
import type { Limit, Limits } from '../query/limits.js';
import type { Goal, MachineQuery } from '../query/query.js';
import type { Reductions, Unrolling } from '../window/code.js';
import { ALL_REDUCTIONS, prepare } from '../window/code.js';
import { ThreadSpace } from '../window/thread-space.js';
import { createValues } from '../window/value-numbers.js';
import { Findings } from './findings.js';
import { Meter } from './meter.js';
import { alike, membersOf } from './reductions/symmetry.js';
import { Search } from './search.js';
import type { SearchGoal, SearchTask } from './task.js';

/** How to search, where it is not the usual way. */
export interface Options {
  readonly reductions?: Reductions;
  /** `first` stops at one final state that the filter lets count: enough to know whether there is any. */
  readonly goal?: Goal;
  /** How far fetching runs round loops. */
  readonly unrolling?: Unrolling;
}

/**
 * The final states of the query's program that pass its filter, as values of its observables. Never throws for a limit:
 * see `Exploration.limit`.
 */
export function explore(
  query: MachineQuery,
  { reductions = ALL_REDUCTIONS, goal = 'all', unrolling }: Options = {},
): Exploration {
  const { task, findings, limit, explored, badAddresses } = searchWhole(query, {
    reductions,
    goal,
    unrolling,
  });
  const { states, deadlocks, stuck } = findings;
  const firedWhileStuck = [...findings.firedWhileStuck];
  const found = { states, explored, deadlocks, stuck, firedWhileStuck, limit, badAddresses, flags: [] };
  return { program: task.program, ...found };
}

/** A search that has reached its goal, has visited everything, or has hit a limit. */
interface Searched {
  /** Its program has a cell wherever the search left an object by a little. */
  readonly task: SearchTask;
  readonly search: Search;
  readonly findings: Findings;
  readonly limit: Limit | null;
  readonly explored: number;
  readonly badAddresses: readonly BadAddress[];
}

/**
 * Searches, and when some execution leaves an object by a little, again with a cell there, unless the search has what it
 * looks for: an execution that ends does so whatever the cells that it does not reach. All of that is within the limits
 * together.
 */
export function searchWhole(
  query: MachineQuery,
  how: Pick<Options, 'unrolling'> & { readonly reductions: Reductions; readonly goal: SearchGoal },
): Searched {
  const { limits } = query;
  const outside: BadAddress[] = [];
  const end = performance.now() + limits.milliseconds;
  let explored = 0;
  let whole = query.program;
  for (let round = 0; ; round++) {
    const left = {
      ...limits,
      states: limits.states - explored,
      milliseconds: round === 0 ? limits.milliseconds : end - performance.now(),
    };
    const { task, search, findings } = setUp({ ...query, program: whole, limits: left }, how);
    const limit = search.run();
    explored += search.explored;
    const found = findings.badAddresses.filter(({ near }) => near !== null);
    const mixed = findings.badAddresses.some((each) => each.mixed !== null);
    if (found.length === 0 || mixed || limit !== null || search.hasArrived) {
      const badAddresses = [...outside, ...findings.badAddresses];
      return { task, search, findings, limit: ofAll(limit, limits), explored, badAddresses };
    }
    outside.push(...found);
    whole = withCells(whole, found, round);
  }
}

/** The limit as it was given for all repetitions. */
function ofAll(limit: Limit | null, { states, milliseconds }: Limits): Limit | null {
  if (limit?.kind === 'states') return { ...limit, bound: states };
  return limit?.kind === 'time' ? { ...limit, milliseconds } : limit;
}

/** A search that is ready to run, and what it will find. */
function setUp(
  { program, model, target: question, limits }: MachineQuery,
  { reductions, goal, unrolling }: Parameters<typeof searchWhole>[1],
): { readonly search: Search; readonly findings: Findings; readonly task: SearchTask } {
  const meter = new Meter(limits);
  const values = createValues();
  values.intern(0n);
  const representatives =
    reductions.symmetry && !hasGraces(program)
      ? alike(program, question)
      : program.threads.map((_, index) => index);
  const groups = groupsOf(representatives);
  const spaces = new Map<number, ThreadSpace>();
  const members = membersOf(representatives);
  const threads = representatives.map((first) => {
    const known = spaces.get(first);
    if (known !== undefined) return known;
    const code = prepare(program, members[first], question, model, reductions, unrolling);
    const space = new ThreadSpace(code, model, values, meter);
    spaces.set(first, space);
    return space;
  });
  const most = goal === 'all' ? Number.POSITIVE_INFINITY : 1;
  const findings = new Findings(program, question, threads, groups, values, most);
  const demanding = question.filter !== null && reductions.filteredEarly;
  const unobserved = unobservedLocations(program, question);
  const asked = { unobserved, demanding, limits, reductions, goal };
  const task: SearchTask = { program, threads, groups, values, meter, ...asked };
  return { search: new Search(task, findings), findings, task };
}

function unobservedLocations(program: Program, question: Target): readonly number[] {
  const observed = new Set(
    question.observables.map((each) => (each.kind === 'location' ? each.location : null)),
  );
  return program.locations.map((_, location) => location).filter((location) => !observed.has(location));
}
