/** Visits every reachable state of a program on a model and collects the final states. */
import type { Observable } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Model } from '../machine/model.js';
import type { Exploration, Limits } from './outcome.js';

/** The final states of `program` on `model`, as values of `observables`. Never throws for a limit: see `Exploration.limit`. */
export function explore(
  program: Program,
  model: Model,
  observables: readonly Observable[],
  limits: Limits,
): Exploration {
  void [program, model, observables, limits];
  return { states: [], explored: 0, deadlocks: 0, limit: null, badAddresses: [] };
}
