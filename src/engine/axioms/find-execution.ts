/** One execution under an axiomatic model that ends as it is asked for. */

import { catJudges } from '../../axioms/cat-judge.js';
import { waitsForEver } from '../../axioms/path.js';
import { solveProgram } from '../../axioms/solve-program.js';
import type { Execution } from '../../execution/execution.js';
import type { AxiomaticModel } from '../../models/model.js';
import type { Ending, FoundExecution } from '../../query/found-execution.js';
import type { Query } from '../../query/query.js';
import { compiled } from './compiled-model.js';
import { executionOf } from './execution-of.js';

/** See `Engine.findExecution`. In a deadlock threads wait for themselves or for each other. */
export function findAxiomaticExecution(query: Query<AxiomaticModel>, ending: Ending): FoundExecution {
  let execution: Execution | null = null;
  const found = solveProgram(query, {
    goal: ending === 'state' ? 'first' : 'all',
    judges: catJudges(compiled(query.model)),
    onExecution: (skeleton, decided) => {
      const isStuck = skeleton.paths.some(waitsForEver);
      if (isStuck === (ending === 'deadlock')) execution ??= executionOf(skeleton, decided);
    },
  });
  const { program, limit, stuck } = found;
  if (execution !== null) {
    const waiting = ending === 'state' ? [] : stuck.map((each) => ({ ...each, location: null }));
    return { kind: 'found', program, execution, stuck: waiting };
  }
  return limit === null ? { kind: 'none' } : { kind: 'limit', limit };
}
