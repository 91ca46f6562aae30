/**
 * Local computation. What a thread does with registers whose values are known touches nothing else, so it is executed at
 * once: no instance is made for it, and a loop of a million rounds takes no more room than one round.
 *
 * With an empty window that is what fetching, resolving and retiring each instruction would come to: a fence has
 * nothing to order, a store-conditional nothing that was reserved. While accesses wait in the window, only the way through
 * a loop is taken like this, and each register that it sets gets one instance, which holds the value. Then no branch,
 * choice or read-modify-write may be in the window: what hangs on those is told by the instances that the computation
 * would have had.
 */
import { evaluate } from '../program/expression.js';
import type { Clock } from './clock.js';
import type { Code } from './code.js';
import { evaluationOf, extended, type GrowingEvaluation, known } from './evaluation.js';
import { instanceOf } from './instance.js';
import type { Instance, Window } from './window.js';

/** Where local computation leads: to something else to fetch, round and round for ever, or into a contradiction. */
export type Computed =
  | { readonly kind: 'on' | 'for ever'; readonly window: Window; readonly evaluation: GrowingEvaluation }
  | { readonly kind: 'dead' };

/** What a computation begins with: a window, and the registers after it. */
interface Start extends Omit<Window, 'registers'> {
  readonly registers: readonly (bigint | null)[];
}

/**
 * Executes what lies ahead as far as it is local; null when there is nothing of the kind. Nobody else may hold the evaluation, which
 * goes on in the one of the result.
 */
export function computed(
  code: Code,
  window: Window,
  evaluation: GrowingEvaluation,
  clock: Clock,
): Computed | null {
  const { instances, next, reservation, nesting } = window;
  const alone = instances.length === 0;
  if (!alone && !(code.loopHeads.has(next) && instances.every(isPlain))) return null;
  const registers = evaluation.registers[instances.length];
  const computation = new Computation(code, { instances, next, reservation, nesting, registers }, clock);
  if (!computation.step() && !computation.dead) return null;
  const kind = computation.run();
  if (computation.dead) return { kind: 'dead' };
  const further = { instances, next: computation.pc, reservation, nesting };
  if (alone) {
    const after = { ...further, registers: known(computation.registers) };
    return { kind, window: after, evaluation: evaluationOf(code, after) };
  }
  const set = [...instances, ...computation.instances];
  const after = { ...further, registers: window.registers, instances: set };
  return { kind, window: after, evaluation: extended(code, evaluation, after) };
}

/** Whether nothing can hang on an instance but by the value that it gives a register. */
function isPlain(instance: Instance): boolean {
  switch (instance.kind) {
    case 'read':
      return instance.role === 'alone';
    case 'write':
      return instance.pair === 'none';
    default:
      return instance.kind === 'set' || instance.kind === 'fence';
  }
}

/** So many instructions count as a state of the search, which takes about as long. */
const STATE = 1000;

/** Where a computation stood. */
interface Mark {
  readonly pc: number;
  readonly registers: readonly (bigint | null)[];
}

/** The registers of a thread on their way. */
class Computation {
  pc: number;
  registers: (bigint | null)[];
  /** An assumption does not hold. */
  dead = false;
  readonly #code: Code;
  readonly #alone: boolean;
  readonly #reserved: boolean;
  readonly #clock: Clock;
  #count = 0;
  /** For each register that was set, the place of the instruction that did it last. */
  readonly #setAt: number[] = [];

  constructor(code: Code, { registers, instances, next, reservation }: Start, clock: Clock) {
    this.#code = code;
    this.#clock = clock;
    this.pc = next;
    this.registers = registers.slice();
    this.#alone = instances.length === 0;
    this.#reserved = reservation !== null;
  }

  /**
   * Goes on as far as it goes. Whether it goes round for ever is found out as Brent does ("An improved Monte Carlo
   * factorization algorithm", 1980): one moment at a loop head is remembered, and another one each time that twice as
   * many heads were passed.
   */
  run(): 'on' | 'for ever' {
    let mark = this.#mark();
    let passed = 0;
    for (let most = 1; this.step(); ) {
      if (!this.#code.loopHeads.has(this.pc)) continue;
      if (this.#isAt(mark)) {
        this.#settle(mark);
        return 'for ever';
      }
      passed += 1;
      if (passed < most) continue;
      mark = this.#mark();
      passed = 0;
      most *= 2;
    }
    return 'on';
  }

  /** On a way round through `mark`, goes to the loop head that is the first in the code: it is the same wherever the way was entered. */
  #settle(mark: Mark): void {
    let first = mark;
    do {
      this.step();
      if (this.pc < first.pc && this.#code.loopHeads.has(this.pc)) first = this.#mark();
    } while (!this.#isAt(mark));
    this.pc = first.pc;
    this.registers = [...first.registers];
  }

  #mark(): Mark {
    return { pc: this.pc, registers: this.registers.slice() };
  }

  #isAt({ pc, registers }: Mark): boolean {
    return this.pc === pc && registers.every((value, register) => value === this.registers[register]);
  }

  /** Executes one instruction; false when it is not local, or not yet. */
  step(): boolean {
    this.#count += 1;
    if (this.#count % STATE === 0) {
      this.#clock.work(STATE, 0);
      this.#clock.state();
    }
    const instruction = this.#code.instructions[this.pc];
    switch (instruction?.kind) {
      case 'set':
        return this.#set(instruction.target, evaluate(instruction.value, this.registers));
      case 'jump':
        this.pc = instruction.destination;
        return true;
      case 'branch': {
        const condition = evaluate(instruction.condition, this.registers);
        if (condition === null) return false;
        this.pc = condition === 0n ? this.pc + 1 : instruction.destination;
        return true;
      }
      case 'assume': {
        const condition = evaluate(instruction.condition, this.registers);
        this.dead = condition === 0n;
        return this.#pass(condition !== null && !this.dead);
      }
      case 'fence':
        return this.#pass(this.#alone && instruction.event === undefined);
      case 'select': {
        if (!this.#alone) return false;
        const condition = evaluate(instruction.condition, this.registers);
        const chosen = condition === 0n ? instruction.otherwise : instruction.then;
        return this.#set(instruction.target, evaluate(chosen, this.registers));
      }
      case 'store-conditional': {
        if (!this.#alone || this.#reserved) return false;
        const { status, failure } = instruction;
        return status === null ? this.#pass(true) : this.#set(status, failure);
      }
      default:
        return false;
    }
  }

  #pass(is: boolean): boolean {
    if (is) this.pc += 1;
    return is;
  }

  #set(register: number, value: bigint | null): boolean {
    if (value === null) return false;
    this.registers[register] = value;
    this.#setAt[register] = this.pc;
    return this.#pass(true);
  }

  /** An instance for each register that was set and may be read from here on, in the order of the registers. */
  get instances(): readonly Instance[] {
    const { live, reductions } = this.#code;
    const set: Instance[] = [];
    this.#setAt.forEach((pc, register) => {
      const needed = !reductions.deadRegisters || live[this.pc].has(register);
      if (needed) set.push(instanceOf('set', pc, { value: this.registers[register] }));
    });
    return set;
  }
}
