/**
 * The machine as a walk goes through it, one chosen step at a time. It is the machine of the search with nothing
 * merged or left out, but for spins, which wait: a reader should see every step that there is and why the others are
 * not there. Pure: positions are values, so that going back is keeping the earlier one.
 */

import type { Model } from '../models/model.js';
import { satisfies } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Asked, Reductions } from '../window/code.js';
import { NO_REDUCTIONS, prepare, UNROLLING, type Unrolling } from '../window/code.js';
import type { LocalStep } from '../window/local-steps.js';
import type { Scene } from '../window/order.js';
import type { LocalState } from '../window/thread-space.js';
import { ThreadSpace } from '../window/thread-space.js';
import { createValues, type Values } from '../window/value-numbers.js';
import { isPending, isWrite, NOWHERE } from '../window/window.js';
import { assumptionsOf, beyond } from './assumption.js';
import {
  conditionalsIn,
  failing,
  openPair,
  type Position,
  performing,
  presumed,
  told,
} from './local-states.js';
import { accessAt, accessesIn, actionOf, aheadOf, type Candidate, overtakerOf } from './named-accesses.js';
import type { Access, Choice, End, Obstacle, Waiting } from './offer.js';
import { orderObstacles } from './why-waiting.js';

/** The machine as it is; only a loop that does nothing but wait is one waiting read. */
export const WALKED: Reductions = { ...NO_REDUCTIONS, spins: true };

/** How far loops run ahead: a reader follows few predictions, and each may double the local states that a thread is in. */
const AHEAD: Unrolling = { ...UNROLLING, predictions: 2 };

/** The ways in which a walk stops before its threads are done, the mildest first. */
const STOPS = ['deadlock', 'held', 'cut', 'dead'] as const;

/** A step of one local state, tried. */
interface Trial {
  readonly local: number;
  readonly step: LocalStep;
  readonly next: readonly number[];
  /** What memory gets, as the number of a value; -1 for nothing. */
  readonly written: number;
  /** The other threads as they are told. */
  readonly others: readonly (readonly number[])[];
}

/** Walks over one program on one model. */
export class Walker {
  readonly start: Position;
  readonly spaces: readonly ThreadSpace[];
  readonly program: Program;
  readonly values: Values;
  readonly #asked: Asked;

  constructor(program: Program, model: Model, asked: Asked) {
    this.program = program;
    this.values = createValues();
    this.values.intern(0n);
    this.#asked = asked;
    this.spaces = program.threads.map(
      (_, thread) =>
        new ThreadSpace(prepare(program, [thread], asked, model, WALKED, AHEAD), model, this.values),
    );
    this.start = {
      memory: program.locations.map((location) => this.values.intern(location.initial)),
      threads: this.spaces.map((space) => presumed(space, space.initial)),
    };
  }

  /** The local states that a thread may be in. */
  locals(position: Position, thread: number): readonly LocalState[] {
    return position.threads[thread].map((local) => this.spaces[thread].states[local]);
  }

  /** Every step that may be taken, by thread and in program order. */
  choices(position: Position): readonly Choice[] {
    return this.spaces.flatMap((_, thread) => [
      ...this.#performing(position, thread),
      ...this.#failing(position, thread),
    ]);
  }

  /** The accesses that may not perform, and why; of a loop only the round that comes first. */
  waiting(position: Position): readonly Waiting[] {
    return this.spaces.flatMap((_, thread) => this.#waitingIn(position, thread));
  }

  /** How the walk has ended, or null when there is a step to take. */
  end(position: Position): End | null {
    const fault = this.#fault(position);
    if (fault !== null) return fault;
    const all = this.spaces.map((_, thread) => this.locals(position, thread));
    if (all.every((locals) => locals.every(({ done }) => done))) return this.#final(position);
    if (this.choices(position).length > 0) return null;
    const stops = this.spaces.map((_, thread) =>
      Math.min(...position.threads[thread].map((local) => this.#stop(position, thread, local))),
    );
    return { kind: STOPS[Math.max(...stops)] };
  }

  /** Why a local state takes no step, as an index of `STOPS`: of several that a thread may be in, the mildest decides. */
  #stop(position: Position, thread: number, local: number): number {
    const { done, cut, steps } = this.spaces[thread].states[local];
    const kinds = steps.map((step) => {
      const tried = this.#try(position, thread, local, step);
      return 'kind' in tried ? tried.kind : null;
    });
    if (done || (!cut && kinds.every((kind) => kind === 'value'))) return STOPS.indexOf('deadlock');
    if (!kinds.every((kind) => kind === 'value' || kind === 'pair')) return STOPS.indexOf('dead');
    return STOPS.indexOf(cut ? 'cut' : 'held');
  }

  #final(position: Position): End {
    const values = this.#asked.observables.map((observable) => {
      if (observable.kind === 'location') return this.values.valueOf(position.memory[observable.location]);
      const [local] = this.locals(position, observable.thread);
      return local.scene.window.registers[observable.register];
    });
    const { filter } = this.#asked;
    return { kind: 'final', values, counts: filter === null || satisfies(filter, values) };
  }

  #fault(position: Position): End | null {
    for (const thread of this.spaces.keys()) {
      const locals = this.locals(position, thread);
      const [{ fault }] = locals;
      if (fault !== null && locals.every((local) => local.fault !== null)) {
        return { kind: 'fault', thread, span: fault.instruction.span, address: fault.address };
      }
    }
    return null;
  }

  /** The steps of a thread's accesses; what several local states can do alike is one choice. */
  #performing(position: Position, thread: number): readonly Choice[] {
    const groups = new Map<string, { readonly candidate: Candidate; readonly trials: Trial[] }>();
    for (const local of position.threads[thread]) {
      const state = this.spaces[thread].states[local];
      for (const step of state.steps) {
        const trial = this.#try(position, thread, local, step);
        if ('kind' in trial) continue;
        const access = accessAt(state.scene, thread, step.step.index);
        const content = this.values.valueOf(position.memory[step.location]);
        const written = trial.written === -1 ? null : this.values.valueOf(trial.written);
        const action = actionOf(step, content, written);
        // Whether a read claims its location is told to the others, so those that do and do not are two choices.
        const key = [access.key, ...Object.values(action), ...trial.others.map(String)].join(' ');
        const group = groups.get(key) ?? { candidate: { ...access, action }, trials: [] };
        group.trials.push(trial);
        groups.set(key, group);
      }
    }
    return [...groups.values()]
      .map(({ candidate, trials }) => this.#choice(position, candidate, trials))
      .sort(inProgramOrder);
  }

  #choice(position: Position, candidate: Candidate, trials: readonly Trial[]): Choice {
    const { thread } = candidate;
    const space = this.spaces[thread];
    const [first] = trials;
    const own = presumed(space, new Set(trials.flatMap(({ next }) => next)));
    const memory =
      first.written === -1 ? position.memory : position.memory.with(first.step.location, first.written);
    return {
      ...candidate,
      assumes: beyond(
        trials.map(({ local }) => space.states[local]),
        this.locals(position, thread),
        own.map((local) => space.states[local]),
      ),
      ahead: inAll(trials.map(({ local, step }) => aheadOf(space.states[local].scene, step.step.index))),
      breaks: this.#broken(position, thread, first),
      next: { memory, threads: first.others.with(thread, own) },
    };
  }

  /** The threads whose pairs a write breaks. */
  #broken(position: Position, thread: number, { written, step }: Trial): readonly number[] {
    if (written === -1) return [];
    return [...this.spaces.keys()].filter(
      (other) =>
        other !== thread &&
        position.threads[other].every((local) => this.spaces[other].disturb(local, step.location) === -1),
    );
  }

  /** Tries a step of one local state. */
  #try(position: Position, thread: number, local: number, step: LocalStep): Trial | Obstacle {
    const space = this.spaces[thread];
    if (step.step.kind === 'die')
      return { kind: 'overtaken', by: overtakerOf(space.states[local].scene, step) };
    const content = position.memory[step.location];
    const result = performing(space, local, step, content);
    if (result === null)
      return { kind: 'value', location: step.location, content: this.values.valueOf(content) };
    if (result.next.length === 0) {
      const wrong = [...assumptionsOf(space.states[local]).values()];
      return wrong.length > 0 ? { kind: 'prediction', wrong } : { kind: 'overtaken', by: null };
    }
    const others: (readonly number[])[] = [...position.threads];
    for (const other of this.spaces.keys()) {
      if (other === thread) continue;
      const left = this.#told(position, other, step, result.written);
      if (left.length === 0) return this.#pairOf(position, other, step.location);
      others[other] = left;
    }
    return { local, step, next: result.next, written: result.written, others };
  }

  /** Another thread's local states that allow a step: it may not come between the halves of a pair. */
  #told(position: Position, other: number, step: LocalStep, written: number): readonly number[] {
    const space = this.spaces[other];
    const locals = position.threads[other];
    if (written !== -1) return told(space, locals, step.location);
    return step.claims
      ? locals.filter((local) => !space.states[local].claimed.includes(step.location))
      : locals;
  }

  #pairOf(position: Position, thread: number, location: number): Obstacle {
    for (const { scene } of this.locals(position, thread)) {
      const write = openPair(scene, location);
      if (write !== -1) {
        const { span } = scene.code.instructions[scene.window.instances[write].place];
        return { kind: 'pair', thread, span };
      }
    }
    return { kind: 'overtaken', by: null };
  }

  /**
   * The store-conditionals of a thread that may fail, of a loop only the first round's; what several local states can do alike
   * is one choice.
   */
  #failing(position: Position, thread: number): readonly Choice[] {
    const space = this.spaces[thread];
    const groups = new Map<
      string,
      { readonly access: Access; location: number; locals: number[]; next: number[] }
    >();
    for (const local of position.threads[thread]) {
      const { scene } = space.states[local];
      for (const index of conditionalsIn(space.states[local])) {
        const next = failing(space, local, index);
        const location = scene.view.locations[index];
        if (next.length === 0 || location < 0) continue;
        const access = accessAt(scene, thread, index);
        if (access.round > 0) continue;
        const group = groups.get(access.key) ?? { access, location, locals: [], next: [] };
        group.locals.push(local);
        group.next.push(...next);
        groups.set(access.key, group);
      }
    }
    return [...groups.values()].map(({ access, location, locals, next }) => {
      const states = locals.map((local) => space.states[local]);
      return {
        ...access,
        action: { kind: 'fail', location },
        assumes: beyond(states, this.locals(position, thread), states),
        ahead: [],
        breaks: [],
        next: { ...position, threads: position.threads.with(thread, presumed(space, next)) },
      };
    });
  }

  #waitingIn(position: Position, thread: number): readonly Waiting[] {
    const offered = new Set(this.#performing(position, thread).map(({ key }) => key));
    const locals = this.locals(position, thread);
    const accesses = locals.map(({ scene }) => accessesIn(scene, thread));
    const found = new Map<string, Waiting>();
    position.threads[thread].forEach((local, place) => {
      for (const { index, ...access } of accesses[place]) {
        const { key, round } = access;
        if (offered.has(key) || found.has(key) || round > 0) continue;
        const [first, ...others] = this.#obstacles(position, thread, local, index);
        const having = locals.filter((_, each) => accesses[each].some((other) => other.key === key));
        if (first === undefined) continue;
        found.set(key, {
          ...access,
          assumes: beyond(having, locals, having),
          obstacles: [first, ...others],
        });
      }
    });
    return [...found.values()].sort(inProgramOrder);
  }

  #obstacles(position: Position, thread: number, local: number, index: number): readonly Obstacle[] {
    const { scene, steps } = this.spaces[thread].states[local];
    const order = orderObstacles(scene, index);
    if (order.length > 0) return order;
    if (scene.view.locations[index] === NOWHERE) return [{ kind: 'nowhere' }];
    const step = steps.find((each) => each.step.index === index);
    const tried = step === undefined ? null : this.#try(position, thread, local, step);
    if (tried !== null && 'kind' in tried) return [tried];
    const location = scene.view.locations[index];
    if (location < 0 || !isPending(scene.window.instances[index])) return [];
    const content = inStoreBuffer(scene, index) ?? this.values.valueOf(position.memory[location]);
    return [{ kind: 'value', location, content }];
  }
}

/** What the thread's own store buffer holds for a read; null when it holds nothing, or nobody knows what. */
function inStoreBuffer({ window, view }: Scene, index: number): bigint | null {
  const write = window.instances.findLastIndex(
    (each, at) =>
      at < index && isWrite(each) && isPending(each) && view.locations[at] === view.locations[index],
  );
  return write === -1 ? null : view.data[write];
}

/** What is in every one of some lists, in the order of the first. */
function inAll<Item>([first, ...rest]: readonly (readonly Item[])[]): readonly Item[] {
  return first.filter((item) => rest.every((list) => list.includes(item)));
}

function inProgramOrder(a: { readonly place: number; readonly round: number }, b: typeof a): number {
  return a.round - b.round || a.place - b.place;
}
