/**
 * One thread as the search sees it: local states are numbers, and what each can do is worked out once, on first
 * need, and kept. A step of the whole machine is then a few table look-ups, whatever the model's rules cost.
 *
 * This is sound because threads meet only through memory: what a thread may do depends on its own window, on the
 * value that a read finds, and on which locations others have written meanwhile.
 */

import type { WindowModel } from '../models/model.js';
import { type Clock, ENDLESS } from './clock.js';
import type { Code } from './code.js';
import { afterForeignWrite } from './coherence.js';
import { type Demand, demandsOf } from './demand.js';
import { evaluationOf, resumed } from './evaluation.js';
import type { Cut, FetchedAhead } from './fetch-ahead.js';
import { fetchAhead } from './fetch-ahead.js';
import {
  type LocalStep,
  openRmwsOf,
  type Result,
  toLocalStep,
  type WildAddress,
  wildAddressOf,
} from './local-steps.js';
import type { MayAccess } from './may-access.js';
import { footprintOfWindow } from './may-access.js';
import type { ThreadContext } from './order.js';
import { isMemory } from './order.js';
import { afterEntering, type GraceView, graceViewOf } from './standing.js';
import type { Step } from './transition.js';
import { accepts, afterBinding, afterRead, afterUpdate, afterWrite, stepsOf, update } from './transition.js';
import type { Values } from './value-numbers.js';
import type { Window } from './window.js';
import { bytesOf, encode } from './window.js';

/** A local state and what is known of it. */
export interface LocalState {
  readonly context: ThreadContext;
  /** The thread has run off its end with nothing unperformed. */
  readonly done: boolean;
  /** What the unrolling bound means for it. */
  readonly cut: Cut;
  /** The address that the oldest instance uses though no location lies there. */
  readonly wildAddress: WildAddress | null;
  readonly steps: readonly LocalStep[];
  /** What the thread may still touch. */
  readonly mayAccess: MayAccess;
  /** Whether no access in the window has an unknown address. */
  readonly addressesKnown: boolean;
  /** What the filter demands of memory from here on. */
  readonly demands: readonly Demand[];
  /** The locations that it has claimed: read by a pair whose write has not performed. */
  readonly openRmws: readonly number[];
  /** How it stands to grace periods. */
  readonly grace: GraceView;
}

/** What a step leads to that no execution goes through. */
const DEAD: Result = { next: [], moved: [], written: -1 };

/** About what a local state occupies, in bytes, apart from its window. */
const LOCAL_STATE = 2048;

/** The local states of one thread of a program on a model. */
export class ThreadSpace {
  readonly states: LocalState[] = [];
  /** The bytes that they occupy, nearly. */
  bytes = 0;
  readonly #code: Code;
  readonly #model: WindowModel;
  readonly #values: Values;
  readonly #clock: Clock;
  #initial: readonly number[] | null = null;
  readonly #numbers = new Map<string, number>();
  /** How many steps the local states have. */
  #steps = 0;
  /**
   * By step and by the number of the value in memory (0 for a step that does not read), what it leads to; null where a waiting
   * read stays.
   */
  readonly #results: (Result | null | undefined)[][] = [];
  /** By local state and location, the local state after another thread's write, -1 when that kills. */
  readonly #afterForeignWrites: (number | undefined)[][] = [];
  readonly #mayAccess = new Map<string, MayAccess>();
  /** By local state, what it may access without the instances in a mask, as far as it was asked. */
  readonly #awake: (Map<number, MayAccess> | undefined)[] = [];
  /** Which pairs of steps commute, as far as it was asked. */
  readonly #commuting = new Map<string, boolean>();

  /** The thread's name in the source; the first one's where several share the space. */
  get name(): string {
    return this.#code.thread.name;
  }

  /** `clock` is asked whatever is done here; a limit of its ends that by an exception. */
  constructor(code: Code, model: WindowModel, values: Values, clock: Clock = ENDLESS) {
    this.#code = code;
    this.#model = model;
    this.#values = values;
    this.#clock = clock;
  }

  /** The local states in which the thread may start. */
  get initial(): readonly number[] {
    const registers = this.#code.thread.registers.map((register) => register.initial);
    this.#initial ??= this.fetchedAhead({ registers, instances: [], next: 0, reservation: null, nesting: 0 });
    return this.#initial;
  }

  /** The local states that a window settles to. */
  fetchedAhead(window: Window): readonly number[] {
    return [
      ...new Set(
        fetchAhead(this.#code, this.#model, window, evaluationOf(this.#code, window), this.#clock).map(
          (settled) => this.#intern(settled),
        ),
      ),
    ];
  }

  /** What a step of a local state leads to when memory holds the value numbered `content` at its location; null when it waits. */
  result(step: LocalStep, state: number, content: number): Result | null {
    const index = step.reads ? content : 0;
    this.#results[step.id] ??= [];
    const results = this.#results[step.id];
    const known = results[index];
    if (known !== undefined) return known;
    const result = this.#onward(state, this.#perform(this.states[state].context, step.step, content));
    results[index] = result;
    return result;
  }

  /**
   * A result without the local state that the step was taken in: a thread that writes nothing and comes back to it might as well
   * not have gone. Null, as for a read that waits, when the step leads nowhere else.
   */
  #onward(state: number, result: Result | null): Result | null {
    const stays = result === null || result.written !== -1 ? -1 : result.next.indexOf(state);
    if (result === null || stays === -1 || !this.#code.reductions.spins) return result;
    if (result.next.length === 1) return null;
    return { ...result, next: result.next.toSpliced(stays, 1), moved: result.moved.toSpliced(stays, 1) };
  }

  /** The local state after another thread's write of `location`, or -1 when that write cannot come now. */
  afterForeignWrite(state: number, location: number): number {
    const local = this.states[state];
    this.#afterForeignWrites[state] ??= [];
    const after = this.#afterForeignWrites[state];
    const known = after[location];
    if (known !== undefined) return known;
    const { window, evaluation } = local.context;
    const written = afterForeignWrite(window, evaluation, location);
    const next =
      written === null
        ? -1
        : written === window
          ? state
          : this.#intern({ window: written, evaluation, cut: local.cut });
    after[location] = next;
    return next;
  }

  /**
   * Whether two steps of a local state commute while memory holds what it holds: either may go first, and both orders
   * end in the same local states. Steps of different locations do, unless an address that is not known yet may prove
   * to be one of theirs; then it is found out by trying.
   */
  commute(state: number, first: LocalStep, second: LocalStep, contents: readonly [number, number]): boolean {
    if (first.location === second.location) return false;
    if (this.states[state].addressesKnown) return true;
    const key = `${state} ${first.step.index} ${second.step.index} ${contents[0]} ${contents[1]}`;
    const known = this.#commuting.get(key);
    if (known !== undefined) return known;
    const forth = this.#inOrder(state, first, second, contents);
    const back = forth === null ? null : this.#inOrder(state, second, first, [contents[1], contents[0]]);
    const commute = forth !== null && back !== null && forth === back;
    this.#commuting.set(key, commute);
    return commute;
  }

  /** The local states after one step and then the other, sorted, as a text; null when the other may not follow. */
  #inOrder(
    state: number,
    first: LocalStep,
    second: LocalStep,
    contents: readonly [number, number],
  ): string | null {
    const result = this.result(first, state, contents[0]);
    if (result === null) return null;
    const ends = new Set<number>();
    for (const [each, next] of result.next.entries()) {
      const index = result.moved[each][second.step.index];
      const follower = this.states[next].steps.find(
        ({ step, location }) =>
          step.index === index && step.kind === second.step.kind && location === second.location,
      );
      const end = follower === undefined ? null : this.result(follower, next, contents[1]);
      if (end === null) return null;
      for (const local of end.next) ends.add(local);
    }
    return [...ends].sort((a, b) => a - b).join();
  }

  /** What a local state may still touch, apart from the instances in a mask of sleeping steps. */
  footprint(state: number, asleep: number): MayAccess {
    const local = this.states[state];
    if (asleep === 0) return local.mayAccess;
    const masks = this.#awake[state] ?? new Map<number, MayAccess>();
    this.#awake[state] = masks;
    const known = masks.get(asleep);
    if (known !== undefined) return known;
    const { window, evaluation } = local.context;
    const footprint = footprintOfWindow(window, evaluation, this.#code, asleep);
    masks.set(asleep, footprint);
    return footprint;
  }

  #perform(context: ThreadContext, step: Step, content: number): Result | null {
    switch (step.kind) {
      case 'die':
        return DEAD;
      case 'read': {
        const value = this.#values.valueOf(content);
        if (!accepts(context, step.index, value)) return null;
        const window = afterRead(context, step.index, value, null);
        return window === null ? DEAD : this.#after(context, step.index, window, -1);
      }
      case 'forward': {
        const { index, value, from } = step;
        const window =
          value === null ? afterBinding(context, index, from) : afterRead(context, index, value, from);
        return window === null ? DEAD : this.#after(context, index, window, -1);
      }
      case 'enter':
        return this.#after(context, step.index, afterEntering(context.window), -1);
      case 'grace':
        return this.#after(context, step.index, afterWrite(context, step.index), -1);
      case 'write':
        return this.#after(
          context,
          step.index,
          afterWrite(context, step.index),
          this.#values.intern(step.value),
        );
      case 'update': {
        const value = this.#values.valueOf(content);
        const updated = accepts(context, step.index, value) ? update(context, step.index, value) : null;
        if (updated === null) return null;
        // One that looks first fails as a read (fetch.ts), never here.
        if (updated.content === null && step.looksFirst) return DEAD;
        const written = updated.content === null ? -1 : this.#values.intern(updated.content);
        return this.#after(context, step.index, afterUpdate(context, step.index, updated.loaded), written);
      }
    }
  }

  /** The local states that a window settles to, and where the instances of the context before it stand in each; `written` goes along. */
  #after(before: ThreadContext, index: number, window: Window, written: number): Result {
    const next: number[] = [];
    const moved: (readonly number[])[] = [];
    const known = resumed(this.#code, before.evaluation, index, window);
    for (const settled of fetchAhead(this.#code, this.#model, window, known, this.#clock)) {
      const state = this.#intern(settled);
      if (next.includes(state)) continue;
      next.push(state);
      // Settling leaves pending instances as they are, so identity tells them apart.
      moved.push(before.window.instances.map((each) => settled.window.instances.indexOf(each)));
    }
    return { next, moved, written };
  }

  #intern(settled: FetchedAhead): number {
    const key = keyOf(encode(settled.window, this.#values.intern), settled.cut);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    // What may perform is found out by comparing the instances with each other.
    const { length } = settled.window.instances;
    this.bytes += LOCAL_STATE + bytesOf(settled.window);
    this.#clock.work(length * length, 0);
    const local = this.#describe(settled);
    this.#numbers.set(key, this.states.length);
    return this.states.push(local) - 1;
  }

  /** Equal footprints are the same object, so that the search sees at a glance that nothing changed. */
  #shared(footprint: MayAccess): MayAccess {
    const key = String.fromCharCode.apply(null, footprint as number[]);
    const known = this.#mayAccess.get(key);
    if (known !== undefined) return known;
    this.#mayAccess.set(key, footprint);
    return footprint;
  }

  #describe({ window, evaluation, cut }: FetchedAhead): LocalState {
    const known = evaluation ?? evaluationOf(this.#code, window);
    const context: ThreadContext = { code: this.#code, model: this.#model, window, evaluation: known };
    const done = window.instances.length === 0 && window.next >= this.#code.instructions.length;
    const steps = stepsOf(context).map((step) => toLocalStep(context, step, this.#steps++));
    const footprint = this.#shared(footprintOfWindow(window, context.evaluation, this.#code, 0));
    return {
      context,
      done,
      cut,
      wildAddress: wildAddressOf(context),
      steps,
      mayAccess: footprint,
      addressesKnown: areAddressesKnown(context),
      demands: demandsOf(context),
      openRmws: openRmwsOf(context),
      grace: graceViewOf(context),
    };
  }
}

function areAddressesKnown({ window, evaluation }: ThreadContext): boolean {
  for (let index = 0; index < window.instances.length; index++) {
    if (evaluation.locations[index] < 0 && isMemory(window.instances[index])) return false;
  }
  return true;
}

/** A text that is equal for equal words only: one unit a word where they are small, which they nearly always are. */
function keyOf(words: readonly number[], cut: Cut): string {
  const end = cut === 'lossy' ? '\uffff' : '';
  const units: number[] = [];
  for (const word of words) {
    if (word >= SMALL) return `\ufffe${words.join()}${end}`;
    units.push(word + 1);
  }
  return String.fromCharCode.apply(null, units) + end;
}

/** Below the marks above, and below what makes pairs of units. Words count from -1. */
const SMALL = 0xd000;
