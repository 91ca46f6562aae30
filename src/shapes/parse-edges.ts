/**
 * Cycles as the diy tools write them: `PodWR Fre PodWR Fre`, `DMB.SYdWWLP Rfe DpAddrdR Fre`. Several edges have short names
 * (`DetourWR`, `ACSyncdRR`), brackets around edges say nothing of a single cycle, and an annotation that stands alone is of the
 * access between the edges beside it.
 */
import { closed, joined, type LooseEdge, type LooseEnd, looseEnd } from './loose-edge.js';
import type { AnnotationRow, CycleFault, Direction, EdgeRow, ShapeCycle } from './shape-cycle.js';
import { COMMUNICATION, endsOf, placesOf, refusalOf, type Vocabulary } from './vocabulary.js';

/** Reads a cycle of edges. */
export function parseEdges(text: string, vocabulary: Vocabulary): ShapeCycle | CycleFault {
  const edges: LooseEdge[] = [];
  const alone: { readonly word: string; readonly end: LooseEnd; readonly before: number }[] = [];
  const words = text.split(/[\s,[\]]+/).filter((word) => word !== '');
  for (const word of words.flatMap(inFull)) {
    const annotation = annotationAlone(word, vocabulary);
    const [edge] = annotation === undefined ? readingsOfEdge(word, vocabulary) : [];
    if (annotation !== undefined) {
      alone.push({ word, end: looseEnd(null, annotation), before: edges.length });
      continue;
    }
    if (edge === undefined) return { fault: unknownEdge(word, vocabulary) };
    edges.push(edge);
  }
  for (const { word, end, before } of edges.length === 0 ? [] : alone) {
    const place = before % edges.length;
    const source = joined(edges[place].source, end);
    if (source === null) return { fault: `'${word}' cannot stand before '${edges[place].text}'` };
    edges[place] = { ...edges[place], source };
  }
  return closed(edges, vocabulary);
}

function unknownEdge(word: string, vocabulary: Vocabulary): string {
  const refusal = refusalOf(word, vocabulary);
  const why = refusal === null ? `its edges are ${edgeWords(vocabulary)}` : refusal;
  return `'${word}' is no edge of ${vocabulary.dialect}; ${why}`;
}

const DETOURS: Readonly<Record<string, string>> = {
  R: 'FrLeave RfBack',
  RR: 'FrLeave RfBack',
  RW: 'FrLeave CoBack',
  W: 'CoLeave RfBack',
  WR: 'CoLeave RfBack',
  WW: 'CoLeave CoBack',
};

/** What a word of the tools stands for: a detour, or a fence with communication before it (`AC`), behind it (`BC`), or both. */
function inFull(word: string): readonly string[] {
  const [, ends] = /^Detour([RW]+)$/.exec(word) ?? [];
  if (ends !== undefined) return DETOURS[ends]?.split(' ') ?? [word];
  const [, before, behind, fence] = /^(A?)(B?)C([A-Z][\w.]*[sd][RW]{2})$/.exec(word) ?? [];
  if (fence === undefined || before + behind === '') return [word];
  return [...(before === '' ? [] : ['Rfe']), fence, ...(behind === '' ? [] : ['Rfe'])];
}

/** The annotation that a word is, null for the usual one; undefined for other words. */
function annotationAlone(word: string, { annotations, usual }: Vocabulary): AnnotationRow | null | undefined {
  return word === usual.edge ? null : annotations.find(({ edge }) => edge === word);
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
  return sorted.flatMap(({ row, name }) => {
    const readings = readingsBehind(word, word.slice(name.length), row, vocabulary);
    const end = SHORT_ENDS[name]?.(row);
    return end === undefined ? readings : readings.filter(({ target }) => target.direction === end);
  });
}

function wordsOf(row: EdgeRow, isStrong: boolean): readonly string[] {
  if (row.kind === 'communication') {
    const ending = row.edge.slice(2);
    return row.relation === 'co' ? [row.edge, `Ws${ending}`] : [row.edge];
  }
  const older = row.formerly === undefined ? [] : [row.formerly];
  if (row.kind === 'dependency' && row.on !== 'data') return [row.edge, row.on === 'addr' ? 'Dp' : 'Ctrl'];
  // diy's word for the strongest barrier of an architecture.
  return [row.edge, ...older, ...(isStrong ? ['Fence'] : [])];
}

/** What short names of dependencies lead to: `DpdR` is by the address, `CtrldW` by a branch alone, `CtrldR` by one with a fence. */
const SHORT_ENDS: Readonly<Record<string, (row: EdgeRow) => Direction>> = {
  Dp: () => 'R',
  Ctrl: (row) => (row.kind === 'dependency' && row.fence !== null ? 'R' : 'W'),
};

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
