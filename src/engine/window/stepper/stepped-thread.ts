/**
 * A thread as it is stepped by hand. Fetching runs ahead on predictions, and of those a reader wants to hear only where
 * they matter: so a thread is in several local states at once, all that agree with what has performed so far. A step that
 * only some of them can take leaves the others behind, and only then does the reader hear of a prediction (assumption.ts).
 *
 * A store-conditional is taken to succeed until it is made to fail, by a choice or by another thread's write; the states
 * in which it would fail are made then, since nothing tells them apart in the set.
 *
 * Local states are numbers, and what is worked out about one is kept here under its number.
 */
import { instanceOf } from '../../../window/instance.js';
import type { LocalStep, Result } from '../../../window/local-steps.js';
import { isMemory, type ThreadContext } from '../../../window/order.js';
import { type LocalOrder, localOrder } from '../../../window/reason.js';
import type { LocalState, ThreadSpace } from '../../../window/thread-space.js';
import { isPending, type Window } from '../../../window/window.js';
import { type Assumptions, assumptionsIn } from './assumption.js';

/** The local states of one thread, and what may become of them. */
export class SteppedThread {
  readonly space: ThreadSpace;
  readonly #failing: (readonly number[] | undefined)[][] = [];
  readonly #assumptions: (Assumptions | undefined)[] = [];
  readonly #orders: (readonly LocalOrder[] | undefined)[] = [];

  constructor(space: ThreadSpace) {
    this.space = space;
  }

  state(local: number): LocalState {
    return this.space.states[local];
  }

  /** The predictions of a local state that are still open. */
  assumptionsOf(local: number): Assumptions {
    this.#assumptions[local] ??= assumptionsIn(this.state(local));
    return this.#assumptions[local];
  }

  /** The earlier accesses that have not performed and that the one at an index of a local state is ordered after. */
  waitsOf(local: number, index: number): readonly LocalOrder[] {
    const { context } = this.state(local);
    this.#orders[local] ??= localOrder(context);
    return this.#orders[local].filter(
      ({ earlier, later }) => later === index && isPending(context.window.instances[earlier]),
    );
  }

  /** The local states, without those in which a store-conditional fails that succeeds in another of them. */
  succeeding(locals: Iterable<number>): readonly number[] {
    const kept = new Set(locals);
    for (const local of [...kept].sort(ascending)) {
      if (!kept.has(local)) continue;
      for (const index of conditionalsIn(this.state(local))) {
        for (const other of this.failing(local, index)) if (other !== local) kept.delete(other);
      }
    }
    return [...kept].sort(ascending);
  }

  /**
   * The local states in which a store-conditional fails instead; none when something behind it has performed already:
   * that would have to be taken back.
   */
  failing(local: number, index: number): readonly number[] {
    this.#failing[local] ??= [];
    const known = this.#failing[local];
    known[index] ??= this.#failed(local, index);
    return known[index];
  }

  #failed(local: number, index: number): readonly number[] {
    const { window } = this.state(local).context;
    const behind = window.instances.slice(index + 1);
    if (behind.some((each) => isMemory(each) && !isPending(each))) return [];
    return this.space.fetchedAhead(failedAt(window, index));
  }

  /** The local states after another thread's write; a store-conditional that it comes in the way of fails. */
  afterForeignWrite(locals: readonly number[], location: number): readonly number[] {
    const after = locals.flatMap((local) => {
      const next = this.space.afterForeignWrite(local, location);
      if (next !== -1) return [next];
      return conditionalsIn(this.state(local))
        .flatMap((index) => this.failing(local, index))
        .map((each) => this.space.afterForeignWrite(each, location))
        .filter((each) => each !== -1);
    });
    return this.succeeding(after);
  }

  /**
   * What performing a step leads to; null when it waits. What it brings may show that a store-conditional behind it cannot
   * succeed, if its address depends on the step and proves to be another than was reserved: then that one fails.
   */
  performing(local: number, step: LocalStep, content: number): Pick<Result, 'next' | 'written'> | null {
    const result = this.space.result(step, local, content);
    if (result === null || result.next.length > 0) return result;
    const failed = conditionalsIn(this.state(local))
      .filter((index) => index > step.step.index)
      .flatMap((index) => this.failing(local, index))
      .flatMap((other) => {
        const same = this.state(other).steps.find(
          (each) => each.step.index === step.step.index && each.step.kind === step.step.kind,
        );
        const then = same === undefined ? null : this.performing(other, same, content);
        return then === null || then.next.length === 0 ? [] : [then];
      });
    if (failed.length === 0) return result;
    return { next: [...new Set(failed.flatMap(({ next }) => next))], written: failed[0].written };
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The store-conditionals of a local state that have not performed. */
export function conditionalsIn({ context }: LocalState): readonly number[] {
  if (!context.code.conditionalsAhead[0]) return [];
  return context.window.instances.flatMap((each, index) =>
    each.kind === 'write' && each.pair === 'exclusive' && isPending(each) ? [index] : [],
  );
}

function failedAt(window: Window, index: number): Window {
  const { pc } = window.instances[index];
  const before = window.instances
    .slice(0, index)
    .map((each) =>
      each.kind === 'branch' && each.scopeEnd !== null && each.scopeEnd > index
        ? { ...each, scopeEnd: null }
        : each,
    );
  return { ...window, instances: [...before, instanceOf('failed', pc)], next: pc + 1 };
}

/** The write of the pair of a location that a local state is in the middle of, by its index; -1 when it is in none. */
export function openPair({ window, evaluation }: ThreadContext, location: number): number {
  return window.instances.findIndex(
    (each, index) =>
      each.kind === 'write' &&
      each.pair !== 'none' &&
      isPending(each) &&
      evaluation.locations[index] === location,
  );
}
