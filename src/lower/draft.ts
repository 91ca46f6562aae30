/**
 * A thread's code while it is being written: instructions whose jumps go to labels, registers, temporaries.
 * Temporaries are numbered -1, -2 … until the end, so that the named registers keep the same numbers on every
 * architecture, whatever temporaries its instructions need.
 */

import { simplified } from '../passes/index.js';
import { constant, type Expression } from '../program/expression.js';
import type { Instruction, Program, Register } from '../program/program.js';
import { invariant } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import type { ContextMark } from './context-faults.js';
import { type FinishedCode, number } from './registers.js';
import { negation, type Value } from './value.js';

/** A target of jumps, bound to a position once that is known. */
export interface Label {
  position: number | null;
}

/** Whether a branch is taken when its condition is not 0, or when it is 0. */
export type Sense = 'nonzero' | 'zero';

/** The code of a thread while it is written; labels are resolved at the end. */
export class Draft {
  readonly registers: Register[] = [];
  /** The names of the registers, and the part of each before its first dot. */
  private readonly names = new Set<string>();
  private readonly prefixes = new Set<string>();
  private readonly instructions: Instruction[] = [];
  /** The calls that begin, end or disturb a section in which nothing may sleep, in the order of the code. */
  readonly marks: ContextMark[] = [];
  private readonly destinations = new Map<number, Label>();
  private temporaries = 0;
  private statement = 0;
  private statementIsUsed = false;
  private site: Span | null = null;

  /** The registers of locals that nothing has been assigned to so far. */
  readonly unset = new Set<number>();

  /** The number of instructions so far. */
  get size(): number {
    return this.instructions.length;
  }

  /** Whether all so far is executed once, whatever happens: nothing has branched yet, and nothing is jumped over. */
  get isStraight(): boolean {
    return !this.instructions.some(({ kind }) => kind === 'branch' || kind === 'jump');
  }

  /** Whether some instruction so far is such a one. */
  has(is: (instruction: Instruction) => boolean): boolean {
    return this.instructions.some(is);
  }

  /** A register that the source names. */
  register(name: string, initial: bigint): number {
    this.registers.push({ name, initial });
    this.names.add(name);
    this.prefixes.add(name.split('.', 1)[0]);
    return this.registers.length - 1;
  }

  /** `r1`, or `r1#2` where that is a register's name already. */
  uniqueName(name: string): string {
    return unique(name, this.names);
  }

  /** `f`, or `f#2` where the registers of another inlined function are called `f.…` already. */
  uniquePrefix(name: string): string {
    return unique(name, this.prefixes);
  }

  temporary(): number {
    this.temporaries += 1;
    return -this.temporaries;
  }

  /** What is emitted from here on is of another statement. */
  nextStatement(): void {
    if (this.statementIsUsed) this.statement += 1;
    this.statementIsUsed = false;
  }

  /** The number of the statement of an access or fence; statements that have none take no number. */
  statementNumber(): number {
    this.statementIsUsed = true;
    return this.statement;
  }

  /** Notes that what is emitted next belongs to a call that begins, ends or disturbs a section in which nothing may sleep. */
  mark(name: string, change: ContextMark['change'], span: Span): void {
    this.marks.push({ before: this.instructions.length, name, change, span: this.site ?? span });
  }

  label(): Label {
    return { position: null };
  }

  bind(label: Label): void {
    invariant(label.position === null, 'a label is bound twice');
    label.position = this.instructions.length;
  }

  /** What is emitted meanwhile stands at a place, as it does where a function of the kernel is called; the outermost counts. */
  standingAt(site: Span | null, emitting: () => void): void {
    const before = this.site;
    this.site ??= site;
    emitting();
    this.site = before;
  }

  emit(instruction: Instruction): void {
    this.instructions.push(this.site === null ? instruction : { ...instruction, span: this.site });
    if ('target' in instruction && instruction.target !== null) this.unset.delete(instruction.target);
  }

  set(target: number, value: Expression, span: Span): void {
    const same = value.kind === 'register' && value.register === target;
    if (!same) this.emit({ kind: 'set', target, value, span });
  }

  jump(label: Label, span: Span): void {
    this.destinations.set(this.instructions.length, label);
    this.emit({ kind: 'jump', destination: 0, span });
  }

  branch(
    condition: Value,
    sense: Sense,
    label: Label,
    span: Span,
    kind: { readonly predicates?: true } = {},
  ): void {
    const { expression } = sense === 'nonzero' ? condition : negation(condition);
    if (expression.kind === 'constant') {
      if (expression.value !== 0n) this.jump(label, span);
      return;
    }
    this.destinations.set(this.instructions.length, label);
    this.emit({ kind: 'branch', condition: expression, destination: 0, ...kind, span });
  }

  /** A branch to the label where the next update that is foretold fails. */
  foretell(label: Label, span: Span): void {
    this.destinations.set(this.instructions.length, label);
    const never: Expression = constant(0n);
    this.emit({ kind: 'branch', condition: never, destination: 0, foretells: true, span });
  }

  /**
   * The finished code of the thread and its registers: the named ones, then the temporaries that are left. Where branches order
   * everything behind them, a branch to the next instruction stays.
   */
  finish(controls: Program['controlDependencies'] = 'arms'): FinishedCode {
    return number(simplified(this.resolved(), controls), this.registers);
  }

  /** The code as it was written down, for a model that asks of statements, of their arms, and of what registers were given. */
  finishAsWritten(): FinishedCode {
    return number(this.resolved(), this.registers);
  }

  /** The instructions as they were emitted, with the registers as they are numbered meanwhile. */
  resolved(): readonly Instruction[] {
    return this.instructions.map((instruction, index): Instruction => {
      if (instruction.kind !== 'jump' && instruction.kind !== 'branch') return instruction;
      return { ...instruction, destination: this.positionOf(index) };
    });
  }

  private positionOf(index: number): number {
    const position = this.destinations.get(index)?.position ?? null;
    invariant(position !== null, 'a label was never bound');
    return position;
  }
}

function unique(name: string, taken: ReadonlySet<string>): string {
  let spelled = name;
  for (let number = 2; taken.has(spelled); number++) spelled = `${name}#${number}`;
  return spelled;
}
