/**
 * Rounds of loops around a compare-and-exchange that failed, and that carry what they found into the next one, as in
 * `do new = f(old); while (!atomic_try_cmpxchg(v, &old, new));`. They are not idle (idle-round.ts), but few are enough.
 *
 * *Rounds that forget*: of three in a row that have no effect, carry only what they read themselves, and depend on what they
 * were given in nothing but the comparison of one attempt, one can go. Let them be given e0, e1, e2 and find f1, f2, f3,
 * which differ from those. If f3 is not e0, the third fails after none of the others as well. If it is, and not e1, the
 * third fails after the first. And if both are the same, the second fails without the first. What is left reads what it
 * read, and carries what it carried; it waits for what it is compared with, which whatever follows waited for before too.
 *
 * *Fresh failures*: a round that was given what the thread had read at the same location found another value there, so
 * another thread has written the location in between, and no failure sees the same write as one before, nor do those of
 * another loop that comes before it. There are no more of them in a row than the others can write: a window with more never
 * ends. These rounds may have effects.
 */

import { bare, type Comparison, comparisonAt } from '../program/attempt.js';
import { type Expression, isSameType, mentions, readsLoaded } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import { type Code, updateAt } from './code.js';
import type { Evaluation } from './evaluation.js';
import { hasMetSince, writesNothing } from './idle-round.js';
import { decidedBy } from './prediction.js';
import { type Instance, isRead, isWrite, type Window } from './window.js';

/** So many rounds that forget are never needed in a row. */
const ENOUGH = 3;

/** Whether the window ends with so many rounds that forget that one of them can go. */
export function isForgotten(code: Code, window: Window, evaluation: Evaluation): boolean {
  const { loops } = code;
  const { instances, next } = window;
  if (loops === null || !loops.cyclic[next]) return false;
  let end = instances.length;
  let rounds = 0;
  for (let index = end - 1; index >= 0; index--) {
    if (instances[index].pc !== next) continue;
    if (!forgets(code, window, evaluation, index, end) || hasMetSince(window, index)) return false;
    rounds += 1;
    if (rounds === ENOUGH) return true;
    end = index;
  }
  return false;
}

/** Whether the instances from `begin` on and before `end` are a round that forgets: what it passes on stems from its own reads. */
function forgets(code: Code, window: Window, evaluation: Evaluation, begin: number, end: number): boolean {
  const { instances, next } = window;
  const live = code.live[next];
  const carried = new Set<number>();
  for (const { pc } of instances.slice(begin, end)) {
    const target = definedBy(code.instructions[pc]);
    if (target !== null && live.has(target)) carried.add(target);
  }
  // The registers that hold what the round was given, or what is made of it.
  const given = new Set(carried);
  let attempts = 0;
  for (let index = begin; index < end; index++) {
    const instance = instances[index];
    if (isFailedExchange(code, window, evaluation, index, given)) attempts += 1;
    else if (
      !isIndifferent(code, window, index, given) &&
      !(attempts > 0 && decidedBy(code, window, index) !== null)
    )
      return false;
    const instruction = code.instructions[instance.pc];
    const target = definedBy(instruction);
    if (target === null) continue;
    if (instruction.kind === 'set' && usesAny(instruction.value, given)) given.add(target);
    else given.delete(target);
  }
  return attempts === 1 && [...carried].every((register) => !given.has(register));
}

function usesAny(expression: Expression, registers: ReadonlySet<number>): boolean {
  for (const register of registers) if (mentions(expression, register)) return true;
  return false;
}

/** Whether an instance is an exchange that fails since what it finds is not what it was given, which it uses for nothing else. */
function isFailedExchange(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  index: number,
  given: ReadonlySet<number>,
): boolean {
  const { pc } = window.instances[index];
  const sides = isFailure(code, window, evaluation, index) ? sidesOf(code, pc) : null;
  return sides !== null && !usesAny(sides.found, given) && !usesAny(updateAt(code, pc).address, given);
}

/** Whether an instance is a read-modify-write that reads only. */
function isFailure(code: Code, window: Window, evaluation: Evaluation, index: number): boolean {
  const instance = window.instances[index];
  if (instance.kind === 'read') return instance.role === 'fails';
  return instance.kind === 'update' && writesNothing(code, window, evaluation, index);
}

/** Whether an instance has no effect, and nothing that it does hangs on what the round was given. */
function isIndifferent(code: Code, window: Window, index: number, given: ReadonlySet<number>): boolean {
  const instruction = code.instructions[window.instances[index].pc];
  switch (instruction.kind) {
    case 'set':
    case 'fence':
      return true;
    case 'branch':
      return !usesAny(instruction.condition, given);
    case 'read': {
      const { exclusive, address, result, awaits: until } = instruction;
      return !exclusive && until === null && !usesAny(address, given) && !usesAny(result, given);
    }
    default:
      return false;
  }
}

/** The two sides of an exchange's comparison: over what it finds, and over registers. */
interface Sides {
  readonly comparison: Comparison;
  readonly found: Expression;
  readonly expected: Expression;
}

/** They are those of an exchange that fails when they differ; null for anything else. */
function sidesOf({ instructions }: Code, pc: number): Sides | null {
  const comparison = comparisonAt(instructions, pc);
  if (comparison === null || comparison.operator !== '==') return null;
  const { left, right } = comparison;
  if (readsLoaded(left) === readsLoaded(right)) return null;
  return readsLoaded(left)
    ? { comparison, found: left, expected: right }
    : { comparison, found: right, expected: left };
}

/** By location, the indices of the instances that are fresh failures, each behind another write of it than those before. */
export function freshFailures(
  code: Code,
  window: Window,
  evaluation: Evaluation,
): ReadonlyMap<number, readonly number[]> {
  const fresh = new Map<number, number[]>();
  window.instances.forEach((instance, index) => {
    if (!isFailure(code, window, evaluation, index)) return;
    const location = code.fixed[instance.pc];
    const source = givenBy(code, window, evaluation, index);
    if (location === null || source === null) return;
    const before = fresh.get(location) ?? [];
    if (source >= (before.at(-1) ?? -1)) fresh.set(location, [...before, index]);
  });
  return fresh;
}

/** Whether there are more fresh failures in the window than others can write their location. */
export function failsTooOften(code: Code, window: Window, evaluation: Evaluation): boolean {
  const { loops } = code;
  if (loops === null) return false;
  const fresh = [...freshFailures(code, window, evaluation)];
  return fresh.some(([location, { length }]) => length > loops.foreign.countOf(location));
}

/**
 * The read that gave a failed exchange what it compares with, by its index: of the same location, with no write of this
 * thread between that may be of it. Null when it comes from elsewhere.
 */
function givenBy(code: Code, window: Window, evaluation: Evaluation, index: number): number | null {
  const { pc } = window.instances[index];
  const sides = sidesOf(code, pc);
  const location = code.fixed[pc];
  if (sides === null || location === null) return null;
  const { type } = sides.comparison;
  if (bare(sides.found, type).kind !== 'loaded') return null;
  let sought = bare(sides.expected, type);
  for (let earlier = index - 1; earlier >= 0 && sought.kind === 'register'; earlier--) {
    const each = window.instances[earlier];
    const mayBe = evaluation.locations[earlier] < 0 || evaluation.locations[earlier] === location;
    if (isWrite(each) && mayBe && !isFailure(code, window, evaluation, earlier)) return null;
    const instruction = code.instructions[each.pc];
    if (definedBy(instruction) !== sought.register) continue;
    if (each.kind !== 'set' || each.value !== null || instruction.kind !== 'set')
      return takesAsItIs(code, each, pc) ? earlier : null;
    sought = bare(instruction.value, type);
  }
  return null;
}

/** Whether an instance is a read that puts what it finds into its register as it is, in the manner of the exchange at `place`. */
function takesAsItIs({ instructions, fixed }: Code, instance: Instance, pc: number): boolean {
  const [instruction, exchange] = [instructions[instance.pc], instructions[pc]];
  const reads = instruction.kind === 'read' || instruction.kind === 'update';
  if (!isRead(instance) || !reads || exchange.kind !== 'update') return false;
  const isThere = fixed[instance.pc] === fixed[pc] && isSameType(instruction.type, exchange.type);
  return isThere && instruction.result.kind === 'loaded';
}
