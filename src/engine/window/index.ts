/** The window engine: the window machine (src/window) and the search over its states (src/search), as one engine. */

import type { WindowModel } from '../../models/model.js';
import type { Engine } from '../../query/engine.js';
import { findExecution } from './execution/find.js';
import { exploreWindow } from './explore-window.js';
import { refute } from './refute/refute.js';
import { WindowStepper } from './stepper/window-stepper.js';

/** Operational: every final state comes from an execution that the machine makes step by step. */
export const windowEngine: Engine<WindowModel> = {
  name: 'window',
  explore: exploreWindow,
  findExecution,
  refute,
  stepper: (query) => new WindowStepper(query),
};
