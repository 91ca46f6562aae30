/** The axiomatic engine (src/axioms): a model is axioms over relations, and final states are solved for. */

import type { AxiomaticModel } from '../../models/model.js';
import type { Engine } from '../../query/engine.js';
import { exploreAxioms } from './explore-axioms.js';
import { findAxiomaticExecution } from './find-execution.js';
import { refuteAxioms } from './refute-axioms.js';

/** Axiomatic: its executions have no steps. */
export const axiomsEngine: Engine<AxiomaticModel> = {
  name: 'axioms',
  explore: exploreAxioms,
  findExecution: findAxiomaticExecution,
  refute: refuteAxioms,
  stepper: null,
};
