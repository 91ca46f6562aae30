/**
 * Names of tests: a shape, and for each thread that has two accesses or more what orders them, joined by `-` where there are more
 * edges than one: `MP+wmb+addr`, `SB+mb+rel-acq`, `3.SB+mbs`, `Z6.3+dmb.sylp+dmb.sylp+poaa`. Accesses alone in their threads are
 * annotated at the end (`IRIW+mbs+OnceRelease`). What a name leaves open, such as a direction, makes several cycles of it.
 */

import { type Family, familyNamed } from './families.js';
import { closed, joined, type LooseEdge, type LooseEnd, looseEnd } from './loose-edge.js';
import { annotationEnds, edgesText } from './parse-edges.js';
import type { Direction, EdgeRow, ShapeCycle } from './shape-cycle.js';
import {
  COMMUNICATION,
  communicationBetween,
  communicationRow,
  endsOf,
  placesOf,
  refusalOf,
  type Vocabulary,
} from './vocabulary.js';

/** What a name may say: cycles, or why there is none. */
export type NameReading =
  | { readonly kind: 'read'; readonly family: Family; readonly cycles: readonly ShapeCycle[] }
  | { readonly kind: 'no shape'; readonly word: string }
  | { readonly kind: 'fault'; readonly fault: string };

/** More readings than a name has that means anything. */
const MOST = 256;

type Points = readonly [Direction, Direction];

/** Reads a name. */
export function parseName(given: string, vocabulary: Vocabulary): NameReading {
  const words = given
    .replace(/\.litmus$/, '')
    .replace(/^C-(?=[\w.]+\+|[\w.]+$)/, '')
    .split('+');
  for (let count = words.length; count > 0; count--) {
    const family = familyNamed(words.slice(0, count).join('+'));
    if (family !== null) return withFamily(family, words.slice(count), vocabulary);
  }
  return { kind: 'no shape', word: words[0] };
}

function withFamily(family: Family, words: readonly string[], vocabulary: Vocabulary): NameReading {
  const points = family.threads.split(' ');
  const inner = points.filter(({ length }) => length === 2) as readonly string[];
  const cycles = new Map<string, ShapeCycle>();
  let fault: string | null = null;
  for (const { orders, alone } of distributions(words, inner.length, family)) {
    const isolated = annotationsOf(alone, points.length - inner.length, vocabulary);
    if (isolated === null) {
      if (words.length > inner.length)
        fault ??= `'${alone}' says of no access that is alone in its thread what it is`;
      continue;
    }
    const threads = inner.map((each, index) =>
      readingsOfThread(orders[index], [...each] as unknown as Points, family.coherence, vocabulary),
    );
    const silent = threads.findIndex(({ length }) => length === 0);
    if (silent !== -1) {
      fault ??= unreadable(orders[silent], inner[silent], vocabulary);
      continue;
    }
    for (const chosen of product(threads)) {
      const cycle = closed(ring(points, chosen, isolated, family.coherence), vocabulary);
      if ('fault' in cycle) fault ??= cycle.fault;
      else cycles.set(edgesText(cycle, vocabulary), cycle);
    }
  }
  if (cycles.size > 0) return { kind: 'read', family, cycles: [...cycles.values()] };
  const refused = refusedIn(words, vocabulary);
  return { kind: 'fault', fault: refused ?? fault ?? countFault(family, words, inner.length) };
}

function countFault({ name }: Family, words: readonly string[], threads: number): string {
  const many = threads === 1 ? 'one thread' : `${threads} threads`;
  return `${name} has ${many} to order, and '${words.join('+')}' orders ${words.length}`;
}

/** Which words are of which threads, and which is of the accesses that are alone in theirs. */
function distributions(
  words: readonly string[],
  threads: number,
  { coherence, threads: points }: Family,
): readonly { readonly orders: readonly string[]; readonly alone: string }[] {
  const usual: readonly string[] = Array(threads).fill(coherence ? 'pos' : 'po');
  const [first = ''] = words;
  const plural: readonly string[] = Array(threads).fill(first.slice(0, -1));
  const isPlural = threads > 1 && first.endsWith('s');
  const mayBeAlone = points.split(' ').length > threads;
  const found = [
    ...(words.length === threads ? [{ orders: words, alone: '' }] : []),
    ...(words.length === 0 ? [{ orders: usual, alone: '' }] : []),
    ...(words.length === 1 && isPlural ? [{ orders: plural, alone: '' }] : []),
  ];
  if (!mayBeAlone) return found;
  const alone = words[words.length - 1] ?? '';
  return [
    ...found,
    ...(words.length === threads + 1 ? [{ orders: words.slice(0, -1), alone }] : []),
    ...(words.length === 2 && isPlural ? [{ orders: plural, alone }] : []),
    ...(words.length === 1 ? [{ orders: usual, alone }] : []),
  ];
}

/** `OnceRelease`: a word for each access that is alone in its thread; none where all are as usual. */
function annotationsOf(text: string, count: number, vocabulary: Vocabulary): readonly LooseEnd[] | null {
  if (text === '') return Array(count).fill(looseEnd(null));
  const { annotations, usual } = vocabulary;
  // The tools called an access without annotation Na for a long time.
  const known = [
    { edge: usual.edge, row: null },
    { edge: 'Na', row: null },
    ...annotations.map((row) => ({ edge: row.edge, row })),
  ];
  const ends: LooseEnd[] = [];
  let rest = text.toLowerCase();
  while (rest !== '') {
    const next = known.find(({ edge }) => rest.startsWith(edge.toLowerCase()));
    if (next === undefined) return null;
    ends.push(looseEnd(null, next.row));
    rest = rest.slice(next.edge.length);
  }
  return ends.length === count ? ends : null;
}

/** What a word may say of a thread that begins and ends so. */
function readingsOfThread(
  word: string,
  [first, last]: Points,
  coherence: boolean,
  vocabulary: Vocabulary,
): readonly (readonly LooseEdge[])[] {
  const tokens = word.split('-');
  const partial: PartialReading[] = [{ edges: [], used: 0 }];
  const complete: (readonly LooseEdge[])[] = [];
  for (const reading of partial) {
    const { edges, used } = reading;
    if (used < tokens.length) {
      if (partial.length <= MOST) partial.push(...longer(reading, tokens, first, vocabulary));
      continue;
    }
    const final = edges[edges.length - 1];
    const target = joined(final.target, looseEnd(last));
    if (target === null) continue;
    const whole = [...edges.slice(0, -1), { ...final, target }];
    complete.push(coherence ? whole.map((edge) => ({ ...edge, same: true })) : whole);
  }
  return complete;
}

/** Edges for the first words of a thread. */
interface PartialReading {
  readonly edges: readonly LooseEdge[];
  readonly used: number;
}

/** What a reading may become with the next word, or the next two. */
function longer(
  { edges, used }: PartialReading,
  tokens: readonly string[],
  first: Direction,
  vocabulary: Vocabulary,
): readonly PartialReading[] {
  const begin = used === 0 ? looseEnd(first) : edges[edges.length - 1].target;
  const readings = [
    ...readingsOfToken(tokens[used], vocabulary).map((edge) => ({ edge, length: 1 })),
    ...readingsOfPair(tokens.slice(used, used + 2), vocabulary).map((edge) => ({ edge, length: 2 })),
  ];
  return readings.flatMap(({ edge, length }) => {
    const source = joined(begin, edge.source);
    if (source === null) return [];
    return directed(edge.target, used + length === tokens.length).map((target) => ({
      edges: [...edges, { ...edge, source, target }],
      used: used + length,
    }));
  });
}

/** An end between two edges is a read or a write: both, where nothing says which. */
function directed(end: LooseEnd, isLast: boolean): readonly LooseEnd[] {
  if (isLast || end.direction !== null) return [end];
  return (['R', 'W'] as const).map((direction) => ({ ...end, direction }));
}

/** What one word between `-` may be. */
export function readingsOfToken(token: string, vocabulary: Vocabulary): readonly LooseEdge[] {
  const lower = token.toLowerCase();
  return [
    ...[...vocabulary.edges, ...COMMUNICATION].flatMap((row) =>
      [row.name, ...row.aliases]
        .filter((name) => lower.startsWith(name))
        .flatMap((name) => readingsBehindName(token, token.slice(name.length), row, vocabulary)),
    ),
    ...genericReadings(token, vocabulary),
  ];
}

function readingsBehindName(
  text: string,
  rest: string,
  row: EdgeRow,
  vocabulary: Vocabulary,
): readonly LooseEdge[] {
  const [, same, direction, annotations] =
    (placesOf(row).other ? /^(s?)([RW]?)([a-z]*)$/ : /^()()([a-z]*)$/).exec(rest) ?? [];
  if (annotations === undefined) return [];
  const ends = annotationEnds(annotations, 'name', vocabulary);
  if (ends === null) return [];
  const { source, target } = endsOf(row);
  if (target !== null && direction !== '' && target !== direction) return [];
  const to = direction === '' ? target : (direction as Direction);
  return [
    {
      text,
      row,
      same: same === 's' || !placesOf(row).other,
      source: { ...ends[0], direction: source },
      target: { ...ends[1], direction: to },
    },
  ];
}

/** `acq`, `rel` and `acqrel`: program order with an acquire or a release at the end that can be one. */
function genericReadings(token: string, vocabulary: Vocabulary): readonly LooseEdge[] {
  const acquire = vocabulary.annotations.find(({ generic }) => generic === 'acq');
  const release = vocabulary.annotations.find(({ generic }) => generic === 'rel');
  if (acquire === undefined || release === undefined) return [];
  const [, word, suffix] = /^(acqrel|acq|rel)(s?)$/.exec(token) ?? [];
  const [row] = vocabulary.edges;
  const edge = (source: LooseEnd, target: LooseEnd): LooseEdge => ({
    text: token,
    row,
    same: suffix === 's',
    source,
    target,
  });
  const read = looseEnd('R', acquire);
  const write = looseEnd('W', release);
  if (word === 'acqrel') return [edge(read, write)];
  if (word === 'acq') return [edge(read, looseEnd(null)), edge(looseEnd('W'), read)];
  return word === 'rel' ? [edge(looseEnd(null), write), edge(write, looseEnd('R'))] : [];
}

/** `rel-acq`: from a release to an acquire, one edge; for other words nothing. */
export function readingsOfPair(
  [first, second]: readonly string[],
  vocabulary: Vocabulary,
): readonly LooseEdge[] {
  if (first !== 'rel' || second !== 'acq') return [];
  const [from] = genericReadings('rel', vocabulary).filter(({ source }) => source.direction === 'W');
  const [to] = genericReadings('acq', vocabulary).filter(({ target }) => target.direction === 'R');
  return from === undefined || to === undefined ? [] : [{ ...from, text: 'rel-acq', target: to.target }];
}

/** The edges of the whole cycle: those of the threads, and what leads from one to the next. */
function ring(
  points: readonly string[],
  chosen: readonly (readonly LooseEdge[])[],
  isolated: readonly LooseEnd[],
  coherence: boolean,
): readonly LooseEdge[] {
  let inner = 0;
  let alone = 0;
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length];
    const from = point[point.length - 1] as Direction;
    const to = next[0] as Direction;
    const com = communicationRow(communicationBetween(from, to) ?? 'fr', 'external');
    const edges = point.length === 2 ? chosen[inner++] : [];
    const own = point.length === 1 ? isolated[alone++] : looseEnd(null);
    const external: LooseEdge = {
      text: com.edge,
      row: com,
      same: true,
      source: { ...own, direction: from },
      target: looseEnd(to),
    };
    return [...edges, external].map((edge) => (coherence ? { ...edge, same: true } : edge));
  });
}

function product(
  lists: readonly (readonly (readonly LooseEdge[])[])[],
): readonly (readonly (readonly LooseEdge[])[])[] {
  return lists.reduce<readonly (readonly (readonly LooseEdge[])[])[]>(
    (all, list) => all.flatMap((each) => list.map((one) => [...each, one])).slice(0, MOST),
    [[]],
  );
}

/** What is known of the first word that no edge is; null where nothing is. */
function refusedIn(words: readonly string[], vocabulary: Vocabulary): string | null {
  const isKnown = (token: string): boolean =>
    [token, token.replace(/s$/, '')].some((each) => readingsOfToken(each, vocabulary).length > 0);
  for (const token of words.flatMap((word) => word.split('-'))) {
    const refusal = isKnown(token) ? null : refusalOf(token, vocabulary);
    if (refusal !== null) return `'${token}': ${refusal}`;
  }
  return null;
}

/** Why nothing can be made of what a name says of a thread. */
function unreadable(word: string, points: string, vocabulary: Vocabulary): string {
  const unknown = word.split('-').find((token) => readingsOfToken(token, vocabulary).length === 0);
  if (unknown !== undefined)
    return `'${unknown}' is no edge of ${vocabulary.dialect}; its edges are ${edgeNames(vocabulary).join(', ')}`;
  const [first, last] = [...points].map((each) => (each === 'R' ? 'a read' : 'a write'));
  return `'${word}' cannot order ${first} and ${last}`;
}

/** What edges are called in names. */
export function edgeNames({ edges, annotations }: Vocabulary): readonly string[] {
  const generic = annotations.some((each) => each.generic !== null) ? ['acq', 'rel', 'acqrel'] : [];
  return [...edges.map(({ name }) => name), ...generic, 'rfi', 'fri', 'coi'];
}
