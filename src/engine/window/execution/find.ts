/** The window engine's executions: the search finds a trace, and the execution is read from it. */
import type { Ending, FoundExecution, StuckAccess } from '../../../query/found-execution.js';
import type { MachineQuery } from '../../../query/query.js';
import { shortestTrace, type Trace, traceTo } from '../../../search/shortest-path.js';
import { isPending } from '../../../window/window.js';
import { codesOf } from './codes.js';
import { executionOf } from './from-trace.js';

/** A shortest execution that ends so; where that takes too much to find, any. */
export function findExecution(query: MachineQuery, ending: Ending): FoundExecution {
  const traced = ending === 'state' ? shortestTrace(query) : traceTo('deadlock', query);
  if (traced.kind !== 'found') return traced;
  const { program, trace } = traced;
  const searched = { ...query, program };
  const execution = executionOf(searched, codesOf(searched), trace);
  return { kind: 'found', program, execution, stuck: stuckIn(searched, trace) };
}

function stuckIn({ program }: MachineQuery, trace: Trace): readonly StuckAccess[] {
  return trace.stuck.map((blocked) => {
    const thread = program.threads.findIndex(({ name }) => name === blocked.thread);
    const { window, evaluation } = trace.last[thread].context;
    const location = evaluation.locations[window.instances.findIndex(isPending)] ?? -1;
    return { ...blocked, location: location < 0 ? null : location };
  });
}
