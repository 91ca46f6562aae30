/** What a search is given: the program made ready, and what is wanted of it. */

import type { Program } from '../program/program.js';
import type { Limits } from '../query/limits.js';
import type { Reductions } from '../window/code.js';
import type { ThreadSpace } from '../window/thread-space.js';
import type { Values } from '../window/value-numbers.js';
import type { Meter } from './meter.js';

/**
 * What to look for: all final states; any one, depth-first and as fast as can be; or with the way there: any one in the
 * same manner, or breadth-first the nearest final state or the nearest deadlock.
 */
export type SearchGoal = 'all' | 'first' | 'way' | 'nearest' | 'deadlock';

/** Whether a search for the goal goes depth-first. */
export function isDeep(goal: SearchGoal): boolean {
  return goal === 'first' || goal === 'way';
}

/** What is to be searched, and how. */
export interface SearchTask {
  readonly program: Program;
  /** A space a thread; interchangeable threads share one. */
  readonly threads: readonly ThreadSpace[];
  /** Sets of interchangeable threads, each of two or more, in increasing order. */
  readonly groups: readonly (readonly number[])[];
  readonly values: Values;
  /** The locations whose final values nobody asks for. */
  readonly unobserved: readonly number[];
  /** Whether the filter demands anything of single threads. */
  readonly demanding: boolean;
  readonly limits: Limits;
  /** The clock that the threads ask, and the search. */
  readonly meter: Meter;
  readonly reductions: Reductions;
  readonly goal: SearchGoal;
}
