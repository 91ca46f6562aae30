/** How two tests of one shape differ, whatever their threads and locations are called and in whichever order the threads stand. */
import { textOf } from '../text/source.js';
import type { TestGraph } from './test-graph.js';

const RELATIONS = ['po', 'addr', 'data', 'ctrl', 'rmw', 'rf', 'co', 'fr'] as const;

/** An access, without names: what it is, and how it is related to each access of the round. */
interface Placed {
  readonly access: number;
  readonly place: string;
  readonly is: string;
  readonly fences: string;
  readonly behind: string;
  readonly related: readonly (readonly string[])[];
}

/** What the first has otherwise than the second, in clauses; none where they are the same. Both have rounds of as many accesses. */
export function orderDifferences(
  own: TestGraph,
  other: TestGraph,
  ownRounds: readonly (readonly number[])[],
  otherRounds: readonly (readonly number[])[],
): readonly string[] {
  const [round = []] = ownRounds;
  const mine = placedIn(own, round);
  let least: readonly string[] | null = null;
  for (const each of otherRounds.flatMap(turns)) {
    const theirs = placedIn(other, each);
    if (theirs.length !== mine.length) continue;
    const found = mine.flatMap((one, index) => clauses(own, one, theirs[index], round));
    if (least === null || found.length < least.length) least = found;
  }
  return least ?? ['it has other accesses'];
}

function turns(round: readonly number[]): readonly (readonly number[])[] {
  return round.map((_, start) => [...round.slice(start), ...round.slice(0, start)]);
}

function placedIn({ accesses, execution }: TestGraph, round: readonly number[]): readonly Placed[] {
  const threads: number[] = [];
  const locations: number[] = [];
  return round.map((access) => {
    const { event, direction, annotation, fences, behind } = accesses[access];
    const place = `${numbered(threads, event.thread)} ${numbered(locations, event.location)}`;
    return {
      access,
      place,
      is: `${place} ${direction}${annotation?.edge ?? ''}`,
      fences: fences.join(', '),
      behind: behind.join(', '),
      related: round.map((to) =>
        RELATIONS.filter((each) => execution[each].has(event.id, accesses[to].event.id)),
      ),
    };
  });
}

function numbered(list: number[], each: number): number {
  if (!list.includes(each)) list.push(each);
  return list.indexOf(each);
}

function clauses(
  { accesses }: TestGraph,
  own: Placed,
  other: Placed,
  round: readonly number[],
): readonly string[] {
  const { event } = accesses[own.access];
  const what = `'${textOf(event.span)}' of P${event.thread}`;
  const found: string[] = [];
  if (own.is !== other.is)
    found.push(
      `${what} is ${own.place === other.place ? 'another access' : 'of a location or thread that it shares otherwise'}`,
    );
  if (own.fences !== other.fences)
    found.push(`before ${what} stands ${own.fences === '' ? 'nothing' : `'${own.fences}'`}`);
  if (own.behind !== other.behind)
    found.push(`behind ${what} stands ${own.behind === '' ? 'nothing' : `'${own.behind}'`}`);
  own.related.forEach((relations, index) => {
    const theirs = other.related[index];
    const more = relations.filter((each) => !theirs.includes(each));
    const less = theirs.filter((each) => !relations.includes(each));
    const to = `'${textOf(accesses[round[index]].event.span)}'`;
    if (more.length > 0) found.push(`there is ${more.join(' and ')} from ${what} to ${to}`);
    if (less.length > 0) found.push(`there is no ${less.join(' or ')} from ${what} to ${to}`);
  });
  return found;
}
