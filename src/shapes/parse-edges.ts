/** Cycles as the diy tools write them: `PodWR Fre PodWR Fre`, `DMB.SYdWWLP Rfe DpAddrdR Fre`. */
import { closed, type LooseEdge, type LooseEnd, looseEnd } from './loose-edge.js';
import type { AnnotationRow, CycleFault, Direction, EdgeRow, ShapeCycle } from './shape-cycle.js';
import { COMMUNICATION, endsOf, placesOf, type Vocabulary } from './vocabulary.js';

/** Reads a cycle of edges. */
export function parseEdges(text: string, vocabulary: Vocabulary): ShapeCycle | CycleFault {
  const edges: LooseEdge[] = [];
  for (const word of text.trim().split(/[\s,]+/)) {
    const [edge] = readingsOfEdge(word, vocabulary);
    if (edge === undefined)
      return {
        fault: `'${word}' is no edge of ${vocabulary.dialect}; its edges are ${edgeWords(vocabulary)}`,
      };
    edges.push(edge);
  }
  return closed(edges, vocabulary);
}

/** What an edge of the vocabulary may be called, for a message. */
export function edgeWords(vocabulary: Vocabulary): string {
  const own = vocabulary.edges.map((row) => `${row.edge}${placesOf(row).other ? 'd' : ''}${endWords(row)}`);
  return [...own, 'Rfe', 'Fre', 'Coe', 'Rfi', 'Fri', 'Coi'].join(', ');
}

/** `RW`, with dots for what may be either. */
function endWords(row: EdgeRow): string {
  const { source, target } = endsOf(row);
  if (row.kind === 'rmw') return '';
  return row.kind === 'dependency' ? (target ?? '.') : `${source ?? '.'}${target ?? '.'}`;
}

/** What a word of a cycle may be. */
function readingsOfEdge(word: string, vocabulary: Vocabulary): readonly LooseEdge[] {
  const [strong] = vocabulary.edges.filter(({ kind }) => kind === 'fence');
  const named = [...vocabulary.edges, ...COMMUNICATION].flatMap((row) =>
    wordsOf(row, row === strong).map((name) => ({ row, name })),
  );
  // The longest name first: DpCtrlIsb before DpCtrl.
  const sorted = named
    .filter(({ name }) => word.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length);
  return sorted.flatMap(({ row, name }) => readingsBehind(word, word.slice(name.length), row, vocabulary));
}

function wordsOf(row: EdgeRow, isStrong: boolean): readonly string[] {
  if (row.kind === 'communication') {
    const ending = row.edge.slice(2);
    return row.relation === 'co' ? [row.edge, `Ws${ending}`] : [row.edge];
  }
  // diy's word for the strongest barrier of an architecture.
  return isStrong ? [row.edge, 'Fence'] : [row.edge];
}

/** What may stand behind the name of an edge: locations, directions, annotations. */
function readingsBehind(
  text: string,
  rest: string,
  row: EdgeRow,
  vocabulary: Vocabulary,
): readonly LooseEdge[] {
  const { source, target } = endsOf(row);
  const places = placesOf(row);
  const [, place = '', directions = '', annotations = ''] = (places.other
    ? /^([sd])([RW]{0,2}?)((?:[A-Z][a-z]*)*)$/
    : /^()()((?:[A-Z][a-z]*)*)$/
  ).exec(rest) ?? ['', '-'];
  if (place === '-') return [];
  return annotationPairs(annotations, directions, vocabulary).flatMap(({ known, ends }) => {
    const [from, to] = known.length === 1 ? [null, known[0]] : [known[0] ?? null, known[1] ?? null];
    const begin = agreed(source, from);
    const end = agreed(target, to);
    if (begin === undefined || end === undefined) return [];
    return [
      {
        text,
        row,
        same: !places.other || place === 's',
        source: { ...ends[0], direction: begin },
        target: { ...ends[1], direction: end },
      },
    ];
  });
}

function agreed(a: Direction | null, b: Direction | null): Direction | null | undefined {
  return a !== null && b !== null && a !== b ? undefined : (a ?? b);
}

interface Annotated {
  readonly known: readonly Direction[];
  readonly ends: readonly [LooseEnd, LooseEnd];
}

/** Directions come before annotations; `RRel` is an R and a Rel, or nothing of the kind. */
function annotationPairs(text: string, directions: string, vocabulary: Vocabulary): readonly Annotated[] {
  const words = `${directions}${text}`;
  const found: Annotated[] = [];
  for (const count of [2, 1, 0]) {
    const known = [...words.slice(0, count)];
    if (known.length < count || !known.every((each) => each === 'R' || each === 'W')) continue;
    const ends = annotationEnds(words.slice(count), 'edge', vocabulary);
    if (ends !== null) found.push({ known: known as readonly Direction[], ends });
  }
  return found;
}

/** Two annotations by their names in edges or in names of tests, or none; null for anything else. */
export function annotationEnds(
  text: string,
  by: 'edge' | 'name',
  { annotations, usual }: Vocabulary,
): readonly [LooseEnd, LooseEnd] | null {
  if (text === '') return [looseEnd(null), looseEnd(null)];
  const known: readonly (readonly [string, AnnotationRow | null])[] = [
    [usual[by], null],
    ...annotations.map((row) => [row[by], row] as const),
  ];
  for (const [first, a] of known) {
    if (!text.startsWith(first)) continue;
    const second = known.find(([name]) => name === text.slice(first.length));
    if (second !== undefined) return [looseEnd(null, a), looseEnd(null, second[1])];
  }
  return null;
}

/** A cycle as the diy tools write it. */
export function edgesText({ events, edges }: ShapeCycle, { usual }: Vocabulary): string {
  return edges
    .map(({ row, same }, index) => {
      const from = events[index];
      const to = events[(index + 1) % events.length];
      const place = placesOf(row).other ? (same ? 's' : 'd') : '';
      const ends = row.kind === 'dependency' ? to.direction : `${from.direction}${to.direction}`;
      const directions = place === '' ? '' : ends;
      const plain = from.annotation === null && to.annotation === null;
      const annotated = plain
        ? ''
        : `${from.annotation?.edge ?? usual.edge}${to.annotation?.edge ?? usual.edge}`;
      return `${row.edge}${place}${directions}${annotated}`;
    })
    .join(' ');
}
