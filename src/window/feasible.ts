/**
 * Predictions that cannot all prove right. Every read that has still to perform finds one of the values that its location may hold
 * (held-values.ts); where none of the ways to choose them leads the way that the branches of a window are predicted to go, no
 * execution goes on from it, as where it has come to a place more often than the thread ever does. So a loop is followed as far as
 * what it goes by can lead, as in `while (head >= tail) queue[head--] = NULL;`.
 */
import { type Expression, eachRegister, evaluate } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction, ReadInstruction, UpdateInstruction } from '../program/program.js';
import { chosenBy } from './choice.js';
import type { Code } from './code.js';
import { asLoaded, type Evaluation } from './evaluation.js';
import type { Loops } from './loops.js';
import { type Instance, isRead, type Window } from './window.js';

/** What registers may hold at one place, together; null for anything. */
type Registers = readonly (bigint | null)[];

/** More ways to choose values are not gone through. */
const MOST_WAYS = 256;

/** Whether the predictions of a window, of which those from `from` on are new, cannot all prove right; asked where a loop has been gone round. */
export function isInfeasible(code: Code, window: Window, evaluation: Evaluation, from: number): boolean {
  const { loops, reductions } = code;
  if (loops === null || !reductions.rounds) return false;
  let times: ReadonlyMap<number, number> | null = null;
  let isAsked = false;
  for (let index = from; index < window.instances.length; index++) {
    const { pc } = window.instances[index];
    if (!loops.cyclic[pc] || !isOpen(window, evaluation, index)) continue;
    times ??= timesOf(window);
    const same = times.get(pc) ?? 0;
    if (same <= 1) continue;
    if (same > loops.visits(pc)) return true;
    // Those behind the first are gone through with it.
    if (!isAsked && !admits(code, loops, window, evaluation, index)) return true;
    isAsked = true;
  }
  return false;
}

/** How often each place stands in a window. */
function timesOf({ instances }: Window): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const { pc } of instances) times.set(pc, (times.get(pc) ?? 0) + 1);
  return times;
}

/** Whether an instance is a branch that is not decided yet. */
function isOpen({ instances }: Window, { conditions }: Evaluation, index: number): boolean {
  return instances[index].kind === 'branch' && conditions[index] === null;
}

/**
 * Whether there may be values for all reads with which all predictions are right. What comes before everything that the prediction at
 * `last` hangs on was asked for the predictions before it.
 */
function admits(code: Code, loops: Loops, window: Window, evaluation: Evaluation, last: number): boolean {
  const { wanted, begin } = wantedBefore(code, window, evaluation, last);
  let ways: readonly Registers[] = [window.registers];
  for (let index = begin; index < window.instances.length; index++) {
    const instance = window.instances[index];
    const instruction = code.instructions[instance.pc];
    if (isPredicted(instance)) {
      ways = ways.filter((each) => goesAs(instruction, instance, each));
      if (ways.length === 0) return false;
      continue;
    }
    const target = givenBy(instruction, instance);
    if (target === null || !wanted[index + 1].has(target)) continue;
    const value = evaluation.registers[index + 1][target];
    const values = (way: Registers): readonly (bigint | null)[] =>
      value === null ? valuesIn(code, loops, instance, evaluation.locations[index], way) : [value];
    ways = distinct(
      ways.flatMap((way) => values(way).map((each) => way.with(target, each))),
      wanted[index + 1],
    );
    if (ways.length === 0) return false;
    if (ways.length > MOST_WAYS) return true;
  }
  return true;
}

function isPredicted({ kind }: Instance): boolean {
  return kind === 'branch' || kind === 'assume';
}

function goesAs(instruction: Instruction, instance: Instance, way: Registers): boolean {
  if (instruction.kind !== 'branch' && instruction.kind !== 'assume') return true;
  const condition = evaluate(instruction.condition, way);
  return condition === null || (condition !== 0n) === (instance.kind !== 'branch' || instance.taken);
}

/** The register that an instance gives a value. */
function givenBy(instruction: Instruction, instance: Instance): number | null {
  const isSecondHalf = instance.kind === 'write' && instance.pair === 'update';
  return isSecondHalf ? null : definedBy(instruction);
}

/**
 * Before each instance and at the end, the registers that what is predicted from there on hangs on; back to `begin`, before `last`,
 * where there are none.
 */
function wantedBefore(
  code: Code,
  { instances }: Window,
  evaluation: Evaluation,
  last: number,
): { readonly wanted: readonly ReadonlySet<number>[]; readonly begin: number } {
  const wanted: ReadonlySet<number>[] = [];
  let now: ReadonlySet<number> = new Set();
  let begin = instances.length;
  for (; begin > 0; begin--) {
    const index = begin;
    wanted[index] = now;
    if (now.size === 0 && index <= last) break;
    const instance = instances[index - 1];
    const instruction = code.instructions[instance.pc];
    const before = new Set(now);
    const target = givenBy(instruction, instance);
    if (isPredicted(instance)) eachUsed(instruction, instance, (register) => before.add(register));
    else if (target !== null && before.delete(target) && evaluation.registers[index][target] === null)
      eachUsed(instruction, instance, (register) => before.add(register));
    now = before;
  }
  wanted[begin] = now;
  return { wanted, begin };
}

function eachUsed(instruction: Instruction, instance: Instance, visit: (register: number) => void): void {
  const expressions: (Expression | null)[] = [];
  if (instruction.kind === 'set') expressions.push(instruction.value);
  if (instruction.kind === 'select') expressions.push(chosenBy(instruction, instance));
  if (instruction.kind === 'branch' || instruction.kind === 'assume') expressions.push(instruction.condition);
  if (instruction.kind === 'read' || instruction.kind === 'update')
    expressions.push(instruction.address, instruction.result, instruction.awaits);
  if (instruction.kind === 'update') expressions.push(instruction.condition);
  for (const each of expressions) if (each !== null) eachRegister(each, visit);
}

/** What an instance may give its register, with what the others hold. */
function valuesIn(
  code: Code,
  loops: Loops,
  instance: Instance,
  known: number,
  way: Registers,
): readonly (bigint | null)[] {
  const instruction = code.instructions[instance.pc];
  switch (instruction.kind) {
    case 'set':
      return [evaluate(instruction.value, way)];
    case 'select':
      return [evaluate(chosenBy(instruction, instance), way)];
    case 'read':
    case 'update': {
      const address = evaluate(instruction.address, way);
      const location = known >= 0 || address === null ? known : (code.reach[instance.pc].get(address) ?? -1);
      const held = location < 0 ? null : loops.held.valuesOf(location);
      if (held === null) return [null];
      const { awaits } = instruction;
      const found = held
        .map((each) => asLoaded(instruction, each))
        .filter((each) => awaits === null || evaluate(awaits, way, each) !== 0n);
      // A thread that waits for what never comes is stuck there, which has to be seen.
      if (found.length === 0) return [null];
      return found
        .filter((each) => mayFind(instruction, instance, way, each))
        .map((each) => evaluate(instruction.result, way, each));
    }
    default:
      return [null];
  }
}

/** Whether an instance may find a value, as what is predicted of its success allows. */
function mayFind(
  instruction: ReadInstruction | UpdateInstruction,
  instance: Instance,
  way: Registers,
  found: bigint,
): boolean {
  if (instruction.kind === 'read' || instruction.condition === null || !isRead(instance)) return true;
  const condition = evaluate(instruction.condition, way, found);
  if (condition === null || instance.kind === 'update' || instance.role === 'alone') return true;
  return (condition !== 0n) === (instance.role === 'writes');
}

/** The ways that differ in registers that are wanted. */
function distinct(ways: readonly Registers[], wanted: ReadonlySet<number>): readonly Registers[] {
  const found = new Map<string, Registers>();
  for (const way of ways) found.set([...wanted].map((register) => way[register]).join(), way);
  return [...found.values()];
}
