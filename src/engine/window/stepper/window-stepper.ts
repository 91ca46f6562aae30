/**
 * The window machine, one chosen step at a time. It is the machine of the search with nothing merged or left out, but for
 * spins, which wait: a reader should see every step that there is and why the others are not there.
 */

import type { WindowModel } from '../../../models/model.js';
import type { Question, Target } from '../../../program/condition.js';
import { satisfies } from '../../../program/condition.js';
import type { Program } from '../../../program/program.js';
import type { Limits } from '../../../query/limits.js';
import type { MachineQuery } from '../../../query/query.js';
import type {
  BlockedAccess,
  ExecutionEnd,
  Obstacle,
  PendingAccess,
  StepPath,
  Stepper,
} from '../../../query/stepper.js';
import type { Reductions } from '../../../window/code.js';
import { NO_REDUCTIONS, prepare, UNROLLING, type Unrolling } from '../../../window/code.js';
import type { LocalStep } from '../../../window/local-steps.js';
import type { LocalState } from '../../../window/thread-space.js';
import { ThreadSpace } from '../../../window/thread-space.js';
import { createValues, type Values } from '../../../window/value-numbers.js';
import { isPending, NOWHERE } from '../../../window/window.js';
import { type Assumptions, beyond } from './assumption.js';
import {
  accessAt,
  accessesIn,
  actionOf,
  aheadOf,
  inAll,
  inProgramOrder,
  inStoreBuffer,
  type OfferedAccess,
  overtakerOf,
} from './named-accesses.js';
import { pathTo } from './path-to-state.js';
import { conditionalsIn, openPair, SteppedThread } from './stepped-thread.js';
import { orderObstacles } from './why-waiting.js';
import { type MachineState, WindowPosition, type WindowStep } from './window-position.js';

/** The machine as it is; only a loop that does nothing but wait is one waiting read. */
const STEPPED: Reductions = { ...NO_REDUCTIONS, spins: true };

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
  /** The local states of the other threads after it. */
  readonly others: readonly (readonly number[])[];
}

/** Steps over one program under one model. */
export class WindowStepper implements Stepper {
  readonly program: Program;
  readonly model: WindowModel;
  readonly start: WindowPosition;
  readonly threads: readonly SteppedThread[];
  readonly values: Values;
  readonly mayAccess: ReadonlySet<number>;
  readonly #target: Target;

  constructor({ program, model, target }: Pick<MachineQuery, 'program' | 'model' | 'target'>) {
    this.program = program;
    this.model = model;
    this.values = createValues();
    this.values.intern(0n);
    this.#target = target;
    this.threads = program.threads.map((_, thread) => {
      const code = prepare(program, [thread], target, model, STEPPED, AHEAD);
      return new SteppedThread(new ThreadSpace(code, model, this.values));
    });
    this.start = new WindowPosition(this, {
      memory: program.locations.map((location) => this.values.intern(location.initial)),
      threads: this.threads.map((thread) => thread.succeeding(thread.space.initial)),
    });
    const isTouched = (location: number): boolean =>
      this.threads.some(({ space }) =>
        space.initial.some((local) => space.states[local].mayAccess[location] !== 0),
      );
    this.mayAccess = new Set([...program.locations.keys()].filter(isTouched));
  }

  pathTo(question: Question, limits: Limits): StepPath {
    return pathTo(this, question, limits);
  }

  /** The local states that a thread may be in. */
  locals(machine: MachineState, thread: number): readonly LocalState[] {
    return machine.threads[thread].map((local) => this.threads[thread].state(local));
  }

  /** What each of the local states that a thread may be in takes for granted. */
  assumptions(machine: MachineState, thread: number): readonly Assumptions[] {
    return machine.threads[thread].map((local) => this.threads[thread].assumptionsOf(local));
  }

  /** Every step that may be taken, by thread and in program order. */
  offered(machine: MachineState): readonly WindowStep[] {
    return this.threads.flatMap((_, thread) => [
      ...this.#performing(machine, thread),
      ...this.#failing(machine, thread),
    ]);
  }

  /** The accesses that may not perform, and why; of a loop only the round that comes first. */
  blocked(machine: MachineState): readonly BlockedAccess[] {
    return this.threads.flatMap((_, thread) => this.#waitingIn(machine, thread));
  }

  /** How the execution has ended, or null when there is a step to take. */
  end(machine: MachineState): ExecutionEnd | null {
    const fault = this.#fault(machine);
    if (fault !== null) return fault;
    const all = this.threads.map((_, thread) => this.locals(machine, thread));
    if (all.every((locals) => locals.every(({ done }) => done))) return this.#final(machine);
    if (this.offered(machine).length > 0) return null;
    const stops = this.threads.map((_, thread) =>
      Math.min(...machine.threads[thread].map((local) => this.#stop(machine, thread, local))),
    );
    return { kind: STOPS[Math.max(...stops)] };
  }

  /** Why a local state takes no step, as an index of `STOPS`: of several that a thread may be in, the mildest decides. */
  #stop(machine: MachineState, thread: number, local: number): number {
    const { done, cut, steps } = this.threads[thread].state(local);
    const kinds = steps.map((step) => {
      const tried = this.#try(machine, thread, local, step);
      return 'kind' in tried ? tried.kind : null;
    });
    if (done || (cut === 'no' && kinds.every((kind) => kind === 'value'))) return STOPS.indexOf('deadlock');
    if (!kinds.every((kind) => kind === 'value' || kind === 'pair')) return STOPS.indexOf('dead');
    return STOPS.indexOf(cut === 'no' ? 'held' : 'cut');
  }

  #final(machine: MachineState): ExecutionEnd {
    const values = this.#target.observables.map((observable) => {
      if (observable.kind === 'location') return this.values.valueOf(machine.memory[observable.location]);
      const [local] = this.locals(machine, observable.thread);
      return local.context.window.registers[observable.register];
    });
    const { filter } = this.#target;
    return { kind: 'final', values, counts: filter === null || satisfies(filter, values) };
  }

  #fault(machine: MachineState): ExecutionEnd | null {
    for (const thread of this.threads.keys()) {
      const locals = this.locals(machine, thread);
      const [{ wildAddress: fault }] = locals;
      if (fault !== null && locals.every((local) => local.wildAddress !== null)) {
        return { kind: 'fault', thread, span: fault.instruction.span, address: fault.address };
      }
    }
    return null;
  }

  /** The steps of a thread's accesses; what several local states can do alike is one choice. */
  #performing(machine: MachineState, thread: number): readonly WindowStep[] {
    const groups = new Map<string, { readonly candidate: OfferedAccess; readonly trials: Trial[] }>();
    for (const local of machine.threads[thread]) {
      const state = this.threads[thread].state(local);
      for (const step of state.steps) {
        const trial = this.#try(machine, thread, local, step);
        if ('kind' in trial) continue;
        const access = accessAt(state.context, thread, step.step.index);
        const content = this.values.valueOf(machine.memory[step.location]);
        const written = trial.written === -1 ? null : this.values.valueOf(trial.written);
        const action = actionOf(step, content, written);
        // A read that opens a read-modify-write constrains the other threads, so those that do and do not are two steps.
        const key = [access.key, ...Object.values(action), ...trial.others.map(String)].join(' ');
        const group = groups.get(key) ?? { candidate: { ...access, action }, trials: [] };
        group.trials.push(trial);
        groups.set(key, group);
      }
    }
    return [...groups.values()]
      .map(({ candidate, trials }) => this.#choice(machine, candidate, trials))
      .sort(inProgramOrder);
  }

  #choice(machine: MachineState, candidate: OfferedAccess, trials: readonly Trial[]): WindowStep {
    const { thread } = candidate;
    const stepped = this.threads[thread];
    const [first] = trials;
    const own = stepped.succeeding(new Set(trials.flatMap(({ next }) => next)));
    const memory =
      first.written === -1 ? machine.memory : machine.memory.with(first.step.location, first.written);
    return {
      ...candidate,
      assumes: beyond(
        trials.map(({ local }) => stepped.assumptionsOf(local)),
        this.assumptions(machine, thread),
        own.map((local) => stepped.assumptionsOf(local)),
      ),
      ahead: inAll(trials.map(({ local, step }) => aheadOf(stepped.state(local).context, step.step.index))),
      breaks: this.#broken(machine, thread, first),
      next: new WindowPosition(this, { memory, threads: first.others.with(thread, own) }),
    };
  }

  /** The threads whose pairs a write breaks. */
  #broken(machine: MachineState, thread: number, { written, step }: Trial): readonly number[] {
    if (written === -1) return [];
    return [...this.threads.keys()].filter(
      (other) =>
        other !== thread &&
        machine.threads[other].every(
          (local) => this.threads[other].space.afterForeignWrite(local, step.location) === -1,
        ),
    );
  }

  /** Tries a step of one local state. */
  #try(machine: MachineState, thread: number, local: number, step: LocalStep): Trial | Obstacle {
    const stepped = this.threads[thread];
    if (step.step.kind === 'die')
      return { kind: 'overtaken', by: overtakerOf(stepped.state(local).context, step) };
    const content = machine.memory[step.location];
    const result = stepped.performing(local, step, content);
    if (result === null)
      return { kind: 'value', location: step.location, content: this.values.valueOf(content) };
    if (result.next.length === 0) {
      const wrong = [...stepped.assumptionsOf(local).values()];
      return wrong.length > 0 ? { kind: 'prediction', wrong } : { kind: 'overtaken', by: null };
    }
    const others: (readonly number[])[] = [...machine.threads];
    for (const other of this.threads.keys()) {
      if (other === thread) continue;
      const left = this.#after(machine, other, step, result.written);
      if (left.length === 0) return this.#pairOf(machine, other, step.location);
      others[other] = left;
    }
    return { local, step, next: result.next, written: result.written, others };
  }

  /** Another thread's local states that allow a step: it may not come between the halves of a pair. */
  #after(machine: MachineState, other: number, step: LocalStep, written: number): readonly number[] {
    const stepped = this.threads[other];
    const locals = machine.threads[other];
    if (written !== -1) return stepped.afterForeignWrite(locals, step.location);
    return step.opensRmw
      ? locals.filter((local) => !stepped.state(local).openRmws.includes(step.location))
      : locals;
  }

  #pairOf(machine: MachineState, thread: number, location: number): Obstacle {
    for (const { context } of this.locals(machine, thread)) {
      const write = openPair(context, location);
      if (write !== -1) {
        const { span } = context.code.instructions[context.window.instances[write].pc];
        return { kind: 'pair', thread, span };
      }
    }
    return { kind: 'overtaken', by: null };
  }

  /**
   * The store-conditionals of a thread that may fail, of a loop only the first round's; what several local states can do alike
   * is one choice.
   */
  #failing(machine: MachineState, thread: number): readonly WindowStep[] {
    const stepped = this.threads[thread];
    const groups = new Map<
      string,
      { readonly access: PendingAccess; location: number; locals: number[]; next: number[] }
    >();
    for (const local of machine.threads[thread]) {
      const { context } = stepped.state(local);
      for (const index of conditionalsIn(stepped.state(local))) {
        const next = stepped.failing(local, index);
        const location = context.evaluation.locations[index];
        if (next.length === 0 || location < 0) continue;
        const access = accessAt(context, thread, index);
        if (access.round > 0) continue;
        const group = groups.get(access.key) ?? { access, location, locals: [], next: [] };
        group.locals.push(local);
        group.next.push(...next);
        groups.set(access.key, group);
      }
    }
    return [...groups.values()].map(({ access, location, locals, next }) => {
      const assumed = locals.map((local) => stepped.assumptionsOf(local));
      return {
        ...access,
        action: { kind: 'fail', location },
        assumes: beyond(assumed, this.assumptions(machine, thread), assumed),
        ahead: [],
        breaks: [],
        next: new WindowPosition(this, {
          ...machine,
          threads: machine.threads.with(thread, stepped.succeeding(next)),
        }),
      };
    });
  }

  #waitingIn(machine: MachineState, thread: number): readonly BlockedAccess[] {
    const offered = new Set(this.#performing(machine, thread).map(({ key }) => key));
    const locals = this.locals(machine, thread);
    const assumptions = this.assumptions(machine, thread);
    const accesses = locals.map(({ context }) => accessesIn(context, thread));
    const found = new Map<string, BlockedAccess>();
    machine.threads[thread].forEach((local, pc) => {
      for (const { index, ...access } of accesses[pc]) {
        const { key, round } = access;
        if (offered.has(key) || found.has(key) || round > 0) continue;
        const [first, ...others] = this.#obstacles(machine, thread, local, index);
        const having = assumptions.filter((_, each) => accesses[each].some((other) => other.key === key));
        if (first === undefined) continue;
        found.set(key, {
          ...access,
          assumes: beyond(having, assumptions, having),
          obstacles: [first, ...others],
        });
      }
    });
    return [...found.values()].sort(inProgramOrder);
  }

  #obstacles(machine: MachineState, thread: number, local: number, index: number): readonly Obstacle[] {
    const { context, steps } = this.threads[thread].state(local);
    const order = orderObstacles(context, this.threads[thread].waitsOf(local, index));
    if (order.length > 0) return order;
    if (context.evaluation.locations[index] === NOWHERE) return [{ kind: 'nowhere' }];
    const step = steps.find((each) => each.step.index === index);
    const tried = step === undefined ? null : this.#try(machine, thread, local, step);
    if (tried !== null && 'kind' in tried) return [tried];
    const location = context.evaluation.locations[index];
    if (location < 0 || !isPending(context.window.instances[index])) return [];
    const content = inStoreBuffer(context, index) ?? this.values.valueOf(machine.memory[location]);
    return [{ kind: 'value', location, content }];
  }
}
