/**
 * What an engine answers. The commands know engines by this face alone: an operational machine that is searched and
 * an axiomatic model that is solved differ in how they find the final states, never in what those are.
 */

import type { Model } from '../models/model.js';
import type { Exploration } from './exploration.js';
import type { Ending, FoundExecution } from './found-execution.js';
import type { Goal, Query } from './query.js';
import type { Refutation } from './refutation.js';
import type { Stepper } from './stepper.js';

/** One way of finding out what a program can do. */
export interface Engine<Kind extends Model = Model> {
  /** As `Model.engine` names it. */
  readonly name: string;
  /**
   * The final states that pass the filter; with the goal `first`, one of them if there is any. Never throws for a
   * limit: see `Exploration.limit`.
   */
  readonly explore: (query: Query<Kind>, goal?: Goal) => Exploration;
  /** One execution that ends so, as short as can be; with a schedule where executions have steps. */
  readonly findExecution: (query: Query<Kind>, ending: Ending) => FoundExecution;
  /** Why no execution ends in a state that passes the filter. */
  readonly refute: (query: Query<Kind>) => Refutation;
  /** Execution by hand, one step at a time; null for an engine whose executions have no steps. */
  readonly stepper: ((query: Query<Kind>) => Stepper) | null;
}
