/**
 * The engines, by the name that a model gives. A question goes to the engine of its model. Adding an engine is adding a
 * folder, a line here and a line in explore-query.ts.
 */
import type { Model } from '../models/model.js';
import type { Engine } from '../query/engine.js';
import type { Ending, FoundExecution } from '../query/found-execution.js';
import type { Query } from '../query/query.js';
import type { Refutation } from '../query/refutation.js';
import { axiomsEngine } from './axioms/index.js';
import { refusal } from './explore-query.js';
import { windowEngine } from './window/index.js';

const ENGINES: { readonly [Name in Model['engine']]: Engine<Extract<Model, { readonly engine: Name }>> } = {
  window: windowEngine,
  axioms: axiomsEngine,
};

/** The engine that executes a model. */
export function engineOf({ engine }: Model): Engine {
  // Each engine is asked about models of its own kind alone.
  return ENGINES[engine] as Engine;
}

/** Looks for an execution with the engine of the query's model. */
export function findExecution(query: Query, ending: Ending): FoundExecution {
  const limit = refusal(query);
  return limit === null ? engineOf(query.model).findExecution(query, ending) : { kind: 'limit', limit };
}

/** Explains with the engine of the query's model why there is no execution. */
export function refute(query: Query): Refutation {
  return engineOf(query.model).refute(query);
}
