/**
 * A test's memory: each name is an object of one or more cells, each cell a location. Objects stand a page apart,
 * so that arithmetic that leaves one does not meet another, and their addresses lie where no number of the test
 * lies, so that an address is never mistaken for a number.
 */

import { C_INT, type CType, type Field, integerOf, sizeOf, spellType } from '../kernel/c-type.js';
import type { Location } from '../program/program.js';
import type { LabelTree, LocationTree, PathStep } from '../syntax/tree.js';
import type { Source, Span } from '../text/source.js';
import { APART, chooseBase } from './base-address.js';
import {
  type Declaration,
  declarations,
  type LabelAddresses,
  type MemoryTree,
  type Mentioned,
} from './declaration.js';
import { initialise } from './initialise.js';
import { countOf, type IndexOf, type Missing, type Place, placeIn } from './place.js';
import type { Problems } from './problems.js';
import type { Types } from './types.js';

/** One location in the making. */
export interface MemoryCell {
  readonly name: string;
  readonly address: bigint;
  readonly type: CType;
  /** The fields of the kernel's structures that it is in: it exists only once something `used` it. */
  readonly fields: readonly Field[];
  /** The name of the largest part of its object that begins where it does. */
  readonly whole: string;
  initial: bigint;
  used: boolean;
}

/** A variable in memory with all its cells. */
export interface MemoryObject extends Declaration {
  readonly address: bigint;
  readonly cells: readonly MemoryCell[];
}

/** A part of an object that was named. */
export interface NamedPlace extends Place {
  readonly object: MemoryObject;
  /** `a[1].b` */
  readonly name: string;
  readonly address: bigint;
}

/** More locations in one object are a mistake. */
const MOST_CELLS = 4096;
/** Room for the variables of functions that are kept in memory, in objects. */
const ROOM = 4096n;

/** The shared memory of a test: its objects, their addresses and what they hold at first. */
export class Memory {
  readonly types: Types;
  readonly source: Source;
  readonly #objects: Map<string, MemoryObject>;
  readonly #cells = new Map<bigint, MemoryCell>();
  /** Where an object more would stand. */
  #next: bigint;
  readonly #labels: LabelAddresses | null;
  readonly #functions: ReadonlySet<string>;
  readonly #code = new Map<bigint, string>();

  constructor(
    objects: Map<string, MemoryObject>,
    next: bigint,
    { types, functions, source }: Pick<MemoryTree, 'types' | 'functions' | 'source'>,
    labels: LabelAddresses | null = null,
  ) {
    this.#objects = objects;
    this.#next = next;
    this.types = types;
    this.source = source;
    this.#labels = labels;
    this.#functions = new Set(functions?.map(({ name }) => name.text));
    for (const object of objects.values()) this.#enter(object);
  }

  /** The address of a label; one that is not there is reported, and so is any where code has no addresses. */
  addressOfLabel(label: LabelTree, problems: Problems): bigint {
    if (this.#labels === null) {
      const why = 'C gives none that a test could name';
      problems.error(label.span, { code: 'unsupported', what: "a label's address", why });
      return 0n;
    }
    const address = this.#labels.addressOfLabel(label);
    if (address === null) problems.error(label.name.span, { code: 'unknown-label', name: label.name.text });
    return address ?? 0n;
  }

  /** The objects by name. */
  get objects(): ReadonlyMap<string, MemoryObject> {
    return this.#objects;
  }

  #enter({ cells }: MemoryObject): void {
    for (const cell of cells) this.#cells.set(cell.address, cell);
  }

  /** An object for a variable of a function, which is made when it is first asked for. */
  localObject(name: string, type: CType, span: Span): MemoryObject {
    const known = this.#objects.get(name);
    if (known !== undefined) return known;
    const object = objectAt({ name, span, type, spelled: spellType(type), source: 'init' }, this.#next);
    this.#next += room(type);
    this.#objects.set(name, object);
    this.#enter(object);
    return object;
  }

  /** The address of a function of the test, or of one of the kernel's; null for any other name. */
  addressOfFunction(name: string, span: Span): bigint | null {
    if (!this.#functions.has(name)) return null;
    const { address } = this.localObject(`${name}()`, C_INT, span);
    this.#code.set(address, name);
    return address;
  }

  /** The functions whose addresses were asked for, by those. */
  get functions(): ReadonlyMap<bigint, string> {
    return this.#code;
  }

  /** What a location holds at first, by its address; null where there is none. */
  initialAt(address: bigint): bigint | null {
    return this.#cells.get(address)?.initial ?? null;
  }

  /** Makes a field of the kernel's structures exist in every object that has it. */
  touch(field: Field): void {
    for (const cell of this.#cells.values()) if (cell.fields.includes(field)) cell.used = true;
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

  /** What a test names; a wrong name, field or index is reported. `known` are the names that may have been meant. */
  placeOf(
    location: LocationTree,
    problems: Problems,
    known: Iterable<string> = this.objects.keys(),
  ): NamedPlace | null {
    const { name, path, span } = location;
    const object = this.objects.get(name.text);
    if (object === undefined) {
      const suggestion = problems.suggest(name.text, known);
      problems.error(span, { code: 'unknown-location', name: name.text, ...suggestion });
      return null;
    }
    // As nearly all of them are.
    if (path.length === 0)
      return { offset: 0, type: object.type, object, name: name.text, address: object.address };
    const indexOf: IndexOf = (step) => this.indexOf(step, problems);
    const place = placeIn(object.type, path, indexOf);
    if ('missing' in place) {
      const { missing, within } = place;
      const isLeft =
        missing.kind === 'field' && this.types.reportLeftOut(spellType(within), missing.name.text, problems);
      if (!isLeft) reportMissing(object, location, place, problems);
      return null;
    }
    return {
      ...place,
      object,
      name: nameOf(name.text, path, indexOf),
      address: object.address + BigInt(place.offset),
    };
  }

  indexOf({ index }: PathStep & { readonly kind: 'index' }, problems: Problems): bigint | null {
    return index.kind === 'number' ? index.value : this.types.number(index, problems);
  }

  /** The cell that a test names, of an array its first element; what is no cell is reported. */
  cellOf(location: LocationTree, problems: Problems, known?: Iterable<string>): MemoryCell | null {
    const place = this.placeOf(location, problems, known);
    if (place === null) return null;
    const first = place.type.kind === 'array' ? place.type.of : place.type;
    const cell = first.kind === 'structure' ? undefined : this.#cells.get(place.address);
    if (cell === undefined) reportWhole(location, place, problems);
    else cell.used = true;
    return cell ?? null;
  }

  /** The cells of a part of an object, in order. */
  cellsIn({ object, address, type }: NamedPlace): readonly MemoryCell[] {
    const end = address + BigInt(sizeOf(type));
    return object.cells.filter((cell) => cell.address >= address && cell.address < end);
  }
}

function nameOf(name: string, path: readonly PathStep[], indexOf: IndexOf): string {
  const steps = path.map((step) => (step.kind === 'field' ? `.${step.name.text}` : `[${indexOf(step)}]`));
  return name + steps.join('');
}

function locationOf(cell: MemoryCell, object: MemoryObject): Location {
  const { name: own, type: whole, span, spelled, sizeless } = object;
  const { name, address, type, initial } = cell;
  const isDirect = name === own || (whole.kind === 'array' && type === whole.of);
  const declared = { span, type: isDirect ? spelled : spellType(type) };
  const flags = type.kind === 'integer' ? type.flags : undefined;
  return {
    ...{ name, address, type: integerOf(type), initial, declared },
    ...(cell.whole !== name && { whole: cell.whole }),
    ...(flags && { flags }),
    ...(sizeless && { sizeless }),
  };
}

function reportMissing(
  { name, type, span }: MemoryObject,
  location: LocationTree,
  { missing, within }: Missing,
  problems: Problems,
): void {
  if (missing.kind === 'field' && within.kind === 'structure') {
    const known = within.fields.map((each) => each.name);
    const field = missing.name.text;
    problems.error(location.span, { code: 'unknown-field', structure: within.name, name: field, known });
    return;
  }
  const { path } = location;
  const upTo = path.slice(0, path.indexOf(missing) + 1);
  const written = nameOf(name, upTo, ({ index }) => (index.kind === 'number' ? index.value : null));
  const message = `'${name}' is of type ${spellType(type)}`;
  problems.error(location.span, { code: 'unknown-location', name: written }, { notes: [{ message, span }] });
}

/** A structure has no value of its own. */
function reportWhole({ span }: LocationTree, { type }: NamedPlace, problems: Problems): void {
  const structure = type.kind === 'array' ? type.of : type;
  const known = structure.kind === 'structure' ? structure.fields.map((each) => each.name) : [];
  problems.error(span, { code: 'unknown-field', structure: spellType(structure), name: '', known });
}

/** Lays the test's memory out and initialises it; `hidden` are locations that no text can name. */
export function layOut(
  tree: MemoryTree,
  problems: Problems,
  mentioned?: Mentioned,
  hidden: readonly Declaration[] = [],
): Memory {
  const declared = [...declarations(tree, problems, mentioned).values(), ...hidden];
  const size = declared.reduce((sum, { type }) => sum + room(type), 0n);
  const base = chooseBase(tree.source, size + ROOM * APART);
  const objects = new Map<string, MemoryObject>();
  let address = base;
  for (const declaration of declared) {
    const fit = isSmall(declaration, problems) ? declaration : { ...declaration, type: C_INT };
    objects.set(fit.name, objectAt(fit, address));
    address += room(fit.type);
  }
  const labels = mentioned?.labels?.(address + APART) ?? null;
  const memory = new Memory(objects, address, tree, labels);
  initialise(tree.init, memory, problems);
  return memory;
}

/** How far behind an object the next one stands. */
function room(type: CType): bigint {
  return APART * (1n + BigInt(sizeOf(type)) / APART);
}

function isSmall({ name, type, span }: Declaration, problems: Problems): boolean {
  const found = countOf(type);
  if (found <= MOST_CELLS) return true;
  problems.error(span, { code: 'too-many', what: `locations of '${name}'`, found, most: MOST_CELLS });
  return false;
}

function objectAt(declaration: Declaration, address: bigint): MemoryObject {
  const { name, type } = declaration;
  const cells: MemoryCell[] = [];
  addCells(cells, { name, type, address, fields: [], whole: name });
  return { ...declaration, address, cells };
}

/** Adds the cells of a part of an object. */
function addCells(cells: MemoryCell[], part: Omit<MemoryCell, 'initial' | 'used'>): void {
  const { name, type, address, fields, whole } = part;
  if (type.kind === 'array') {
    const size = sizeOf(type.of);
    for (let index = 0; index < type.length; index++) {
      const element = `${name}[${index}]`;
      const at = address + BigInt(index * size);
      addCells(cells, {
        ...part,
        name: element,
        type: type.of,
        address: at,
        whole: index === 0 ? whole : element,
      });
    }
  } else if (type.kind === 'structure') {
    for (const field of type.fields) {
      const member = `${name}.${field.name}`;
      addCells(cells, {
        name: member,
        type: field.type,
        address: address + BigInt(field.offset),
        fields: type.sparse ? [...fields, field] : fields,
        whole: field.offset === 0 ? whole : member,
      });
    }
  } else {
    const member = type.kind === 'integer' && type.own ? `.${type.wrapper}` : '';
    cells.push({ ...part, name: name + member, initial: 0n, used: fields.length === 0 });
  }
}

/** The address of what a test names; a structure or array alone is its start. */
export function addressOf(location: LocationTree, memory: Memory, problems: Problems): bigint {
  const { name, path, span } = location;
  const code =
    path.length > 0 || memory.objects.has(name.text) ? null : memory.addressOfFunction(name.text, span);
  if (code !== null) return code;
  const place = memory.placeOf(location, problems);
  if (place === null) return 0n;
  if (place.type.kind !== 'structure' && place.type.kind !== 'array') memory.cellOf(location, problems);
  return place.address;
}
