/**
 * The shapes that have names: Alglave, Maranget, Tautschnig, "Herding Cats" (TOPLAS 36(2), 2014), and the diy tools. A shape
 * is what its threads begin and end with; what leads from one to the next follows from that. Adding one is adding a row.
 */
import { mainThreadsOf, type ShapeCycle } from './shape-cycle.js';

/** A shape. */
export interface Family {
  readonly name: string;
  readonly aliases: readonly string[];
  /** The first and the last access of each thread, in the order of the cycle: `WW RR`. */
  readonly threads: string;
  /** Whether all accesses are of one location. */
  readonly coherence: boolean;
  readonly about: string;
}

function family(name: string, threads: string, about: string, aliases: readonly string[] = []): Family {
  return { name, aliases, threads, coherence: false, about };
}

function coherence(name: string, threads: string, about: string, aliases: readonly string[] = []): Family {
  return { name, aliases, threads, coherence: true, about };
}

/** The shapes, those of few threads first. */
export const FAMILIES: readonly Family[] = [
  family('MP', 'WW RR', 'Message passing'),
  family('SB', 'WR WR', 'Store buffering', ['2.SB']),
  family('LB', 'RW RW', 'Load buffering', ['2.LB']),
  family('R', 'WW WR', 'A write that lands late, and a read'),
  family('S', 'WW RW', 'A write that lands late, behind a message'),
  family('2+2W', 'WW WW', 'Two writes each, to the same two locations', ['2.2W']),
  family('WRC', 'W RW RR', 'Write-to-read causality'),
  family('ISA2', 'WW RW RR', 'Message passing by way of a third thread'),
  family('RWC', 'W RR WR', 'Read-to-write causality'),
  family('WWC', 'W RW RW', 'Write-to-write causality'),
  family('WRW+WR', 'W RW WR', 'A chain of a read, and a write that lands late before a read'),
  family('WRR+2W', 'W RR WW', 'Two reads of a write, and two writes'),
  family('WRW+2W', 'W RW WW', 'A chain of a read, and two writes'),
  family('W+RWC', 'WW RR WR', 'Read-to-write causality behind a message'),
  family('3.SB', 'WR WR WR', 'Store buffering in a ring of three'),
  family('3.LB', 'RW RW RW', 'Load buffering in a ring of three'),
  family('3.2W', 'WW WW WW', 'Two writes each, in a ring of three'),
  family('Z6.0', 'WW RW WR', 'A message, a message that is overwritten, and a read'),
  family('Z6.1', 'WW WW RW', 'A write over another, a message, and a write that lands late'),
  family('Z6.2', 'WW RW RW', 'A write that lands late, behind two messages'),
  family('Z6.3', 'WW WW RR', 'A write over another, and a message behind it'),
  family('Z6.4', 'WW WR WR', 'Store buffering behind a write over another'),
  family('Z6.5', 'WW WW WR', 'Two writes over others, and a read'),
  family('IRIW', 'W RR W RR', 'Independent reads of independent writes'),
  family('IRRWIW', 'W RR W RW', 'Independent reads, and a read and a write, of independent writes'),
  family('IRWIW', 'W RW W RW', 'Independent reads and writes of independent writes'),
  coherence('CoWW', 'WW', 'Coherence of two writes'),
  coherence('CoRW1', 'RW', 'Coherence of a read and a later write'),
  coherence('CoWR0', 'WR', 'Coherence of a write and a later read'),
  coherence('CoWR', 'W WR', 'Coherence of a write and a later read, and a write of another thread'),
  coherence('CoRR', 'W RR', 'Coherence of two reads'),
  coherence('CoRW2', 'W RW', 'Coherence of a read and a later write, and a write of another thread', [
    'CoRW',
  ]),
];

/** Rings of as many threads as their names say. */
const RINGS: readonly (readonly [string, string])[] = [
  ['SB', 'WR'],
  ['LB', 'RW'],
  ['2W', 'WW'],
];

/** More threads than any test that can be checked has. */
const MOST = 16;

/** The shape of a name; null where there is none of that name. Names without a row are what they say: `5.SB`, `WW+RW+RW+WR`. */
export function familyNamed(name: string): Family | null {
  const row = FAMILIES.find((each) => each.name === name || each.aliases.includes(name));
  if (row !== undefined) return row;
  const [, count, ring] = /^(\d+)\.(\w+)$/.exec(name) ?? [];
  const points = RINGS.find(([word]) => word === ring)?.[1];
  if (points !== undefined && Number(count) > 2 && Number(count) <= MOST)
    return family(name, Array(Number(count)).fill(points).join(' '), `A ring of ${count} threads`);
  if (!/^[RW]{1,2}(?:\+[RW]{1,2})+$/.test(name)) return null;
  return family(name, name.replaceAll('+', ' '), 'Threads without a name of their own');
}

/** The shape of a cycle that begins where it has it. */
export function familyOf(cycle: ShapeCycle): Family {
  const points = pointsOf(cycle);
  const coherent = cycle.edges.every(({ same }) => same);
  const threads = points.join(' ');
  const rows = FAMILIES.filter((each) => each.threads === threads);
  const row = rows.find(({ coherence: own }) => own === coherent) ?? rows.find(({ coherence: own }) => !own);
  if (row !== undefined) return row;
  const ring = points.length > 3 && points.every((each) => each === points[0]);
  const word = RINGS.find(([, each]) => ring && each === points[0])?.[0];
  const name = word === undefined ? points.join('+') : `${points.length}.${word}`;
  return family(
    name,
    threads,
    word === undefined ? 'Threads without a name of their own' : `A ring of ${points.length} threads`,
  );
}

/** What each thread begins and ends with, detours left out: `WW`, `RR`. */
export function pointsOf(cycle: ShapeCycle): readonly string[] {
  return mainThreadsOf(cycle).map((members) => {
    const [first, last] = [members[0], members[members.length - 1]].map(
      (event) => cycle.events[event].direction,
    );
    return members.length === 1 ? first : `${first}${last}`;
  });
}
