/**
 * One thread of an assembly test. Its code is finished only when the question is known: a register may be named by the
 * condition alone (it is then 0), and what the condition names is shown in a type that the last instructions convert to.
 */

import { integerOf } from '../../kernel/c-type.js';
import { INT, type IntegerType, wrap } from '../../program/expression.js';
import type { Thread } from '../../program/program.js';
import type {
  AssemblyInstruction,
  AssemblyLine,
  AssemblyThread,
} from '../../syntax/assembly/assembly-tree.js';
import { ParseAbort } from '../../syntax/cursor.js';
import type { InitItem } from '../../syntax/file-scope-tree.js';
import { join } from '../../text/source.js';
import { initialValue } from '../initialise.js';
import type { ObservedRegister, ObservedThread } from '../observe.js';
import type { CodePlace } from './code-places.js';
import { type AssemblyContext, Emitter } from './emitter.js';
import { OperandReader } from './operands.js';
import { includes, rangeOfType, type ValueRange } from './range.js';
import { symbolicName } from './symbolic.js';

/** A thread whose code is lowered, while the condition may still name registers of it. */
export class ThreadLowering implements ObservedThread {
  readonly name: string;
  readonly emitter: Emitter;
  /** As in herd7 a bare name is a location, unless it is a symbolic register's. */
  readonly bare: ReadonlySet<string>;
  private readonly surroundings: AssemblyContext;
  private readonly tree: AssemblyThread;
  private readonly symbolic: ReadonlyMap<string, string>;
  /** The types that the init block gives to registers. */
  private readonly declared = new Map<string, IntegerType>();
  private readonly observed = new Map<number, IntegerType>();
  /** The last draft, and what it was made of: code and registers only grow. */
  private drafted: { readonly size: number; readonly registers: number; readonly thread: Thread } | null =
    null;

  constructor(surroundings: AssemblyContext, tree: AssemblyThread, init: readonly InitItem[]) {
    this.surroundings = surroundings;
    this.symbolic = tree.symbolic ?? new Map();
    this.bare = new Set(this.symbolic.keys());
    this.name = tree.name.text;
    this.tree = tree;
    this.emitter = new Emitter(surroundings, tree.number, tree.name.span);
    for (const item of init) this.initialise(item);
    this.reportSecondLabels(tree);
    this.lowerColumn(tree);
  }

  /** Whether it may leave its own code, or jumps to what it computes: its code is finished when the labels of all threads are known. */
  get jumpsFar(): boolean {
    return this.emitter.jumps.length + this.emitter.borrowed.size > 0;
  }

  /**
   * Finishes the jumps to computed addresses, which may go to these places and to those that the thread's own code tells. The code
   * of another thread is executed by this one then, with its own registers.
   */
  finishJumps(places: readonly CodePlace[], columns: readonly AssemblyThread[]): void {
    if (!this.jumpsFar) return;
    const end = this.emitter.code.label();
    this.emitter.jump(end);
    for (const place of places) this.emitter.take(place);
    const { borrowed } = this.emitter;
    for (const { thread } of places) borrowed.add(thread);
    // What is lowered may name still other threads, which are gone through then.
    for (const other of borrowed) {
      if (other === this.tree.number) continue;
      this.lowerColumn(columns[other]);
      this.emitter.jump(end);
    }
    this.emitter.finishJumps(end);
    this.emitter.code.bind(end);
  }

  private lowerColumn({ number, lines }: AssemblyThread): void {
    lines.forEach((line, index) => {
      this.emitter.begin({ thread: number, line: index });
      this.lowerLine(line);
    });
    this.emitter.begin({ thread: number, line: lines.length });
  }

  private reportSecondLabels({ lines }: AssemblyThread): void {
    const seen = new Set<string>();
    for (const { text, span } of lines.flatMap(({ labels }) => labels)) {
      const twice = { code: 'duplicate-name', name: text, first: 'a label', second: 'a label' } as const;
      // A number may stand at many places: 1b and 1f say which is meant.
      if (seen.has(text) && !/^\d+$/.test(text)) this.surroundings.problems.error(span, twice);
      seen.add(text);
    }
  }

  get known(): Iterable<string> {
    return this.surroundings.instructions.registers;
  }

  /** The register of that name; it counts as observed from now on. */
  find(name: string): ObservedRegister | null {
    const own =
      this.symbolic.get(symbolicName(name) ?? '') ?? this.surroundings.instructions.registerOf(name);
    if (own === null) return null;
    const type = this.declared.get(own) ?? INT;
    const register = this.emitter.register(own);
    this.observed.set(register, type);
    return { name: own, register, type };
  }

  /** The code so far, with no regard to what is observed. */
  draft(): Thread {
    const { size, registers } = this.emitter.code;
    if (this.drafted?.size === size && this.drafted.registers === registers.length)
      return this.drafted.thread;
    const thread = { name: this.name, ...this.emitter.code.finish('everything') };
    this.drafted = { size, registers: registers.length, thread };
    return thread;
  }

  /**
   * The whole thread. herd7 shows a register as a signed 32-bit number unless its type was declared, so one that may
   * hold anything else is converted at the end; `ranges` are the draft's.
   */
  finish(ranges: readonly ValueRange[]): Thread {
    for (const [register, type] of this.observed) {
      if (includes(rangeOfType(type), ranges[register])) continue;
      this.emitter.set(register, { kind: 'convert', type, operand: { kind: 'register', register } });
    }
    return this.draft();
  }

  private initialise(item: InitItem): void {
    const { instructions, memory, problems } = this.surroundings;
    const { text, span } = item.name;
    const own = instructions.registerOf(text);
    const value = item.value === null ? 0n : initialValue(item.value, memory, problems);
    const why = instructions.refusal(text);
    if (why !== null && (own === null || value !== 0n)) {
      problems.error(span, { code: 'unsupported', what: `the register '${text}'`, why });
      return;
    }
    if (own === null) {
      const hint = problems.suggest(text, instructions.registers);
      problems.error(span, { code: 'unknown-register', name: text, thread: this.name, ...hint });
      return;
    }
    if (item.type !== null) this.declared.set(own, integerOf(memory.types.resolve(item.type, problems)));
    if (this.emitter.has(own)) {
      const twice = { code: 'duplicate-name', name: text } as const;
      problems.error(item.span, { ...twice, first: 'an initial register', second: 'an initial register' });
      return;
    }
    this.emitter.register(own, wrap(value, instructions.registerType));
  }

  private lowerLine({ instruction }: AssemblyLine): void {
    const { instructions, problems } = this.surroundings;
    if (instruction === null) return;
    const lowering = instructions.find(instruction);
    if (lowering === null) {
      this.reportUnknown(instruction);
      return;
    }
    this.emitter.span = instruction.span;
    const operands = new OperandReader(instruction, problems);
    try {
      lowering(this.emitter, operands);
      operands.end();
    } catch (error) {
      if (!(error instanceof ParseAbort)) throw error;
    }
  }

  private reportUnknown({ prefixes, mnemonic }: AssemblyInstruction): void {
    const { instructions, problems } = this.surroundings;
    const words = [...prefixes, mnemonic];
    const name = words.map(({ text }) => text).join(' ');
    const known = instructions.mnemonics.map((each) => each.toLowerCase());
    const hint = problems.suggest(name.toLowerCase(), known);
    const span = join(words[0].span, mnemonic.span);
    problems.error(span, { code: 'unknown-instruction', name, ...inCaseOf(name, hint) });
  }
}

/** The suggestion in capitals if the user writes in capitals. */
function inCaseOf(text: string, hint: { readonly suggestion?: string }): { readonly suggestion?: string } {
  if (hint.suggestion === undefined || text !== text.toUpperCase()) return hint;
  return { suggestion: hint.suggestion.toUpperCase() };
}
