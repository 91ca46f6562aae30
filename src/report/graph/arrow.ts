/**
 * Which arrows of a diagram a graph draws, and where they run. A diagram holds more than an eye can follow: what another
 * arrow or the order of the boxes says anyway stays away, unless it is part of the cycle that is shown.
 */
import type { Diagram, DiagramEdge } from '../../explain/explanation.js';

/** An arrow that is drawn. */
export interface Arrow {
  readonly edge: DiagramEdge;
  /** The edge's number in the diagram. */
  readonly index: number;
  /**
   * Numbers of events: the upper one first, or the left one within a row. dot reads arrows in this direction, whichever
   * they point, so that rows stay rows; null for the initial value.
   */
  readonly ends: readonly [number | null, number];
  /** Whether it stays within a thread's column. */
  readonly isLocal: boolean;
  /** Whether it stands for program order between neighbours, which makes the column. */
  readonly isSpine: boolean;
}

/** The arrows that a graph draws, in the diagram's order. */
export function arrowsOf(diagram: Diagram): readonly Arrow[] {
  return diagram.edges.flatMap((edge, index): readonly Arrow[] => {
    const { from, to } = edge;
    if (from === null) {
      const arrow: Arrow = { edge, index, ends: [null, to], isLocal: true, isSpine: false };
      return isTelling(diagram, to) ? [arrow] : [];
    }
    if (isSpare(diagram, edge)) return [];
    const [upper, lower] = [rowOf(diagram, from), rowOf(diagram, to)];
    const [before, after] = [diagram.events[from].thread, diagram.events[to].thread];
    const isLocal = before === after;
    const isForward = upper < lower || (upper === lower && before < after);
    const isSpine = isLocal && lower === upper + 1 && !isCommunication(edge);
    return [{ edge, index, ends: isForward ? [from, to] : [to, from], isLocal, isSpine }];
  });
}

/** How many events of its thread are before it. */
export function rowOf({ events }: Diagram, event: number): number {
  return events.filter(({ id, thread }) => thread === events[event].thread && id < event).length;
}

function isCommunication({ relation }: DiagramEdge): boolean {
  return relation === 'rf' || relation === 'co' || relation === 'fr';
}

/**
 * Program order where an order that says more goes the same way; a branch's later writes, of which the first is enough;
 * what flows along an rf; within a thread, co and fr, which follow program order.
 */
function isSpare(diagram: Diagram, edge: DiagramEdge): boolean {
  const { events, edges } = diagram;
  const { from, to, relation, lines, highlighted } = edge;
  if (highlighted || from === null) return false;
  const others = edges.filter((other) => other !== edge && other.from === from);
  switch (relation) {
    case 'po':
      return others.some((other) => other.to === to && !isCommunication(other) && !isSpare(diagram, other));
    case 'ctrl':
      return others.some(
        (other) => other.relation === relation && other.to < to && other.lines.join() === lines.join(),
      );
    case 'data':
      return others.some((other) => other.to === to && other.relation === 'rf');
    case 'co':
    case 'fr':
      return events[from].thread === events[to].thread;
    default:
      return false;
  }
}

/** Whether it needs saying that a read takes the initial value: another was written, and no fr says it. */
function isTelling(diagram: Diagram, reader: number): boolean {
  const { events, edges } = diagram;
  const { kind, location } = events[reader];
  const isWritten = events.some((event) => event.written !== null && event.location === location);
  const isSaid = edges.some(
    (edge) => edge.from === reader && edge.relation === 'fr' && !isSpare(diagram, edge),
  );
  return kind === 'read' && isWritten && !isSaid;
}
