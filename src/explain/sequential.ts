/**
 * What makes a weak execution weak: the shortest cycle of program order and communication, which no interleaving could
 * close (Shasha, Snir, "Efficient and Correct Execution of Parallel Programs that Share Memory", TOPLAS 10(2), 1988), and
 * in it the accesses of a thread that took effect in the other order.
 */
import type { Candidate } from './candidate.js';
import type { Cycle, Edge } from './order-graph.js';
import { Graph } from './order-graph.js';

/** The shortest cycle of an execution in program order and communication; null when it is an interleaving. */
export function sequentialCycle(candidate: Candidate): Cycle | null {
  const order: Edge[] = candidate.events.flatMap((earlier) =>
    candidate.events
      .filter((later) => later.thread === earlier.thread && later.instance > earlier.instance)
      .map((later) => ({ from: earlier.id, to: later.id, relation: { kind: 'po-loc' } })),
  );
  return shortestCycle([...communicationOf(candidate), ...order]);
}

/** The edges of time between threads. */
export function communicationOf({ events, graph }: Candidate): readonly Edge[] {
  const edges = [...graph.all('time').values()].flat();
  return edges.filter(({ from, to }) => events[from].thread !== events[to].thread);
}

/** The shortest cycle of some edges; null when they close none. */
export function shortestCycle(edges: readonly Edge[]): Cycle | null {
  const graph = new Graph();
  let shortest: Cycle | null = null;
  for (const edge of edges) graph.add('time', edge);
  for (const edge of edges) {
    const back = graph.path('time', edge.to, edge.from);
    if (back === null || (shortest !== null && back.length + 1 >= shortest.edges.length)) continue;
    shortest = { kind: 'time', edges: [edge, ...back] };
  }
  return shortest;
}
