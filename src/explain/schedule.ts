/**
 * The order in which an execution reads best. Many orders of the same steps are executions with the same outcome: all
 * that respect what must come before what (order-graph.ts). Of these, one in which each thread runs in program order as far as
 * it can, and goes on as long as it can, so that a step that is out of order is one that had to be. The two halves of a
 * read-modify-write are kept together as long as that can be.
 */
import { invariant } from '../text/invariant.js';
import type { Candidate } from './candidate.js';
import type { Event } from './event.js';

/** The numbers of all events, in such an order. */
export function inReadableOrder(candidate: Candidate): readonly number[] {
  const before = predecessors(candidate);
  const left = new Set(candidate.events.map(({ id }) => id));
  const order: number[] = [];
  const isReady = ({ id }: Event): boolean => [...(before.get(id) ?? [])].every((each) => !left.has(each));
  // Whether it leaves no half behind: its write, where it has one apart, can follow at once.
  const isWhole = ({ id, pair }: Event): boolean =>
    pair === null ||
    !left.has(pair) ||
    [...(before.get(pair) ?? [])].every((each) => each === id || !left.has(each));
  while (left.size > 0) {
    const open = candidate.events.filter(({ id }) => left.has(id));
    const thread = order.length === 0 ? 0 : candidate.events[order[order.length - 1]].thread;
    const firsts = open.filter((event) => !open.some((other) => isEarlier(other, event)));
    const ready = open.filter(isReady);
    const inOrder = firsts.filter(isReady).toSorted((a, b) => turn(a, thread) - turn(b, thread));
    const halves = firsts.flatMap(({ id, pair }) => (pair === null ? [id] : [id, pair]));
    const helps = ({ id }: Event): boolean => halves.some((half) => leadsTo(before, id, half));
    const helpsOthers = ({ id, pair }: Event): boolean =>
      halves.some((half) => half !== pair && leadsTo(before, id, half));
    const next =
      inOrder.find(isWhole) ??
      ready.filter(isWhole).find(helps) ??
      ready.find(helpsOthers) ??
      inOrder[0] ??
      ready.find(helps);
    invariant(next !== undefined, 'an execution without a cycle can go on');
    left.delete(next.id);
    order.push(next.id);
  }
  return order;
}

function isEarlier(a: Event, b: Event): boolean {
  return a.thread === b.thread && a.instance < b.instance;
}

/** The thread that is running first, then the others in turn. */
function turn({ thread }: Event, running: number): number {
  return thread >= running ? thread - running : thread - running + 4096;
}

function predecessors(candidate: Candidate): ReadonlyMap<number, ReadonlySet<number>> {
  const before = new Map<number, Set<number>>();
  for (const { from, to } of [...candidate.graph.all('time').values()].flat()) {
    before.set(to, (before.get(to) ?? new Set()).add(from));
  }
  return before;
}

function leadsTo(before: ReadonlyMap<number, ReadonlySet<number>>, from: number, to: number): boolean {
  const seen = new Set([to]);
  for (const at of seen) {
    for (const each of before.get(at) ?? []) {
      if (each === from) return true;
      seen.add(each);
    }
  }
  return false;
}
