/**
 * What the threads of a program can do to a location, as far as their code tells without executing it: how often the others
 * write it, and which values it can hold. Only loops ask, and only some of them, so it is worked out when asked.
 */

import { withConstants } from '../passes/constant.js';
import { after } from '../program/attempt.js';
import { reachable } from '../program/flow.js';
import type { Instruction, MemoryInstruction, Program, Thread } from '../program/program.js';
import { heldValues } from './held-values.js';

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

  constructor(program: Program, self: number) {
    this.#program = program;
    this.#self = self;
  }

  /** How often the other threads may write a location at the most; infinite where one may do so again and again. */
  countOf(location: number): number {
    const known = this.#counts.get(location);
    if (known !== undefined) return known;
    let count = 0;
    this.#program.threads.forEach((_, index) => {
      if (index === this.#self) return;
      let once = 0;
      for (const writer of this.#writersIn(index, location)) once += isRepeated(writer) ? Infinity : 1;
      count += once === 0 ? 0 : Math.min(once, heldValues(this.#program).writesOf(index, location));
    });
    this.#counts.set(location, count);
    return count;
  }

  /** All that a location's cell can hold, when the code tells so; else null. */
  contentsOf(location: number): readonly bigint[] | null {
    return heldValues(this.#program).valuesOf(location);
  }

  /** Whether another thread may read a location. */
  mayRead(location: number): boolean {
    const known = this.#read.get(location);
    if (known !== undefined) return known;
    const is = this.#program.threads.some((thread, index) => {
      return index !== this.#self && this.#mayReadIn(thread, index, location);
    });
    this.#read.set(location, is);
    return is;
  }

  *#writersIn(index: number, location: number): Generator<Writer> {
    const thread = withConstants(this.#program.threads[index]);
    for (const [pc, instruction] of thread.code.entries()) {
      if (!mayWrite(instruction)) continue;
      if (heldValues(this.#program).locationsAt(index, pc).has(location)) yield { thread, pc, instruction };
    }
  }

  #mayReadIn(thread: Thread, index: number, location: number): boolean {
    return thread.code.some((each, pc) => {
      if (each.kind !== 'read' && each.kind !== 'update') return false;
      return heldValues(this.#program).locationsAt(index, pc).has(location);
    });
  }
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
