/**
 * An execution without an order of time as a table: a row an access, by thread in program order, with what it reads and where
 * that comes from.
 */
import type { Diagram, DiagramEvent, Witness } from '../../explain/explanation.js';
import { visible } from '../../text/visible.js';
import type { Paint } from '../text/colour.js';
import { behind, longest, padded, wrapped } from '../text/layout.js';
import { effectText } from './cycle-lines.js';

const INDENT = 2;

/** The accesses of an execution, as lines of at most `width`; `pointed` are numbers of events that are pointed at. */
export function sourceLines(
  { diagram }: Witness,
  width: number,
  paint: Paint,
  pointed: readonly number[] = [],
): readonly string[] {
  const { events } = diagram;
  const column = longest(events.map((event) => placeOf(diagram, event))) + 2;
  const texts = longest(events.map(({ text }) => visible(text)));
  const effects = events.map((event) => `${effectText(event)}${sourceOf(diagram, event)}`);
  const room = width - INDENT - column;
  const isBeside = texts + 3 + longest(effects) <= room;
  return [
    ...events.flatMap((event, index) => {
      const pointer = (pointed.includes(event.id) ? '>' : '').padEnd(INDENT);
      const head = `${pointer}${placeOf(diagram, event).padEnd(column)}`;
      if (isBeside) return [`${head}${padded(visible(event.text), texts)}   ${effects[index]}`];
      return behind(head, [
        ...wrapped(event.text, room),
        ...wrapped(effects[index], room - 2).map((line) => `  ${line}`),
      ]);
    }),
    ...orderLines(diagram, width).map((line) => paint.dim(line)),
  ];
}

function placeOf({ threads }: Diagram, { thread, line }: DiagramEvent): string {
  return `${threads[thread]}:${line}`;
}

/** Where what an access reads comes from. */
function sourceOf(diagram: Diagram, { id, read }: DiagramEvent): string {
  if (read === null) return '';
  const source = diagram.edges.find(({ to, relation }) => to === id && relation === 'rf');
  if (source === undefined) return '';
  return source.from === null
    ? ', the initial value'
    : `, from ${placeOf(diagram, diagram.events[source.from])}`;
}

/** For each location that is written more than once, its writes in order. */
function orderLines(diagram: Diagram, width: number): readonly string[] {
  const locations = [...new Set(diagram.events.map(({ location }) => location))];
  return locations.flatMap((location) => {
    const writes = diagram.events.filter((event) => event.location === location && event.written !== null);
    if (writes.length < 2) return [];
    const behindOf = (id: number): number =>
      diagram.edges.filter(({ from, relation, reason }) => from === id && relation === 'co' && reason === '')
        .length;
    const ordered = inOrder(writes, diagram);
    if (ordered === null || behindOf(ordered[0].id) === 0) return [];
    const shown = ordered.map((event) => `${event.written} (${placeOf(diagram, event)})`).join(', then ');
    return wrapped(`${location} is ${shown}`, width - INDENT).map((line) => `${' '.repeat(INDENT)}${line}`);
  });
}

/** Writes of a location along the direct steps of coherence; null where these do not lead along all of them. */
function inOrder(writes: readonly DiagramEvent[], { edges }: Diagram): readonly DiagramEvent[] | null {
  const next = new Map(
    edges.flatMap(({ from, to, relation, reason }) =>
      from !== null && relation === 'co' && reason === '' ? [[from, to] as const] : [],
    ),
  );
  const targets = new Set(next.values());
  const ordered: DiagramEvent[] = [];
  for (let at = writes.find(({ id }) => !targets.has(id)); at !== undefined; ) {
    ordered.push(at);
    const following: number | undefined = next.get(at.id);
    at = writes.find(({ id }) => id === following);
    if (ordered.length > writes.length) return null;
  }
  return ordered.length === writes.length ? ordered : null;
}
