/** What locations hold at first, as the init block and file scope say it. */
import { C_ULONG, type CType, integerOf, pointerTo, sizeOf, spellType } from '../kernel/c-type.js';
import { PAGE_FLAGS } from '../kernel/structure.js';
import { wrap } from '../program/expression.js';
import type { InitItem, InitValue, ListItem } from '../syntax/file-scope-tree.js';
import { locationOf } from '../syntax/parse-init.js';
import type { ExpressionTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { constantValue } from './constant-expression.js';
import { addressOf, type Memory, type MemoryCell } from './memory-layout.js';
import { countOf, placeIn } from './place.js';
import type { Problems } from './problems.js';
import { constant, convert, type Value } from './value.js';

/** Gives every location its initial value. */
export function initialise(items: readonly InitItem[], memory: Memory, problems: Problems): void {
  const initialiser = new Initialiser(memory, problems);
  for (const item of items)
    if (item.thread === null && item.value !== null) initialiser.give(item, item.value);
}

/** The number or address that the init block gives. */
export function initialValue(value: InitValue, memory: Memory, problems: Problems): bigint {
  switch (value.kind) {
    case 'number':
      return value.value;
    case 'address': {
      const { name, path } = value.location;
      const known =
        path.length === 0 && !memory.objects.has(name.text) ? memory.types.constant(name.text) : undefined;
      return known === undefined ? addressOf(value.location, memory, problems) : numberOf(known);
    }
    case 'expression':
      return numberOf(constantValue(value.expression, memory.types, problems, addressIn(memory, problems)));
    case 'label':
      return memory.addressOfLabel(value, problems);
    case 'list':
      problems.error(value.span, { code: 'unexpected', found: '{', expected: 'a number or an address' });
      return 0n;
  }
}

/** A word of flags may be given as reports and conditions have it: `PG_locked | PG_dirty` are its bits; null for anything else. */
function flagsIn(value: InitValue): bigint | null {
  if (value.kind === 'expression') return flagsOf(value.expression);
  if (value.kind !== 'address' || value.location.path.length > 0) return null;
  return flagOf(value.location.name.text);
}

function flagsOf(tree: ExpressionTree): bigint | null {
  if (tree.kind === 'name') return flagOf(tree.name);
  if (tree.kind !== 'binary' || tree.operator !== '|') return null;
  const [left, right] = [flagsOf(tree.left), flagsOf(tree.right)];
  return left === null || right === null ? null : left | right;
}

function flagOf(name: string): bigint | null {
  const flag = PAGE_FLAGS.find(({ bitName }) => bitName === name);
  return flag === undefined ? null : 1n << BigInt(flag.bit);
}

function numberOf(value: Value | null): bigint {
  return value?.expression.kind === 'constant' ? value.expression.value : 0n;
}

/** `&a[1].f` in an expression; the value of a variable is known to nobody beforehand, but an array is its address. */
function addressIn(memory: Memory, problems: Problems): (tree: ExpressionTree) => Value | null {
  return (tree) => {
    const isTaken = tree.kind === 'unary' && tree.operator === '&';
    const location = locationOf(isTaken ? tree.operand : tree);
    if (location === null) return null;
    const place = memory.placeOf(location, problems);
    if (place === null) return { expression: constant(0), type: C_ULONG };
    const { type, address } = place;
    if (isTaken) return { expression: constant(address), type: pointerTo(type) };
    return type.kind === 'array' ? { expression: constant(address), type: pointerTo(type.of) } : null;
  };
}

/** A part of an object that is to be given a value. */
interface Part {
  readonly address: bigint;
  readonly type: CType;
}

class Initialiser {
  readonly #memory: Memory;
  readonly #problems: Problems;
  readonly #cells: ReadonlyMap<bigint, MemoryCell>;
  /** Where each location was given a value first. */
  readonly #first = new Map<string, Span>();

  constructor(memory: Memory, problems: Problems) {
    this.#memory = memory;
    this.#problems = problems;
    const cells = [...memory.objects.values()].flatMap((object) => object.cells);
    this.#cells = new Map(cells.map((cell) => [cell.address, cell]));
  }

  give(item: InitItem, value: InitValue): void {
    const { name, path, span, type } = item;
    // `a[2]={1,2}` without a type has its length in the brackets.
    const isWhole = path.length === 1 && path[0].kind === 'index' && value.kind === 'list' && type === null;
    const place = this.#memory.placeOf({ name, path: isWhole ? [] : path, span }, this.#problems);
    if (place === null) return;
    const isFirst = place.type.kind === 'array' && value.kind !== 'list';
    this.#fill(isFirst ? { ...place, type: firstOf(place.type) } : place, value, item.span);
  }

  #fill(part: Part, value: InitValue, span: Span): void {
    const { type } = part;
    if (value.kind !== 'list') {
      if (type.kind === 'structure' || type.kind === 'array') this.#refuseWhole(type, value.span);
      else this.#set(part, value, span);
      return;
    }
    if (type.kind === 'structure' || type.kind === 'array') this.#fillList(part, value.items, span);
    else if (value.items.length === 1 && (type.kind === 'integer' ? type.wrapper !== null : true)) {
      const [only] = value.items;
      const placed = this.#placed(part, only);
      if (placed !== null) this.#fill(placed, only.value, span);
    } else this.#set(part, value, span);
  }

  #refuseWhole(type: CType, span: Span): void {
    const what = `a whole ${spellType(type)} as a value`;
    const why = 'give its members their values in braces, such as { .next = &x }';
    this.#problems.error(span, { code: 'unsupported', what, why });
  }

  /** The items go to the members in order, or where they say. Braces of an inner structure or array may be left out. */
  #fillList(part: Part, items: readonly ListItem[], span: Span): void {
    const children = childrenOf(part);
    // Without a name a value goes by its place, which is that of another member where some are left out.
    const isZero = items.length === 1 && items[0].value.kind === 'number' && items[0].value.value === 0n;
    if (!isZero && items.some(({ place }) => place.length === 0) && this.#isIncomplete(part.type)) return;
    let next = 0;
    for (let at = 0; at < items.length; at++) {
      const item = items[at];
      if (item.place.length > 0) {
        const placed = this.#placed(part, item);
        if (placed === null) continue;
        this.#fill(placed, item.value, span);
        next = children.findLastIndex(({ address }) => address <= placed.address) + 1;
        continue;
      }
      const child = children[next];
      if (child === undefined) {
        this.#tooMany(part, items.length, item.value.span);
        return;
      }
      next += 1;
      if (item.value.kind === 'list' || !isComposed(child.type)) {
        this.#fill(child, item.value, span);
        continue;
      }
      const taken = runOf(items.slice(at), countOf(child.type));
      this.#fillList(child, taken, span);
      at += taken.length - 1;
    }
  }

  #isIncomplete(type: CType): boolean {
    return type.kind === 'structure' && this.#memory.types.reportLeftOut(type.name, null, this.#problems);
  }

  #tooMany({ type }: Part, found: number, span: Span): void {
    const most = type.kind === 'structure' ? type.fields.length : type.kind === 'array' ? type.length : 1;
    this.#problems.error(span, { code: 'too-many', what: `values for a ${spellType(type)}`, found, most });
  }

  #placed(part: Part, { place, value }: ListItem): Part | null {
    const found = placeIn(part.type, place, (step) => this.#memory.indexOf(step, this.#problems));
    if (!('missing' in found)) return { address: part.address + BigInt(found.offset), type: found.type };
    const { missing, within } = found;
    const { types } = this.#memory;
    if (
      missing.kind === 'field' &&
      types.reportLeftOut(spellType(within), missing.name.text, this.#problems)
    ) {
      return null;
    }
    const name = missing.kind === 'field' ? missing.name.text : 'an element of that index';
    const known = within.kind === 'structure' ? within.fields.map((field) => field.name) : [];
    const structure = spellType(within);
    this.#problems.error(missing.span ?? value.span, { code: 'unknown-field', structure, name, known });
    return null;
  }

  #set({ address, type }: Part, value: InitValue, span: Span): void {
    const cell = this.#cells.get(address);
    if (cell === undefined) return;
    this.#reportSecond(cell.name, span);
    cell.used = true;
    const flags = type.kind === 'integer' && type.flags !== undefined ? flagsIn(value) : null;
    const number = flags ?? initialValue(value, this.#memory, this.#problems);
    const held = convert({ expression: constant(number), type: C_ULONG }, type);
    cell.initial = wrap(held.kind === 'constant' ? held.value : number, integerOf(type));
  }

  #reportSecond(name: string, span: Span): void {
    const before = this.#first.get(name);
    if (before === undefined) this.#first.set(name, span);
    else {
      const second = 'an init entry';
      const problem = { code: 'duplicate-name', name, first: second, second } as const;
      this.#problems.error(span, problem, { notes: [{ message: 'first initialised here', span: before }] });
    }
  }
}

function isComposed({ kind }: CType): boolean {
  return kind === 'structure' || kind === 'array';
}

function firstOf(type: CType): CType {
  return type.kind === 'array' ? firstOf(type.of) : type;
}

function childrenOf({ address, type }: Part): readonly Part[] {
  if (type.kind === 'structure') {
    return type.fields.map((field) => ({ address: address + BigInt(field.offset), type: field.type }));
  }
  if (type.kind !== 'array') return [];
  const size = sizeOf(type.of);
  return Array.from({ length: type.length }, (_, index) => ({
    address: address + BigInt(index * size),
    type: type.of,
  }));
}

/** The items at the beginning of a list that need no place of their own, at most so many. */
function runOf(items: readonly ListItem[], most: number): readonly ListItem[] {
  const end = items.findIndex(
    ({ place, value }, index) => index > 0 && (place.length > 0 || value.kind === 'list'),
  );
  return items.slice(0, Math.min(end === -1 ? items.length : end, most));
}
