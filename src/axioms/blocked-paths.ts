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
import { isWrite, type Path, type PathEvent } from './path.js';
import { blockedIn, observedOf } from './paths.js';
import { walkedThread } from './walked-thread.js';
import { WriteCounts } from './write-counts.js';

/** How the threads of a program may come to wait for each other, `complete` being the paths to their ends. */
export function* deadlocksIn(
  program: Program,
  observables: readonly Observable[],
  complete: readonly (readonly Path[])[],
  isCoherent: boolean,
  work: () => void,
): Iterable<readonly Path[]> {
  // In assembly a loop may go round because its store-conditional fails, which it does not do for ever.
  const isC = program.controlDependencies === 'arms';
  const mayWait = isCoherent && isC && program.threads.some(mayWaitForValue);
  if (!mayWait && !program.threads.some(mayHold)) return;
  const ended = complete.map((paths) =>
    paths.filter(({ ending }) => ending.kind === 'complete' || ending.kind === 'stuck'),
  );
  const all = withBlocked(program, observables, complete, work);
  const blocked = lasting(ended, all);
  if (blocked.every((paths) => paths.length === 0)) return;
  for (const paths of combined(
    ended.map((each, thread) => [...each, ...blocked[thread]]),
    [],
    [],
  )) {
    work();
    if (paths.some(isBlocked) && paths.every((path) => isHeld(path, paths, program))) yield paths;
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

/** Whether a thread may wait for a value: at an access that does, or in a loop. */
function mayWaitForValue({ code }: Thread): boolean {
  const awaits = code.some(
    (each) => (each.kind === 'read' || each.kind === 'update') && each.awaits !== null,
  );
  return awaits || isLooped({ code });
}

function isLooped({ code }: Pick<Thread, 'code'>): boolean {
  return placesUnderWaysBack(code).includes(true);
}

/** The paths of each thread that end where it waits. */
function withBlocked(
  program: Program,
  observables: readonly Observable[],
  complete: readonly (readonly Path[])[],
  work: () => void,
): readonly (readonly Path[])[] {
  const domains = new Domains(program.locations);
  const threads = program.threads.map((thread, index) =>
    walkedThread(program, thread, observedOf(observables, index)),
  );
  const grow = (paths: readonly Path[]): boolean =>
    paths.reduce((grown, path) => domains.grow(path) || grown, false);
  while (grow(complete.flat())) work();
  const valuesOf = (location: number) => domains.valuesOf(location);
  for (;;) {
    const unknown = threads.map(() => () => null);
    const counts = new WriteCounts(complete, unknown, valuesOf);
    const blocked = threads.map((thread, index) => {
      const others = counts.byOthers(index);
      return blockedIn(thread, { valuesOf, lenient: false, mayBlock: true, others }, work);
    });
    if (!grow(blocked.flat())) return blocked;
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
