/**
 * What cycles are made of in a dialect: edges and annotations, each a row with its names, and how a test of them is written.
 * Adding an edge is adding a row to the vocabulary of its dialect.
 */
import type { AnnotationRow, Direction, EdgeRow, PlacedCycle, ShapeCycle } from './shape-cycle.js';

/** Words in small letters that no edge is, and why. */
interface Refusal {
  readonly pattern: RegExp;
  readonly why: string;
}

/** The vocabulary of a dialect. */
export interface Vocabulary {
  /** The first word of its tests. */
  readonly dialect: string;
  /** The edges within a thread, communication apart; program order is the first. */
  readonly edges: readonly EdgeRow[];
  readonly annotations: readonly AnnotationRow[];
  /** What an access without annotation is called in edges and in names: `P` and `p`, `Once` and `once`. */
  readonly usual: { readonly edge: string; readonly name: string };
  /** Words of names that no edge is, with what to say of them. */
  readonly refused: readonly Refusal[];
  /** Whether the edges of a cycle can be written in the dialect; why not, as a clause, or null. */
  readonly objection: (cycle: ShapeCycle) => string | null;
  /** The init block, the threads and the condition. */
  readonly write: (cycle: ShapeCycle, accesses: PlacedCycle) => string;
}

/** Single accesses by exclusives, as diy7 has them: `PodWRXX`. */
export const REFUSED_EXCLUSIVES: readonly Refusal[] = [
  {
    pattern: /x[xpal]|(?:[pal]|rl|aq)x/,
    why: "an access that is a pair of exclusives is not among the edges here; 'LxSx' is the pair as a read and a write",
  },
];

const REFUSED_EVERYWHERE: readonly Refusal[] = [
  {
    pattern: /^hat/,
    why: "two reads of one write are in no order; 'Fre' leads to the write that overwrites what both read",
  },
  { pattern: /[bhwq]\d/, why: 'parts of locations are not among the edges here' },
  { pattern: /[*|]|^all[rw]/, why: 'it stands for several edges; write one of them' },
];

/** Why a word that is no edge of a vocabulary is none; null where nothing is known of it. */
export function refusalOf(word: string, { refused }: Vocabulary): string | null {
  const small = word.toLowerCase();
  return [...refused, ...REFUSED_EVERYWHERE].find(({ pattern }) => pattern.test(small))?.why ?? null;
}

const COMMUNICATIONS = [
  { relation: 'rf', names: ['Rf'], source: 'W', target: 'R' },
  // The tools called it Ws for a long time.
  { relation: 'co', names: ['Co', 'Ws'], source: 'W', target: 'W' },
  { relation: 'fr', names: ['Fr'], source: 'R', target: 'W' },
] as const;

const PLACES = [
  { where: 'external', ending: 'e', name: (com: string): string => `${com}e` },
  { where: 'internal', ending: 'i', name: (com: string): string => `${com}i` },
  { where: 'leave', ending: 'Leave', name: (com: string): string => `[${com}` },
  { where: 'back', ending: 'Back', name: (com: string): string => `${com}]` },
] as const;

/** Communication, in every dialect. */
export const COMMUNICATION: readonly EdgeRow[] = COMMUNICATIONS.flatMap(({ relation, names }) =>
  PLACES.map(({ where, ending, name }) => ({
    kind: 'communication' as const,
    relation,
    where,
    edge: `${names[0]}${ending}`,
    name: name(relation),
    aliases: names.slice(1).map((each) => name(each.toLowerCase())),
  })),
);

/** The row of communication. */
export function communicationRow(
  relation: 'rf' | 'co' | 'fr',
  where: 'external' | 'internal' | 'leave' | 'back',
): EdgeRow {
  const row = COMMUNICATION.find(
    (each) => each.kind === 'communication' && each.relation === relation && each.where === where,
  );
  return row ?? COMMUNICATION[0];
}

/** What an edge of a row begins and ends at; null where it may be either. */
export function endsOf(row: EdgeRow): {
  readonly source: Direction | null;
  readonly target: Direction | null;
} {
  switch (row.kind) {
    case 'communication':
      return COMMUNICATIONS.find(({ relation }) => relation === row.relation) ?? COMMUNICATIONS[0];
    case 'dependency':
      return { source: 'R', target: row.on === 'data' ? 'W' : null };
    case 'rmw':
      return { source: 'R', target: 'W' };
    default:
      return { source: null, target: null };
  }
}

/** Whether an edge of a row may lead to another location, and whether it may stay at one. */
export function placesOf({ kind }: EdgeRow): { readonly same: boolean; readonly other: boolean } {
  const inside = kind === 'communication' || kind === 'rmw';
  return { same: true, other: !inside };
}

/** Between two writes, two reads, a read and a write, a write and a read: what leads from one thread to the next. */
export function communicationBetween(from: Direction, to: Direction): 'rf' | 'co' | 'fr' | null {
  if (from === 'R') return to === 'W' ? 'fr' : null;
  return to === 'W' ? 'co' : 'rf';
}

/** Program order, as the first row of every vocabulary. */
export const PO: EdgeRow = { kind: 'po', edge: 'Po', name: 'po', aliases: [] };

/** Dependencies; a control dependency may have a fence behind its branch. */
export function dependencyRow(
  on: 'addr' | 'data' | 'ctrl',
  fence: { readonly edge: string; readonly code: string } | null = null,
): EdgeRow {
  const word = `${on[0].toUpperCase()}${on.slice(1)}${fence?.edge ?? ''}`;
  return {
    kind: 'dependency',
    on,
    fence: fence?.code ?? null,
    edge: `Dp${word}`,
    name: word.toLowerCase(),
    aliases: fence === null ? [] : ['ctrlfence'],
  };
}
