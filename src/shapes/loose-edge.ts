/** Edges as they are read, of which not everything is said yet, and cycles made of them: what one edge leaves open the next may say. */
import {
  type AnnotationRow,
  beginnings,
  type CycleFault,
  type Direction,
  type EdgeRow,
  isExternal,
  placed,
  rotated,
  type ShapeCycle,
  type ShapeEvent,
} from './shape-cycle.js';
import type { Vocabulary } from './vocabulary.js';

/** What is known of an end of an edge. An annotation that is undefined is open, and null the usual one. */
export interface LooseEnd {
  readonly direction: Direction | null;
  readonly annotation: AnnotationRow | null | undefined;
}

/** An edge as it is read. */
export interface LooseEdge {
  /** As it was written, for complaints. */
  readonly text: string;
  readonly row: EdgeRow;
  readonly same: boolean;
  readonly source: LooseEnd;
  readonly target: LooseEnd;
}

/** An end of which nothing is known but maybe its direction. */
export function looseEnd(direction: Direction | null, annotation?: AnnotationRow | null): LooseEnd {
  return { direction, annotation };
}

/** What two edges say of the event between them; null where they contradict each other. */
export function joined(a: LooseEnd, b: LooseEnd): LooseEnd | null {
  if (a.direction !== null && b.direction !== null && a.direction !== b.direction) return null;
  if (a.annotation !== undefined && b.annotation !== undefined && a.annotation?.edge !== b.annotation?.edge)
    return null;
  return {
    direction: a.direction ?? b.direction,
    annotation: a.annotation === undefined ? b.annotation : a.annotation,
  };
}

/** The events of a cycle of edges; null with the place where two edges contradict each other. */
function eventsOf(edges: readonly LooseEdge[]): readonly LooseEnd[] | { readonly conflict: number } {
  const events: LooseEnd[] = [];
  for (const [index, edge] of edges.entries()) {
    const previous = edges[(index + edges.length - 1) % edges.length];
    const event = joined(previous.target, edge.source);
    if (event === null) return { conflict: index };
    events.push(event);
  }
  return events;
}

/** A cycle of edges that says everything, begun where a thread begins; or what is wrong with it. */
export function closed(edges: readonly LooseEdge[], vocabulary: Vocabulary): ShapeCycle | CycleFault {
  if (edges.length < 2) return { fault: 'a cycle has two edges at least' };
  const events = eventsOf(edges);
  if ('conflict' in events) {
    const before = edges[(events.conflict + edges.length - 1) % edges.length];
    return { fault: `'${edges[events.conflict].text}' cannot follow '${before.text}'` };
  }
  const resolved: ShapeEvent[] = [];
  for (const [index, { direction, annotation }] of events.entries()) {
    if (direction === null)
      return { fault: `nothing says whether '${edges[index].text}' begins at a read or at a write` };
    if (annotation && annotation.on !== 'RW' && annotation.on !== direction)
      return {
        fault: `'${edges[index].text}' begins at a ${direction === 'R' ? 'read' : 'write'}, which cannot be '${annotation.edge}'`,
      };
    resolved.push({ direction, annotation: annotation ?? null });
  }
  const cycle = { events: resolved, edges: edges.map(({ row, same }) => ({ row, same })) };
  return wellFormed(cycle, vocabulary);
}

/** The cycle begun where a thread begins; or why no test can be made of it. */
export function wellFormed(cycle: ShapeCycle, vocabulary: Vocabulary): ShapeCycle | CycleFault {
  if (!cycle.edges.some(isExternal)) return { fault: 'no edge leads to another thread (Rfe, Coe, Fre)' };
  const [first] = beginnings(cycle);
  const depth = cycle.edges.reduce(
    (sum, { row }) =>
      row.kind !== 'communication' ? sum : sum + Number(row.where === 'leave') - Number(row.where === 'back'),
    0,
  );
  if (depth !== 0 || first === undefined) return { fault: 'a detour leaves its thread and does not return' };
  const begun = rotated(cycle, first);
  const objection = vocabulary.objection(begun);
  if (objection !== null) return { fault: objection };
  const places = placed(begun);
  return 'fault' in places ? places : begun;
}
