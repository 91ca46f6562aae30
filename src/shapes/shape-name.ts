/**
 * The name of a cycle: one for each cycle up to where it begins and what its threads and locations are called. It begins as the diy
 * tools have it begin; where two beginnings are alike in their threads, at fences before dependencies before program order.
 */
import { familyOf, pointsOf } from './families.js';
import { edgesText } from './parse-edges.js';
import {
  beginnings,
  type EdgeRow,
  mainThreadsOf,
  rotated,
  type ShapeCycle,
  type ShapeEdge,
  type ShapeEvent,
} from './shape-cycle.js';
import { communicationBetween, communicationRow, placesOf, type Vocabulary } from './vocabulary.js';

/** The order of threads by what they begin and end with: writes alone first, then those that begin with a write. */
const POINTS: readonly string[] = ['W', 'WW', 'RR', 'RW', 'WR', 'R'];

const KINDS: readonly EdgeRow['kind'][] = ['fence', 'section', 'dependency', 'rmw', 'communication', 'po'];

/** The cycle begun where its name begins. */
export function canonical(given: ShapeCycle, vocabulary: Vocabulary): ShapeCycle {
  const cycle = withInternals(given);
  const found = beginnings(cycle).map((at) => {
    const begun = rotated(cycle, at);
    return { begun, key: keyOf(begun, vocabulary) };
  });
  return found.reduce((best, each) => (compareKeys(each.key, best.key) < 0 ? each : best)).begun;
}

/**
 * Program order between two accesses of one location, one of them a write, is the communication that it brings: `PosWR` is `Rfi`. In a
 * cycle of one location it is what is contradicted, and stays.
 */
function withInternals({ events, edges }: ShapeCycle): ShapeCycle {
  if (edges.filter(({ same }) => !same).length < 2) return { events, edges };
  const named = edges.map((edge, index) => {
    const to = events[(index + 1) % events.length];
    const relation = communicationBetween(events[index].direction, to.direction);
    const isPlain = edge.row.kind === 'po' && edge.same && relation !== null;
    return isPlain ? { row: communicationRow(relation, 'internal'), same: true } : edge;
  });
  return { events, edges: named };
}

type Key = readonly (number | string)[];

function keyOf(cycle: ShapeCycle, vocabulary: Vocabulary): Key {
  const ranks = cycle.edges.map(({ row }) => KINDS.indexOf(row.kind));
  return [...pointsOf(cycle).map((each) => POINTS.indexOf(each)), ...ranks, edgesText(cycle, vocabulary)];
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, each] of a.entries()) {
    if (each !== b[index]) return each < b[index] ? -1 : 1;
  }
  return 0;
}

/** The name of a cycle, which is canonical if the cycle is. */
export function nameOf(given: ShapeCycle, vocabulary: Vocabulary): string {
  const cycle = canonical(given, vocabulary);
  const family = familyOf(cycle);
  const suffixes = suffixesOf(cycle, vocabulary);
  const alone = mainThreadsOf(cycle).flatMap((members) =>
    members.length === 1 ? [cycle.events[members[0]]] : [],
  );
  const isAnnotated = alone.some(({ annotation }) => annotation !== null);
  const isolated = isAnnotated
    ? [alone.map(({ annotation }) => annotation?.edge ?? vocabulary.usual.edge).join('')]
    : [];
  const [first, ...others] = suffixes;
  const alike = others.every((each) => each === first);
  const usual = family.coherence ? 'pos' : 'po';
  if (first === undefined || (alike && first === usual)) return [family.name, ...isolated].join('+');
  const orders = alike && others.length > 0 ? [`${first}s`] : suffixes;
  return [family.name, ...orders, ...isolated].join('+');
}

/** What the name says of each thread that has edges. */
export function suffixesOf({ events, edges }: ShapeCycle, vocabulary: Vocabulary): readonly string[] {
  const suffixes: string[] = [];
  let words: string[] = [];
  let depth = 0;
  edges.forEach((edge, index) => {
    const { row } = edge;
    if (row.kind === 'communication' && row.where === 'external' && depth === 0) {
      if (words.length > 0) suffixes.push(words.join('-'));
      words = [];
      return;
    }
    const next = edges[(index + 1) % edges.length];
    words.push(wordOf(edge, events[index], events[(index + 1) % events.length], next, vocabulary));
    if (row.kind === 'communication') depth += Number(row.where === 'leave') - Number(row.where === 'back');
  });
  return words.length > 0 ? [...suffixes, words.join('-')] : suffixes;
}

/** An edge in a name. Where nothing else says what stands between two edges, the first does. */
function wordOf(
  { row, same }: ShapeEdge,
  from: ShapeEvent,
  to: ShapeEvent,
  next: ShapeEdge,
  vocabulary: Vocabulary,
): string {
  const short = row.kind === 'po' && !same ? shortOrder(from, to, vocabulary) : null;
  const isOpen = ['po', 'fence', 'section', 'dependency'].includes(row.kind);
  const isOpenNext = ['po', 'fence', 'section'].includes(next.row.kind);
  if (short !== null && !(isOpen && isOpenNext)) return short;
  const direction = isOpen && isOpenNext ? to.direction : '';
  const plain = from.annotation === null && to.annotation === null;
  const { usual } = vocabulary;
  const annotated = plain ? '' : `${from.annotation?.name ?? usual.name}${to.annotation?.name ?? usual.name}`;
  return `${row.name}${same && placesOf(row).other ? 's' : ''}${direction}${annotated}`;
}

/** `rel`, `acq`, `acqrel`, `rel-acq`, where these are enough; in the dialects that have such names. */
function shortOrder(from: ShapeEvent, to: ShapeEvent, { dialect }: Vocabulary): string | null {
  if (dialect !== 'C') return null;
  const ends = `${from.direction}${from.annotation?.generic ?? ''} ${to.direction}${to.annotation?.generic ?? ''}`;
  return SHORT[ends] ?? null;
}

const SHORT: Readonly<Record<string, string>> = {
  'Racq R': 'acq',
  'Racq W': 'acq',
  'R Wrel': 'rel',
  'W Wrel': 'rel',
  'Racq Wrel': 'acqrel',
  'Wrel R': 'rel',
  'W Racq': 'acq',
  'Wrel Racq': 'rel-acq',
};
