/**
 * Threads that wait for ever: for each other, or for a value that does not come. An execution with a lock that is never released has no place for those who wait for it, and
 * so a model says nothing about them. Here it is an execution of what the threads do until they wait: each path is complete,
 * or ends before a spin_lock() of a lock that another path ends with, or before a grace period of RCU while another
 * thread waits in a reader, or behind reads that find what stays there for good and lead back to where they stand: an
 * smp_cond_load_acquire(), a round of a loop that changes nothing. A round like it can be added without end, for nothing comes
 * behind reads that find the last write of their locations, and so nothing forbids it; and since every write is seen at some time,
 * whoever goes round for ever comes to such a round. What is in such an execution must be as the model allows it, like what is in any other.
 *
 * That a thread waits in a reader before the grace period begins is always possible: nothing that it has seen can come from
 * within a grace period that has not ended.
 */
import type { Observable } from '../program/condition.js';
import { type Expression, evaluate } from '../program/expression.js';
import { placesUnderWaysBack } from '../program/flow.js';
import type { Location, Program, Thread } from '../program/program.js';
import { Domains } from './domain.js';
import { isCut, isWrite, type Path, type PathEvent } from './path.js';
import { type HowToWalk, pathsToWaits, walkedThreads, withFewRounds } from './paths.js';
import { ROUNDS, type WalkedThread } from './walked-thread.js';
import { WriteCounts } from './write-counts.js';

/** How waiting threads are looked for. */
export interface HowToWait extends HowToWalk {
  /** Whether some combinations of paths were not asked about since they do not end as they should: threads may wait all the same. */
  readonly isFiltered: boolean;
}

/**
 * How the threads of a program may come to wait for each other, `complete` being the paths to their ends; last, how some may wait while
 * others go round loops further than is looked at.
 */
export function* deadlocksIn(
  program: Program,
  observables: readonly Observable[],
  complete: readonly (readonly Path[])[],
  { isCoherent, leavesOutRounds = true, isHereditary = true, isFiltered, work }: HowToWait,
): Iterable<readonly Path[]> {
  // In assembly a loop may go round because its store-conditional fails, which it does not do for ever.
  const maySpin = isCoherent && isHereditary && program.controlDependencies === 'arms';
  const mayBeHeld = program.threads.some(mayHold);
  if (!maySpin && !mayBeHeld) return;
  const isUsed = isCoherent && leavesOutRounds;
  const walked = (rounds: number): readonly WalkedThread[] =>
    walkedThreads(program, observables, { leavesOutRounds, isHereditary, rounds });
  if (!mayBeHeld && !walked(ROUNDS[0]).some(mayWaitForValue)) return;
  const domains = (): Domains => new Domains(program.locations, program.threads.length, isUsed);
  const all = withFewRounds((rounds) => withBlocked(walked(rounds), domains(), complete, work));
  const ended = all.map((paths) =>
    paths.filter(({ ending }) => ending.kind === 'complete' || ending.kind === 'stuck'),
  );
  const open = complete.map((paths) => paths.filter(isCut));
  const blocked = lasting(
    ended.map((each, thread) => [...each, ...open[thread]]),
    all.map((paths) => paths.filter(isBlocked)),
  );
  const isNone = (paths: readonly Path[]): boolean => paths.length === 0;
  if (blocked.every(isNone) && !isFiltered) return;
  const known = ended.map((each, thread) => [...each, ...blocked[thread]]);
  for (const paths of combined(known, [], [])) {
    work();
    if (paths.some(isBlocked) && paths.every((path) => isHeld(path, paths, program))) yield paths;
  }
  if (open.every(isNone)) return;
  const partly = known.map((each, thread) => [...each, ...open[thread]]);
  for (const paths of combined(partly, [], [])) {
    work();
    if ((isFiltered || paths.some(isBlocked)) && paths.some(isCut)) yield paths;
  }
}

/** Whether a thread may have a lock while it waits, or at its end. */
function mayHold({ code }: Thread): boolean {
  const tags = code.flatMap(({ event }) => (event === undefined ? [] : [event.tag]));
  const locks = tags.filter((tag) => tag === 'lock' || tag === 'trylock').length;
  const isStraight = !code.some(({ kind }) => kind === 'branch' || kind === 'jump');
  if (locks === 0) return false;
  return (
    !isStraight || locks > 1 || tags.includes('sync-rcu') || !tags.includes('unlock') || isLooped({ code })
  );
}

/** Whether a thread may wait for a value: at an access that does, or in a loop that does not end by itself. */
function mayWaitForValue({ thread, heads, counted }: WalkedThread): boolean {
  const awaits = thread.code.some(
    (each) => (each.kind === 'read' || each.kind === 'update') && each.awaits !== null,
  );
  return awaits || [...heads].some((head) => !counted.has(head));
}

function isLooped({ code }: Pick<Thread, 'code'>): boolean {
  return placesUnderWaysBack(code).includes(true);
}

/**
 * The paths of each thread, with those that end where it waits. Who waits for ever may do more than any thread does that comes to its end,
 * so that they are looked for until there are no more of them.
 */
function withBlocked(
  threads: readonly WalkedThread[],
  domains: Domains,
  complete: readonly (readonly Path[])[],
  work: () => void,
): readonly (readonly Path[])[] {
  const grow = (paths: readonly (readonly Path[])[]): boolean =>
    paths
      .flatMap((each, thread) => each.map((path) => domains.grow(path, thread)))
      .some((isGrown) => isGrown);
  while (grow(complete)) work();
  const unknown = threads.map(() => () => null);
  for (let known = complete; ; ) {
    const counts = new WriteCounts(known, unknown, threads);
    const paths = threads.map((thread, index) =>
      pathsToWaits(thread, { memory: domains.forThread(index), others: counts.byOthers(index) }, work),
    );
    if (!grow(paths) && paths.flat().length === known.flat().length) return paths;
    known = paths;
  }
}

/** Those of them that may wait for one of the others, or for a complete path that does not release its lock. */
function lasting(
  ended: readonly (readonly Path[])[],
  blocked: readonly (readonly Path[])[],
): readonly (readonly Path[])[] {
  for (let now = blocked; ; ) {
    const those = [...ended, ...now].map((paths, index) => ({ paths, thread: index % ended.length }));
    const next = now.map((paths, thread) =>
      paths.filter(
        (path) =>
          path.ending.kind === 'waiting' ||
          those.some((each) => each.thread !== thread && each.paths.some((other) => holdsUp(other, path))),
      ),
    );
    if (next.flat().length === now.flat().length) return now;
    now = next;
  }
}

/** Every combination of one path a thread in which no two end with the same lock. */
function* combined(
  threads: readonly (readonly Path[])[],
  chosen: readonly Path[],
  held: readonly number[],
): Iterable<readonly Path[]> {
  if (chosen.length === threads.length) {
    yield chosen;
    return;
  }
  for (const path of threads[chosen.length]) {
    const locks = heldAtEnd(path);
    if (!locks.some((lock) => held.includes(lock)))
      yield* combined(threads, [...chosen, path], [...held, ...locks]);
  }
}

function isBlocked({ ending }: Path): boolean {
  return ending.kind === 'blocked' || ending.kind === 'waiting';
}

/** Whether a path goes to its end, or waits for another of them, or for what may stay as it is. */
function isHeld(path: Path, paths: readonly Path[], { locations }: Program): boolean {
  if (path.ending.kind === 'waiting')
    return path.ending.reads.every((index) => mayFind(path, path.events[index], paths, locations));
  return !isBlocked(path) || paths.some((other) => other !== path && holdsUp(other, path));
}

/** Whether a read of a path may find what stays in its location, as far as numbers tell. */
function mayFind(
  { constraints }: Path,
  { location, read }: PathEvent,
  paths: readonly Path[],
  locations: readonly Location[],
): boolean {
  const last = paths.flatMap(({ events }) => {
    const writes = events.filter((event) => event.location === location && isWrite(event));
    // Writes of one statement are in no order.
    const final = writes.filter(({ statement }) => statement === writes.at(-1)?.statement);
    return final.flatMap(({ data }) => data ?? []);
  });
  const stays: readonly Expression[] =
    last.length > 0 ? last : [{ kind: 'constant', value: locations[location].initial }];
  const own = constraints.filter(({ reads }) => reads.length === 1 && reads[0] === read);
  return stays.some((data) => {
    if (data.kind !== 'constant') return true;
    const known: (bigint | null)[] = [];
    known[read] = data.value;
    return own.every(({ expression }) => evaluate(expression, known) !== 0n);
  });
}

/** Whether what one path ends with is what the other waits for. */
function holdsUp(holder: Path, { ending }: Path): boolean {
  if (ending.kind !== 'blocked') return false;
  return ending.lock === null
    ? isBlocked(holder) && isInReader(holder)
    : heldAtEnd(holder).includes(ending.lock);
}

/** The locks that a path ends with. */
function heldAtEnd({ events }: Path): readonly number[] {
  const held = new Set<number>();
  for (const { role, location } of events) {
    if (role === 'lock-write') held.add(location);
    if (role === 'unlock') held.delete(location);
  }
  return [...held];
}

function isInReader({ events }: Path): boolean {
  const depth = events.reduce(
    (depth, { tag }) =>
      tag === 'rcu-lock' ? depth + 1 : tag === 'rcu-unlock' ? Math.max(0, depth - 1) : depth,
    0,
  );
  return depth > 0;
}
