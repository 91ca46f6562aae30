/** All paths of the threads of a program. */

import type { Observable } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { Domains } from './domain.js';
import { MACHINE_EVENTS } from './machine-events.js';
import { walkMachine } from './machine-walker.js';
import type { FindWaysOn, LoopWays } from './onward.js';
import type { Path } from './path.js';
import type { Knowledge } from './path-builder.js';
import { type WalkedThread, walkedThread } from './walked-thread.js';
import { walk } from './walker.js';
import { type OtherAccesses, WriteCounts } from './write-counts.js';

/** How paths are looked for. */
export interface HowToWalk {
  /** Whether each location is known to be coherent, and updates atomic: what threads see then bounds how often they go round a loop. */
  readonly isCoherent: boolean;
  /** Called for each path; throws when it is too much. */
  readonly work: () => void;
}

/** The paths of each thread, those left out whose constraints cannot hold. */
export function pathsOf(
  program: Program,
  observables: readonly Observable[],
  { isCoherent, work }: HowToWalk,
): readonly (readonly Path[])[] {
  const threads = program.threads.map((thread, index) =>
    walkedThread(program, thread, observedOf(observables, index)),
  );
  const domains = new Domains(program.locations);
  const first = settle(threads, domains, work);
  return feasible(threads, domains, isCoherent ? first : null, work);
}

export function observedOf(observables: readonly Observable[], thread: number): ReadonlySet<number> {
  const registers = observables.flatMap((each) =>
    each.kind === 'register' && each.thread === thread ? [each.register] : [],
  );
  return new Set(registers);
}

/**
 * Lets the domains grow until they do no more. A value that does not justify itself comes from initial values through
 * writes, each at most once: as many times as there are writes are enough.
 */
function settle(
  threads: readonly WalkedThread[],
  domains: Domains,
  work: () => void,
): readonly (readonly Path[])[] {
  for (let round = 0, most = 1; ; round++) {
    const paths = threads.map((thread) => everyPath(thread, knowledgeOf(domains, null, true), work));
    let grown = false;
    for (const path of paths.flat()) if (domains.grow(path)) grown = true;
    if (!grown || round === most) return paths;
    most = paths.reduce((sum, each) => sum + Math.max(0, ...each.map(writesIn)), 0);
  }
}

function writesIn({ events }: Path): number {
  return events.filter(({ data }) => data !== null).length;
}

function knowledgeOf(domains: Domains, others: OtherAccesses | null, lenient: boolean): Knowledge {
  return { valuesOf: (location) => domains.valuesOf(location), lenient, mayBlock: false, others };
}

/**
 * The paths whose constraints can hold. Where one goes round a loop as often as is looked at, it is tried again with what is
 * known of the others by then, who may write less often than it seemed; nothing is where there are no first paths to count.
 */
function feasible(
  threads: readonly WalkedThread[],
  domains: Domains,
  first: readonly (readonly Path[])[] | null,
  work: () => void,
): readonly (readonly Path[])[] {
  if (first === null)
    return threads.map((thread) => everyPath(thread, knowledgeOf(domains, null, false), work));
  let paths = first;
  const waysOn = threads.map((thread) => findWaysOn(thread, knowledgeOf(domains, null, false), work));
  for (let cut = Number.POSITIVE_INFINITY; ; ) {
    const counts = new WriteCounts(paths, waysOn, (location) => domains.valuesOf(location));
    paths = threads.map((thread, index) =>
      everyPath(thread, knowledgeOf(domains, counts.byOthers(index), false), work),
    );
    const now = paths.flat().filter(({ ending }) => ending.kind === 'cut').length;
    if (now === 0 || now >= cut) return paths;
    cut = now;
  }
}

/** The ways through a thread's code that end where it waits for others. */
export function blockedIn(thread: WalkedThread, knowledge: Knowledge, work: () => void): readonly Path[] {
  return everyPath(thread, { ...knowledge, mayBlock: true }, work).filter(
    ({ ending }) => ending.kind === 'blocked' || ending.kind === 'waiting',
  );
}

function findWaysOn(thread: WalkedThread, knowledge: Knowledge, work: () => void): FindWaysOn {
  const known = new Map<number, LoopWays>();
  if (thread.instructions !== null) return () => null;
  return (head) => {
    const found = known.get(head) ?? waysOnFrom(head, everyPath(thread, knowledge, work, head));
    known.set(head, found);
    return found;
  };
}

function waysOnFrom(head: number, paths: readonly Path[]): LoopWays {
  const isRound = ({ ending }: Path): boolean => ending.kind === 'cut' && ending.head === head;
  return { rounds: paths.filter(isRound), exits: paths.filter((path) => !isRound(path)) };
}

/** Every way through the code, or on from a place in it: the choices of the last one are changed from the end. */
function everyPath(
  thread: WalkedThread,
  knowledge: Knowledge,
  work: () => void,
  from: number | null = null,
): readonly Path[] {
  const paths: Path[] = [];
  const { instructions } = thread;
  const rules = instructions === null ? null : (MACHINE_EVENTS.get(instructions)?.rules ?? null);
  let script: { readonly chosen: number; readonly count: number }[] = [];
  for (;;) {
    const taken: { readonly chosen: number; readonly count: number }[] = [];
    const choose = (count: number): number => {
      const chosen = script[taken.length]?.chosen ?? 0;
      taken.push({ chosen, count });
      return chosen;
    };
    const path =
      rules === null ? walk(thread, knowledge, choose, from) : walkMachine(thread, rules, knowledge, choose);
    work();
    if (path !== null) paths.push(path);
    const last = taken.findLastIndex(({ chosen, count }) => chosen + 1 < count);
    if (last === -1) return paths;
    script = [...taken.slice(0, last), { ...taken[last], chosen: taken[last].chosen + 1 }];
  }
}
