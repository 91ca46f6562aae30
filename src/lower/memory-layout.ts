/**
 * A test's memory: each name is an object of one or more cells, each cell a location. Objects stand a page apart,
 * so that arithmetic that leaves one does not meet another, and their addresses lie where no number of the test
 * lies, so that an address is never mistaken for a number.
 */

import { type CType, type Field, integerOf, sizeOf, spellType } from '../kernel/c-type.js';
import { wrap } from '../program/expression.js';
import type { Location } from '../program/program.js';
import type { InitItem, InitValue, LocationTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { type Declaration, declarations, type MemoryTree, type Mentioned } from './declaration.js';
import type { Problems } from './problems.js';

/** One location in the making. A structure's field exists only once something `used` it. */
export interface MemoryCell {
  readonly name: string;
  readonly address: bigint;
  readonly type: CType;
  readonly field: Field | null;
  initial: bigint;
  used: boolean;
}

/** A variable in memory with all its cells. */
export interface MemoryObject {
  readonly name: string;
  readonly type: CType;
  /** The type, or an element's, as the file has it; null where it gives none, and for a structure. */
  readonly spelled: string | null;
  readonly span: Span;
  readonly address: bigint;
  readonly cells: readonly MemoryCell[];
}

const APART = 4096n;
const FIRST_BASE = 1n << 28n;
const BASES = 7n;

/** The shared memory of a test: its objects, their addresses and what they hold at first. */
export class Memory {
  readonly objects: ReadonlyMap<string, MemoryObject>;

  constructor(objects: ReadonlyMap<string, MemoryObject>) {
    this.objects = objects;
  }

  /** Makes a field of that name exist in every object of that structure. */
  touch(structure: CType, field: string): void {
    for (const object of this.objects.values()) {
      if (object.type !== structure) continue;
      for (const cell of object.cells) if (cell.field?.name === field) cell.used = true;
    }
  }

  /** The cells that exist, in the order of the program's locations. */
  get cells(): readonly MemoryCell[] {
    const cells: MemoryCell[] = [];
    for (const object of this.objects.values()) {
      for (const cell of object.cells) if (cell.used) cells.push(cell);
    }
    return cells;
  }

  get locations(): readonly Location[] {
    const locations: Location[] = [];
    for (const object of this.objects.values()) {
      for (const cell of object.cells) if (cell.used) locations.push(locationOf(cell, object));
    }
    return locations;
  }

  /** Whether all cells have the addresses that they have in the other memory. */
  isLaidOutAs(other: Memory): boolean {
    const addresses = ({ objects }: Memory): readonly bigint[] =>
      [...objects.values()].flatMap(({ cells }) => cells.map(({ address }) => address));
    return addresses(this).join() === addresses(other).join();
  }

  /** The cell that a test names; a wrong name, field or index is reported. `known` are the names that may have been meant. */
  cellOf(
    location: LocationTree,
    problems: Problems,
    known: Iterable<string> = this.objects.keys(),
  ): MemoryCell | null {
    const object = this.objects.get(location.name.text);
    if (object === undefined) {
      const name = location.name.text;
      problems.error(location.span, { code: 'unknown-location', name, ...problems.suggest(name, known) });
      return null;
    }
    const cell = location.field === null ? elementOf(object, location) : fieldOf(object, location);
    if (cell === null) reportMissing(object, location, problems);
    else cell.used = true;
    return cell;
  }
}

function locationOf(
  { name, address, type, initial, field }: MemoryCell,
  { span, spelled }: MemoryObject,
): Location {
  const declared = { span, type: field === null ? spelled : spellType(field.type) };
  return { name, address, type: integerOf(type), initial, declared };
}

function elementOf(object: MemoryObject, location: LocationTree): MemoryCell | null {
  const index = location.index === null ? 0 : Number(location.index.value);
  if (object.type.kind === 'structure') return null;
  return object.cells[index] ?? null;
}

function fieldOf(object: MemoryObject, location: LocationTree): MemoryCell | null {
  const name = location.field?.text;
  const wrapped = object.type.kind === 'integer' && object.type.wrapper === name;
  if (wrapped) return object.cells[0];
  return object.cells.find((cell) => cell.field?.name === name) ?? null;
}

function reportMissing(object: MemoryObject, location: LocationTree, problems: Problems): void {
  const { name, type, span } = object;
  const field = location.field?.text;
  if (type.kind === 'structure') {
    const known = type.fields.map((each) => each.name);
    problems.error(location.span, { code: 'unknown-field', structure: type.name, name: field ?? '', known });
    return;
  }
  const missing = field === undefined ? `${name}[${location.index?.value ?? 0}]` : `${name}.${field}`;
  const message = `'${name}' is of type ${spellType(type)}`;
  problems.error(location.span, { code: 'unknown-location', name: missing }, { notes: [{ message, span }] });
}

/** Lays the test's memory out and initialises it; `hidden` are locations that no text can name. */
export function layOut(
  tree: MemoryTree,
  problems: Problems,
  mentioned?: Mentioned,
  hidden: readonly Declaration[] = [],
): Memory {
  const declared = [...declarations(tree, problems, mentioned).values(), ...hidden];
  const base = chooseBase(tree, BigInt(declared.length) * APART * 2n);
  const objects = new Map<string, MemoryObject>();
  let address = base;
  for (const declaration of declared) {
    objects.set(declaration.name, objectAt(declaration, address));
    address += APART * (1n + BigInt(sizeOf(declaration.type)) / APART);
  }
  const memory = new Memory(objects);
  initialise(tree, memory, problems);
  return memory;
}

/** Numbers that are as long as the lowest address that counts, 0xffff000. */
const LONG_NUMBER = /\b(0[xX][0-9a-fA-F]{7,}|\d{9,})/g;

/** A base such that no number of the text falls among the addresses. */
function chooseBase(tree: MemoryTree, size: bigint): bigint {
  const numbers = (tree.source.text.match(LONG_NUMBER) ?? []).map(BigInt);
  for (let multiple = 1n; multiple < BASES; multiple++) {
    const base = FIRST_BASE * multiple;
    if (!numbers.some((number) => number >= base - APART && number < base + size)) return base;
  }
  return FIRST_BASE * BASES;
}

function objectAt({ name, span, type, spelled }: Declaration, address: bigint): MemoryObject {
  return { name, span, type, spelled, address, cells: cellsOf(name, type, address) };
}

function cellsOf(name: string, type: CType, address: bigint): readonly MemoryCell[] {
  if (type.kind === 'structure') {
    return type.fields.map((field) =>
      cellAt(`${name}.${field.name}`, field.type, address + BigInt(field.offset), field),
    );
  }
  if (type.kind !== 'array') return [cellAt(name, type, address)];
  const { of, length } = type;
  return Array.from({ length }, (_, index) =>
    cellAt(`${name}[${index}]`, of, address + BigInt(index * sizeOf(of))),
  );
}

function cellAt(name: string, type: CType, address: bigint, field: Field | null = null): MemoryCell {
  return { name, address, type, field, initial: 0n, used: field === null };
}

function initialise(tree: MemoryTree, memory: Memory, problems: Problems): void {
  const first = new Map<string, Span>();
  for (const item of tree.init) {
    if (item.thread !== null || item.value === null) continue;
    const whole = item.type !== null || item.value.kind === 'list';
    const cells =
      whole && item.field === null ? wholeObject(memory, item) : [memory.cellOf(namedBy(item), problems)];
    const values = item.value.kind === 'list' ? item.value.items : [item.value];
    cells.slice(0, values.length).forEach((cell, index) => {
      if (cell === null) return;
      reportSecond(first, cell.name, item, problems);
      cell.initial = wrap(initialValue(values[index], memory, problems), integerOf(cell.type));
    });
  }
}

function wholeObject(memory: Memory, item: InitItem): readonly MemoryCell[] {
  return memory.objects.get(item.name.text)?.cells ?? [];
}

function namedBy(item: InitItem): LocationTree {
  return { name: item.name, index: item.bracket, field: item.field, span: item.span };
}

function reportSecond(first: Map<string, Span>, name: string, item: InitItem, problems: Problems): void {
  const before = first.get(name);
  if (before === undefined) first.set(name, item.span);
  else {
    const problem = {
      code: 'duplicate-name',
      name,
      first: 'an init entry',
      second: 'an init entry',
    } as const;
    problems.error(item.span, problem, { notes: [{ message: 'first initialised here', span: before }] });
  }
}

/** The number or address that the init block gives. A list inside a list has no meaning here. */
export function initialValue(value: InitValue, memory: Memory, problems: Problems): bigint {
  if (value.kind === 'number') return value.value;
  if (value.kind === 'list') {
    problems.error(value.span, { code: 'unexpected', found: '{', expected: 'a number or an address' });
    return 0n;
  }
  return addressOf(value.location, memory, problems);
}

/** The address of what a test names; a structure or array alone is its start. */
export function addressOf(location: LocationTree, memory: Memory, problems: Problems): bigint {
  const object = memory.objects.get(location.name.text);
  const whole = location.field === null && location.index === null;
  if (object !== undefined && whole) return object.address;
  return memory.cellOf(location, problems)?.address ?? 0n;
}
