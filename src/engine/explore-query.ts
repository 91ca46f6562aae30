/**
 * Exploration alone, by the name of the engine that a model gives. A command that asks for no more than final states loads
 * no more than this; the whole engines are in index.ts.
 */
import { mechanismIn } from '../program/mechanism.js';
import type { Exploration } from '../query/exploration.js';
import type { Limit } from '../query/limits.js';
import type { Goal, Query } from '../query/query.js';
import { exploreAxioms } from './axioms/explore-axioms.js';
import { exploreWindow } from './window/explore-window.js';

/** What keeps a model's engine from executing a program at all, however much it may use; null where nothing does. */
export function refusal({ program, model }: Pick<Query, 'program' | 'model'>): Limit | null {
  const what = model.engine === 'window' ? mechanismIn(program) : assemblyIn(program);
  return what === null ? null : { kind: 'unmodelled', what };
}

/** Explores with the engine of the query's model. */
export function explore(query: Query, goal: Goal = 'all'): Exploration {
  const limit = refusal(query);
  if (limit !== null) {
    const nothing = { states: [], explored: 0, deadlocks: 0, stuck: [], badAddresses: [], flags: [] };
    return { ...nothing, program: query.program, limit };
  }
  const { model } = query;
  return model.engine === 'window'
    ? exploreWindow({ ...query, model }, goal)
    : exploreAxioms({ ...query, model }, goal);
}

/** Whether a program was lowered for no kernel port, as assembly is: then its accesses are no events of the kernel's model. */
function assemblyIn({ controlDependencies }: Query['program']): 'assembly' | null {
  return controlDependencies === 'everything' ? 'assembly' : null;
}
