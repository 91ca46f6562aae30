/** Exploration by the axiomatic engine: combinations of paths, decided read by read under the axioms of the model. */

import { catJudges } from '../../axioms/cat-judge.js';
import { solveProgram } from '../../axioms/solve-program.js';
import type { AxiomaticModel } from '../../models/model.js';
import type { Exploration } from '../../query/exploration.js';
import type { Goal, Query } from '../../query/query.js';
import { compiled } from './compiled-model.js';
import { MOST_RACY, RaceCollection } from './race-collection.js';

/** The final states, and data races; see `Engine.explore`. */
export function exploreAxioms(query: Query<AxiomaticModel>, goal: Goal = 'all'): Exploration {
  const model = compiled(query.model);
  const racing = new RaceCollection(model);
  const found = solveProgram(query, {
    goal,
    judges: catJudges(model),
    onFlag: (flag, flagged) => racing.add(flag, flagged),
    mostFlagged: MOST_RACY,
  });
  const { races } = racing;
  return races.length === 0 ? found : { ...found, races };
}
