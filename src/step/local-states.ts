/**
 * Where a walk stands. Fetching runs ahead on predictions, and of those a reader wants to hear only where they matter:
 * so a thread is here in several local states at once, all that agree with what has performed so far. A step that only
 * some of them can take leaves the others behind, and that is when a prediction is told (assumption.ts).
 *
 * A store-conditional is taken to succeed until it is made to fail, by a choice or by another thread's write; the
 * states in which it would fail are made then, since nothing tells them apart in the set.
 */
import { instanceOf } from '../window/instance.js';
import type { LocalStep, Result } from '../window/local-steps.js';
import { isMemory, type Scene } from '../window/order.js';
import type { LocalState, ThreadSpace } from '../window/thread-space.js';
import type { Window } from '../window/window.js';
import { isPending } from '../window/window.js';

/** The state of the machine as far as what has performed decides it. */
export interface Position {
  /** The number of the value that each location holds. */
  readonly memory: readonly number[];
  /** For each thread the local states that it may be in, in increasing order. */
  readonly threads: readonly (readonly number[])[];
}

/** The local states, without those in which a store-conditional fails that succeeds in another of them. */
export function presumed(space: ThreadSpace, locals: Iterable<number>): readonly number[] {
  const kept = new Set(locals);
  for (const local of [...kept].sort(ascending)) {
    if (!kept.has(local)) continue;
    for (const index of conditionalsIn(space.states[local])) {
      for (const other of failing(space, local, index)) if (other !== local) kept.delete(other);
    }
  }
  return [...kept].sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The store-conditionals of a local state that have not performed. */
export function conditionalsIn({ scene }: LocalState): readonly number[] {
  if (!scene.code.conditionalsAhead[0]) return [];
  return scene.window.instances.flatMap((each, index) =>
    each.kind === 'write' && each.pair === 'exclusive' && isPending(each) ? [index] : [],
  );
}

/** Local states are kept by the thread's space, so in which states their store-conditionals fail is worked out once. */
const FAILING = new WeakMap<LocalState, (readonly number[] | undefined)[]>();

/**
 * The local states in which a store-conditional fails instead; none when something behind it has performed already:
 * that would have to be taken back.
 */
export function failing(space: ThreadSpace, local: number, index: number): readonly number[] {
  const state = space.states[local];
  const known = FAILING.get(state) ?? [];
  FAILING.set(state, known);
  known[index] ??= failedStates(space, state, index);
  return known[index];
}

function failedStates(
  space: ThreadSpace,
  { scene: { window } }: LocalState,
  index: number,
): readonly number[] {
  const behind = window.instances.slice(index + 1);
  if (behind.some((each) => isMemory(each) && !isPending(each))) return [];
  return space.settled(failedAt(window, index));
}

function failedAt(window: Window, index: number): Window {
  const { place } = window.instances[index];
  const before = window.instances
    .slice(0, index)
    .map((each) =>
      each.kind === 'branch' && each.scopeEnd !== null && each.scopeEnd > index
        ? { ...each, scopeEnd: null }
        : each,
    );
  return { ...window, instances: [...before, instanceOf('failed', place)], next: place + 1 };
}

/** The local states after another thread's write; a store-conditional that it comes in the way of fails. */
export function told(space: ThreadSpace, locals: readonly number[], location: number): readonly number[] {
  const after = locals.flatMap((local) => {
    const next = space.disturb(local, location);
    if (next !== -1) return [next];
    return conditionalsIn(space.states[local])
      .flatMap((index) => failing(space, local, index))
      .map((each) => space.disturb(each, location))
      .filter((each) => each !== -1);
  });
  return presumed(space, after);
}

/**
 * What performing a step leads to; null when it waits. What it brings may show that a store-conditional behind it cannot
 * succeed, if its address depends on the step and proves to be another than was reserved: then that one fails.
 */
export function performing(
  space: ThreadSpace,
  local: number,
  step: LocalStep,
  content: number,
): Pick<Result, 'next' | 'written'> | null {
  const result = space.result(step, local, content);
  if (result === null || result.next.length > 0) return result;
  const failed = conditionalsIn(space.states[local])
    .filter((index) => index > step.step.index)
    .flatMap((index) => failing(space, local, index))
    .flatMap((other) => {
      const same = space.states[other].steps.find(
        (each) => each.step.index === step.step.index && each.step.kind === step.step.kind,
      );
      const then = same === undefined ? null : performing(space, other, same, content);
      return then === null || then.next.length === 0 ? [] : [then];
    });
  if (failed.length === 0) return result;
  return { next: [...new Set(failed.flatMap(({ next }) => next))], written: failed[0].written };
}

/** The write of the pair of a location that a local state is in the middle of, by its index; -1 when it is in none. */
export function openPair({ window, view }: Scene, location: number): number {
  return window.instances.findIndex(
    (each, index) =>
      each.kind === 'write' && each.pair !== 'none' && isPending(each) && view.locations[index] === location,
  );
}
