/**
 * Loops that end by themselves: whatever the thread reads, it comes to some places only so often, as to those of
 * `for (tries = 0; tries < 10; tries++) if (READ_ONCE(*flag)) break;`. They are found by executing the thread with every
 * value that it reads unknown, and both ways of a branch that hangs on one.
 */

import { evaluate } from './expression.js';
import { definedBy, reachable, successors } from './flow.js';
import type { RegisterSet } from './liveness.js';
import type { Thread } from './program.js';

/** A place that is reached more often does not count as reached a few times. */
const MOST_VISITS = 16;

/** Where a thread stands, with what it knows of its registers; `next` are the numbers of the states that may follow. */
interface State {
  readonly place: number;
  readonly registers: readonly (bigint | null)[];
  readonly next: number[];
}

/** For each place, whether a thread reaches it at most so often, whatever it reads. `live` are the registers that matter. */
export function visitedFewTimes(
  thread: Thread,
  live: readonly RegisterSet[],
  most = MOST_VISITS,
): readonly boolean[] {
  const states = statesOf(thread, live, most);
  if (states === null) return thread.code.map(() => false);
  const cyclic = cyclicIn(states);
  const visits = thread.code.map(() => 0);
  const endless = thread.code.map(() => false);
  states.forEach(({ place }, index) => {
    if (place === thread.code.length) return;
    visits[place] += 1;
    if (cyclic[index]) endless[place] = true;
  });
  return visits.map((count, place) => count <= most && !endless[place]);
}

/** All states that the thread may be in, each once; null when there are too many. */
function statesOf(thread: Thread, live: readonly RegisterSet[], mostVisits: number): readonly State[] | null {
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (place: number, registers: readonly (bigint | null)[]): number => {
    const kept = registers.map((value, register) => (live[place].has(register) ? value : null));
    const key = `${place} ${kept.join()}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push({ place, registers: kept, next: [] }) - 1;
  };
  const most = (thread.code.length + 1) * mostVisits;
  const initial = thread.registers.map((register) => register.initial);
  numberOf(0, initial);
  for (let index = 0; index < states.length; index++) {
    if (states.length > most) return null;
    const { place, registers, next } = states[index];
    const after = registersAfter(thread, place, registers);
    for (const each of waysFrom(thread, place, registers)) next.push(numberOf(each, after));
  }
  return states;
}

function registersAfter(
  { code }: Thread,
  place: number,
  registers: readonly (bigint | null)[],
): readonly (bigint | null)[] {
  const instruction = code[place];
  const target = instruction === undefined ? null : definedBy(instruction);
  if (target === null) return registers;
  return registers.with(target, instruction.kind === 'set' ? evaluate(instruction.value, registers) : null);
}

function waysFrom({ code }: Thread, place: number, registers: readonly (bigint | null)[]): readonly number[] {
  const instruction = code[place];
  if (instruction?.kind !== 'branch' && instruction?.kind !== 'assume') return successors(code, place);
  const condition = evaluate(instruction.condition, registers);
  if (instruction.kind === 'assume') return condition === 0n ? [] : [place + 1];
  if (condition === null) return successors(code, place);
  return [condition === 0n ? place + 1 : instruction.destination];
}

/** For each state, whether a way leads from it back to it, or from it to such a state without end: those that never run out of ways. */
function cyclicIn(states: readonly State[]): readonly boolean[] {
  // States are taken away while none of those that lead to them is left, and while they lead to none that is left.
  const incoming = countsOf(states, (state) => state.next);
  const previous: number[][] = states.map(() => []);
  states.forEach(({ next }, index) => {
    for (const each of next) previous[each].push(index);
  });
  const left = states.map(() => true);
  takeAway(left, incoming, (index) => states[index].next);
  const outgoing = states.map(({ next }, index) =>
    left[index] ? next.filter((each) => left[each]).length : 0,
  );
  takeAway(left, outgoing, (index) => previous[index]);
  return left;
}

function countsOf(states: readonly State[], to: (state: State) => readonly number[]): number[] {
  const counts = states.map(() => 0);
  for (const state of states) for (const each of to(state)) counts[each] += 1;
  return counts;
}

function takeAway(left: boolean[], counts: number[], neighbours: (index: number) => readonly number[]): void {
  const pending = [...left.keys()].filter((index) => left[index] && counts[index] === 0);
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    left[index] = false;
    for (const each of neighbours(index)) {
      counts[each] -= 1;
      if (left[each] && counts[each] === 0) pending.push(each);
    }
  }
}

/** How often a loop that counts its rounds may go round, where each of them is a path of its own. */
const MOST_COUNTED = 128;

/**
 * The heads of loops that count: they end by themselves, however long they are, and a round has one way to the next, since whatever
 * hangs on what is read leads out. So they have no more ways than rounds.
 */
export function countedLoops(
  thread: Thread,
  heads: ReadonlySet<number>,
  live: readonly RegisterSet[],
): ReadonlySet<number> {
  if (heads.size === 0) return heads;
  const ending = visitedFewTimes(thread, live, MOST_COUNTED);
  return new Set([...heads].filter((head) => ending[head] && hasOneWay(thread, head)));
}

/** The places that a thread reaches only so often: few times whatever it does, or in the rounds of a loop that counts. */
export function endingPlaces(
  thread: Thread,
  heads: ReadonlySet<number>,
  live: readonly RegisterSet[],
): readonly boolean[] {
  const ending = visitedFewTimes(thread, live).slice();
  for (const head of countedLoops(thread, heads, live)) {
    for (const place of reachable(thread.code, head, null)) {
      if (place < thread.code.length && isWithin(thread, head, place)) ending[place] = true;
    }
  }
  return ending;
}

/** Whether a place that comes after the head of a loop is in the loop. */
function isWithin({ code }: Thread, head: number, place: number): boolean {
  return place < code.length && (place === head || reachable(code, place, null).has(head));
}

/** Whether no branch and no attempt within a loop leaves two ways to its head. */
function hasOneWay(thread: Thread, head: number): boolean {
  const { code } = thread;
  return [...reachable(code, head, null)].every((place) => {
    const instruction = code[place];
    if (instruction === undefined || !isWithin(thread, head, place)) return true;
    if (instruction.kind === 'update') return instruction.condition === null;
    if (instruction.kind !== 'branch') return true;
    return !(isWithin(thread, head, place + 1) && isWithin(thread, head, instruction.destination));
  });
}
