/**
 * What the threads of a program can do to a location, as far as their code tells without executing it: how often the others
 * write it, and which values it can hold. Only loops ask, and only some of them, so it is worked out when asked.
 */

import { withConstants } from '../passes/constant.js';
import { after } from '../program/attempt.js';
import { type Expression, wrap } from '../program/expression.js';
import { definedBy, reachable } from '../program/flow.js';
import type { Instruction, MemoryInstruction, Program, Thread } from '../program/program.js';
import { constantLocation } from './may-access.js';
import { reachOf } from './reach.js';

/** An instruction that may write a location, with where it stands. */
interface Writer {
  readonly thread: Thread;
  readonly pc: number;
  readonly instruction: Exclude<MemoryInstruction, { readonly kind: 'read' }>;
}

/** The writes of a program as one of its threads sees them. */
export class ForeignWrites {
  readonly #program: Program;
  readonly #self: number;
  readonly #counts = new Map<number, number>();
  readonly #read = new Map<number, boolean>();
  readonly #contents = new Map<number, readonly bigint[] | null>();

  constructor(program: Program, self: number) {
    this.#program = program;
    this.#self = self;
  }

  /** How often the other threads may write a location at the most; infinite where one may do so again and again. */
  countOf(location: number): number {
    const known = this.#counts.get(location);
    if (known !== undefined) return known;
    let count = 0;
    this.#program.threads.forEach((thread, index) => {
      if (index === this.#self) return;
      for (const writer of this.#writersIn(thread, location)) count += isRepeated(writer) ? Infinity : 1;
    });
    this.#counts.set(location, count);
    return count;
  }

  /** All that a location's cell can hold, when the code tells so; else null. */
  contentsOf(location: number): readonly bigint[] | null {
    const known = this.#contents.get(location);
    if (known !== undefined) return known;
    const { type, initial } = this.#program.locations[location];
    const writers = this.#program.threads.flatMap((thread) => [...this.#writersIn(thread, location)]);
    const written = writers.map(({ thread, instruction }) => constantsOf(thread, instruction.data));
    const values = written.flatMap((each) => each ?? []).map((value) => wrap(value, type));
    const contents = written.includes(null) ? null : [...new Set([initial, ...values])];
    this.#contents.set(location, contents);
    return contents;
  }

  /** Whether another thread may read a location. */
  mayRead(location: number): boolean {
    const known = this.#read.get(location);
    if (known !== undefined) return known;
    const is = this.#program.threads.some((thread, index) => {
      return index !== this.#self && mayReadIn(thread, this.#program, location);
    });
    this.#read.set(location, is);
    return is;
  }

  *#writersIn(original: Thread, location: number): Generator<Writer> {
    const thread = withConstants(original);
    const reach = reachOf(this.#program.locations, thread.code);
    for (const [pc, instruction] of thread.code.entries()) {
      if (!mayWrite(instruction)) continue;
      const at = constantLocation(instruction.address, reach[pc]);
      const may =
        at === location || (at !== undefined && at < 0 && [...reach[pc].values()].includes(location));
      if (may) yield { thread, pc, instruction };
    }
  }
}

function mayReadIn(original: Thread, program: Program, location: number): boolean {
  const { code } = withConstants(original);
  const reach = reachOf(program.locations, code);
  return code.some((each, pc) => {
    if (each.kind !== 'read' && each.kind !== 'update') return false;
    const at = constantLocation(each.address, reach[pc]);
    return at === location || (at !== undefined && at < 0 && [...reach[pc].values()].includes(location));
  });
}

function mayWrite(instruction: Instruction): instruction is Writer['instruction'] {
  return 'data' in instruction;
}

/** Whether an instruction may write more than once: the thread can reach it again after it has written. */
function isRepeated({ thread: { code }, pc }: Writer): boolean {
  const returns = (from: number): boolean => reachable(code, from, null).has(pc);
  if (!returns(pc)) return false;
  for (const next of after(code, pc, true)) if (!returns(next)) return false;
  return true;
}

/** The values that an expression can have, when it is a constant, or a register that is only ever set to constants. */
function constantsOf(thread: Thread, expression: Expression): readonly bigint[] | null {
  if (expression.kind === 'constant') return [expression.value];
  if (expression.kind === 'convert') {
    const { type, operand } = expression;
    return constantsOf(thread, operand)?.map((value) => wrap(value, type)) ?? null;
  }
  if (expression.kind !== 'register') return null;
  const { register } = expression;
  const values = [thread.registers[register].initial];
  for (const each of thread.code) {
    if (definedBy(each) !== register) continue;
    if (each.kind !== 'set' || each.value.kind !== 'constant') return null;
    values.push(each.value.value);
  }
  return values;
}
