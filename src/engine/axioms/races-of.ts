/** The data races of an execution that an axiomatic model flags: which accesses race, and which order is missing between them. */

import { decidedValues } from '../../axioms/decided-values.js';
import type { NodeValues } from '../../axioms/node-values.js';
import type { PartialExecution } from '../../axioms/partial-execution.js';
import { isWrite } from '../../axioms/path.js';
import type { PlacedEvent, Skeleton } from '../../axioms/skeleton.js';
import type { CatModel } from '../../cat/cat-model.js';
import { type Execution, isAccess, writes } from '../../execution/execution.js';
import { OPEN_VALUE } from '../../program/special-values.js';
import {
  DATA_RACE,
  type DataRace,
  type Marking,
  type OrderGap,
  type PlaceInExecution,
  type RacingEvent,
} from '../../query/found-race.js';
import { invariant } from '../../text/invariant.js';

/** The races that are in an execution. */
export function racesOf(
  model: CatModel,
  skeleton: Skeleton,
  decided: PartialExecution,
  execution: Execution,
): readonly DataRace[] {
  const flag = model.flags.find(({ name }) => name === DATA_RACE);
  if (flag === undefined || model.nodes[flag.node].sort !== 'relation') return [];
  const values = decidedValues(model, skeleton, decided);
  const gaps = new Gaps(model, skeleton, values);
  const { events } = skeleton;
  return [...values.of(flag.node).entries()]
    .filter(([, bit]) => bit !== 0)
    .map(([at]) => {
      const [first, second] = [Math.floor(at / skeleton.size), at % skeleton.size];
      const pair = [racingAt(skeleton, execution, first), racingAt(skeleton, execution, second)] as const;
      return {
        location: events[first].location,
        first: pair[0],
        second: pair[1],
        values: valuesOf(execution, pair),
        gap: gaps.between(first, second),
      };
    });
}

function placeOf({ events, locations }: Skeleton, event: number): PlaceInExecution {
  const { thread, span } = events[event];
  return { event: locations.length + event, thread, span };
}

function racingAt(skeleton: Skeleton, { events }: Execution, event: number): RacingEvent {
  const place = placeOf(skeleton, event);
  const access = events[place.event];
  invariant(isAccess(access), 'what races is an access');
  const { read, written } = access;
  const kind = written === null ? 'read' : 'write';
  return { ...place, kind, marking: markingOf(skeleton.events[event]), value: written ?? read ?? OPEN_VALUE };
}

function valuesOf({ events, co }: Execution, pair: readonly RacingEvent[]): readonly bigint[] {
  const written = pair.filter(({ kind }) => kind === 'write');
  if (written.length === 0) return [pair[0].value];
  const [{ event: first }] = written;
  const before = events
    .filter(writes)
    .filter(({ id }) => co.has(id, first))
    .toSorted((one, other) => (co.has(one.id, other.id) ? -1 : 1));
  const last = before.at(-1)?.written ?? null;
  return [...(last === null ? [] : [last]), ...written.map(({ value }) => value)];
}

function markingOf({ tag, role, rmw }: PlacedEvent): Marking {
  if (tag === 'assert-writer' || tag === 'assert-access') return tag;
  return tag === 'plain' && (role === 'read' || role === 'write') && !rmw ? 'plain' : 'marked';
}

/** What is missing between accesses that race, in a model that has the names of the kernel's model as pinlitmus writes it. */
class Gaps {
  readonly #skeleton: Skeleton;
  readonly #values: NodeValues;
  readonly #nodes: ReadonlyMap<string, number>;

  constructor(model: CatModel, skeleton: Skeleton, values: NodeValues) {
    this.#skeleton = skeleton;
    this.#values = values;
    this.#nodes = new Map([...model.names].map(([node, name]) => [name, node]));
  }

  between(first: number, second: number): OrderGap | null {
    const { events } = this.#skeleton;
    const [one, other] = [first, second].map((each) => (isWrite(events[each]) ? 'write' : 'read'));
    const isBefore = this.#has(`${one}-before-${other}`, first, second);
    if (isBefore === null) return null;
    if (!isBefore) return this.#gap(first, second, one, other);
    // Two writes that are in order as writes are not as the reads that a plain one counts as.
    return this.#has('read-before-write', first, second) || markingOf(events[first]) !== 'plain'
      ? this.#gap(first, second, 'write', 'read')
      : this.#gap(first, second, 'read', 'write');
  }

  #gap(first: number, second: number, one: 'read' | 'write', other: 'read' | 'write'): OrderGap {
    const all = [...this.#skeleton.events.keys()];
    const behind = all.filter((each) => this.#has(`out-of-${one}`, first, each));
    const before = all.filter((each) => this.#has(`into-${other}`, each, second));
    const from = behind.includes(first) ? first : behind[0];
    const to = before.includes(second) ? second : before.at(-1);
    const place = (event: number | undefined): PlaceInExecution | null =>
      event === undefined ? null : placeOf(this.#skeleton, event);
    return {
      missing:
        from === undefined ? (to === undefined ? 'both' : 'behind') : to === undefined ? 'before' : 'chain',
      first: one,
      second: other,
      from: place(from),
      to: place(to),
    };
  }

  /** Whether a relation leads from one event to another; null where the model has none of that name. */
  #has(name: string, from: number, to: number): boolean | null {
    const node = this.#nodes.get(name);
    return node === undefined ? null : this.#values.has(node, from, to, null);
  }
}
