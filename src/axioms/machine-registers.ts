/** What the registers of a machine hold along a path, and what that hangs on. */
import { type Expression, eachRegister } from '../program/expression.js';
import type { Thread } from '../program/program.js';
import { openValue, taintOf } from './flow-state.js';
import type { Sources } from './path.js';
import { joined, NO_SOURCES } from './sources.js';

/** What a value hangs on: the events that it was computed from, and the reads that decide a choice between values. */
export interface MachineFlow {
  readonly taint: Sources;
  readonly pick: Sources;
}

/** What a register of a machine holds; the value is over the reads of the path. */
export interface MachineContent extends MachineFlow {
  readonly value: Expression;
}

/** The registers of a thread. */
export class MachineRegisters {
  readonly contents: MachineContent[];

  /** `first` makes of what a register holds at first what it holds where the path begins. */
  constructor({ registers }: Thread, first: (initial: bigint) => Expression) {
    this.contents = registers.map(({ initial }) => ({
      value: first(initial),
      taint: NO_SOURCES,
      pick: NO_SOURCES,
    }));
  }

  get values(): readonly Expression[] {
    return this.contents.map(({ value }) => value);
  }

  /** An expression over registers as one over the reads of the path. */
  open(expression: Expression): Expression {
    return openValue(expression, this.contents);
  }

  /** The value of an expression over registers and what was loaded. */
  over(expression: Expression, loaded: Expression): Expression {
    return openValue(expression, this.contents, loaded);
  }

  /** What an expression over registers depends on. */
  flow(expression: Expression): MachineFlow {
    let pick = NO_SOURCES;
    eachRegister(expression, (register) => {
      pick = joined(pick, this.contents[register].pick);
    });
    return { taint: taintOf(expression, this.contents), pick };
  }

  set(register: number, content: MachineContent): void {
    this.contents[register] = content;
  }

  /** Adds what decides which value a register holds. */
  decide(register: number, decides: Sources): void {
    const content = this.contents[register];
    this.contents[register] = { ...content, pick: joined(content.pick, decides) };
  }

  /** Puts the result of a read into its register, if it has one. */
  give(target: number | null, result: Expression, loaded: Expression, own: MachineFlow): void {
    if (target === null) return;
    const { taint, pick } = this.flow(result);
    const value = this.over(result, loaded);
    this.contents[target] = { value, taint: joined(own.taint, taint), pick: joined(own.pick, pick) };
  }
}
