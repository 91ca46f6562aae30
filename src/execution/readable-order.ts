/**
 * The order in which an execution reads best. Many orders of the same steps are executions with the same outcome: all
 * that respect what must come before what (`orderOfTime`). Of these, one in which each thread runs in program order as far as
 * it can, and goes on as long as it can, so that a step that is out of order is one that had to be. The two halves of a
 * read-modify-write are kept together as long as that can be.
 */
import { invariant } from '../text/invariant.js';
import { type AccessEvent, type Execution, isAccess, orderOfTime, otherHalf } from './execution.js';

/** All accesses, in such an order. */
export function inReadableOrder(execution: Execution): readonly AccessEvent[] {
  const accesses = execution.events.filter(isAccess);
  const time = orderOfTime(execution);
  const before = time.inverse();
  const leads = time.closure();
  const halves = new Map(accesses.map(({ id }) => [id, otherHalf(execution, id)]));
  const left = new Set(accesses.map(({ id }) => id));
  const order: AccessEvent[] = [];
  const isReady = ({ id }: AccessEvent): boolean => before.from(id).every((each) => !left.has(each));
  // Whether it leaves no half behind: its write, where it has one apart, can follow at once.
  const isWhole = ({ id }: AccessEvent): boolean => {
    const half = halves.get(id) ?? null;
    if (half === null || !left.has(half)) return true;
    return before.from(half).every((each) => each === id || !left.has(each));
  };
  while (left.size > 0) {
    const open = accesses.filter(({ id }) => left.has(id));
    const running = order.at(-1)?.thread ?? 0;
    const firsts = open.filter((event) => !open.some((other) => isEarlier(other, event)));
    const ready = open.filter(isReady);
    const inOrder = inTurn(firsts.filter(isReady), running);
    const wanted = firsts.flatMap(({ id }) => [id, halves.get(id) ?? id]);
    const helps = ({ id }: AccessEvent): boolean => wanted.some((each) => leads.has(id, each));
    const helpsOthers = ({ id }: AccessEvent): boolean =>
      wanted.some((each) => each !== halves.get(id) && leads.has(id, each));
    const next =
      inOrder.find(isWhole) ??
      ready.filter(isWhole).find(helps) ??
      ready.find(helpsOthers) ??
      inOrder[0] ??
      ready.find(helps);
    invariant(next !== undefined, 'an execution without a cycle can go on');
    left.delete(next.id);
    order.push(next);
  }
  return order;
}

function isEarlier(a: AccessEvent, b: AccessEvent): boolean {
  return a.thread === b.thread && a.index < b.index;
}

/** The thread that is running first, then those behind it, then those before it. */
function inTurn(events: readonly AccessEvent[], running: number): readonly AccessEvent[] {
  const wraps = ({ thread }: AccessEvent): number => (thread >= running ? 0 : 1);
  return events.toSorted((a, b) => wraps(a) - wraps(b) || a.thread - b.thread);
}
