/**
 * Exploration alone, by the name of the engine that a model gives. A command that asks for no more than final states loads
 * no more than this; the whole engines are in index.ts.
 */
import type { Model } from '../models/model.js';
import type { Engine } from '../query/engine.js';
import type { Exploration } from '../query/exploration.js';
import type { Goal, Query } from '../query/query.js';
import { exploreWindow } from './window/explore-window.js';

const EXPLORERS: Readonly<Record<Model['engine'], Engine['explore']>> = { window: exploreWindow };

/** Explores with the engine of the query's model. */
export function explore(query: Query, goal: Goal = 'all'): Exploration {
  return EXPLORERS[query.model.engine](query, goal);
}
