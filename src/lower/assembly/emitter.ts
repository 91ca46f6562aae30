/**
 * What a dialect's table emits with: the code of one thread, its registers by herd7's names, its labels. Every helper
 * takes what varies and fills in the rest of an instruction of the intermediate form, so that a line of a table says only
 * what its manual page says.
 */

import { C_INT } from '../../kernel/c-type.js';
import { constant, type Expression, fold, type IntegerType, ULONG } from '../../program/expression.js';
import { jumpTarget } from '../../program/jump-target.js';
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
import type { CodePlace, CodePlaces } from './code-places.js';
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
  readonly places: CodePlaces;
}

/** A jump to an address that a register holds. */
interface ComputedJump {
  readonly address: Expression;
  readonly end: boolean;
  readonly label: Label;
  readonly span: Span;
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
  /** The jumps to computed addresses, and the places that they may go to. */
  readonly jumps: ComputedJump[] = [];
  readonly taken = new Map<string, CodePlace>();
  /** The labels whose addresses the code asks for, and may hand on. */
  readonly shown: CodePlace[] = [];
  /** Other threads whose labels the code names. */
  readonly borrowed = new Set<number>();
  #place: CodePlace;

  constructor(surroundings: AssemblyContext, thread: number, span: Span) {
    this.surroundings = surroundings;
    this.span = span;
    this.#place = { thread, line: 0 };
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
    if (object !== undefined) return constant(object.address);
    const known = memory.objects.keys();
    problems.error(name.span, {
      code: 'unknown-location',
      name: name.text,
      ...problems.suggest(name.text, known),
    });
    return constant(0n);
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

  /** Goes on where the condition is not 0, and else behind what is emitted meanwhile, as a branch around it would. */
  where(condition: Expression, emit: () => void): void {
    this.#skipUnless(condition, emit, {});
  }

  /** One instruction that is executed on a condition: unlike a branch around it, that orders nothing behind it. */
  predicated(condition: Expression, emit: () => void): void {
    this.#skipUnless(condition, emit, { predicates: true });
  }

  #skipUnless(expression: Expression, emit: () => void, kind: { readonly predicates?: true }): void {
    const after = this.code.label();
    this.code.branch({ expression, type: C_INT }, 'zero', after, this.span, kind);
    emit();
    this.code.bind(after);
  }

  jump(label: Label): void {
    this.code.jump(label, this.span);
  }

  /** Begins a line of a thread's column: the labels before it are bound to what is emitted next. */
  begin(place: CodePlace): void {
    this.#place = place;
    const label = this.#labelAt(place);
    if (label.position === null) this.code.bind(label);
  }

  /** The label that a branch names. */
  label(name: Identifier): Label {
    const place = this.#find(name);
    // A test with an error is never run: any position will do.
    return place === null ? { position: 0 } : this.#labelAt(place);
  }

  /** The address of a label, or of a location of that name. */
  codeAddress(name: Identifier): Expression {
    const { memory, places } = this.surroundings;
    if (places.find(name.text, this.#place) === null && memory.objects.has(name.text))
      return this.location(name);
    const place = this.#find(name);
    if (place === null) return constant(0n);
    this.shown.push(place);
    return this.#addressOf(place);
  }

  /** The address of the instruction behind the one that is lowered, where a call returns to. */
  returnAddress(): Expression {
    return this.#addressOf({ thread: this.#place.thread, line: this.#place.line + 1 });
  }

  /** Jumps to an address; `end` says that 0, which nothing returns to, is the end of the thread. */
  jumpTo(address: Expression, { end }: { readonly end: boolean }): void {
    const site = { address, end, label: this.code.label(), span: this.span };
    this.jumps.push(site);
    this.jump(site.label);
  }

  /**
   * Writes down where the jumps to computed addresses go: each is a branch for every place that it may mean. Any other address is
   * none of code: a read of it, which the search complains about.
   */
  finishJumps(end: Label): void {
    for (const { address, end: ends, label, span } of this.jumps) {
      this.span = span;
      this.code.bind(label);
      for (const place of this.taken.values())
        this.branch(this.#equals(address, this.surroundings.places.addressOf(place)), this.#labelAt(place));
      if (ends) this.branch(this.#equals(address, 0n), end);
      this.read({ address: jumpTarget(address), type: ULONG, target: null });
      this.jump(end);
    }
  }

  #equals(left: Expression, value: bigint): Expression {
    return fold({ kind: 'binary', operator: '==', type: ULONG, left, right: constant(value) });
  }

  #addressOf(place: CodePlace): Expression {
    this.take(place);
    return constant(this.surroundings.places.addressOf(place));
  }

  /** Lets jumps to computed addresses come to a place. */
  take(place: CodePlace): void {
    this.taken.set(keyOf(place), place);
  }

  #find({ text, span }: Identifier): CodePlace | null {
    const { problems, places } = this.surroundings;
    const place = places.find(text, this.#place);
    if (place !== null) return place;
    const foreign = places.findAnywhere(text);
    if (foreign !== null) {
      this.borrowed.add(foreign.thread);
      problems.warnOnce(`label ${span.start}`, span, {
        code: 'foreign-label',
        name: text,
        of: `P${foreign.thread}`,
      });
      return foreign;
    }
    const hint = problems.suggest(text, places.names(this.#place.thread));
    problems.error(span, { code: 'unknown-label', name: text, ...hint });
    return null;
  }

  #labelAt(place: CodePlace): Label {
    const known = this.labels.get(keyOf(place));
    if (known !== undefined) return known;
    const label = this.code.label();
    this.labels.set(keyOf(place), label);
    return label;
  }
}

function keyOf({ thread, line }: CodePlace): string {
  return `${thread}:${line}`;
}
