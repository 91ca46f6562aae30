/**
 * All cycles of given edges up to a size, each once: cycles that differ in where they begin, or in the names of threads and
 * locations, are one. Fences stand only between accesses that they order, and a thread of one access is a write that is read: anything
 * else is a shorter cycle in disguise.
 */
import { familyOf } from './families.js';
import { closed, joined, type LooseEdge, looseEnd } from './loose-edge.js';
import { readingsOfPair, readingsOfToken } from './parse-name.js';
import { type Direction, placed, type ShapeCycle, threadsOf } from './shape-cycle.js';
import { canonical, nameOf } from './shape-name.js';
import { communicationBetween, communicationRow, type Vocabulary } from './vocabulary.js';

/** What is generated. */
export interface Generation {
  /** At most so many threads. */
  readonly threads: number;
  /** The words of names: `mb`, `rel`, `rfi`. */
  readonly edges: readonly string[];
  /** At most so many edges, communication between threads among them; null for one in each thread, and what leads on from it. */
  readonly size: number | null;
  /** Looks no further when there are so many cycles. */
  readonly limit: number;
}

/** Cycles with their names, the smallest first; `complete` is false where there are more of them. */
export interface GeneratedCycles {
  readonly cycles: readonly { readonly name: string; readonly cycle: ShapeCycle }[];
  readonly complete: boolean;
}

/** A thread of a cycle, as the edges within it; without edges it is one write. */
interface Segment {
  readonly first: Direction;
  readonly last: Direction;
  readonly edges: readonly LooseEdge[];
}

/** Generates them. The order does not hang on the order of the edges. */
export function generateCycles(asked: Generation, vocabulary: Vocabulary): GeneratedCycles {
  const { threads, size } = asked;
  const inner = innerEdges(asked, vocabulary);
  const found = new Map<string, ShapeCycle>();
  let complete = true;
  // The smallest first, so that a limit leaves out the largest.
  for (let wanted = 3; wanted <= (size ?? 2 * threads) && complete; wanted++) {
    for (const ring of ringsOf(inner, asked, [], wanted)) {
      const cycle = closedRing(ring, vocabulary);
      if (cycle === null) continue;
      const name = nameOf(cycle, vocabulary);
      if (!found.has(name) && found.size === asked.limit) {
        complete = false;
        break;
      }
      found.set(name, canonical(cycle, vocabulary));
    }
  }
  const cycles = [...found].map(([name, cycle]) => ({ name, cycle }));
  return { cycles: cycles.sort(bySize), complete };
}

/**
 * Threads in a row with so many edges left, those between threads counted. A cycle is met once for each thread that it may begin
 * with: the one with the fewest edges is enough.
 */
function* ringsOf(
  inner: readonly LooseEdge[],
  asked: Generation,
  ring: readonly Segment[],
  left: number,
): Generator<readonly Segment[]> {
  if (ring.length > 1 && left === 0) yield ring;
  if (ring.length === asked.threads) return;
  const most = asked.size === null ? Math.min(1, left - 1) : left - 1;
  for (let length = ring[0]?.edges.length ?? 0; length <= most; length++) {
    for (const segment of segmentsOf(inner, length)) {
      if (follows(ring[ring.length - 1], segment))
        yield* ringsOf(inner, asked, [...ring, segment], left - length - 1);
    }
  }
}

type Named = GeneratedCycles['cycles'][number];

function bySize(a: Named, b: Named): number {
  const size = (each: Named): number => each.cycle.edges.length;
  const family = (each: Named): number => familyOf(each.cycle).threads.split(' ').length;
  return size(a) - size(b) || family(a) - family(b) || (a.name < b.name ? -1 : 1);
}

/** Whether communication leads from one thread to the next. */
function follows(before: Segment | undefined, next: Segment): boolean {
  return before === undefined || communicationBetween(before.last, next.first) !== null;
}

/** The edges of threads, each way that it may be, in an order that does not hang on that of the words. */
function innerEdges({ edges }: Generation, vocabulary: Vocabulary): readonly LooseEdge[] {
  const words = new Set(edges);
  // Who has both has both at one edge too.
  const both = words.has('acq') && words.has('rel');
  const single = [...(both ? words.add('acqrel') : words)].sort();
  const readings = single.flatMap((word) => readingsOfToken(word, vocabulary));
  return [...readings, ...(both ? readingsOfPair(['rel', 'acq'], vocabulary) : [])].flatMap(directions);
}

/** The threads of so many edges; without edges it is one write. */
function* segmentsOf(inner: readonly LooseEdge[], length: number): Generator<Segment> {
  if (length === 0) yield { first: 'W', last: 'W', edges: [] };
  else if (length === 1) for (const edge of inner) yield segmentOf([edge]);
  else {
    for (const segment of segmentsOf(inner, length - 1)) {
      for (const edge of inner) yield* longerSegment(segment, edge);
    }
  }
}

function segmentOf(edges: readonly LooseEdge[]): Segment {
  const first = edges[0].source.direction ?? 'R';
  const last = edges[edges.length - 1].target.direction ?? 'R';
  return { first, last, edges };
}

/** A thread with one edge more. Communication within a thread is between orders, not in a row. */
function longerSegment(segment: Segment, edge: LooseEdge): readonly Segment[] {
  const before = segment.edges[segment.edges.length - 1];
  const inARow = before.row.kind === 'communication' && edge.row.kind === 'communication';
  if (inARow || joined(before.target, edge.source) === null) return [];
  return [segmentOf([...segment.edges, edge])];
}

/** The edge between reads and writes, each way that it may be and that its row orders. */
function directions(edge: LooseEdge): readonly LooseEdge[] {
  const either = ['R', 'W'] as const;
  const { row } = edge;
  return either.flatMap((from) =>
    either.flatMap((to): readonly LooseEdge[] => {
      const source = joined(edge.source, looseEnd(from));
      const target = joined(edge.target, looseEnd(to));
      if (source === null || target === null) return [];
      const orders = (kinds: string, direction: Direction): boolean =>
        kinds.includes(direction.toLowerCase());
      if (row.kind === 'fence' && !(orders(row.before, from) && orders(row.after, to))) return [];
      return [{ ...edge, source, target }];
    }),
  );
}

/** The cycle of some threads; null where it is none, or a shorter one in disguise. */
function closedRing(ring: readonly Segment[], vocabulary: Vocabulary): ShapeCycle | null {
  if (ring.length < 2 || !follows(ring[ring.length - 1], ring[0])) return null;
  // A write that is alone is written over: the writes on both sides of it are in order without it.
  if (ring.some(({ edges, last }, at) => edges.length === 0 && last === ring[(at + 1) % ring.length].first))
    return null;
  const edges = ring.flatMap((segment, at): readonly LooseEdge[] => {
    const next = ring[(at + 1) % ring.length];
    const row = communicationRow(communicationBetween(segment.last, next.first) ?? 'rf', 'external');
    const source = looseEnd(segment.last);
    return [...segment.edges, { text: row.edge, row, same: true, source, target: looseEnd(next.first) }];
  });
  if (edges.every(({ same }) => same)) return null;
  const cycle = closed(edges, vocabulary);
  return 'fault' in cycle || returnsToLocation(cycle) ? null : cycle;
}

/** Whether a thread comes back to a location: what coherence orders there makes the cycle shorter. */
function returnsToLocation(cycle: ShapeCycle): boolean {
  const places = placed(cycle);
  if ('fault' in places) return true;
  return threadsOf(cycle).some((members) => {
    const locations = members.map((access) => places.accesses[access].location);
    const runs = locations.filter((location, index) => location !== locations[index - 1]);
    return new Set(runs).size < runs.length;
  });
}
