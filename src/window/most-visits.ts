/** How often a walk (value-walk.ts) can come to a place, or write a location, on any way through its states. */
import type { ValueState } from './value-walk.js';

/** How often at most a way comes to a place: infinite where some way comes round to it. */
export function visitsIn(states: readonly ValueState[], place: number): number {
  return mostOn(
    states,
    (from) => (states[from].place === place ? 1 : 0),
    () => 0,
  );
}

/** How often at most a way writes what is looked for. */
export function writesIn(states: readonly ValueState[], isSought: (location: number) => boolean): number {
  return mostOn(
    states,
    () => 0,
    (wrote) => (wrote !== null && isSought(wrote) ? 1 : 0),
  );
}

/** The most that is counted on a way, of states and of what steps write. */
function mostOn(
  states: readonly ValueState[],
  ofState: (index: number) => number,
  ofStep: (wrote: number | null) => number,
): number {
  const { component, order } = componentsOf(states);
  const most = new Map<number, number>();
  // What comes later is finished first.
  for (const members of order) {
    const own = component[members[0]];
    const isRound = members.length > 1 || states[members[0]].steps.some(({ to }) => component[to] === own);
    let count = 0;
    for (const index of members) {
      let onward = 0;
      let within = 0;
      for (const { to, wrote } of states[index].steps) {
        if (component[to] === own) within += ofStep(wrote);
        else onward = Math.max(onward, ofStep(wrote) + (most.get(component[to]) ?? 0));
      }
      const here = ofState(index);
      if (isRound && here + within > 0) return Number.POSITIVE_INFINITY;
      count = Math.max(count, here + onward);
    }
    most.set(own, count);
  }
  return most.get(component[0]) ?? 0;
}

/** The strongly connected components of the states, each before those that lead to it. */
interface Components {
  /** By state, the number of its component. */
  readonly component: readonly number[];
  readonly order: readonly (readonly number[])[];
}

const known = new WeakMap<readonly ValueState[], Components>();

/** By Tarjan, "Depth-first search and linear graph algorithms", 1972; the stack is our own, for ways are long. */
function componentsOf(states: readonly ValueState[]): Components {
  const before = known.get(states);
  if (before !== undefined) return before;
  const component = states.map(() => -1);
  const order: number[][] = [];
  const number = states.map(() => -1);
  const low = states.map(() => -1);
  const stack: number[] = [];
  let count = 0;
  const open = [{ index: 0, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { index } = top;
    if (number[index] === -1) {
      number[index] = low[index] = count++;
      stack.push(index);
    }
    const step = states[index].steps[top.next++];
    if (step !== undefined) {
      if (number[step.to] === -1) open.push({ index: step.to, next: 0 });
      else if (component[step.to] === -1) low[index] = Math.min(low[index], number[step.to]);
      continue;
    }
    open.pop();
    const parent = open.at(-1);
    if (parent !== undefined) low[parent.index] = Math.min(low[parent.index], low[index]);
    if (low[index] !== number[index]) continue;
    const members = stack.splice(stack.indexOf(index));
    for (const each of members) component[each] = order.length;
    order.push(members);
  }
  const found = { component, order };
  known.set(states, found);
  return found;
}
