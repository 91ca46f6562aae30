/**
 * An execution, or a candidate, as the field draws it. The two halves of a read-modify-write are one event here, and only
 * arrows that tell something are kept: program order between neighbours, each read's source, each write's direct
 * successor, and of what orders a thread's accesses the edges that do not follow from others.
 */
import type { Program } from '../program/program.js';
import { type Candidate, INITIAL, UNDECIDED } from './candidate.js';
import { accessText, lineOf, ranked, relationOf, textOf, wordingOf } from './cause.js';
import { type Event, reads, writes } from './event.js';
import type { Picture, PictureEdge, PictureEvent } from './explanation.js';
import type { Cycle, Edge } from './order-graph.js';

/** A picture, and the event in it that each event of the candidate became. */
export interface Drawn {
  readonly picture: Picture;
  readonly numbers: readonly number[];
  /** The edges of the cycle, without those within a read-modify-write. */
  readonly cycle: readonly PictureEdge[];
}

/** Draws a candidate; `threads` are the threads to show, `spell` gives a value's text. */
export function draw(
  program: Program,
  candidate: Candidate,
  cycle: Cycle | null,
  spell: (value: bigint) => string,
): Drawn {
  const { numbers, groups } = merged(candidate);
  const events = groups.map((group, id) => eventOf(program, group, id, spell));
  const edgeOf = (edge: Edge): PictureEdge => toPicture(edge, numbers, true);
  const highlighted = (cycle?.edges ?? []).map(edgeOf).filter(({ from, to }) => from !== to);
  const plain = [
    ...programOrder(events),
    ...communication(candidate, numbers),
    ...orders(candidate, numbers),
  ].filter((edge) => edge.from !== edge.to);
  return {
    picture: {
      threads: program.threads.map((thread) => thread.name),
      events,
      edges: unique([...highlighted, ...plain]),
    },
    numbers,
    cycle: turned(highlighted, events),
  };
}

interface Merged {
  readonly numbers: readonly number[];
  readonly groups: readonly (readonly Event[])[];
}

/** Puts the halves of each read-modify-write of one instruction together; events in the order of threads. */
function merged({ events }: Candidate): Merged {
  const ordered = events.toSorted((a, b) => a.thread - b.thread || a.instance - b.instance);
  const groups: Event[][] = [];
  const numbers: number[] = [];
  for (const event of ordered) {
    const last = groups.at(-1)?.at(-1);
    const isSecondHalf = last !== undefined && event.pair === last.id && event.span === last.span;
    if (isSecondHalf) groups.at(-1)?.push(event);
    else groups.push([event]);
    numbers[event.id] = groups.length - 1;
  }
  return { numbers, groups };
}

function eventOf(
  program: Program,
  group: readonly Event[],
  id: number,
  spell: (value: bigint) => string,
): PictureEvent {
  const [first] = group;
  const read = group.find(reads)?.read ?? null;
  const written = group.find(writes)?.written ?? null;
  return {
    id,
    thread: first.thread,
    text: accessText(first.span),
    line: lineOf(first.span),
    kind: written === null ? 'read' : read === null ? 'write' : 'update',
    location: program.locations[first.location].name,
    read: read === null ? null : spell(read),
    written: written === null ? null : spell(written),
  };
}

function toPicture(edge: Edge, numbers: readonly number[], highlighted: boolean): PictureEdge {
  const { relation } = edge;
  const common = { from: numbers[edge.from], to: numbers[edge.to], highlighted };
  const bare = { reason: '', lines: [], texts: [] };
  switch (relation.kind) {
    case 'rf':
    case 'co':
    case 'fr':
      return { ...common, relation: relation.kind, ...bare };
    case 'po-loc':
      return { ...common, relation: 'po', ...bare };
    case 'atomic':
      return {
        ...common,
        relation: 'co',
        ...bare,
        reason: 'nothing comes between the two halves of an atomic',
      };
    case 'local': {
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
function reasonOf(causes: Parameters<typeof ranked>[0]): string {
  const [first, ...others] = ranked(causes);
  const spare = others.find((cause) => cause.kind === 'rule' && cause.at.length === 0 && !cause.plain);
  const isFence = first.kind === 'rule' && first.at.length > 0;
  return isFence && spare !== undefined ? `${wordingOf(first)}; also: ${wordingOf(spare)}` : wordingOf(first);
}

function programOrder(events: readonly PictureEvent[]): readonly PictureEdge[] {
  return events.flatMap((event, index) => {
    const next = events[index + 1];
    return next === undefined || next.thread !== event.thread ? [] : [edge(event.id, next.id, 'po')];
  });
}

function edge(from: number | null, to: number, relation: PictureEdge['relation']): PictureEdge {
  return { from, to, relation, reason: '', lines: [], texts: [], highlighted: false };
}

function communication(candidate: Candidate, numbers: readonly number[]): readonly PictureEdge[] {
  const { events, sources } = candidate;
  const written = events.filter(writes);
  return events.flatMap((event): readonly PictureEdge[] => {
    const successors = (isAfter: (write: Event) => boolean): readonly Event[] => {
      const after = written.filter((write) => write.location === event.location && isAfter(write));
      return after.filter((write) => !after.some((other) => candidate.isBefore(other.id, write.id)));
    };
    const found: PictureEdge[] = [];
    const source = sources[event.id];
    if (reads(event) && source !== UNDECIDED) {
      found.push(edge(source === INITIAL ? null : numbers[source], numbers[event.id], 'rf'));
      const isAfter = (write: Event): boolean =>
        write.id !== event.id && (source === INITIAL || candidate.isBefore(source, write.id));
      for (const write of successors(isAfter)) found.push(edge(numbers[event.id], numbers[write.id], 'fr'));
    }
    if (writes(event)) {
      for (const write of successors((each) => candidate.isBefore(event.id, each.id)))
        found.push(edge(numbers[event.id], numbers[write.id], 'co'));
    }
    return found;
  });
}

/** What fences and dependencies order, without what follows from two others of the same kind. */
function orders(candidate: Candidate, numbers: readonly number[]): readonly PictureEdge[] {
  const all = [...candidate.graph.all('time').values()].flat();
  const local = all
    .filter(({ relation }) => relation.kind === 'local')
    .map((each) => toPicture(each, numbers, false))
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
function unique(edges: readonly PictureEdge[]): readonly PictureEdge[] {
  const kept = new Map<string, PictureEdge>();
  for (const each of edges) {
    const key = `${each.from} ${each.to} ${each.relation}`;
    if (!kept.has(key)) kept.set(key, each);
  }
  return [...kept.values()];
}

/** The cycle from the first thread on, beginning with what happens within it. */
function turned(cycle: readonly PictureEdge[], events: readonly PictureEvent[]): readonly PictureEdge[] {
  const isLocal = ({ from, to }: PictureEdge): boolean =>
    from !== null && events[from].thread === events[to].thread;
  const starts = cycle.flatMap((each, index) => {
    const before = cycle[(index + cycle.length - 1) % cycle.length];
    return isLocal(each) && !isLocal(before) ? [index] : [];
  });
  const [start] = starts.toSorted((a, b) => (cycle[a].from ?? 0) - (cycle[b].from ?? 0));
  return start === undefined ? cycle : [...cycle.slice(start), ...cycle.slice(0, start)];
}
