/**
 * What a settled window can do, and what it becomes. A step is one instance performing: the moment at which a write
 * reaches memory or a read's value is fixed.
 */
import { evaluate, wrap } from '../program/expression.js';
import { mayBind } from './binding.js';
import { isOvertaken } from './coherence.js';
import { asLoaded, evaluationOf, stored } from './evaluation.js';
import { changed } from './instance.js';
import type { ThreadContext } from './order.js';
import { ANY, eachForwardingConstraint, isBlocked, UNPERFORMED, writeInBuffer } from './order.js';
import { goesOnFromRewrite } from './rewriting-round.js';
import { goesRound } from './spin.js';
import { hasBegun, mayEnterIdly } from './standing.js';
import type { Window } from './window.js';
import { isBound, isPending, withInstance } from './window.js';

/** Something that a window can do next. `index` is the performing instance's place in the window. */
export type Step =
  /** Takes its value from memory. */
  | { readonly kind: 'read'; readonly index: number; readonly location: number }
  /** Takes `value` from the write at `from`, which is still in the store buffer; null where that is to be computed (binding.ts). */
  | { readonly kind: 'forward'; readonly index: number; readonly from: number; readonly value: bigint | null }
  | { readonly kind: 'write'; readonly index: number; readonly location: number; readonly value: bigint }
  /** Reads and writes memory at one moment. */
  | {
      readonly kind: 'update';
      readonly index: number;
      readonly location: number;
      readonly looksFirst: boolean;
    }
  /** A grace period ends; whether it may is for all threads to say (search/graces.ts). */
  | { readonly kind: 'grace'; readonly index: number }
  /** Enters the RCU reader that the oldest instance begins, without performing anything in it yet. */
  | { readonly kind: 'enter'; readonly index: number }
  /** A read that would contradict one that ran ahead of it: the step exists, and no execution goes through it. */
  | { readonly kind: 'die'; readonly index: number };

/** What an update makes of a value: whether it may perform, whether it writes, and what. */
export interface Updated {
  readonly loaded: bigint;
  /** The new content of the cell, or null when the condition does not hold. */
  readonly content: bigint | null;
}

/** Every step of a settled window. */
export function stepsOf(context: ThreadContext): readonly Step[] {
  const steps: Step[] = [];
  const { instances } = context.window;
  if (mayEnterIdly(context)) steps.push({ kind: 'enter', index: 0 });
  for (let index = 0; index < instances.length; index++) {
    if (instances[index].kind === 'grace' && hasBegun(context, index)) steps.push({ kind: 'grace', index });
    if (!isPending(instances[index]) || context.evaluation.locations[index] < 0) continue;
    if (isBlocked(context, index)) continue;
    const step = stepAt(context, index);
    if (step !== null) steps.push(step);
  }
  return steps;
}

function stepAt(context: ThreadContext, index: number): Step | null {
  const location = context.evaluation.locations[index];
  const instance = context.window.instances[index];
  switch (instance.kind) {
    case 'write': {
      const value = context.evaluation.data[index];
      return value === null
        ? null
        : { kind: 'write', index, location, value: wrap(value, context.code.cells[location]) };
    }
    case 'update':
      return { kind: 'update', index, location, looksFirst: looksFirst(context, index) };
    case 'read':
      return readStep(context, index, location);
    default:
      return null;
  }
}

/** A read takes the value of the latest earlier write of its own thread to the location, or memory's. */
function readStep(context: ThreadContext, index: number, location: number): Step | null {
  const from = writeInBuffer(context, index);
  if (from === null) {
    const dies = isOvertaken(context.window, context.evaluation, index);
    return dies ? { kind: 'die', index } : { kind: 'read', index, location };
  }
  const value = context.evaluation.data[from];
  if (value === null) return mayBind(context, from, index) ? { kind: 'forward', index, from, value } : null;
  if (eachForwardingConstraint(context, from, index, UNPERFORMED, ANY)) return null;
  if (goesOnFromRewrite(context, from, index)) return null;
  const content = wrap(value, context.code.cells[location]);
  return accepts(context, index, content) ? { kind: 'forward', index, from, value: content } : null;
}

function looksFirst(context: ThreadContext, index: number): boolean {
  const instruction = context.code.instructions[context.window.instances[index].pc];
  return instruction.kind === 'update' && instruction.looksFirst;
}

/** Whether a read (or update) may perform on a cell's content: one that waits for another may not, nor one that would only spin. */
export function accepts(context: ThreadContext, index: number, content: bigint): boolean {
  const instruction = context.code.instructions[context.window.instances[index].pc];
  if ((instruction.kind !== 'read' && instruction.kind !== 'update') || instruction.awaits === null)
    return !goesRound(context, index, content);
  const truth = evaluate(
    instruction.awaits,
    context.evaluation.registers[index],
    asLoaded(instruction, content),
  );
  return truth !== null && truth !== 0n;
}

/**
 * The window after the read at `index` takes a cell's content, from memory or from the write at `from`; null where a read that is
 * bound to what is known now does not go on with it.
 */
export function afterRead(
  context: ThreadContext,
  index: number,
  content: bigint,
  from: number | null,
): Window | null {
  const instance = context.window.instances[index];
  const instruction = context.code.instructions[instance.pc];
  if (instance.kind !== 'read' || (instruction.kind !== 'read' && instruction.kind !== 'update'))
    return context.window;
  const value = asLoaded(instruction, content);
  return withBoundValues(context, withInstance(context.window, index, changed(instance, { value, from })));
}

/** The window after the read at `index` is bound to the write at `from`. */
export function afterBinding({ window }: ThreadContext, index: number, from: number): Window {
  const instance = window.instances[index];
  return instance.kind === 'read' ? withInstance(window, index, changed(instance, { from })) : window;
}

/** The window with the values of bound reads that are known now; null where one does not take its value after all. */
function withBoundValues(before: ThreadContext, window: Window): Window | null {
  let after = window;
  for (let index = 0; index < window.instances.length; index++) {
    const read = window.instances[index];
    if (read.kind !== 'read' || read.from === null || !isBound(read)) continue;
    const context = { ...before, window: after, evaluation: evaluationOf(before.code, after) };
    const value = context.evaluation.data[read.from];
    const instruction = before.code.instructions[read.pc];
    if (value === null || (instruction.kind !== 'read' && instruction.kind !== 'update')) continue;
    const content = wrap(value, before.code.cells[context.evaluation.locations[index]]);
    if (!accepts(context, index, content)) return null;
    after = withInstance(after, index, changed(read, { value: asLoaded(instruction, content) }));
  }
  return after;
}

/** The window after the write at `index` reaches memory, or the grace period there ends. */
export function afterWrite(context: ThreadContext, index: number): Window {
  const instance = context.window.instances[index];
  return instance.kind === 'write' || instance.kind === 'grace'
    ? withInstance(context.window, index, changed(instance, { performed: true }))
    : context.window;
}

/** What the update at `index` does to a cell's content; null when an operand is not known yet. */
export function update(context: ThreadContext, index: number, content: bigint): Updated | null {
  const instruction = context.code.instructions[context.window.instances[index].pc];
  if (instruction.kind !== 'update') return null;
  const registers = context.evaluation.registers[index];
  const loaded = asLoaded(instruction, content);
  const condition = instruction.condition === null ? 1n : evaluate(instruction.condition, registers, loaded);
  const data = stored(instruction, registers, loaded);
  if (condition === null || data === null) return null;
  const cell = context.code.cells[context.evaluation.locations[index]];
  return { loaded, content: condition === 0n ? null : wrap(data, cell) };
}

/** The window after the update at `index` read `loaded`. */
export function afterUpdate(context: ThreadContext, index: number, loaded: bigint): Window {
  const instance = context.window.instances[index];
  return instance.kind === 'update'
    ? withInstance(context.window, index, changed(instance, { value: loaded }))
    : context.window;
}
