/**
 * An execution as the field draws it. The two halves of a read-modify-write are one event here, and only
 * arrows that tell something are kept: program order between neighbours, each read's source, each write's direct
 * successor, and of what orders a thread's accesses the edges that do not follow from others.
 */
import { type Cause, ranked } from '../execution/cause.js';
import type { Cycle, Edge } from '../execution/edge.js';
import {
  type AccessEvent,
  type Execution,
  isAccess,
  otherHalf,
  reads,
  writes,
} from '../execution/execution.js';
import type { Program } from '../program/program.js';
import { spelledAt } from '../program/spell.js';
import { lineOf, textOf } from '../text/source.js';
import type { Diagram, DiagramEdge, DiagramEvent } from './explanation.js';
import { accessText, relationOf, wordingOf } from './wording.js';

/** A diagram, and the event in it that each access of the execution became. */
export interface Drawn {
  readonly diagram: Diagram;
  readonly numbers: readonly number[];
  /** The edges of the cycle, without those within a read-modify-write. */
  readonly cycle: readonly DiagramEdge[];
}

/** Draws an execution; `spell` gives a value's text. */
export function draw(
  program: Program,
  execution: Execution,
  cycle: Cycle | null,
  spell: (value: bigint) => string,
): Drawn {
  const { numbers, groups } = merged(execution);
  const events = groups.map((group, id) => eventOf(program, group, id, spell));
  const edgeOf = (edge: Edge): DiagramEdge => {
    const drawn = toDiagram(edge, numbers, true);
    // From the write of an atomic back to its own read: no write overwrites anything there.
    const isBack = edge.relation.kind === 'atomic' && events[drawn.to].kind === 'read';
    return isBack ? { ...drawn, relation: 'order' } : drawn;
  };
  const highlighted = (cycle?.edges ?? []).map(edgeOf).filter(({ from, to }) => from !== to);
  const plain = [
    ...programOrder(events),
    ...communication(execution, numbers),
    ...orders(execution, numbers),
  ].filter((edge) => edge.from !== edge.to);
  return {
    diagram: {
      threads: program.threads.map((thread) => thread.name),
      events,
      edges: unique([...highlighted, ...plain]),
    },
    numbers,
    cycle: fromFirstThread(highlighted, events),
  };
}

interface Merged {
  /** By the number of an access in the execution, its number in the diagram. */
  readonly numbers: readonly number[];
  readonly groups: readonly (readonly AccessEvent[])[];
}

/** Puts the halves of each read-modify-write of one instruction together. */
function merged(execution: Execution): Merged {
  const groups: AccessEvent[][] = [];
  const numbers: number[] = [];
  for (const event of execution.events.filter(isAccess)) {
    const last = groups.at(-1)?.at(-1);
    const isSecondHalf = last?.span === event.span && otherHalf(execution, event.id) === last.id;
    if (isSecondHalf) groups.at(-1)?.push(event);
    else groups.push([event]);
    numbers[event.id] = groups.length - 1;
  }
  return { numbers, groups };
}

function eventOf(
  program: Program,
  group: readonly AccessEvent[],
  id: number,
  spell: (value: bigint) => string,
): DiagramEvent {
  const [first] = group;
  const read = group.find(reads)?.read ?? null;
  const written = group.find(writes)?.written ?? null;
  const spelled = spelledAt(program, first.location, spell);
  return {
    id,
    thread: first.thread,
    text: accessText(first.span),
    line: lineOf(first.span),
    kind: written === null ? 'read' : read === null ? 'write' : 'update',
    location: program.locations[first.location].name,
    read: read === null ? null : spelled(read),
    written: written === null ? null : spelled(written),
  };
}

function toDiagram(edge: Edge, numbers: readonly number[], highlighted: boolean): DiagramEdge {
  const { relation } = edge;
  const common = { from: numbers[edge.from], to: numbers[edge.to], highlighted };
  const bare = { reason: '', lines: [], texts: [] };
  switch (relation.kind) {
    case 'rf':
    case 'co':
    case 'fr':
      return { ...common, relation: relation.kind, ...bare };
    case 'po':
      return { ...common, relation: 'po', ...bare };
    case 'atomic':
      return {
        ...common,
        relation: 'co',
        ...bare,
        reason: 'nothing comes between the two halves of an atomic',
      };
    case 'preserved': {
      const [first] = ranked(relation.causes);
      return {
        ...common,
        relation: relationOf(first),
        reason: reasonOf(relation.causes),
        lines: first.at.map(lineOf),
        texts: first.at.map(textOf),
      };
    }
  }
}

/** The most telling cause; and, where a fence stands beside accesses that need none, those too. */
function reasonOf(causes: readonly Cause[]): string {
  const [first, ...others] = ranked(causes);
  const spare = others.find((cause) => cause.kind === 'rule' && cause.at.length === 0 && !cause.plain);
  const isFence = first.kind === 'rule' && first.at.length > 0;
  return isFence && spare !== undefined ? `${wordingOf(first)}; also: ${wordingOf(spare)}` : wordingOf(first);
}

function programOrder(events: readonly DiagramEvent[]): readonly DiagramEdge[] {
  return events.flatMap((event, index) => {
    const next = events[index + 1];
    return next === undefined || next.thread !== event.thread ? [] : [edge(event.id, next.id, 'po')];
  });
}

function edge(from: number | null, to: number, relation: DiagramEdge['relation']): DiagramEdge {
  return { from, to, relation, reason: '', lines: [], texts: [], highlighted: false };
}

function communication(execution: Execution, numbers: readonly number[]): readonly DiagramEdge[] {
  const { events, rf } = execution;
  // Only what follows directly: not what comes after another write in between.
  const co = execution.co.difference(execution.co.sequence(execution.co));
  const fr = execution.fr.difference(execution.fr.sequence(execution.co));
  return events.filter(isAccess).flatMap(({ id }): readonly DiagramEdge[] => {
    const own = numbers[id];
    const sources = events.filter((event) => rf.has(event.id, id));
    return [
      ...sources.map((source) => edge(source.kind === 'init' ? null : numbers[source.id], own, 'rf')),
      ...fr.from(id).map((write) => edge(own, numbers[write], 'fr')),
      ...co.from(id).map((write) => edge(own, numbers[write], 'co')),
    ];
  });
}

/** What fences and dependencies order, without what follows from two others of the same kind. */
function orders({ preserved }: Execution, numbers: readonly number[]): readonly DiagramEdge[] {
  const local = preserved
    .map((each) => toDiagram(each, numbers, false))
    .filter((each) => each.relation !== 'order');
  const has = new Set(local.map(({ from, to, relation }) => `${from} ${to} ${relation}`));
  const events = new Set(local.flatMap(({ from, to }) => [from, to]));
  return local.filter(
    ({ from, to, relation }) =>
      ![...events].some((via) => {
        const isVia = via !== from && via !== to;
        if (!isVia || relation !== 'fence') return false;
        const nearerStart = has.has(`${via} ${to} fence`) && isBetween(via, from, to);
        const nearerEnd = has.has(`${from} ${via} fence`) && isBetween(via, from, to);
        return nearerStart || nearerEnd;
      }),
  );
}

function isBetween(via: number | null, from: number | null, to: number): boolean {
  return via !== null && from !== null && via > from && via < to;
}

/** Each arrow once, a highlighted one rather than its double. */
function unique(edges: readonly DiagramEdge[]): readonly DiagramEdge[] {
  const kept = new Map<string, DiagramEdge>();
  for (const each of edges) {
    const key = `${each.from} ${each.to} ${each.relation}`;
    if (!kept.has(key)) kept.set(key, each);
  }
  return [...kept.values()];
}

/** The cycle from the first thread on, beginning with what happens within it. */
function fromFirstThread(
  cycle: readonly DiagramEdge[],
  events: readonly DiagramEvent[],
): readonly DiagramEdge[] {
  const isLocal = ({ from, to }: DiagramEdge): boolean =>
    from !== null && events[from].thread === events[to].thread;
  const starts = cycle.flatMap((each, index) => {
    const before = cycle[(index + cycle.length - 1) % cycle.length];
    return isLocal(each) && !isLocal(before) ? [index] : [];
  });
  const [start] = starts.toSorted((a, b) => (cycle[a].from ?? 0) - (cycle[b].from ?? 0));
  return start === undefined ? cycle : [...cycle.slice(start), ...cycle.slice(0, start)];
}
