/**
 * The engines, by the name that a model gives. A question goes to the engine of its model; adding an engine is adding a
 * folder and a line.
 */
import type { Model } from '../models/model.js';
import type { Engine } from '../query/engine.js';
import type { Exploration } from '../query/exploration.js';
import type { Ending, FoundExecution } from '../query/found-execution.js';
import type { Goal, Query } from '../query/query.js';
import type { Refutation } from '../query/refutation.js';
import { windowEngine } from './window/index.js';

const ENGINES: Readonly<Record<Model['engine'], Engine>> = { window: windowEngine };

/** The engine that executes a model. */
export function engineOf({ engine }: Model): Engine {
  return ENGINES[engine];
}

/** Explores with the engine of the query's model. */
export function explore(query: Query, goal: Goal = 'all'): Exploration {
  return engineOf(query.model).explore(query, goal);
}

/** Looks for an execution with the engine of the query's model. */
export function findExecution(query: Query, ending: Ending): FoundExecution {
  return engineOf(query.model).findExecution(query, ending);
}

/** Explains with the engine of the query's model why there is no execution. */
export function refute(query: Query): Refutation {
  return engineOf(query.model).refute(query);
}
