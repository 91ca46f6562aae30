/** What the axiomatic engine has decided, as an execution in the terms of every engine. */

import type { PartialExecution } from '../../axioms/partial-execution.js';
import type { PathEvent } from '../../axioms/path.js';
import { INITIAL, OPEN_SOURCE, type PlacedEvent, type Skeleton } from '../../axioms/skeleton.js';
import type { Event, Execution, InitialWrite } from '../../execution/execution.js';
import { Relation } from '../../execution/relation.js';
import { evaluate } from '../../program/expression.js';
import type { Order } from '../../program/program.js';
import { OPEN_VALUE } from '../../program/special-values.js';
import { textOf } from '../../text/source.js';

type Pair = readonly [number, number];

/** The execution; an event of the skeleton has its number there behind the initial writes. */
export function executionOf(skeleton: Skeleton, decided: PartialExecution): Execution {
  const { events, locations, paths, po, words, size: count } = skeleton;
  const first = locations.length;
  const size = first + count;
  const initial = locations.map(
    (location, id): InitialWrite => ({ id, kind: 'init', location: id, written: location.initial }),
  );
  const isBehind = (rows: Int32Array, from: number, to: number): boolean =>
    ((rows[from * words + (to >>> 5)] >>> (to & 31)) & 1) !== 0;
  const pairsOf = (rows: Int32Array): readonly Pair[] =>
    [...events.keys()].flatMap((from) =>
      [...events.keys()].flatMap((to): Pair[] =>
        isBehind(rows, from, to) ? [[first + from, first + to]] : [],
      ),
    );
  const sourced = (sources: (event: PathEvent) => readonly number[]): Relation =>
    Relation.of(
      size,
      events.flatMap((event, to) =>
        sources(event).map((from): Pair => [first + event.base + from, first + to]),
      ),
    );
  const rf = new Int32Array(count * words);
  const fr = new Int32Array(count * words);
  decided.relate(rf, fr);
  const fromInitial = skeleton.reads.flatMap(({ event, location }, number): Pair[] =>
    decided.sources[number] === INITIAL ? [[location, first + event]] : [],
  );
  const overInitial = skeleton.writes.flatMap((writes, location) =>
    writes.map((write): Pair => [location, first + write]),
  );
  return {
    events: [...initial, ...events.map((event, number) => eventOf(skeleton, decided, event, number))],
    po: Relation.of(size, pairsOf(po)),
    rf: Relation.of(size, [...pairsOf(rf), ...fromInitial]),
    co: Relation.of(size, [...pairsOf(decided.coherence.behind), ...overInitial]),
    fr: Relation.of(size, pairsOf(fr)),
    rmw: sourced(({ pair }) => (pair === -1 ? [] : [pair])),
    addr: sourced(({ address }) => address),
    data: sourced(({ dataFrom }) => dataFrom),
    ctrl: sourced(({ control }) => control),
    preserved: [],
    registers: paths.map(({ registers, ending }, thread) =>
      ending.kind === 'complete' ? registers.map((value) => evaluate(value, decided.known[thread])) : null,
    ),
    schedule: null,
  };
}

function eventOf(skeleton: Skeleton, decided: PartialExecution, event: PlacedEvent, number: number): Event {
  const { thread, base, span, location, role, tag, marks } = event;
  const common = { id: skeleton.locations.length + number, thread, index: number - base, span };
  if (role === 'fence') {
    const fence = marks?.fence ?? { kind: 'none' as const, name: textOf(span) };
    return { ...common, kind: 'fence', fence };
  }
  const order = marks?.order ?? ORDERS[tag] ?? 'plain';
  if (event.data !== null) {
    const written = decided.valueOf(location, number) ?? OPEN_VALUE;
    return { ...common, kind: 'write', location, read: null, written, order };
  }
  const source = decided.sources[skeleton.readAt(number)];
  const read = source === OPEN_SOURCE ? OPEN_VALUE : (decided.known[thread][event.read] ?? OPEN_VALUE);
  return { ...common, kind: 'read', location, read, written: null, order };
}

/** What an access carries itself. */
const ORDERS: Readonly<Partial<Record<PathEvent['tag'], Order>>> = {
  acquire: 'acquire',
  release: 'release',
  mb: 'acquire-release',
  lock: 'acquire',
  trylock: 'acquire',
  unlock: 'release',
};
