/** The cycle that forbids a state, read from top to bottom: each access with its value, and between them why. */

import type { DiagramEdge, DiagramEvent, ExplainedCycle } from '../../explain/explanation.js';
import { visible } from '../../text/visible.js';
import type { Paint } from '../text/colour.js';
import { behind, groupedBy, listed, longest, padded, wrapped } from '../text/layout.js';

const INDENT = 4;

/** The same cycle on some models: the same accesses in the same order, each model with reasons of its own. */
export interface CycleVariant {
  readonly title: string;
  readonly cycle: ExplainedCycle;
}

/** What two models' cycles must share to be shown as one cycle. */
export function shapeOf({ kind, edges, diagram }: ExplainedCycle): string {
  const stops = edges.map(({ from, relation, reason }) => {
    const event = from === null ? null : diagram.events[from];
    // With a reason: what an atomic read is overwritten, and so its write is before what does that.
    const drawn = relation === 'co' && reason !== '' ? 'fr' : relation;
    return `${event?.thread}:${event?.line} ${isCommunication(relation) ? drawn : ''}`;
  });
  return `${kind} ${stops.join(', ')}`;
}

function isCommunication(relation: DiagramEdge['relation']): boolean {
  return relation === 'rf' || relation === 'co' || relation === 'fr';
}

/** The lines of a cycle, at most `width` wide. The accesses are drawn as the first model has them. */
export function cycleLines(
  variants: readonly CycleVariant[],
  width: number,
  paint: Paint,
): readonly string[] {
  const [{ cycle }] = variants;
  const { events, threads } = cycle.diagram;
  const stops = cycle.edges.flatMap(({ from }) => (from === null ? [] : [events[from]]));
  const position = (event: DiagramEvent): string => `${threads[event.thread]}:${event.line}`;
  const column = longest(stops.map(position)) + 2;
  const texts = longest(stops.map(({ text }) => visible(text)));
  const lead = ' '.repeat(INDENT + column);
  const beside = texts + 3 + longest(stops.map(effectText)) <= width - lead.length;
  const stop = (event: DiagramEvent, effect: string): readonly string[] => {
    const head = `${' '.repeat(INDENT)}${position(event).padEnd(column)}`;
    if (beside) return [`${head}${padded(visible(event.text), texts)}   ${effect}`];
    const text = wrapped(event.text, width - lead.length);
    const under = wrapped(effect, width - lead.length - 2).map((line) => `  ${line}`);
    return behind(head, [...text, ...under]);
  };
  const between = (index: number): readonly string[] =>
    reasonsFor(variants, index)
      .flatMap((reason) =>
        wrapped(reason, width - lead.length - 4).map((line, each) => `${each === 0 ? '↓' : ' '} ${line}`),
      )
      .map((line) => paint.dim(lead + line));
  return [
    ...stops.flatMap((event, index) => [...stop(event, effectText(event)), ...between(index)]),
    ...(stops.length === 0 ? [] : stop(stops[0], '')),
  ];
}

/** Why one access is before the next: once where all models say the same, else by model. */
function reasonsFor(variants: readonly CycleVariant[], index: number): readonly string[] {
  const reasonOf = ({ cycle }: CycleVariant): string => edgeText(cycle.edges[index]);
  const groups = groupedBy(variants, reasonOf);
  if (groups.length === 1) return [reasonOf(variants[0])];
  return groups.map((same) => `${listed(same.map(({ title }) => title))}: ${reasonOf(same[0])}`);
}

/** What an event reads and writes, in words. */
export function effectText({ kind, location, read, written }: DiagramEvent): string {
  switch (kind) {
    case 'read':
      return `reads ${location} = ${read}`;
    case 'write':
      return `writes ${location} = ${written}`;
    case 'update':
      return `${location} from ${read} to ${written}`;
  }
}

/** How one access of a cycle is before the next. */
export function edgeText({ relation, reason }: DiagramEdge): string {
  switch (relation) {
    case 'rf':
      return 'read by';
    case 'co':
      return reason === '' ? 'overwritten by' : 'what it read is overwritten by';
    case 'fr':
      return 'what it read is overwritten by';
    case 'po':
      return 'before, in program order at one location';
    default:
      return reason;
  }
}
