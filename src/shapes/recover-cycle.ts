/**
 * Which cycle a test is, from its threads and its condition: the accesses of the execution that it asks for, each once, in a round of
 * program order and of communication. Names of files, threads and locations play no part.
 */
import { DIALECTS } from '../dialects/index.js';
import { loadTest } from '../dialects/load.js';
import type { Test } from '../program/test.js';
import type { Limits } from '../query/limits.js';
import { textOf } from '../text/source.js';
import { type AskedExecution, askedExecution } from './asked-execution.js';
import { wellFormed } from './loose-edge.js';
import { orderDifferences } from './order-differences.js';
import { type EdgeRow, placed, type ShapeCycle, type ShapeEdge } from './shape-cycle.js';
import { canonical } from './shape-name.js';
import { codeOf, graphOf, rmwRow, type TestGraph, updateOfEvent } from './test-graph.js';
import { communicationRow, type Vocabulary } from './vocabulary.js';

/** What a test is. */
export type RecoveredShape =
  /** The cycle; `differences` says what else the test has, where it has more than the cycle's edges or other ones. */
  | { readonly kind: 'cycle'; readonly cycle: ShapeCycle; readonly differences: readonly string[] }
  | { readonly kind: 'none'; readonly why: string };

/** More rounds than a test of a cycle has. */
const MOST = 10_000;

/** Finds the cycle of a test. */
export function recoverCycle(test: Test, vocabulary: Vocabulary, limits: Limits): RecoveredShape {
  const whole = testGraph(test, vocabulary, limits);
  if ('why' in whole) return whole;
  let why = 'its accesses are not one round of program order and communication';
  for (const { graph, beside } of withoutLookers(whole)) {
    const rounds = roundsOf(graph);
    const found = rounds.flatMap((round) => cyclesOf(graph, round, vocabulary));
    if (found.length === 0) {
      if (rounds.length > 0) why = 'a thread is left and entered in a way that no cycle of edges describes';
      continue;
    }
    // The one with the fewest communications between threads; where there are several, the first.
    const count = ({ cycle }: Labelled): number =>
      cycle.edges.filter(({ row }) => row.kind === 'communication' && row.where !== 'internal').length;
    const least = Math.min(...found.map(count));
    const [best] = found
      .filter((each) => count(each) === least)
      .map((each) => ({ ...each, cycle: canonical(each.cycle, vocabulary) }));
    const own = best.unnamed.length > 0 ? best.unnamed : differences(graph, best, vocabulary, limits);
    return { kind: 'cycle', cycle: best.cycle, differences: [...beside, ...own] };
  }
  return { kind: 'none', why };
}

/** More threads with such reads than one looks at each way. */
const MOST_LOOKERS = 5;

/**
 * The graph, and what it is without some reads that only look: the last accesses of their threads. Those with the fewest left out come
 * first, each with what it leaves out, in clauses.
 */
function withoutLookers(
  whole: TestGraph,
): readonly { readonly graph: TestGraph; readonly beside: readonly string[] }[] {
  const { accesses } = whole;
  const lookers = accesses.filter(
    ({ direction, event }, place) =>
      direction === 'R' && accesses[place + 1]?.event.thread !== event.thread && accesses.length > 2,
  );
  const subsets = Array.from({ length: 2 ** Math.min(lookers.length, MOST_LOOKERS) }, (_, bits) =>
    lookers.filter((_each, place) => (bits >> place) % 2 === 1),
  ).sort((a, b) => a.length - b.length);
  return subsets.map((left) => ({
    graph: { ...whole, accesses: accesses.filter((each) => !left.includes(each)) },
    beside: left.map(({ event }) => `'${textOf(event.span)}' of P${event.thread} is no part of it`),
  }));
}

function testGraph(
  test: Test,
  vocabulary: Vocabulary,
  limits: Limits,
): TestGraph | Extract<AskedExecution, { kind: 'none' }> {
  const asked = askedExecution(test, limits);
  if (asked.kind === 'none') return asked;
  const graph = graphOf(test, asked.program, asked.execution, vocabulary);
  return 'fault' in graph ? { kind: 'none', why: graph.fault } : graph;
}

/** Each access once, each followed by the next of its thread or by one that it communicates with, the last by the first. */
function roundsOf(graph: TestGraph): readonly (readonly number[])[] {
  const { accesses } = graph;
  const next = accesses.map((_, from) =>
    accesses.flatMap((_other, to) => (leads(graph, from, to) ? [to] : [])),
  );
  const rounds: (readonly number[])[] = [];
  const round = [0];
  let steps = 0;
  const search = (): void => {
    if (steps++ > MOST) return;
    const last = round[round.length - 1];
    if (round.length === accesses.length) {
      if (next[last].includes(0)) rounds.push([...round]);
      return;
    }
    for (const to of next[last]) {
      if (round.includes(to)) continue;
      round.push(to);
      search();
      round.pop();
    }
  };
  if (accesses.length > 1) search();
  return rounds;
}

function isNext({ accesses }: Pick<TestGraph, 'accesses'>, from: number, to: number): boolean {
  return to === from + 1 && accesses[from].event.thread === accesses[to].event.thread;
}

/** Whether an access is followed by another: in its thread, or by communication with nothing in between. */
function leads(graph: TestGraph, from: number, to: number): boolean {
  return isNext(graph, from, to) || communication(graph, from, to) !== null;
}

function communication(graph: TestGraph, from: number, to: number): 'rf' | 'co' | 'fr' | null {
  const { accesses, execution } = graph;
  const [a, b] = [accesses[from].event, accesses[to].event];
  const { rf, co, fr } = execution;
  if (rf.has(a.id, b.id)) return 'rf';
  if (isStale(graph, from, to)) return 'fr';
  const between = accesses.some(
    ({ event: { id } }) => co.has(id, b.id) && (co.has(a.id, id) || fr.has(a.id, id)),
  );
  if (co.has(a.id, b.id)) return between ? null : 'co';
  return fr.has(a.id, b.id) && !between ? 'fr' : null;
}

/**
 * Whether a read takes another thread's write though its own thread has put a later one there: CoWR. The read is before its own
 * thread's write, and so would be, were it not of it, before the one that it reads.
 */
function isStale({ accesses, execution: { rf, co } }: TestGraph, from: number, to: number): boolean {
  if (accesses.length !== 3 || from === 0 || !isNext({ accesses }, from - 1, from)) return false;
  const [own, read, other] = [from - 1, from, to].map((access) => accesses[access].event);
  return rf.has(other.id, read.id) && co.has(other.id, own.id);
}

interface Labelled {
  readonly cycle: ShapeCycle;
  /** By event of the cycle its access in the graph, as the cycle stood when it was labelled. */
  readonly unnamed: readonly string[];
}

/** The round as cycles, begun at every place where threads are left and entered as in a cycle of edges. */
function cyclesOf(graph: TestGraph, round: readonly number[], vocabulary: Vocabulary): readonly Labelled[] {
  const { accesses } = graph;
  const thread = (place: number): number => accesses[round[place % round.length]].event.thread;
  return round.flatMap((_, start) => {
    const turned = [...round.slice(start), ...round.slice(0, start)];
    if (
      isNext(graph, turned[turned.length - 1], turned[0]) &&
      thread(start) === thread(start + round.length - 1)
    )
      return [];
    const labelled = labelledFrom(graph, turned, vocabulary);
    return labelled === null ? [] : [labelled];
  });
}

function labelledFrom(graph: TestGraph, round: readonly number[], vocabulary: Vocabulary): Labelled | null {
  const { accesses } = graph;
  const left: number[] = [];
  const unnamed: string[] = [];
  const edges: ShapeEdge[] = [];
  const threads = round.map((each) => accesses[each].event.thread);
  for (const [place, from] of round.entries()) {
    const to = round[(place + 1) % round.length];
    if (place < round.length - 1 && isNext(graph, from, to)) {
      const row = innerRow(graph, from, to, vocabulary);
      if (typeof row === 'string') unnamed.push(row);
      const same = accesses[from].event.location === accesses[to].event.location;
      edges.push({ row: typeof row === 'string' ? vocabulary.edges[0] : row, same });
      continue;
    }
    const where = placeOf(threads, place, left);
    const relation = communication(graph, from, to);
    if (where === null || relation === null) return null;
    edges.push({ row: communicationRow(relation, where), same: true });
  }
  if (left.length > 0) return null;
  const events = round.map((each) => ({
    direction: accesses[each].direction,
    annotation: accesses[each].annotation,
  }));
  const cycle = wellFormed({ events, edges }, { ...vocabulary, objection: () => null });
  return 'fault' in cycle ? null : { cycle, unnamed };
}

/** What the edge behind a place does: it leaves a thread that is entered again, returns to one, or neither; null where it does both. */
function placeOf(
  threads: readonly number[],
  place: number,
  left: number[],
): 'external' | 'leave' | 'back' | null {
  const last = place === threads.length - 1;
  const returns = !last && left[left.length - 1] === threads[place + 1];
  const comes = threads.includes(threads[place], place + 1);
  if (returns && comes) return null;
  if (returns) left.pop();
  if (comes) left.push(threads[place]);
  return returns ? 'back' : comes ? 'leave' : 'external';
}

/** The edge between two accesses that follow each other in a thread; or why no single edge is that, as a clause. */
function innerRow(
  { accesses, execution, program }: TestGraph,
  from: number,
  to: number,
  vocabulary: Vocabulary,
): EdgeRow | string {
  const [a, b] = [accesses[from].event, accesses[to].event];
  const fences = barriersBefore(accesses, to, vocabulary);
  const where = `P${a.thread}`;
  if (execution.rmw.has(a.id, b.id)) {
    const update = updateOfEvent(program, a);
    const row = update ? rmwRow(update, vocabulary) : undefined;
    return row === undefined || fences.length > 0 ? `${where} has a read-modify-write that is no edge` : row;
  }
  const on = (['addr', 'data', 'ctrl'] as const).filter((each) => execution[each].has(a.id, b.id));
  if (on.length > 1) return `in ${where} an access depends on another in two ways, ${on.join(' and ')}`;
  if (on.length === 1) {
    const row = vocabulary.edges.find(
      (each) =>
        each.kind === 'dependency' &&
        each.on === on[0] &&
        (fences.length === 0
          ? each.fence === null
          : each.fence !== null && fences.length === 1 && codeOf(each.fence) === fences[0]),
    );
    return row ?? `in ${where} '${on[0]}' and '${fences.join("', '")}' stand between the same accesses`;
  }
  return (
    fenceRow({ accesses, execution, program }, from, to, vocabulary) ??
    `in ${where} '${fences.join("', '")}' is no edge`
  );
}

/** The barriers right before an access, the ends of critical sections left out: those are of other edges. */
function barriersBefore(
  accesses: TestGraph['accesses'],
  to: number,
  { edges }: Vocabulary,
): readonly string[] {
  const ends = edges.flatMap((each) =>
    each.kind === 'section' ? [codeOf(each.enter), codeOf(each.leave)] : [],
  );
  return accesses[to].fences.filter((code) => !ends.includes(code));
}

/** A barrier, a critical section, or program order alone; undefined where more than one of them stands there. */
function fenceRow(graph: TestGraph, from: number, to: number, vocabulary: Vocabulary): EdgeRow | undefined {
  const { edges } = vocabulary;
  const fences = barriersBefore(graph.accesses, to, vocabulary);
  if (fences.length === 1)
    return edges.find((each) => each.kind === 'fence' && codeOf(each.code) === fences[0]);
  if (fences.length > 1) return undefined;
  const [before, behind] = around(graph, from, to);
  const section = edges.find(
    (each) =>
      each.kind === 'section' && before.includes(codeOf(each.enter)) && behind.includes(codeOf(each.leave)),
  );
  return section ?? edges[0];
}

/** The barriers before an access and behind another of its thread; the halves of a read-modify-write are one access. */
function around(
  { accesses, execution: { rmw } }: TestGraph,
  from: number,
  to: number,
): readonly [readonly string[], readonly string[]] {
  const isPair = (read: number): boolean =>
    accesses[read] !== undefined &&
    accesses[read + 1] !== undefined &&
    rmw.has(accesses[read].event.id, accesses[read + 1].event.id);
  const first = isPair(from - 1) ? from - 1 : from;
  const last = isPair(to) ? to + 1 : to;
  const next = accesses[last + 1];
  const isSame = next !== undefined && next.event.thread === accesses[last].event.thread;
  return [accesses[first].fences, isSame ? next.fences : accesses[last].behind];
}

/** What the test has that a test of its cycle has not, or has otherwise. */
function differences(
  graph: TestGraph,
  { cycle }: Labelled,
  vocabulary: Vocabulary,
  limits: Limits,
): readonly string[] {
  const places = placed(cycle);
  if ('fault' in places) return [places.fault];
  const text = `${vocabulary.dialect} made\n${vocabulary.write(cycle, places)}`;
  const { test } = loadTest({ name: 'made', text }, DIALECTS);
  if (test === null) return ['no test of the cycle can be read'];
  const made = testGraph(test, vocabulary, limits);
  if ('why' in made) return [`a test of the cycle asks for no single execution: ${made.why}`];
  return orderDifferences(graph, made, roundsOf(graph), roundsOf(made));
}
