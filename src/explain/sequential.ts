/**
 * What makes a weak execution weak: the shortest cycle of program order and communication, which no interleaving could
 * close (Shasha, Snir, "Efficient and Correct Execution of Parallel Programs that Share Memory", TOPLAS 10(2), 1988), and
 * in it the accesses of a thread that took effect in the other order.
 */
import type { Candidate } from './candidate.js';
import type { Cycle, Edge } from './graph.js';
import { Graph } from './graph.js';

/** The shortest cycle of an execution in program order and communication; null when it is an interleaving. */
export function sequentialCycle(candidate: Candidate): Cycle | null {
  const graph = new Graph();
  const cycles: Cycle[] = [];
  const add = (edge: Edge): void => {
    const cycle = graph.add('time', edge);
    if (cycle !== null) cycles.push(cycle);
  };
  const { events } = candidate;
  for (const edges of candidate.graph.all('time').values()) {
    for (const edge of edges) if (events[edge.from].thread !== events[edge.to].thread) add(edge);
  }
  for (const earlier of events) {
    for (const later of events) {
      if (later.thread !== earlier.thread || later.instance <= earlier.instance) continue;
      add({ from: earlier.id, to: later.id, relation: { kind: 'po-loc' } });
    }
  }
  const [shortest] = cycles.toSorted((a, b) => a.edges.length - b.edges.length);
  return shortest ?? null;
}
