/** Executions made by hand: events in threads, what they read from, the order of writes; as an engine would give them. */
import type { CatBase } from '../../src/cat/cat-base.js';

/** An event: the sets it is in, by name, and where it has one its location. */
export interface HandEvent {
  readonly thread: number;
  readonly sets: readonly string[];
  readonly at?: string;
}

export type Pairs = readonly (readonly [number, number])[];

/** What is known of rf and co, and dependencies; fr follows. */
export interface HandRelations {
  readonly rf?: Pairs;
  readonly co?: Pairs;
  readonly addr?: Pairs;
  readonly data?: Pairs;
  readonly ctrl?: Pairs;
  readonly rmw?: Pairs;
}

export function bits(size: number, pairs: Pairs): Int32Array {
  const width = Math.max(1, Math.ceil(size / 32));
  const rows = new Int32Array(size * width);
  for (const [from, to] of pairs) rows[from * width + (to >>> 5)] |= 1 << (to & 31);
  return rows;
}

function setBits(size: number, members: readonly number[]): Int32Array {
  const row = new Int32Array(Math.max(1, Math.ceil(size / 32)));
  for (const event of members) row[event >>> 5] |= 1 << (event & 31);
  return row;
}

/** Pairs of events for which something holds. */
function pairsWhere(events: readonly HandEvent[], holds: (a: number, b: number) => boolean): Pairs {
  return events.flatMap((_, a) => events.flatMap((__, b) => (holds(a, b) ? [[a, b] as const] : [])));
}

/** Events in the order of their threads, with a complete execution, or with what is possible as the upper bounds. */
export function handBase(events: readonly HandEvent[], given: HandRelations, isComplete = true): CatBase {
  const size = events.length;
  const isIn = (event: number, set: string): boolean => events[event].sets.includes(set);
  const inThread = (a: number, b: number): boolean => events[a].thread === events[b].thread;
  const sameLocation = (a: number, b: number): boolean =>
    events[a].at !== undefined && events[a].at === events[b].at;
  const rf = given.rf ?? [];
  const co = given.co ?? [];
  const fr = pairsWhere(events, (read, write) => {
    if (!isIn(read, 'R') || !isIn(write, 'W') || !sameLocation(read, write)) return false;
    const source = rf.find(([, to]) => to === read)?.[0];
    return source === undefined || co.some(([a, b]) => a === source && b === write);
  });
  const isPossible = (from: string, to: string) =>
    pairsWhere(events, (a, b) => a !== b && isIn(a, from) && isIn(b, to) && sameLocation(a, b));
  const bounds = (name: 'rf' | 'co' | 'fr', known: Pairs) => {
    const [from, to] = { rf: ['W', 'R'], co: ['W', 'W'], fr: ['R', 'W'] }[name];
    const rows = bits(size, known);
    return isComplete
      ? { lower: rows, upper: rows }
      : { lower: bits(size, []), upper: bits(size, isPossible(from, to)) };
  };
  const relations: Readonly<Record<string, Pairs>> = {
    po: pairsWhere(events, (a, b) => a < b && inThread(a, b)),
    loc: pairsWhere(events, sameLocation),
    int: pairsWhere(events, inThread),
    ext: pairsWhere(events, (a, b) => !inThread(a, b)),
    addr: given.addr ?? [],
    data: given.data ?? [],
    ctrl: given.ctrl ?? [],
    rmw: given.rmw ?? [],
  };
  return {
    size,
    set: (name) => {
      const isAccess = (event: number): boolean => isIn(event, 'R') || isIn(event, 'W');
      const members = [...events.keys()].filter((event) =>
        name === 'M' ? isAccess(event) : isIn(event, name),
      );
      return members.length === 0 ? null : setBits(size, members);
    },
    relation: (name) => (relations[name] === undefined ? null : bits(size, relations[name])),
    dynamic: { rf: bounds('rf', rf), co: bounds('co', co), fr: bounds('fr', fr) },
  };
}

/** An event of a thread, as words: `W ONCE x`, `F MB`, `R x` for a plain read. The last word is a location if it is lower case. */
export function threads(...texts: readonly (readonly string[])[]): readonly HandEvent[] {
  return texts.flatMap((lines, thread) =>
    lines.map((line): HandEvent => {
      const words = line.split(' ');
      const last = words[words.length - 1];
      if (!/^[a-z]/.test(last)) return { thread, sets: words };
      return { thread, sets: words.slice(0, -1), at: last };
    }),
  );
}
