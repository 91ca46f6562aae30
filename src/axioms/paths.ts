/** All paths of the threads of a program. */

import type { Observable } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { Domains } from './domain.js';
import { MACHINE_EVENTS } from './machine-events.js';
import { walkMachine } from './machine-walker.js';
import { type FindWaysOn, type LoopWays, writtenOnward } from './onward.js';
import { isCut, type Path } from './path.js';
import type { Knowledge } from './path-builder.js';
import { readable } from './readable.js';
import type { PossibleValues } from './values.js';
import { ROUNDS, type WalkedThread, walkedThread } from './walked-thread.js';
import { walk } from './walker.js';
import { type OtherAccesses, WriteCounts } from './write-counts.js';

/** How paths are looked for. */
export interface HowToWalk {
  /** Whether each location is known to be coherent, and updates atomic: what threads see then bounds how often they go round a loop. */
  readonly isCoherent: boolean;
  /** Whether rounds of loops are left out beside those that begin and end at the head and change nothing; true where nothing is said. */
  readonly leavesOutRounds?: boolean;
  /** Whether rounds that change nothing are left out, as the model lets them be (cat/hereditary.ts); true where nothing is said. */
  readonly isHereditary?: boolean;
  /** Called for each path; throws when it is too much. */
  readonly work: () => void;
}

/** The paths of each thread, those left out whose constraints cannot hold. */
export function pathsOf(
  program: Program,
  observables: readonly Observable[],
  { isCoherent, leavesOutRounds = true, isHereditary = true, work }: HowToWalk,
): readonly (readonly Path[])[] {
  const isUsed = isCoherent && leavesOutRounds;
  return withFewRounds((rounds) => {
    const threads = walkedThreads(program, observables, { leavesOutRounds, isHereditary, rounds });
    const domains = new Domains(program.locations, threads.length, isUsed);
    const first = settle(threads, domains, work);
    return feasible(threads, domains, { first, countsOthers: isUsed }, work);
  });
}

/** The paths with as few rounds of loops as there are, or with as many as are looked at. */
export function withFewRounds(
  find: (rounds: number) => readonly (readonly Path[])[],
): readonly (readonly Path[])[] {
  let paths: readonly (readonly Path[])[] = [];
  for (const rounds of ROUNDS) {
    paths = find(rounds);
    if (!paths.flat().some(isCut)) break;
  }
  return paths;
}

/** How loops are gone round. */
export interface HowToGoRound
  extends Required<Pick<HowToWalk, 'leavesOutRounds' | 'isHereditary'>>,
    Pick<WalkedThread, 'rounds'> {}

/** The threads of a program, made ready. */
export function walkedThreads(
  program: Program,
  observables: readonly Observable[],
  { leavesOutRounds, isHereditary, rounds }: HowToGoRound,
): readonly WalkedThread[] {
  return program.threads.map((thread, index) => {
    const walked = walkedThread(program, thread, observedOf(observables, index));
    const passed = leavesOutRounds ? walked.passed : walked.passed.map(() => false);
    return { ...walked, passed, leavesOutIdle: isHereditary, rounds };
  });
}

function observedOf(observables: readonly Observable[], thread: number): ReadonlySet<number> {
  const registers = observables.flatMap((each) =>
    each.kind === 'register' && each.thread === thread ? [each.register] : [],
  );
  return new Set(registers);
}

/**
 * Lets the domains grow until they do no more. A value that does not justify itself comes from initial values through
 * writes, each at most once: as many times as there are writes are enough.
 */
function settle(threads: readonly WalkedThread[], domains: Domains, work: () => void): readonly FoundPaths[] {
  let found: readonly FoundPaths[] = [];
  for (let round = 0, most = 1; ; round++) {
    const before = found;
    found = threads.map((thread, index) => {
      const knowledge = knowledgeOf(domains, index, null, true);
      return again(before[index], thread, knowledge) ?? findPaths(thread, knowledge, work);
    });
    let grown = false;
    for (const [index, { paths }] of found.entries())
      for (const path of paths) if (domains.grow(path, index)) grown = true;
    if (!grown) return found;
    if (round === most) return found.map(({ paths }) => ({ paths, isStraight: false }));
    most = found.reduce((sum, { paths }) => sum + Math.max(0, ...paths.map(writesIn)), 0);
  }
}

/**
 * The paths that were found before, with what their reads may give by now; null where they have to be found anew. Where there is one
 * that takes nothing for granted, no value chose it.
 */
function again(
  found: FoundPaths | undefined,
  thread: WalkedThread,
  { memory }: Knowledge,
): FoundPaths | null {
  if (found === undefined || !found.isStraight) return null;
  const [path] = found.paths;
  const { events, reads, constraints } = path;
  if (reads.length === 0) return found;
  if (constraints.length > 0 || thread.amongWrites.size > 0) return null;
  const possible: PossibleValues[] = [];
  for (const { event } of reads)
    possible.push(event === -1 ? null : readable(events, event, possible, memory));
  return { ...found, paths: [{ ...path, possible }] };
}

function writesIn({ events }: Pick<Path, 'events'>): number {
  return events.filter(({ data }) => data !== null).length;
}

function knowledgeOf(
  domains: Domains,
  thread: number,
  others: OtherAccesses | null,
  lenient: boolean,
): Knowledge {
  return { memory: domains.forThread(thread), lenient, mayBlock: false, others };
}

/**
 * The paths whose constraints can hold. What a loop goes by is known better than it was for the first paths, so that it may go round more
 * often than they did before they were cut, and write what they did not: then the domains grow by that, and the paths are found anew, as
 * often as values may come one from another. Paths that cannot be gone to their end count as far as they go, for what they would read
 * there may be what is missing.
 */
function feasible(
  threads: readonly WalkedThread[],
  domains: Domains,
  found: FirstPaths,
  work: () => void,
): readonly (readonly Path[])[] {
  const areAll = !found.first.some(({ paths }) => paths.some(isCut));
  let known = domains;
  for (let round = 0, most = 1; ; round++) {
    const next = areAll ? null : known.copy();
    let isGrown = false;
    const written = threads.map(() => 0);
    const paths = feasibleIn(threads, known, found, work, (path, thread) => {
      written[thread] = Math.max(written[thread], writesIn(path));
      if (next?.grow(path, thread)) isGrown = true;
    });
    most = Math.max(
      most,
      written.reduce((sum, each) => sum + each, 0),
    );
    if (next === null || !isGrown || round === most) return paths;
    known = next;
  }
}

/** The paths that were found when domains grew, and whether what the others do is counted. */
interface FirstPaths {
  readonly first: readonly FoundPaths[];
  readonly countsOthers: boolean;
}

/**
 * The paths whose constraints can hold, by these domains. Where one goes round a loop as often as is looked at, it is tried again with what is
 * known of the others by then, who may write less often than it seemed, where the others are counted. Of a thread that goes straight on
 * to its end and takes nothing for granted, the first paths are all that there is.
 */
function feasibleIn(
  threads: readonly WalkedThread[],
  domains: Domains,
  { first, countsOthers }: FirstPaths,
  work: () => void,
  goneFurther: (path: Pick<Path, 'events'>, thread: number) => void,
): readonly (readonly Path[])[] {
  const strictly = (thread: WalkedThread, index: number, others: OtherAccesses | null): readonly Path[] => {
    const { paths, isStraight } = first[index];
    if (isStraight && paths[0].constraints.length === 0) return paths;
    const knowledge = knowledgeOf(domains, index, others, false);
    return everyPath(thread, { ...knowledge, goneFurther: (events) => goneFurther({ events }, index) }, work);
  };
  if (!countsOthers) return threads.map((thread, index) => strictly(thread, index, null));
  let paths = first.map((each) => each.paths);
  const waysOn = threads.map((thread, index) => {
    const knowledge = knowledgeOf(domains, index, null, false);
    // What the thread has written before it comes to the head of a loop is open.
    const memory = { ...knowledge.memory, isCoherent: false };
    return findWaysOn(thread, { ...knowledge, memory }, work);
  });
  for (let cut = Number.POSITIVE_INFINITY; ; ) {
    const counts = new WriteCounts(paths, waysOn, threads);
    paths = threads.map((thread, index) => strictly(thread, index, counts.byOthers(index)));
    const now = paths.flat().filter(isCut).length;
    if (now === 0 || now >= cut)
      return paths.map((each, index) => each.map((path) => withLaterWrites(path, waysOn[index])));
    cut = now;
  }
}

function withLaterWrites(path: Path, waysOn: FindWaysOn): Path {
  const { ending } = path;
  if (ending.kind !== 'cut' || !ending.goesOn) return path;
  return { ...path, ending: { ...ending, later: writtenOnward(ending.head, waysOn) } };
}

/** The ways through a thread's code, also those that end where it waits for others. */
export function pathsToWaits(
  thread: WalkedThread,
  knowledge: Omit<Knowledge, 'lenient' | 'mayBlock'>,
  work: () => void,
): readonly Path[] {
  return everyPath(thread, { ...knowledge, lenient: false, mayBlock: true }, work);
}

function findWaysOn(thread: WalkedThread, knowledge: Knowledge, work: () => void): FindWaysOn {
  const known = new Map<number, LoopWays>();
  // What it may have reserved before it comes to the head of a loop is not known.
  if (thread.thread.code.some(({ kind }) => kind === 'store-conditional')) return () => null;
  return (head) => {
    const found = known.get(head) ?? waysOnFrom(head, everyPath(thread, knowledge, work, head));
    known.set(head, found);
    return found;
  };
}

function waysOnFrom(head: number, paths: readonly Path[]): LoopWays {
  const isRound = ({ ending }: Path): boolean =>
    ending.kind === 'cut' && ending.goesOn && ending.head === head;
  return { rounds: paths.filter(isRound), exits: paths.filter((path) => !isRound(path)) };
}

/** Every way through the code, or on from a place in it. */
function everyPath(
  thread: WalkedThread,
  knowledge: Knowledge,
  work: () => void,
  from: number | null = null,
): readonly Path[] {
  return findPaths(thread, knowledge, work, from).paths;
}

/** The ways through a thread. */
interface FoundPaths {
  readonly paths: readonly Path[];
  /** Whether there is one, with no loop and nothing to choose: what is known of memory changes no more of it than what it reads. */
  readonly isStraight: boolean;
}

/** The choices of the last way are changed from the end. */
function findPaths(
  thread: WalkedThread,
  knowledge: Knowledge,
  work: () => void,
  from: number | null = null,
): FoundPaths {
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
      rules === null
        ? walk(thread, knowledge, choose, from)
        : walkMachine(thread, rules, knowledge, choose, from);
    work();
    if (path !== null) paths.push(path);
    const last = taken.findLastIndex(({ chosen, count }) => chosen + 1 < count);
    if (last === -1) {
      const isStraight =
        paths.length === 1 && paths[0] === path && taken.length === 0 && thread.heads.size === 0;
      return { paths, isStraight };
    }
    script = [...taken.slice(0, last), { ...taken[last], chosen: taken[last].chosen + 1 }];
  }
}
