/**
 * Idle rounds. Fetching has come round to a place of which the window holds an earlier instance, and nothing since then
 * matters: no instance writes memory, or reserves it for a store-conditional to come, and no register that was set has
 * another value for what follows. An execution that goes on from here is one that goes on from there, without the round:
 *
 * - the thread is at the same place, and the registers that matter have their values from the same instances, or the same values
 *   from none that read; so what follows computes the same and depends on the same;
 * - reads, fences, branches and failed attempts go, and no write; each rule of each model is about two accesses and what
 *   stands between them, so what is left is held back by less. The one thing that a longer way could loosen is the
 *   branch of a C program whose arms meet within the round: it must not be open where the round begins.
 *
 * - RCU readers in the round begin and end in it, so that other threads' grace periods find the thread as far outside of readers
 *   without it; a round with a grace period, or with an SRCU reader, is none.
 *
 * So of all executions that end alike, a shortest has no idle round, nor has any other order of its steps. Fetching drops
 * every window with one (reduction `rounds`), and what is said of steps that commute holds for the executions that are
 * left. A way of the search on which the thread retires a round before it is seen is a longer way to the same end.
 */

import { definedBy, eachUse } from '../program/flow.js';
import type { Code } from './code.js';
import { type Evaluation, evaluationOf } from './evaluation.js';
import { changed } from './instance.js';
import { leftBefore } from './standing.js';
import { isPending, isRead, replacing, type Window } from './window.js';

/** A round that a window ends with: the instances from `first` on. */
export interface Round {
  readonly first: number;
  /** The indices of the reads in it. */
  readonly reads: readonly number[];
}

/** The idle round that the window ends with, when fetching has come round with one; else null. */
export function idleRound(code: Code, window: Window, evaluation: Evaluation): Round | null {
  const { loops } = code;
  const { instances, next } = window;
  if (loops === null || !loops.cyclic[next]) return null;
  const reads: number[] = [];
  const set = new Set<number>();
  let unclosed = 0;
  for (let index = instances.length - 1; index >= 0; index--) {
    const instance = instances[index];
    const left = writesNothing(code, window, evaluation, index) ? leftBefore(code, instance, unclosed) : null;
    if (left === null) return null;
    unclosed = left;
    if (isRead(instance)) reads.push(index);
    if (instance.kind === 'read' && instance.exclusive && loops.reservationsAhead[next]) return null;
    const target = definedBy(code.instructions[instance.pc]);
    if (target !== null && code.live[next].has(target)) set.add(target);
    if (instance.pc !== next || unclosed !== 0 || hasMetSince(window, index)) continue;
    if ([...set].every((register) => isAsItWas(code, window, evaluation, index, register)))
      return { first: index, reads };
  }
  return null;
}

/** Whether an instance writes nothing for sure, given what is predicted after it. */
export function writesNothing(code: Code, window: Window, evaluation: Evaluation, index: number): boolean {
  const instance = window.instances[index];
  if (instance.kind === 'write') return false;
  if (instance.kind === 'read') return instance.role !== 'writes';
  if (instance.kind !== 'update') return true;
  return evaluation.conditions[index] === null
    ? contradictsSuccess(code, window, index)
    : evaluation.conditions[index] === 0n;
}

/** Whether a branch behind an attempt that may still do either is predicted as it does not go after a success. */
function contradictsSuccess({ outcomes }: Code, { instances }: Window, attempt: number): boolean {
  const success = outcomes[instances[attempt].pc]?.success;
  let last = -1;
  for (let index = attempt + 1; index < instances.length; index++) {
    const each = instances[index];
    const position = success?.positions.get(each.pc);
    if (position === undefined || position <= last) return false;
    if (each.kind === 'branch' && success?.taken.get(each.pc) === !each.taken) return true;
    last = position;
  }
  return false;
}

/**
 * Whether the arms of a branch that stood open before the instance at `index` have met since. Such a branch would hold back
 * more without the round between.
 */
export function hasMetSince({ instances }: Window, index: number): boolean {
  for (let earlier = 0; earlier < index; earlier++) {
    const each = instances[earlier];
    if (each.kind === 'branch' && each.scopeEnd !== null && each.scopeEnd > index) return true;
  }
  return false;
}

/** Whether a register has the same value at the end of the window as at `index`, in both cases with nothing read in between. */
function isAsItWas(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  index: number,
  register: number,
): boolean {
  const { registers } = evaluation;
  const value = registers[index][register];
  if (value === null || registers[window.instances.length][register] !== value) return false;
  const wasRead = (end: number): boolean => readIn(code, window, end).has(register);
  return evaluation.choices.operand.length === 0 && !wasRead(index) && !wasRead(window.instances.length);
}

/** The registers that the instances before `end` have set to what depends on something that they read. */
function readIn(code: Code, { instances }: Window, end: number): ReadonlySet<number> {
  const read = new Set<number>();
  for (let index = 0; index < end; index++) {
    const instance = instances[index];
    const instruction = code.instructions[instance.pc];
    const target = definedBy(instruction);
    if (target === null) continue;
    let depends = instruction.kind !== 'set';
    if (instance.kind === 'set' && instance.value === null)
      eachUse(instruction, (register) => {
        depends ||= read.has(register);
      });
    if (depends) read.add(target);
    else read.delete(target);
  }
  return read;
}

/**
 * Whether a round is decided by its only read, so that the read can wait: the branches in it hang on nothing else that is
 * not known yet.
 */
export function isSpin(code: Code, window: Window, { first, reads }: Round): boolean {
  if (reads.length !== 1) return false;
  const [read] = reads;
  const instance = window.instances[read];
  if (!isRead(instance) || !isPending(instance)) return false;
  const instances = replacing(window.instances, read, changed(instance, { value: 0n }));
  const { conditions } = evaluationOf(code, { ...window, instances });
  return window.instances.every(
    (each, index) => index < first || each.kind !== 'branch' || conditions[index] !== null,
  );
}
