/**
 * What a thread may do from the head of a loop on, whatever it has read before: what bounds the writes of a path that was cut there. A
 * compare-and-exchange that goes round until it succeeds writes once, however often it goes round.
 */
import { isWrite, type Path } from './path.js';

/** The ways on from the head of a loop: back to it, and to where they end. */
export interface LoopWays {
  readonly rounds: readonly Path[];
  readonly exits: readonly Path[];
}

/** Finds the ways on of a thread, from a place in its code; null where they are not known. */
export type FindWaysOn = (head: number) => LoopWays | null;

/** Counts events of a path, given what each of its reads may give. */
export type CountOn = (path: Path) => number;

/**
 * The most of what is counted on a path and on every path that goes on from where it was cut; infinite where a round has some, or
 * where the way on is not known.
 */
export function mostOnward(path: Path, waysOn: FindWaysOn, count: CountOn): number {
  return onward(path, waysOn, count, []);
}

function onward(path: Path, waysOn: FindWaysOn, count: CountOn, heads: readonly number[]): number {
  const here = count(path);
  const { ending } = path;
  if (ending.kind !== 'cut') return here;
  const { head, goesOn } = ending;
  const ways = !goesOn || heads.includes(head) ? null : waysOn(head);
  if (ways === null) return Number.POSITIVE_INFINITY;
  const { rounds, exits } = ways;
  if (rounds.some((round) => count(round) > 0)) return Number.POSITIVE_INFINITY;
  return here + Math.max(0, ...exits.map((exit) => onward(exit, waysOn, count, [...heads, head])));
}

/** Every location that is written on the ways from the head of a loop on; null where they are not known. */
export function writtenOnward(head: number, waysOn: FindWaysOn): readonly number[] | null {
  const written = new Set<number>();
  const heads = [head];
  for (const each of heads) {
    const ways = waysOn(each);
    if (ways === null) return null;
    const paths = [...ways.rounds, ...ways.exits];
    for (const event of paths.flatMap(({ events }) => events).filter(isWrite)) written.add(event.location);
    const cut = paths.flatMap(({ ending }) => (ending.kind === 'cut' ? [ending] : []));
    if (cut.some(({ goesOn }) => !goesOn)) return null;
    heads.push(...new Set(cut.map((end) => end.head).filter((other) => !heads.includes(other))));
  }
  return [...written];
}
