/** Exploration by the axiomatic engine: combinations of paths, decided read by read under the axioms of the model. */

import { catJudges } from '../../axioms/cat-judge.js';
import { solveProgram } from '../../axioms/solve-program.js';
import type { AxiomaticModel } from '../../models/model.js';
import type { Exploration } from '../../query/exploration.js';
import type { Goal, Query } from '../../query/query.js';
import { compiled } from './compiled-model.js';

/** The final states; see `Engine.explore`. */
export function exploreAxioms(query: Query<AxiomaticModel>, goal: Goal = 'all'): Exploration {
  return solveProgram(query, { goal, judges: catJudges(compiled(query.model)) });
}
