/**
 * Cycles of edges, the way the diy tools make litmus tests (Alglave, Maranget, Sarkar, Sewell, "Fences in Weak Memory Models",
 * CAV 2010): each edge leads from one access to the next, in one thread or from one to another, and the last leads back to the
 * first. The state that a test asks for is the one in which all edges are as they say.
 */

/** What an access does: it reads or it writes. */
export type Direction = 'R' | 'W';

/** Reads, writes, or both, that a fence orders. */
export type FencedKinds = 'r' | 'w' | 'rw';

/** A kind of edge, as a dialect's vocabulary has it. */
type EdgeKind =
  | {
      readonly kind: 'communication';
      readonly relation: 'rf' | 'co' | 'fr';
      /** `leave` goes to another thread and `back` returns from it to the thread that was left. */
      readonly where: 'external' | 'internal' | 'leave' | 'back';
    }
  /** Program order and no more. */
  | { readonly kind: 'po' }
  /** A barrier between two accesses; what it orders is what generated sets use it for. */
  | {
      readonly kind: 'fence';
      readonly code: string;
      readonly before: FencedKinds;
      readonly after: FencedKinds;
    }
  /** Both accesses in one critical section of these two. */
  | { readonly kind: 'section'; readonly enter: string; readonly leave: string }
  /** From a read to what depends on it, with a fence behind the branch where it has one. */
  | { readonly kind: 'dependency'; readonly on: 'addr' | 'data' | 'ctrl'; readonly fence: string | null }
  /** From the read of a read-modify-write to its write. */
  | { readonly kind: 'rmw'; readonly update: UpdateKind };

/** How a read-modify-write comes to its new value; one that adds may leave the old one in no register. */
export type UpdateKind = 'exchange' | 'compare' | 'add' | 'add only' | 'exclusive';

/** A row of a vocabulary: an edge, and what it is called. */
export type EdgeRow<Kind extends EdgeKind = EdgeKind> = Kind & {
  /** In the diy tools' cycles, without locations and directions: `Po`, `DMB.SY`, `DpAddr`. */
  readonly edge: string;
  /** In the names of tests: `po`, `dmb.sy`, `addr`. */
  readonly name: string;
  /** Other names of it that are read; `mb` and its like are understood in every dialect. */
  readonly aliases: readonly string[];
  /** What cycles of older tools call it. */
  readonly formerly?: string;
};

/** What an access is annotated with: a row of a vocabulary. */
export interface AnnotationRow {
  /** `Release`, `L`, `Rl` */
  readonly edge: string;
  /** `release`, `l`, `rl` */
  readonly name: string;
  /** What it is in every dialect; null where it has no such name. */
  readonly generic: 'acq' | 'rel' | null;
  /** Which accesses may have it. */
  readonly on: Direction | 'RW';
}

/** An access of a cycle; an annotation that is null is the dialect's usual one. */
export interface ShapeEvent {
  readonly direction: Direction;
  readonly annotation: AnnotationRow | null;
}

/** An edge of a cycle. */
export interface ShapeEdge {
  readonly row: EdgeRow;
  /** Whether both its accesses are of one location. */
  readonly same: boolean;
}

/** A cycle: edge i leads from event i to event i + 1, and the last to the first. */
export interface ShapeCycle {
  readonly events: readonly ShapeEvent[];
  readonly edges: readonly ShapeEdge[];
}

/** Where an event of a cycle stands in a test. */
export interface PlacedAccess extends ShapeEvent {
  readonly thread: number;
  readonly location: number;
  /** What it writes, or reads in the state that is asked for. */
  readonly value: number;
}

/** A cycle as the accesses of a test. */
export interface PlacedCycle {
  readonly accesses: readonly PlacedAccess[];
  readonly threads: number;
  readonly locations: number;
  /** The locations with more than one write, and which value is the last. */
  readonly last: ReadonlyMap<number, number>;
}

/** What is wrong with a cycle that no test can be made of, as a clause. */
export interface CycleFault {
  readonly fault: string;
}

/** Whether an edge leads to another thread, to stay there. */
export function isExternal({ row }: ShapeEdge): boolean {
  return row.kind === 'communication' && row.where === 'external';
}

/** The cycle begun at another event. */
export function rotated({ events, edges }: ShapeCycle, by: number): ShapeCycle {
  return {
    events: [...events.slice(by), ...events.slice(0, by)],
    edges: [...edges.slice(by), ...edges.slice(0, by)],
  };
}

/** The places at which the cycle can begin, the first of them first: behind an external edge, outside all detours. */
export function beginnings({ edges }: ShapeCycle): readonly number[] {
  const deep = depths(edges);
  return edges.flatMap((_, index) => {
    const before = (index + edges.length - 1) % edges.length;
    return isExternal(edges[before]) && deep[before] === 0 ? [index] : [];
  });
}

/** How many detours the cycle is in at each edge, the edges that leave and return counted as in. */
function depths(edges: readonly ShapeEdge[]): readonly number[] {
  let depth = 0;
  const run = edges.map(({ row }) => {
    if (row.kind !== 'communication') return depth;
    if (row.where === 'leave') return ++depth;
    return row.where === 'back' ? depth-- : depth;
  });
  // A cycle that is written down from within a detour is as many deep there as it comes out of.
  const least = Math.min(0, ...run);
  return run.map((each) => each - least);
}

/** The events of each thread in the order of the cycle, which begins where a thread does. */
export function threadsOf(cycle: ShapeCycle): readonly (readonly number[])[] {
  return walked(cycle).map(({ members }) => members);
}

/** The same without the threads that the cycle only goes to and returns from. */
export function mainThreadsOf(cycle: ShapeCycle): readonly (readonly number[])[] {
  return walked(cycle).flatMap(({ members, isDetour }) => (isDetour ? [] : [members]));
}

interface WalkedThread {
  readonly members: number[];
  readonly isDetour: boolean;
}

function walked({ edges }: ShapeCycle): readonly WalkedThread[] {
  const threads: WalkedThread[] = [{ members: [], isDetour: false }];
  const left: WalkedThread[] = [];
  let current = threads[0];
  edges.forEach(({ row }, index) => {
    current.members.push(index);
    const where = row.kind === 'communication' ? row.where : 'internal';
    if (where === 'internal' || index + 1 === edges.length) return;
    if (where === 'back') {
      current = left.pop() ?? current;
      return;
    }
    if (where === 'leave') left.push(current);
    current = { members: [], isDetour: left.length > 0 };
    threads.push(current);
  });
  return threads;
}

/** Puts the events of a cycle, begun where a thread does, into threads, and gives them locations and values. */
export function placed(cycle: ShapeCycle): PlacedCycle | CycleFault {
  const { events, edges } = cycle;
  const count = events.length;
  const threads = threadsOf(cycle);
  const threadOf = new Map(threads.flatMap((members, thread) => members.map((event) => [event, thread])));
  const changes = edges.flatMap(({ same }, index) => (same ? [] : [index]));
  if (changes.length === 1)
    return { fault: 'one edge alone leads to another location, and nothing leads back to the first' };
  const locations = locationsOf(edges);
  // Runs of one location begin behind a change; a cycle of one location is cut where its program order contradicts it.
  const inner = edges.findIndex(({ row }) => row.kind !== 'communication' && row.kind !== 'rmw');
  const cut = changes.length > 0 ? changes : [inner];
  if (cut[0] === -1) return { fault: 'it has no program order' };
  const value: number[] = events.map(() => 0);
  const last = new Map<number, number>();
  for (const start of cut) {
    const end = cut.find((each) => each > start) ?? cut[0] + count;
    const run = Array.from({ length: end - start }, (_, step) => (start + step + 1) % count);
    const written = runValues(events, run, threadOf, value);
    if (written === null)
      return { fault: 'more than two writes to one location stand in an order that no final state shows' };
    if (written > 1) last.set(locations[run[0]], written);
    if (isStaleRead(events, run, threadOf)) value[run[0]] = 1;
  }
  return {
    accesses: events.map((event, index) => ({
      ...event,
      thread: threadOf.get(index) ?? 0,
      location: locations[index],
      value: value[index],
    })),
    threads: threads.length,
    locations: Math.max(1, changes.length),
    last,
  };
}

/**
 * Whether a location's accesses begin with a read whose own thread writes there last, behind another's write: CoWR, in which it reads
 * that other write. Were it to read what was there before, there would be no need of the other.
 */
function isStaleRead(
  events: readonly ShapeEvent[],
  run: readonly number[],
  threadOf: ReadonlyMap<number, number>,
): boolean {
  const [first, last] = [run[0], run[run.length - 1]];
  const inside = events[first].direction === 'R' && threadOf.get(first) === threadOf.get(last);
  const isOther = threadOf.get(run[1]) !== threadOf.get(first);
  return (
    run.length === 3 && inside && isOther && run.slice(1).every((each) => events[each].direction === 'W')
  );
}

/**
 * Gives the accesses of one location their values, in coherence order, and says how many writes there are; null where not every pair of
 * them is in an order that the state shows: by program order, because the second is the last, or because a thread that has done the
 * one reads the other behind it, does the other behind a read of the one, or reads the one and then the other.
 */
function runValues(
  events: readonly ShapeEvent[],
  run: readonly number[],
  threadOf: ReadonlyMap<number, number>,
  value: number[],
): number | null {
  const writers: number[] = [];
  for (const index of run) {
    if (events[index].direction === 'W') writers.push(index);
    value[index] = writers.length;
  }
  const isRead = (written: number, by: number): boolean =>
    run.some(
      (each) =>
        events[each].direction === 'R' && value[each] === written && threadOf.get(each) === threadOf.get(by),
    );
  const isSeen = (first: number): boolean =>
    run.some((each, at) =>
      run
        .slice(at + 1)
        .some(
          (later) =>
            [each, later].every((read) => events[read].direction === 'R') &&
            threadOf.get(each) === threadOf.get(later) &&
            value[each] === first &&
            value[later] === first + 1,
        ),
    );
  const isShown = writers.every((writer, place) => {
    const before = writers[place - 1];
    if (place === 0 || place === writers.length - 1 || threadOf.get(before) === threadOf.get(writer))
      return true;
    return isRead(place, writer) || isRead(place + 1, before) || isSeen(place);
  });
  return isShown ? writers.length : null;
}

/** By event its location, numbered in the order of the cycle. */
function locationsOf(edges: readonly ShapeEdge[]): readonly number[] {
  const changes = edges.filter(({ same }) => !same).length;
  let location = 0;
  return edges.map(({ same }) => {
    const own = location;
    if (!same) location = (location + 1) % Math.max(1, changes);
    return own;
  });
}
