/**
 * What a dialect's table emits with: the code of one thread, its registers by herd7's names, its labels. Every helper
 * takes what varies and fills in the rest of an instruction of the intermediate form, so that a line of a table says only
 * what its manual page says.
 */

import { C_INT } from '../../kernel/c-type.js';
import type { Expression, IntegerType } from '../../program/expression.js';
import type {
  AccessKinds,
  Order,
  StoreConditionalInstruction,
  UpdateInstruction,
} from '../../program/program.js';
import type { Identifier } from '../../syntax/tree.js';
import type { Span } from '../../text/source.js';
import { Draft, type Label } from '../draft.js';
import type { Memory } from '../memory-layout.js';
import type { Problems } from '../problems.js';
import type { InstructionSet } from './instruction-set.js';

/** A read. What it does not say is as in a plain read. */
export interface EmittedRead {
  readonly address: Expression;
  readonly type: IntegerType;
  /** Null for a value that goes nowhere. */
  readonly target: number | null;
  /** What the target becomes, over the value loaded; absent for the value itself. */
  readonly result?: Expression;
  readonly order?: Order;
  readonly exclusive?: boolean;
}

/** A write. What it does not say is as in a plain write. */
export interface EmittedWrite {
  readonly address: Expression;
  readonly type: IntegerType;
  readonly data: Expression;
  readonly order?: Order;
}

/** A store-conditional. */
export type EmittedStoreConditional = Omit<StoreConditionalInstruction, 'kind' | 'span'>;

/** A read-modify-write; `data`, `condition` and `result` are over the value loaded. */
export type EmittedUpdate = Pick<UpdateInstruction, 'address' | 'type' | 'data' | 'target'> &
  Partial<Pick<UpdateInstruction, 'condition' | 'result' | 'readOrder' | 'writeOrder' | 'noReturn'>>;

export const LOADED: Expression = { kind: 'loaded' };

/** What emitting needs to know of the test. */
export interface AssemblyContext {
  readonly instructions: InstructionSet;
  readonly memory: Memory;
  readonly problems: Problems;
}

/** Writes the code of one thread. */
export class Emitter {
  readonly code = new Draft();
  /** Where the instruction being lowered stands. */
  span: Span;
  private readonly surroundings: AssemblyContext;
  private readonly registers = new Map<string, number>();
  private readonly flags = new Map<string, number>();
  private readonly labels = new Map<string, Label>();

  constructor(surroundings: AssemblyContext, span: Span) {
    this.surroundings = surroundings;
    this.span = span;
  }

  /** The register of that name in herd7's spelling; it begins as 0 unless its first mention gives it a value. */
  register(name: string, initial = 0n): number {
    const known = this.registers.get(name);
    if (known !== undefined) return known;
    const register = this.code.register(name, initial);
    this.registers.set(name, register);
    return register;
  }

  has(name: string): boolean {
    return this.registers.has(name);
  }

  /** The register as written, if it is one of the dialect's. */
  find(name: string): number | null {
    const own = this.surroundings.instructions.registerOf(name);
    return own === null ? null : this.register(own);
  }

  /** A register that no condition can name, such as a condition flag. */
  flag(name: string): number {
    const flag = this.flags.get(name) ?? this.code.temporary();
    this.flags.set(name, flag);
    return flag;
  }

  /** The address of a location that the code names. */
  location(name: Identifier): Expression {
    const { memory, problems } = this.surroundings;
    const object = memory.objects.get(name.text);
    if (object !== undefined) return { kind: 'constant', value: object.address };
    const known = memory.objects.keys();
    problems.error(name.span, {
      code: 'unknown-location',
      name: name.text,
      ...problems.suggest(name.text, known),
    });
    return { kind: 'constant', value: 0n };
  }

  set(target: number | null, value: Expression): void {
    if (target !== null) this.code.set(target, value, this.span);
  }

  /** A conditional select: see `select` in program/program.ts. */
  select(target: number | null, condition: Expression, values: readonly [Expression, Expression]): void {
    const [chosen, otherwise] = values;
    // biome-ignore lint/suspicious/noThenProperty: the intermediate form's name for it
    const arms = { then: chosen, otherwise };
    if (target !== null) this.code.emit({ kind: 'select', target, condition, ...arms, span: this.span });
  }

  read(read: EmittedRead): void {
    const { address, type, target, result = LOADED, order = 'plain', exclusive = false } = read;
    const { span } = this;
    this.code.emit({ kind: 'read', address, type, target, result, order, exclusive, awaits: null, span });
  }

  write(write: EmittedWrite): void {
    const { address, type, data, order = 'plain' } = write;
    this.code.emit({ kind: 'write', address, type, data, order, span: this.span });
  }

  conditional(conditional: EmittedStoreConditional): void {
    this.code.emit({ ...conditional, kind: 'store-conditional', span: this.span });
  }

  update(update: EmittedUpdate): void {
    const { condition = null, result = LOADED, noReturn = false } = update;
    const { readOrder = 'plain', writeOrder = 'plain' } = update;
    this.code.emit({
      ...update,
      ...{ kind: 'update', condition, result, readOrder, writeOrder, noReturn },
      ...{ awaits: null, loop: false, looksFirst: false, span: this.span },
    });
  }

  /** A fence that orders earlier accesses of some kinds before later ones. */
  fence(name: string, before: AccessKinds, after: AccessKinds): void {
    this.code.emit({ kind: 'fence', fence: { kind: 'access', name, before, after }, span: this.span });
  }

  isb(name: string): void {
    this.code.emit({ kind: 'fence', fence: { kind: 'isb', name }, span: this.span });
  }

  /** Goes to the label when the condition is not 0. */
  branch(condition: Expression, label: Label): void {
    this.code.branch({ expression: condition, type: C_INT }, 'nonzero', label, this.span);
  }

  jump(label: Label): void {
    this.code.jump(label, this.span);
  }

  /** Declares a label of the thread; a second one of that name is reported. */
  declare({ text, span }: Identifier): void {
    if (this.labels.has(text)) {
      const twice = { code: 'duplicate-name', name: text, first: 'a label', second: 'a label' } as const;
      this.surroundings.problems.error(span, twice);
    } else this.labels.set(text, this.code.label());
  }

  /** Binds the label to what follows, unless it is bound already. */
  bind({ text }: Identifier): void {
    const label = this.labels.get(text);
    if (label?.position === null) this.code.bind(label);
  }

  /** The label that a branch names. */
  label({ text, span }: Identifier): Label {
    const label = this.labels.get(text);
    if (label !== undefined) return label;
    const { problems } = this.surroundings;
    const hint = problems.suggest(text, this.labels.keys());
    problems.error(span, { code: 'unknown-label', name: text, ...hint });
    // A test with an error is never run: any position will do.
    return { position: 0 };
  }
}
