/**
 * Control flow of a thread's code: who follows whom, where the arms of a branch meet again, and which registers are
 * still needed at each place. Places are indices into `code`; `code.length` is the end of the thread.
 */

import type { Expression } from './expression.js';
import { eachRegister } from './expression.js';
import type { Instruction, MemoryInstruction } from './program.js';

/** The places that may be executed right after `place`. */
export function successors(code: readonly Instruction[], place: number): readonly number[] {
  if (place >= code.length) return [];
  const instruction = code[place];
  if (instruction.kind === 'jump') return [instruction.destination];
  if (instruction.kind === 'branch') return [place + 1, instruction.destination];
  return [place + 1];
}

/** The places from which `place` may be reached in one step, for every place and the end. */
function predecessors(code: readonly Instruction[]): readonly (readonly number[])[] {
  const result: number[][] = Array.from({ length: code.length + 1 }, () => []);
  for (let place = 0; place < code.length; place++) {
    for (const next of new Set(successors(code, place))) result[next].push(place);
  }
  return result;
}

/** The places that can be reached from `start` (itself included only when it lies on a cycle), never stepping onto `barrier`. */
export function reachable(
  code: readonly Instruction[],
  start: number,
  barrier: number | null,
): ReadonlySet<number> {
  const seen = new Set<number>();
  const pending = [...successors(code, start)];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (place === barrier || seen.has(place)) continue;
    seen.add(place);
    pending.push(...successors(code, place));
  }
  return seen;
}

/**
 * For each place, the place where a branch there stops mattering: its immediate postdominator, or null when the
 * branch decides whether it is reached again (the exit of a loop) or whether the thread ends.
 *
 * A C `if` orders only the writes in its arms: a compiler may turn it into a conditional move, and then nothing
 * after the join depends on it (Documentation/memory-barriers.txt, "Control dependencies"). A loop's exit stays a
 * branch in any compilation, so what follows it is ordered.
 */
export function joins(code: readonly Instruction[]): readonly (number | null)[] {
  if (!code.some((each) => each.kind === 'branch')) return code.map(() => null);
  const nearest = postdominators(code);
  const mayReturn = placesUnderWaysBack(code);
  return code.map((instruction, place) => {
    if (instruction.kind !== 'branch') return null;
    const join = nearest[place];
    if (join === null || join === code.length) return null;
    return mayReturn[place] && reachable(code, place, join).has(place) ? null : join;
  });
}

/**
 * Every place's immediate postdominator; null for the end, and for a place from which the end is unreachable, which no
 * complete execution comes to. By Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001.
 */
export function postdominators(code: readonly Instruction[]): readonly (number | null)[] {
  const end = code.length;
  const order = backwardOrder(code);
  const rank = new Map(order.map((place, index) => [place, index]));
  const nearest: (number | null)[] = Array.from({ length: end + 1 }, () => null);
  nearest[end] = end;
  const meet = (one: number, other: number): number => {
    let [a, b] = [one, other];
    while (a !== b) {
      const [nearer, further] = (rank.get(a) ?? 0) < (rank.get(b) ?? 0) ? [a, b] : [b, a];
      [a, b] = [nearer, nearest[further] ?? end];
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const place of order) {
      if (place === end) continue;
      const after = successors(code, place).filter((each) => nearest[each] !== null);
      const found = after.reduce(meet);
      changed ||= found !== nearest[place];
      nearest[place] = found;
    }
  }
  nearest[end] = null;
  return nearest;
}

/** The places from which the end can be reached, the end first, each behind one that may follow it. */
function backwardOrder(code: readonly Instruction[]): readonly number[] {
  const before = predecessors(code);
  const order: number[] = [];
  const seen = new Set([code.length]);
  const open = [{ place: code.length, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const place = before[top.place][top.next++];
    if (place === undefined) order.push(open.pop()?.place ?? 0);
    else if (!seen.has(place)) {
      seen.add(place);
      open.push({ place, next: 0 });
    }
  }
  return order.reverse();
}

/** For each place, whether it lies between a jump or branch that goes back and where that goes: no other lies on a cycle. */
export function placesUnderWaysBack(code: readonly Instruction[]): readonly boolean[] {
  const begin: number[] = code.map(() => 0);
  const end: number[] = code.map(() => 0);
  code.forEach((each, place) => {
    if ((each.kind !== 'jump' && each.kind !== 'branch') || each.destination > place) return;
    begin[each.destination] += 1;
    end[place] += 1;
  });
  let open = 0;
  return code.map((_, place) => {
    open += begin[place] - (end[place - 1] ?? 0);
    return open > 0;
  });
}

/**
 * Calls `visit` for each place from the last to the first, until nothing changes any more: `visit` says whether it changed
 * something. Where no instruction goes back, one time is enough.
 */
export function backwards(code: readonly Instruction[], visit: (place: number) => boolean): void {
  const goesBack = loopHeads(code).size > 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let place = code.length - 1; place >= 0; place--) if (visit(place)) changed = true;
    if (!goesBack) return;
  }
}

/** The places that a jump or branch leads back to: every cycle passes one. */
export function loopHeads(code: readonly Instruction[]): ReadonlySet<number> {
  const heads = new Set<number>();
  code.forEach((each, place) => {
    if ((each.kind === 'jump' || each.kind === 'branch') && each.destination <= place)
      heads.add(each.destination);
  });
  return heads;
}

/** Whether some path from each place (and from the end) reaches such an instruction. */
export function anyAhead(
  code: readonly Instruction[],
  is: (instruction: Instruction) => boolean,
): readonly boolean[] {
  const ahead = code.map(() => false);
  ahead.push(false);
  if (!code.some(is)) return ahead;
  backwards(code, (place) => {
    const now = is(code[place]) || successors(code, place).some((next) => ahead[next]);
    if (now === ahead[place]) return false;
    ahead[place] = now;
    return true;
  });
  return ahead;
}

/** The register that an instruction gives a value, if any. */
export function definedBy(instruction: Instruction): number | null {
  switch (instruction.kind) {
    case 'set':
    case 'select':
    case 'read':
    case 'update':
      return instruction.target;
    case 'store-conditional':
      return instruction.status;
    default:
      return null;
  }
}

/** Calls `visit` for every register that an instruction reads, with repetitions. */
export function eachUse(instruction: Instruction, visit: (register: number) => void): void {
  for (const expression of expressionsOf(instruction)) eachRegister(expression, visit);
}

/** Calls `visit` for every register that an access reads but for its result: for its address, data and conditions. */
export function eachOperand(access: MemoryInstruction, visit: (register: number) => void): void {
  for (const expression of operandsOf(access)) eachRegister(expression, visit);
}

function operandsOf(access: MemoryInstruction): readonly Expression[] {
  switch (access.kind) {
    case 'read':
      return present(access.address, access.awaits);
    case 'update':
      return present(access.address, access.data, access.condition, access.awaits);
    default:
      return [access.address, access.data];
  }
}

function expressionsOf(instruction: Instruction): readonly Expression[] {
  switch (instruction.kind) {
    case 'set':
      return [instruction.value];
    case 'select':
      return [instruction.condition, instruction.then, instruction.otherwise];
    case 'write':
    case 'store-conditional':
      return operandsOf(instruction);
    case 'read':
    case 'update':
      return [...operandsOf(instruction), instruction.result];
    case 'branch':
    case 'assume':
      return [instruction.condition];
    case 'fence':
      return present(instruction.domain ?? null);
    case 'jump':
      return [];
  }
}

function present(...expressions: readonly (Expression | null)[]): readonly Expression[] {
  return expressions.filter((expression) => expression !== null);
}
