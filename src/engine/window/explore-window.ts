/** Exploration by the window engine: the search over the states of the window machine. */

import type { Exploration } from '../../query/exploration.js';
import type { Goal, MachineQuery } from '../../query/query.js';
import { explore } from '../../search/explore.js';

/** The final states; see `Engine.explore`. */
export function exploreWindow(query: MachineQuery, goal?: Goal): Exploration {
  return explore(query, { goal });
}
