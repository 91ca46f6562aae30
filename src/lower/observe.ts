/** What a condition may name: registers of the threads and cells of memory, as operands of a proposition. */

import { C_INT, type CType, integerOf } from '../kernel/c-type.js';
import { PAGE_FLAGS } from '../kernel/structure.js';
import type { IntegerType } from '../program/expression.js';
import type { Thread } from '../program/program.js';
import type { ConditionOperand, LocationTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { addressOf, type Memory, type MemoryCell, type NamedPlace } from './memory-layout.js';
import { Problems } from './problems.js';
import { type Followed, mayHold } from './value-sets.js';

/** A part of a final state. It has no number yet, since the fields of structures appear as they are named. */
export type Observed =
  | {
      readonly kind: 'register';
      readonly name: string;
      readonly thread: number;
      readonly register: number;
      readonly type: IntegerType;
    }
  | { readonly kind: 'cell'; readonly name: string; readonly cell: MemoryCell; readonly type: IntegerType };

/** One side of a comparison in a condition. */
export type ObservedOperand = Observed | { readonly kind: 'value'; readonly value: bigint };

/** An array that is named as a whole. */
export interface ObservedArray {
  readonly name: string;
  readonly cells: readonly MemoryCell[];
}

/** A thread as the condition sees it. */
export interface ObservedThread {
  /** `P0` */
  readonly name: string;
  /** The register of that name, with herd7's spelling of it and the type in which its value is shown. */
  readonly find: (name: string) => ObservedRegister | null;
  /** The names that a bare name may mean, as a local's in C. */
  readonly bare: ReadonlySet<string>;
  /** What a misspelt name may have meant. */
  readonly known: Iterable<string>;
}

/** A register as final states show it. */
export interface ObservedRegister {
  readonly name: string;
  readonly register: number;
  readonly type: IntegerType;
}

/** On the left of a comparison a bare name is what it holds; on the right of one it is an address. */
export type Side = 'left' | 'right';

/** What the kernel's definitions make waiting of. */
const WAITING: ReadonlySet<string> = new Set(['struct wait_queue_head', 'struct wait_queue_entry']);

/** Resolves the names of a condition. */
export class Observer {
  private readonly threads: readonly ObservedThread[];
  private readonly memory: Memory;
  private readonly problems: Problems;
  /** The code of all threads, which tells what locations may hold. */
  private readonly code: () => readonly Thread[];

  constructor(
    threads: readonly ObservedThread[],
    memory: Memory,
    problems: Problems,
    code: () => readonly Thread[],
  ) {
    this.threads = threads;
    this.memory = memory;
    this.problems = problems;
    this.code = code;
  }

  /** What an operand of the condition means, or null (reported). */
  operand(tree: ConditionOperand, side: Side): ObservedOperand | null {
    switch (tree.kind) {
      case 'number':
        return { kind: 'value', value: tree.value };
      case 'register':
        return this.register(tree);
      case 'content':
        return this.cell(tree.location);
      case 'address':
        return this.address(tree.location);
      case 'location':
        return this.location(tree.location, side);
      case 'flags':
        return this.flags(tree, side);
      case 'label':
        return { kind: 'value', value: this.memory.addressOfLabel(tree, this.problems) };
      case 'list':
        this.problems.error(tree.span, {
          code: 'unexpected',
          found: '{',
          expected: 'a register, a location or a number',
        });
        return null;
    }
  }

  /** The whole array that an operand names, or null. */
  array(tree: ConditionOperand): ObservedArray | null {
    const place = this.place(tree);
    if (place?.type.kind !== 'array' || place.type.of.kind === 'structure') return null;
    return { name: place.name, cells: this.memory.cellsIn(place) };
  }

  /** The part of memory that an operand names, if it does. */
  private place(tree: ConditionOperand): NamedPlace | null {
    const location = locationIn(tree);
    if (location === null || !this.memory.objects.has(location.name.text)) return null;
    return this.memory.placeOf(location, new Problems());
  }

  /**
   * Whether both operands name locations that hold integers which are no addresses: to compare one with the address of the other is
   * never meant. `intptr_t` and `uintptr_t` are for addresses, and what is declared an int may hold the other's address all the same.
   */
  areNumbers(left: ConditionOperand, right: ConditionOperand): boolean {
    const [one, other] = [this.integer(left), this.integer(right)];
    if (one === null || other === null) return false;
    const followed: Followed = { locations: this.memory.locations, threads: this.code() };
    return !mayHold(followed, one.address, other.address);
  }

  /** The integer in memory that an operand names, if it does. */
  private integer(tree: ConditionOperand): NamedPlace | null {
    const place = tree.kind === 'location' ? this.place(tree) : null;
    const spelled = place?.object.spelled ?? null;
    return place?.type.kind === 'integer' && spelled !== null && !/^u?intptr_t$/.test(spelled) ? place : null;
  }

  /** The elements of an array that a list has the values of; null when it cannot be compared with one (reported). */
  elements(tree: ConditionOperand, values: number): readonly Observed[] | null {
    const object = this.array(tree);
    if (object?.cells.length === values) return object.cells.map(observedCell);
    const { span } = tree;
    const name = span.source.text.slice(span.start, span.end);
    this.problems.error(span, { code: 'list-length', name, length: object?.cells.length ?? null, values });
    return null;
  }

  /** Reports that lists, which have no order, are compared by one. */
  refuseOrder(span: Span, operator: string): void {
    const expected = "'=' or '!=' where an array is compared as a whole";
    this.problems.error(span, { code: 'unexpected', found: operator, expected });
  }

  /**
   * The registers of all threads and the locations that have names of their own, without those of functions that they call, and
   * without what wait queues are made of here.
   */
  everything(): readonly Observed[] {
    const registers = this.threads.flatMap(({ bare }, thread) =>
      [...bare].flatMap((name) => (isOwn(name) ? (this.registerOf(thread, name) ?? []) : [])),
    );
    const objects = [...this.memory.objects.values()].filter(
      ({ span }) => span.source === this.memory.source,
    );
    const cells = objects
      .flatMap(({ name, type, cells }) => {
        const queues = queuesIn(name, type);
        return cells.filter((cell) => !queues.some((queue) => cell.name.startsWith(`${queue}.`)));
      })
      .filter(({ name, used }) => used && isOwn(name.replace(/^\d+:/, '')));
    return [...registers, ...cells.map(observedCell)];
  }

  /** Everything that an entry of `locations` observes: of an array or a structure, all that exists. */
  listed(tree: ConditionOperand): readonly Observed[] {
    const place = this.place(tree);
    if (place !== null && (place.type.kind === 'array' || place.type.kind === 'structure')) {
      return this.memory.cellsIn(place).flatMap((cell) => (cell.used ? [observedCell(cell)] : []));
    }
    if (tree.kind === 'register') {
      const found = this.register(tree, 'warning');
      return found === null ? [] : [found];
    }
    const operand = this.operand(tree, 'left');
    return operand === null || operand.kind === 'value' ? [] : [operand];
  }

  /**
   * The register that an operand names. One that its thread does not have is an error where it is asked for, and where it is only listed
   * a warning: it is 0 then, as in herd7, a location of its own that nothing accesses.
   */
  private register(
    tree: ConditionOperand & { readonly kind: 'register' },
    severity: 'error' | 'warning' = 'error',
  ): Observed | null {
    const { value, span } = tree.thread;
    const number = Number(value);
    const lowered = this.threads[number];
    if (lowered === undefined) {
      this.problems.error(span, { code: 'unknown-thread', number: value, threads: this.threads.length });
      return null;
    }
    const found = tree.path.length === 0 ? this.registerOf(number, tree.name.text) : null;
    if (found !== null) return found;
    const location = locationIn(tree);
    if (location !== null && this.memory.objects.has(location.name.text)) return this.cell(location);
    const { name, known } = lowered;
    const suggestion = this.problems.suggest(tree.name.text, known);
    const problem = { code: 'unknown-register', name: tree.name.text, thread: name, ...suggestion } as const;
    if (severity === 'error') {
      this.problems.error(tree.span, problem);
      return null;
    }
    this.problems.warnOnce(`listed ${tree.span.start}`, tree.span, problem);
    const object = this.memory.localObject(`${number}:${tree.name.text}`, C_INT, tree.span);
    return observedCell(object.cells[0]);
  }

  private registerOf(thread: number, name: string): Observed | null {
    const found = this.threads[thread].find(name);
    if (found === null) return null;
    const { name: own, register, type } = found;
    return { kind: 'register', name: `${thread}:${own}`, thread, register, type };
  }

  private cell(location: LocationTree): Observed | null {
    const cell = this.memory.cellOf(location, this.problems);
    return cell === null ? null : observedCell(cell);
  }

  private address(location: LocationTree): ObservedOperand | null {
    if (!this.memory.objects.has(location.name.text)) return this.cell(location);
    return { kind: 'value', value: addressOf(location, this.memory, this.problems) };
  }

  /** Flags are the bits of a word, in the order of the kernel's enumeration; a name of the test's own is what it is. */
  private flags(tree: ConditionOperand & { readonly kind: 'flags' }, side: Side): ObservedOperand | null {
    const [first] = tree.names;
    const isOwn =
      this.memory.objects.has(first.text) || this.threads.some(({ bare }) => bare.has(first.text));
    if (isOwn && tree.names.length === 1)
      return this.location({ name: first, path: [], span: first.span }, side);
    let mask = 0n;
    for (const { text, span } of tree.names) {
      const bit = PAGE_FLAGS.find(({ bitName }) => bitName === text)?.bit;
      if (bit === undefined) {
        const known = PAGE_FLAGS.map(({ bitName }) => bitName);
        this.problems.error(span, {
          code: 'unknown-location',
          name: text,
          ...this.problems.suggest(text, known),
        });
        return null;
      }
      mask |= 1n << BigInt(bit);
    }
    return { kind: 'value', value: mask };
  }

  /** Whether an operand names a word whose bits have names. */
  holdsFlags(operand: ObservedOperand): boolean {
    return (
      operand.kind === 'cell' && operand.cell.type.kind === 'integer' && operand.cell.type.flags !== undefined
    );
  }

  /** A bare name: a location, a register of the one thread that has it, or a constant. */
  private location(location: LocationTree, side: Side): ObservedOperand | null {
    const name = location.name.text;
    if (this.memory.objects.has(name)) return side === 'left' ? this.cell(location) : this.address(location);
    const owners = this.threads.filter(({ bare }) => bare.has(name));
    if (owners.length === 1) return this.registerOf(this.threads.indexOf(owners[0]), name);
    if (owners.length > 1) return this.ambiguous(name, location.span, owners);
    const constant = this.memory.types.constant(name)?.expression;
    if (constant?.kind === 'constant') return { kind: 'value', value: constant.value };
    const registers = this.threads.flatMap(({ bare }) => [...bare]);
    const known = new Set([...this.memory.objects.keys(), ...registers]);
    this.problems.error(location.span, {
      code: 'unknown-location',
      name,
      ...this.problems.suggest(name, known),
    });
    return null;
  }

  private ambiguous(name: string, span: Span, owners: readonly ObservedThread[]): null {
    const threads = owners.map((owner) => owner.name);
    this.problems.error(span, { code: 'ambiguous-register', name, threads });
    return null;
  }
}

/** Whether a name is the text's: what is inlined or hidden has signs in its name. */
function isOwn(name: string): boolean {
  return /^\w+(?:\.\w+|\[\d+\])*$/.test(name);
}

/** What an operand names in memory: a variable of a function may be there, as `0:buffer[1]`. */
function locationIn(tree: ConditionOperand): LocationTree | null {
  if (tree.kind === 'location' || tree.kind === 'content') return tree.location;
  if (tree.kind !== 'register') return null;
  const { thread, name, path, span } = tree;
  return { name: { text: `${thread.value}:${name.text}`, span: name.span }, path, span };
}

function observedCell(cell: MemoryCell): Observed {
  return { kind: 'cell', name: cell.name, cell, type: integerOf(cell.type) };
}

/** The wait queues in an object, by their names. */
function queuesIn(name: string, type: CType): readonly string[] {
  if (type.kind === 'array') {
    return Array.from({ length: type.length }, (_, at) => queuesIn(`${name}[${at}]`, type.of)).flat();
  }
  if (type.kind !== 'structure') return [];
  if (WAITING.has(type.name)) return [name];
  return type.fields.flatMap((field) => queuesIn(`${name}.${field.name}`, field.type));
}
