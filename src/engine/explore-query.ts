/**
 * Exploration alone, by the name of the engine that a model gives. A command that asks for no more than final states loads
 * no more than this; the whole engines are in index.ts.
 */
import { hasEvents } from '../axioms/machine-events.js';
import { hasGraces } from '../program/readers.js';
import { srcuReadersOf } from '../program/srcu.js';
import type { Exploration } from '../query/exploration.js';
import type { Limit } from '../query/limits.js';
import { withCountingLoop } from '../query/open-loop.js';
import type { Goal, Query } from '../query/query.js';
import { exploreAxioms } from './axioms/explore-axioms.js';
import { exploreWindow } from './window/explore-window.js';

/** A grace period has a bit for each thread. */
const MOST_THREADS = 30;

/** What keeps a model's engine from executing a program at all, however much it may use; null where nothing does. */
export function refusal({ program, model }: Pick<Query, 'program' | 'model'>): Limit | null {
  if (model.engine === 'axioms') {
    const { takesAssembly, instructions: known } = model;
    const takes = program.instructions === null || (takesAssembly && hasEvents(program));
    if (!takes) return { kind: 'unmodelled', what: 'assembly' };
    if (known === undefined || (program.instructions !== null && known.includes(program.instructions)))
      return null;
    return { kind: 'unmodelled', what: `a form in axioms for ${program.instructions ?? 'C'}` };
  }
  if (!hasGraces(program)) return null;
  if (program.threads.length > MOST_THREADS)
    return { kind: 'unmodelled', what: `a grace period for more than ${MOST_THREADS} threads` };
  const readers = srcuReadersOf(program);
  return typeof readers === 'string' ? { kind: 'unmodelled', what: readers } : null;
}

/** What keeps a model's engine from going through a program by hand; null where nothing does. */
export function stepRefusal(query: Pick<Query, 'program' | 'model'>): Limit | null {
  if (query.model.engine === 'window' && hasGraces(query.program))
    return { kind: 'unmodelled', what: 'a grace period step by step' };
  return refusal(query);
}

/** Explores with the engine of the query's model. */
export function explore(query: Query, goal: Goal = 'all'): Exploration {
  const limit = refusal(query);
  if (limit !== null) {
    const nothing = { states: [], explored: 0, deadlocks: 0, stuck: [], badAddresses: [], flags: [] };
    return { ...nothing, program: query.program, limit };
  }
  const { model } = query;
  const found =
    model.engine === 'window'
      ? exploreWindow({ ...query, model }, goal)
      : exploreAxioms({ ...query, model }, goal);
  return found.limit === null ? found : { ...found, limit: withCountingLoop(found.limit, query.program) };
}
