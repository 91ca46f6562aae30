/** The axiomatic engine (src/axioms): a model is axioms over relations, and final states are solved for. */

import type { AxiomaticModel } from '../../models/model.js';
import type { Engine } from '../../query/engine.js';
import { exploreAxioms } from './explore-axioms.js';

/** Axiomatic: its executions have no steps. */
export const axiomsEngine: Engine<AxiomaticModel> = {
  name: 'axioms',
  explore: exploreAxioms,
  findExecution: unexplained,
  refute: unexplained,
  stepper: null,
};

/** The commands that explain ask machines alone. */
function unexplained(): never {
  throw new Error('pinlitmus bug: the axiomatic engine does not explain yet');
}
