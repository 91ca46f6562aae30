/**
 * The face of the search: a program, a model and a question in, the final states out. Here the pieces are put together;
 * the walk itself is in search.ts.
 */
import type { Asked, Reductions } from '../machine/code.js';
import { ALL_REDUCTIONS, prepare } from '../machine/code.js';
import type { Model } from '../machine/model.js';
import { ThreadSpace } from '../machine/thread.js';
import { createValues } from '../machine/values.js';
import type { Program } from '../program/program.js';
import { overlapped } from '../program/width.js';
import { ADDED, Findings } from './findings.js';
import type { BadAddress, Exploration, Limits } from './outcome.js';
import { Search } from './search.js';
import { alike, groupsOf } from './symmetry.js';
import type { Goal, Task } from './task.js';

/** How to search, where it is not the usual way. */
export interface Options {
  readonly reductions?: Reductions;
  /** `first` stops at one final state that the filter lets count: enough to know whether there is any. */
  readonly goal?: 'all' | 'first';
}

/**
 * The final states of `program` on `model` that the question's filter lets count, as values of its observables. Never
 * throws for a limit: see `Exploration.limit`. When some execution leaves an object by a little, the search is run
 * again with a cell there.
 */
export function explore(
  program: Program,
  model: Model,
  question: Asked,
  limits: Limits,
  options: Options = {},
): Exploration {
  const outside: BadAddress[] = [];
  for (let whole = program; ; ) {
    const result = searchOnce(whole, model, question, limits, options);
    const found = result.badAddresses.filter((each) => each.near !== null);
    const all = [...outside, ...result.badAddresses];
    const mixed = result.badAddresses.some((each) => each.mixed !== null);
    if (found.length === 0 || mixed || result.limit !== null) return { ...result, badAddresses: all };
    outside.push(...found);
    whole = withCells(whole, found);
  }
}

/**
 * The program with a cell, initially 0, at each address, as wide as the access that goes there. One that would overlap
 * another is left out: the next search finds its access to be of mixed size.
 */
function withCells(program: Program, found: readonly BadAddress[]): Program {
  const locations = [...program.locations];
  for (const { value: address, bits } of found) {
    if (overlapped(locations, address, bits) !== undefined) continue;
    locations.push({ name: `${ADDED}${address}`, address, type: { bits, signed: true }, initial: 0n });
  }
  return { ...program, locations };
}

function searchOnce(
  program: Program,
  model: Model,
  question: Asked,
  limits: Limits,
  { reductions = ALL_REDUCTIONS, goal = 'all' }: Options,
): Exploration {
  const { search, findings } = setUp(program, model, question, limits, { reductions, goal });
  const limit = search.run();
  const { states, deadlocks, stuck, badAddresses } = findings;
  return { states, explored: search.explored, deadlocks, stuck, limit, badAddresses };
}

/** A search that is ready to run, and what it will find. */
export function setUp(
  program: Program,
  model: Model,
  question: Asked,
  limits: Limits,
  { reductions, goal }: { readonly reductions: Reductions; readonly goal: Goal },
): { readonly search: Search; readonly findings: Findings; readonly task: Task } {
  const values = createValues();
  values.intern(0n);
  const representatives = reductions.symmetry
    ? alike(program, question)
    : program.threads.map((_, index) => index);
  const groups = groupsOf(representatives);
  const spaces = new Map<number, ThreadSpace>();
  const threads = representatives.map((first) => {
    const known = spaces.get(first);
    if (known !== undefined) return known;
    const members = [...representatives.keys()].filter((thread) => representatives[thread] === first);
    const space = new ThreadSpace(prepare(program, members, question, model, reductions), model, values);
    spaces.set(first, space);
    return space;
  });
  const most = goal === 'all' ? Number.POSITIVE_INFINITY : 1;
  const findings = new Findings(program, question, threads, groups, values, most);
  const demanding = question.filter !== null && reductions.filteredEarly;
  const unobserved = unobservedLocations(program, question);
  const task: Task = { program, threads, groups, values, unobserved, demanding, limits, reductions, goal };
  return { search: new Search(task, findings), findings, task };
}

function unobservedLocations(program: Program, question: Asked): readonly number[] {
  const observed = new Set(
    question.observables.map((each) => (each.kind === 'location' ? each.location : null)),
  );
  return program.locations.map((_, location) => location).filter((location) => !observed.has(location));
}
