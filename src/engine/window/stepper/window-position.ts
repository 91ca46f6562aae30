/** A position of the window machine as `step` sees it. What it offers is worked out when it is first asked for. */

import type {
  BlockedAccess,
  ExecutionEnd,
  ExecutionPosition,
  OfferedStep,
  OpenAccess,
  ThreadPosition,
} from '../../../query/stepper.js';
import { isPending } from '../../../window/window.js';
import { shared } from './assumption.js';
import type { WindowStepper } from './window-stepper.js';

/** The state of the machine as far as what has performed decides it. */
export interface MachineState {
  /** The number of the value that each location holds. */
  readonly memory: readonly number[];
  /** For each thread the local states that it may be in, in increasing order. */
  readonly threads: readonly (readonly number[])[];
}

/** A choice that leads to a position of this stepper. */
export interface WindowStep extends OfferedStep {
  readonly next: WindowPosition;
}

/** A state of the machine, with the stepper that knows what can be done in it. */
export class WindowPosition implements ExecutionPosition {
  readonly machine: MachineState;
  readonly #stepper: WindowStepper;
  #choices: readonly WindowStep[] | null = null;
  #waiting: readonly BlockedAccess[] | null = null;
  #end: { readonly end: ExecutionEnd | null } | null = null;

  constructor(stepper: WindowStepper, machine: MachineState) {
    this.#stepper = stepper;
    this.machine = machine;
  }

  get offered(): readonly WindowStep[] {
    this.#choices ??= this.#stepper.offered(this.machine);
    return this.#choices;
  }

  get blocked(): readonly BlockedAccess[] {
    this.#waiting ??= this.#stepper.blocked(this.machine);
    return this.#waiting;
  }

  get end(): ExecutionEnd | null {
    this.#end ??= { end: this.#stepper.end(this.machine) };
    return this.#end.end;
  }

  get memory(): readonly bigint[] {
    return this.machine.memory.map((value) => this.#stepper.values.valueOf(value));
  }

  get threads(): readonly ThreadPosition[] {
    return this.machine.threads.map((_, thread) => this.#thread(thread));
  }

  #thread(thread: number): ThreadPosition {
    const locals = this.#stepper.locals(this.machine, thread);
    const registers = this.#stepper.program.threads[thread].registers.map((_, register) => {
      const values = locals.map(({ context }) => context.evaluation.registers.at(-1)?.[register] ?? null);
      return values.every((each) => each === values[0]) ? values[0] : null;
    });
    return {
      done: locals.every(({ done }) => done),
      registers,
      open: this.machine.threads[thread].map((local) => this.#open(thread, local)),
      assumes: [...shared(this.#stepper.assumptions(this.machine, thread)).values()],
    };
  }

  #open(thread: number, local: number): readonly OpenAccess[] {
    const stepped = this.#stepper.threads[thread];
    const { code, window, evaluation } = stepped.state(local).context;
    return window.instances.flatMap((each, index): readonly OpenAccess[] => {
      if (!isPending(each)) return [];
      const { span } = code.instructions[each.pc];
      const known = evaluation.locations[index] >= 0 && evaluation.data[index] !== null;
      const buffered =
        each.kind === 'write' &&
        known &&
        stepped.waitsOf(local, index).every(({ earlier }) => window.instances[earlier].kind === 'write');
      return [{ span, buffered }];
    });
  }
}
