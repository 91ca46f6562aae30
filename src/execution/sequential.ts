/**
 * What makes a weak execution weak: the shortest cycle of program order and communication, which no interleaving could
 * close (Shasha, Snir, "Efficient and Correct Execution of Parallel Programs that Share Memory", TOPLAS 10(2), 1988), and
 * in it the accesses of a thread that took effect in the other order.
 */
import { type Edge, shortestCycle } from './edge.js';
import { afterPair, communication, type Execution, external, isAccess } from './execution.js';
import type { Relation } from './relation.js';

/**
 * The edges of a shortest cycle of an execution in program order and communication; null when it is an interleaving. Of
 * several the one is preferred that goes on by communication as early as can be.
 */
export function sequentialCycle(execution: Execution): readonly Edge[] | null {
  const { events, po } = execution;
  const between = external(execution, communication(execution)).union(afterPair(execution));
  const edges = (relation: Relation, kind: 'po' | 'rf'): readonly Edge[] =>
    [...relation.pairs()].map(([from, to]) => ({ from, to, relation: { kind } }));
  const order = po.filtered((from, to) => isAccess(events[from]) && isAccess(events[to]));
  return shortestCycle([...edges(between, 'rf'), ...edges(order, 'po')]);
}
