/**
 * What the accesses of a thread wait for. An access waits while an earlier unperformed one of its thread is ordered before
 * it: by what is common to every multi-copy-atomic model (below), or by a rule of the model.
 *
 * Common, from Pulte et al. 2018 and Alglave et al. 2021: accesses of one location before a later write of it; a
 * write after every earlier address is known and every earlier branch is resolved; data and address dependencies,
 * which need no rule because an operand that depends on an unperformed read is unknown.
 *
 * The code for all of that stands once, in `eachConstraint`. The caller says what is still open: for the machine it is what
 * has not performed or is not known (`UNPERFORMED`); for an explanation it is everything (reason.ts); where a choice is only
 * predicted, it is what comes after that (choice.ts). An access is held back when there is a first constraint; an explanation
 * consists of all of them.
 */

import type { Access, Between, Rule, WindowModel } from '../models/model.js';
import { isRelease } from '../models/model.js';
import { evaluate } from '../program/expression.js';
import type { Code } from './code.js';
import { readOfPair } from './coherence.js';
import type { Evaluation } from './evaluation.js';
import { accessesOf } from './static-accesses.js';
import type { Instance, Window } from './window.js';
import { holds, isBound, isPending, isRead, isWrite, UNKNOWN } from './window.js';

/** Everything that the rules look at: a thread's code, its window, what the window knows, and the model. */
export interface ThreadContext {
  readonly code: Code;
  readonly model: WindowModel;
  readonly window: Window;
  readonly evaluation: Evaluation;
}

/** The part of a context in which constraints are found; the rest is for the functions that say what is open. */
export interface Placed {
  readonly code: Code;
  readonly window: Window;
  readonly evaluation: Pick<Evaluation, 'locations'>;
}

/** What is still open in a window. Numbers are indices of its instances. */
export interface Open<Where extends Placed> {
  /** Whether there is an access at an index which has still to perform, for a write or for a read that comes later. */
  readonly access: (context: Where, index: number, writes: boolean) => boolean;
  /** Whether the address of the access at an index is open. */
  readonly address: (context: Where, index: number) => boolean;
  /** Whether the branch or assumption at an index is unresolved, so that it holds back writes. */
  readonly branch: (context: Where, index: number) => boolean;
  /** Whether the condition of the branch or assumption at an index is unknown, so that an ISB waits for it. */
  readonly condition: (context: Where, index: number) => boolean;
  /** Whether what the write at an index needs before it can perform is open: its address, its value, that it takes place. */
  readonly operand: (context: Where, index: number) => boolean;
  /** Whether the value of the write at an index is open, so that nobody can take it from the store buffer. */
  readonly value: (context: Where, index: number) => boolean;
}

/**
 * Why an access waits, with the index of what it waits for. By a rule of the model, or since both are of one location, it
 * waits for an earlier access; everything waits for an earlier grace period; a write waits for the read of its read-modify-write, for an unresolved branch, for the address of
 * an earlier access, and for its own operands. A read does not take its value from a write of its thread in the store buffer
 * (`eachForwardingConstraint`) where the model never hands that over, where the write's value is open, or where the write's own
 * read has to perform first.
 */
type ConstraintKind =
  | 'rule'
  | 'same-location'
  | 'pair'
  | 'branch'
  | 'address'
  | 'operand'
  | 'grace'
  | 'no-forward'
  | 'forward'
  | 'own-atomic';

/** Called with each constraint, and with the rule where the kind is `rule`; returns whether to stop. */
export type Visit = (kind: ConstraintKind, at: number, rule: Rule | null) => boolean;

/** Stops at the first constraint: for callers that ask only whether there is one. */
export const ANY: Visit = () => true;

/** Open for the machine: what has not performed, is not known, or depends on a choice that is only predicted. */
export const UNPERFORMED: Open<ThreadContext> = {
  // A write waits for the values of reads as well: what they depend on comes before it (Arm ARM DDI 0487, B2.3, "pick").
  access: ({ window: { instances } }, index, writes) =>
    isPending(instances[index]) || (writes && isBound(instances[index])),
  address: ({ evaluation }, index) =>
    evaluation.locations[index] === UNKNOWN || evaluation.choices.address[index],
  // A resolved branch has left the window.
  branch: () => true,
  condition: ({ evaluation }, index) =>
    evaluation.conditions[index] === null || evaluation.choices.operand[index],
  operand: isOperandOpen,
  value: ({ evaluation }, index) => evaluation.data[index] === null,
};

function isOperandOpen({ code, window, evaluation }: ThreadContext, index: number): boolean {
  const { address, operand, after } = evaluation.choices;
  // What the instance writes, or where, depends on a choice that is only predicted, or it comes after what does.
  if (address[index] || operand[index] || after[index]) return true;
  const instance = window.instances[index];
  if (instance.kind === 'read') return isFailureOpen({ code, window, evaluation }, index);
  if (instance.kind !== 'write') return false;
  return (
    evaluation.data[index] === null || (instance.pair === 'update' && evaluation.conditions[index] === null)
  );
}

/** Whether a read-modify-write that is to fail, and is held back as if it wrote, lacks what it compares or would write. */
function isFailureOpen(context: Placed & Pick<ThreadContext, 'evaluation'>, index: number): boolean {
  const instruction = context.code.instructions[context.window.instances[index].pc];
  if (instruction.kind !== 'update' || instruction.condition === null || !writesAt(context, index))
    return false;
  const registers = context.evaluation.registers[index];
  return (
    evaluate(instruction.condition, registers, 0n) === null ||
    evaluate(instruction.data, registers, 0n) === null
  );
}

/** Whether the rules take an instance for a write: one that writes, and one that fails and is still held back so. */
function writesAt(context: Placed, index: number): boolean {
  return accessesAt(context, index).some(({ kind }) => kind === 'write');
}

/** Whether the access at `index` must wait for an earlier instance of its thread. */
export function isBlocked(context: ThreadContext, index: number): boolean {
  if (context.code.reductions.readsInOrder && readWaits(context, index)) return true;
  return eachConstraint(context, index, UNPERFORMED, ANY);
}

/** Visits the constraints on the access at `index` until the visitor stops; returns whether it did. */
export function eachConstraint<Where extends Placed>(
  context: Where,
  index: number,
  open: Open<Where>,
  visit: Visit,
): boolean {
  const { window, evaluation } = context;
  const writes = writesAt(context, index);
  if (writes) {
    if (open.operand(context, index) && visit('operand', index, null)) return true;
    const read = readOfPair(window, index);
    if (read !== null && open.access(context, read, true) && visit('pair', read, null)) return true;
    if (eachConstraintOfWrite(context, index, open, visit)) return true;
  }
  const location = evaluation.locations[index];
  const written = writes && location >= 0 ? location : NO_LOCATION;
  return eachEarlierAccess(context, index, accessesAt(context, index), written, open, visit);
}

/** A location that no access has. */
export const NO_LOCATION = -3;

/** Visits the branches and addresses before `end` for which a write at `end` waits; there may be no instance there yet. */
export function eachConstraintOfWrite<Where extends Placed>(
  context: Where,
  end: number,
  open: Open<Where>,
  visit: Visit,
): boolean {
  const { instances } = context.window;
  for (let earlier = 0; earlier < end; earlier++) {
    const each = instances[earlier];
    if (holds(each, end)) {
      if (open.branch(context, earlier) && visit('branch', earlier, null)) return true;
    } else if (isMemory(each) && open.address(context, earlier)) {
      if (visit('address', earlier, null)) return true;
    }
  }
  return false;
}

/**
 * Visits the open accesses before `end` that are ordered before one of `later`, the accesses of an instance at `end`, which may
 * not be there yet: by a rule, or because they are of the location `written`, which `later` writes.
 */
export function eachEarlierAccess<Where extends Placed>(
  context: Where,
  end: number,
  later: readonly Access[],
  written: number,
  open: Open<Where>,
  visit: Visit,
): boolean {
  const { code, window, evaluation } = context;
  const writes = later.some(({ kind }) => kind === 'write');
  let between = NOTHING;
  for (let earlier = end - 1; earlier >= 0; earlier--) {
    const instance = window.instances[earlier];
    if (instance.kind === 'fence') between = withFence(context, earlier, between, open);
    else if (open.access(context, earlier, writes)) {
      if (evaluation.locations[earlier] === written && visit('same-location', earlier, null)) return true;
      // Nothing that comes after a grace period performs before it is over.
      if (instance.kind === 'grace' && visit('grace', earlier, null)) return true;
      const accesses = accessesOf(code.accesses[instance.pc], instance);
      if (eachRule(code.model.rules, accesses, later, between, earlier, visit)) return true;
    } else if (instance.kind === 'grace') between = withFence(context, earlier, between, open);
  }
  return false;
}

function eachRule(
  rules: readonly Rule[],
  accesses: readonly Access[],
  later: readonly Access[],
  between: Between,
  earlier: number,
  visit: Visit,
): boolean {
  for (const rule of rules) {
    if (orders(rule, accesses, later, between) && visit('rule', earlier, rule)) return true;
  }
  return false;
}

const NOTHING: Between = { fences: [], waitingIsb: false };

/** Whether a rule orders one of some accesses before one of some later ones. */
export function orders(
  rule: Rule,
  earlier: readonly Access[],
  later: readonly Access[],
  between: Between,
): boolean {
  for (const a of earlier) for (const b of later) if (rule.orders(a, b, between)) return true;
  return false;
}

function withFence<Where extends Placed>(
  context: Where,
  index: number,
  between: Between,
  open: Open<Where>,
): Between {
  const instruction = context.code.instructions[context.window.instances[index].pc];
  if (instruction.kind !== 'fence') return between;
  const waits = instruction.fence.kind === 'isb' && isbWaits(context, index, open);
  return { fences: [...between.fences, instruction.fence], waitingIsb: between.waitingIsb || waits };
}

/** Whether a branch before an ISB is open, or an address. */
function isbWaits<Where extends Placed>(context: Where, isb: number, open: Open<Where>): boolean {
  const { instances } = context.window;
  for (let index = 0; index < isb; index++) {
    const each = instances[index];
    const waits =
      each.kind === 'branch' || each.kind === 'assume'
        ? open.condition(context, index)
        : isMemory(each) && open.address(context, index);
    if (waits) return true;
  }
  return false;
}

/**
 * The write of its thread that the read at `index` would take its value from: the latest earlier one of its location, where
 * that has not performed; null when it would read memory.
 */
export function writeInBuffer({ window, evaluation }: Placed, index: number): number | null {
  const location = evaluation.locations[index];
  for (let from = index - 1; from >= 0; from--) {
    const source = window.instances[from];
    if (isWrite(source) && evaluation.locations[from] === location) return isPending(source) ? from : null;
  }
  return null;
}

/** Visits the constraints for which the read at `index` may not take its value yet from the unperformed write at `from`. */
export function eachForwardingConstraint<Where extends Placed>(
  context: Where,
  from: number,
  index: number,
  open: Open<Where>,
  visit: Visit,
): boolean {
  const when = context.code.model.forwards(accessesAt(context, from)[0], accessesAt(context, index)[0]);
  // A read-modify-write in one step has nothing to hand over before it performs.
  const never = when === 'never' || context.window.instances[from].kind === 'update';
  if (never) return open.access(context, from, false) && visit('no-forward', from, null);
  if (when === 'after its read') {
    const read = readOfPair(context.window, from);
    if (read !== null && open.access(context, read, false) && visit('own-atomic', read, null)) return true;
  }
  return open.value(context, from) && visit('forward', from, null);
}

/**
 * A reduction: a read waits for an earlier read of its location with no write of that location between them.
 * Whatever lets the later one perform lets the earlier one perform just before it (a fence or acquire that holds the
 * earlier one back holds both), and if they did not see the same write in the end, the execution would be dead by
 * read-read coherence. So running ahead gains nothing, but for dependents that could perform while the earlier read cannot:
 * where that waits for an operand of its condition, or is a release, which waits for more than the later one does.
 */
function readWaits(context: ThreadContext, index: number): boolean {
  const { window, evaluation } = context;
  if (!isRead(window.instances[index])) return false;
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    if (evaluation.locations[earlier] !== evaluation.locations[index]) continue;
    const each = window.instances[earlier];
    if (each.kind !== 'read') return false;
    if (isPending(each)) return !mayBeHeldAlone(context, earlier);
  }
  return false;
}

/** Whether something may hold back a pending read that does not hold back a later read of its location. */
export function mayBeHeldAlone(context: ThreadContext, index: number): boolean {
  const { window } = context;
  if (window.instances[index].kind === 'read' && writesAt(context, index)) return true;
  return accessesAt(context, index).some(isRelease) || waitsForOperand(context, index);
}

/** Whether a waiting read's condition reads a register that is not known yet. */
function waitsForOperand(context: ThreadContext, index: number): boolean {
  const instruction = context.code.instructions[context.window.instances[index].pc];
  if ((instruction.kind !== 'read' && instruction.kind !== 'update') || instruction.awaits === null)
    return false;
  return evaluate(instruction.awaits, context.evaluation.registers[index], 0n) === null;
}

/** Whether an instance accesses memory, performed or not. */
export function isMemory(instance: Instance): boolean {
  return instance.kind === 'read' || instance.kind === 'write' || instance.kind === 'update';
}

/** The accesses of an instance: one for a read or write, two for a read-modify-write in one step. */
export function accessesAt({ code, window }: Placed, index: number): readonly Access[] {
  const instance = window.instances[index];
  return accessesOf(code.accesses[instance.pc], instance);
}
