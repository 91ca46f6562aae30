/** The accesses of a window as a walk names them. */

import type { AccessEffect, PendingAccess } from '../../../query/stepper.js';
import type { Span } from '../../../text/source.js';
import type { LocalStep } from '../../../window/local-steps.js';
import type { ThreadContext } from '../../../window/order.js';
import { isMemory } from '../../../window/order.js';
import type { Instance } from '../../../window/window.js';
import { isPending, isWrite } from '../../../window/window.js';

/** An access with what it does. */
export interface OfferedAccess extends PendingAccess {
  readonly action: AccessEffect;
}

/** The accesses of a window that have not performed, with their indices. */
export function accessesIn(
  context: ThreadContext,
  thread: number,
): readonly (PendingAccess & { readonly index: number })[] {
  return context.window.instances.flatMap((each, index) =>
    isMemory(each) && isPending(each) ? [{ ...accessAt(context, thread, index), index }] : [],
  );
}

/**
 * The access at an index of a window. It is named by its instruction and by how many of that instruction's before it
 * have not performed: states with the same past agree in that up to where their predictions part.
 */
export function accessAt({ code, window }: ThreadContext, thread: number, index: number): PendingAccess {
  const { instances } = window;
  const instance = instances[index];
  const { pc } = instance;
  const side = sideOf(instance);
  const round = instances
    .slice(0, index)
    .filter((each) => each.pc === pc && sideOf(each) === side && isPending(each)).length;
  const paired =
    (instance.kind === 'read' && instance.role === 'writes') ||
    (instance.kind === 'write' && instance.pair === 'update');
  const half = paired ? side : null;
  return {
    thread,
    key: `${pc} ${side} ${round}`,
    pc,
    span: code.instructions[pc].span,
    half,
    round,
  };
}

function sideOf(instance: Instance): 'read' | 'write' {
  return instance.kind === 'write' ? 'write' : 'read';
}

/** What a step does, given what memory holds at its location and what it puts there. */
export function actionOf(
  { step, location }: LocalStep,
  content: bigint,
  written: bigint | null,
): AccessEffect {
  switch (step.kind) {
    case 'forward':
      return { kind: 'forward', location, value: step.value };
    case 'write':
      return { kind: 'write', location, value: step.value };
    case 'update':
      return { kind: 'update', location, value: content, written };
    default:
      return { kind: 'read', location, value: content };
  }
}

/** The earlier accesses that have not performed when the one at an index does. */
export function aheadOf({ code, window }: ThreadContext, index: number): readonly Span[] {
  const spans = window.instances
    .slice(0, index)
    .filter((each) => isMemory(each) && isPending(each))
    .map(({ pc }) => code.instructions[pc].span);
  return [...new Set(spans)];
}

/** The later read that took an older value of the location than a step's read would now take. */
export function overtakerOf(
  { code, window, evaluation }: ThreadContext,
  { step, location }: LocalStep,
): Span | null {
  const later = window.instances.find(
    (each, index) =>
      index > step.index && evaluation.locations[index] === location && each.kind === 'read' && each.stale,
  );
  return later === undefined ? null : code.instructions[later.pc].span;
}

/** What the thread's own store buffer holds for a read; null when it holds nothing, or nobody knows what. */
export function inStoreBuffer({ window, evaluation }: ThreadContext, index: number): bigint | null {
  const write = window.instances.findLastIndex(
    (each, at) =>
      at < index &&
      isWrite(each) &&
      isPending(each) &&
      evaluation.locations[at] === evaluation.locations[index],
  );
  return write === -1 ? null : evaluation.data[write];
}

/** What is in every one of some lists, in the order of the first. */
export function inAll<Item>([first, ...rest]: readonly (readonly Item[])[]): readonly Item[] {
  return first.filter((item) => rest.every((list) => list.includes(item)));
}

/** Compares accesses of one thread by the order in which the program has them. */
export function inProgramOrder(a: { readonly pc: number; readonly round: number }, b: typeof a): number {
  return a.round - b.round || a.pc - b.pc;
}
