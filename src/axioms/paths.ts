/** All paths of the threads of a program. */

import type { Observable } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { Domains } from './domain.js';
import { MACHINE_EVENTS } from './machine-events.js';
import { walkMachine } from './machine-walker.js';
import { type FindWaysOn, type LoopWays, writtenOnward } from './onward.js';
import type { Path } from './path.js';
import type { Knowledge } from './path-builder.js';
import { type WalkedThread, walkedThread } from './walked-thread.js';
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
  const threads = walkedThreads(program, observables, { leavesOutRounds, isHereditary });
  const isUsed = isCoherent && leavesOutRounds;
  const domains = new Domains(program.locations, threads.length, isUsed);
  const first = settle(threads, domains, work);
  return feasible(threads, domains, isUsed ? first : null, work);
}

/** The threads of a program, made ready. */
export function walkedThreads(
  program: Program,
  observables: readonly Observable[],
  { leavesOutRounds, isHereditary }: Required<Pick<HowToWalk, 'leavesOutRounds' | 'isHereditary'>>,
): readonly WalkedThread[] {
  return program.threads.map((thread, index) => {
    const walked = walkedThread(program, thread, observedOf(observables, index));
    const passed = leavesOutRounds ? walked.passed : walked.passed.map(() => false);
    return { ...walked, passed, leavesOutIdle: isHereditary };
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
function settle(
  threads: readonly WalkedThread[],
  domains: Domains,
  work: () => void,
): readonly (readonly Path[])[] {
  for (let round = 0, most = 1; ; round++) {
    const paths = threads.map((thread, index) =>
      everyPath(thread, knowledgeOf(domains, index, null, true), work),
    );
    let grown = false;
    for (const [index, each] of paths.entries())
      for (const path of each) if (domains.grow(path, index)) grown = true;
    if (!grown || round === most) return paths;
    most = paths.reduce((sum, each) => sum + Math.max(0, ...each.map(writesIn)), 0);
  }
}

function writesIn({ events }: Path): number {
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
    return threads.map((thread, index) => everyPath(thread, knowledgeOf(domains, index, null, false), work));
  let paths = first;
  const waysOn = threads.map((thread, index) => {
    const knowledge = knowledgeOf(domains, index, null, false);
    // What the thread has written before it comes to the head of a loop is open.
    const memory = { ...knowledge.memory, isCoherent: false };
    return findWaysOn(thread, { ...knowledge, memory }, work);
  });
  for (let cut = Number.POSITIVE_INFINITY; ; ) {
    const counts = new WriteCounts(paths, waysOn);
    paths = threads.map((thread, index) =>
      everyPath(thread, knowledgeOf(domains, index, counts.byOthers(index), false), work),
    );
    const now = paths.flat().filter(({ ending }) => ending.kind === 'cut').length;
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
  if (thread.instructions !== null) return () => null;
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
