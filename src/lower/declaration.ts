/**
 * Which locations a test has, and of what type. Locations come from the init block and from the threads'
 * parameters; an address in the init block makes one too (`x=y0`, as herd7 reads it). The init block's type wins
 * over a parameter's: a parameter of herd7's dialect only says how a thread sees the location. They must agree on its width.
 */

import { C_INT, C_LONG, type CType, integerOf, spellType } from '../kernel/c-type.js';
import { STRUCTURES } from '../kernel/structure.js';
import type { InitItem, InitValue, ListItem, TypeName } from '../syntax/file-scope-tree.js';
import { locationOf } from '../syntax/parse-init.js';
import type { ExpressionTree, Identifier, LabelTree, Parameter } from '../syntax/tree.js';
import { childExpressions } from '../syntax/visit.js';
import type { Source, Span } from '../text/source.js';
import type { Untyped } from './infer-width.js';
import { pointee } from './pointee.js';
import type { Problems } from './problems.js';
import { LONGEST, type Types } from './types.js';

/** What is known of a location's name. */
export interface Declaration {
  readonly name: string;
  readonly span: Span;
  readonly type: CType;
  /** The type as the file has it, of an array an element's; null where it gives none, and for a structure. */
  readonly spelled: string | null;
  /**
   * Where the type comes from. A guess gives way to a structure that has a field which is named, this to a parameter's type, which
   * gives way to the init block's.
   */
  readonly source: 'guess' | 'field' | 'parameter' | 'init';
  /** Whether accesses of an int's width are of the whole of it too. */
  readonly sizeless?: true;
}

/** The parts of a tree that declare locations. A C test has them all. */
export interface MemoryTree {
  readonly source: Source;
  readonly init: readonly InitItem[];
  readonly threads: readonly { readonly parameters: readonly Parameter[] }[];
  readonly types: Types;
  /** The functions that it defines or takes from the kernel; absent in assembly. */
  readonly functions?: readonly { readonly name: Identifier }[];
}

/** What the tree does not declare: names that assembly code uses as addresses, and the type of a location without one. */
export interface Mentioned {
  readonly names: readonly Identifier[];
  readonly untyped: Untyped;
  /** The ints that take a long's room (infer-width.ts). */
  readonly widened?: ReadonlySet<string>;
  /** The addresses of the labels of the code, which stands behind that address; absent where code has none. */
  readonly labels?: (base: bigint) => LabelAddresses;
}

/** Where labels stand. */
export interface LabelAddresses {
  /** Null for a label that is not there. */
  readonly addressOfLabel: (label: LabelTree) => bigint | null;
}

const NOTHING: Mentioned = { names: [], untyped: () => C_INT };

/** Every location of the test by name, in the order in which the file mentions them. */
export function declarations(
  tree: MemoryTree,
  problems: Problems,
  mentioned: Mentioned = NOTHING,
): ReadonlyMap<string, Declaration> {
  const { names, untyped, widened } = mentioned;
  const { types } = tree;
  const functions = new Set(tree.functions?.map(({ name }) => name.text));
  const known = new Map<string, Declaration>();
  for (const item of tree.init) {
    if (item.thread === null) declare(known, fromInit(item, { types, untyped }, problems), problems);
    for (const name of namesIn(item.value)) {
      const isLocation = types.constant(name.text) === undefined && !functions.has(name.text);
      if (isLocation) declare(known, guess(name, untyped), problems);
    }
  }
  for (const name of names) declare(known, guess(name, untyped), problems);
  for (const thread of tree.threads) {
    for (const parameter of thread.parameters) {
      declare(known, fromParameter(parameter, types, problems), problems);
    }
  }
  for (const name of widened ?? []) {
    const declaration = known.get(name);
    if (declaration !== undefined) known.set(name, { ...declaration, type: C_LONG, sizeless: true });
  }
  return known;
}

function guess({ text, span }: Identifier, untyped: Untyped): Declaration {
  return { name: text, span, type: untyped(text), spelled: null, source: 'guess' };
}

function declare(known: Map<string, Declaration>, next: Declaration, problems: Problems): void {
  const first = known.get(next.name);
  known.set(next.name, first === undefined ? next : merge(first, next, problems));
}

const RANK = { guess: 0, field: 1, parameter: 2, init: 3 } as const;

function merge(first: Declaration, next: Declaration, problems: Problems): Declaration {
  const [better, other] = RANK[next.source] > RANK[first.source] ? [next, first] : [first, next];
  if (first.type.kind === 'array' && next.type.kind === 'array' && first.source === next.source) {
    return wider(first, next);
  }
  if (other.source === 'field') return withLength(better, other);
  if (other.source === 'guess') return better;
  if (isStructure(better) !== isStructure(other) || areDifferent(better, other)) {
    // A pointer to void leads to anything.
    if (other.source === 'parameter' && other.spelled === null) return better;
    const problem = {
      code: 'duplicate-name',
      name: next.name,
      first: `a location of type ${spellType(first.type)}`,
      second: `a location of type ${spellType(next.type)}`,
    } as const;
    problems.error(next.span, problem, { notes: [{ message: 'first declared here', span: first.span }] });
    return first;
  }
  if (isIntAndPointer(first, next)) {
    problems.warnOnce(`int ${next.name}`, next.span, { code: 'int-as-pointer', name: next.name });
    return { ...better, type: C_LONG, sizeless: true };
  }
  reportWidths(first, next, problems);
  const typed = better.spelled === null && other.spelled !== null ? withType(better, other) : better;
  return typed.source === other.source && typed.type.kind !== 'array' ? wider(first, next) : typed;
}

/** A declaration, as an array if the other, which only names a field, says that it is one. */
function withLength(better: Declaration, { type }: Declaration): Declaration {
  if (type.kind !== 'array' || better.type.kind === 'array') return better;
  return { ...better, type: { ...type, of: better.type } };
}

/** The number of elements of one declaration with the type of the other. */
function withType(untyped: Declaration, { type, spelled }: Declaration): Declaration {
  const element = elementOf(type);
  const { type: whole } = untyped;
  return { ...untyped, spelled, type: whole.kind === 'array' ? { ...whole, of: element } : element };
}

/** What arrays, and arrays of arrays, are of. */
function elementOf(type: CType): CType {
  return type.kind === 'array' ? elementOf(type.of) : type;
}

function isStructure({ type }: Declaration): boolean {
  return elementOf(type).kind === 'structure';
}

function areDifferent(one: Declaration, other: Declaration): boolean {
  const [first, second] = [elementOf(one.type), elementOf(other.type)];
  return first.kind === 'structure' && first !== second;
}

/** Whether a location is an int to one declaration, and a pointer to the other. */
function isIntAndPointer(one: Declaration, other: Declaration): boolean {
  const isPointer = ({ type, sizeless }: Declaration): boolean =>
    type.kind === 'pointer' || sizeless === true;
  const isInt = ({ type, spelled }: Declaration): boolean => type === C_INT && spelled === 'int';
  return (isPointer(one) && (isInt(other) || other.sizeless === true)) || (isPointer(other) && isInt(one));
}

/** Complains when two declarations give a location different widths: accesses of one would be of a part of the other. */
function reportWidths(first: Declaration, next: Declaration, problems: Problems): void {
  if (first.spelled === null || next.spelled === null || isStructure(first)) return;
  const [expected, found] = [first, next].map(({ type }) => integerOf(elementOf(type)).bits / 8);
  if (expected === found) return;
  const problem = {
    ...({ code: 'mixed-declaration', name: next.name, bytes: found, type: next.spelled } as const),
    ...{ expectedBytes: expected, expectedType: first.spelled },
  };
  problems.error(next.span, problem, { notes: [{ message: 'declared here', span: first.span }] });
}

/** The longer array, or the type with more bits. */
function wider(first: Declaration, next: Declaration): Declaration {
  if (first.type.kind === 'array' && next.type.kind === 'array') {
    return next.type.length > first.type.length ? { ...first, type: next.type } : first;
  }
  return integerOf(next.type).bits > integerOf(first.type).bits ? { ...first, type: next.type } : first;
}

interface Typing {
  readonly types: Types;
  readonly untyped: Untyped;
}

function fromInit(item: InitItem, { types, untyped }: Typing, problems: Problems): Declaration {
  const { name, path } = item;
  const named = { name: name.text, span: name.span, spelled: null };
  const field = path.find((step) => step.kind === 'field');
  if (field?.kind === 'field') return { ...named, ...structureWith(item, field.name.text, types, problems) };
  const list = item.value?.kind === 'list' ? lengthOf(item.value.items, types, problems) : null;
  if (item.type === null) return { ...named, ...untypedItem(item, list, { types, untyped }, problems) };
  const type = types.resolve(item.type, problems);
  const typed = { ...named, spelled: spell(item.type), source: 'init' } as const;
  if (type.kind === 'array') {
    const length = larger(BigInt(type.length), BigInt(list ?? 0));
    return { ...typed, type: arrayOf(type.of, length, item, problems) };
  }
  // `int a = {1, 2}` is an array to herd7; a structure, and what wraps an integer, has its value in braces.
  const isWhole = type.kind === 'structure' || (type.kind === 'integer' && type.wrapper !== null);
  if (list === null || isWhole) return { ...typed, type };
  return { ...typed, type: arrayOf(type, BigInt(list), item, problems) };
}

/** How many elements an array has at least that is given such a list. */
function lengthOf(items: readonly ListItem[], types: Types, problems: Problems): number {
  let next = 0;
  let length = 0;
  for (const { place } of items) {
    const [step] = place;
    if (step?.kind === 'index') next = Number(types.number(step.index, problems) ?? 0n);
    next += 1;
    length = Math.max(length, next);
  }
  return length;
}

/** `x=1`, `a[2]={1,2}`, `a[1]=3` */
function untypedItem(
  item: InitItem,
  list: number | null,
  { types, untyped }: Typing,
  problems: Problems,
): Pick<Declaration, 'type' | 'source'> {
  const element = untyped(item.name.text);
  const [step] = item.path;
  const bracket = step?.kind === 'index' ? types.number(step.index, problems) : null;
  if (list === null && bracket === null) return { type: element, source: 'guess' };
  // `a[1]=3` alone says that there are at least two elements, and does not lengthen an array that is declared.
  const length = list === null ? (bracket ?? 0n) + 1n : larger(BigInt(list), bracket ?? 0n);
  return { type: arrayOf(element, length, item, problems), source: list === null ? 'parameter' : 'init' };
}

function arrayOf(of: CType, length: bigint, { span }: InitItem, problems: Problems): CType {
  if (length <= LONGEST && length >= 1) return { kind: 'array', of, length: Number(length) };
  problems.error(span, { code: 'unsupported', what: `an array of ${length} elements` });
  return of;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** `page.flags=1` alone says that `page` is some structure with that field; `a[1].gen=2` that `a` is an array of them. */
function structureWith(
  item: InitItem,
  field: string,
  types: Types,
  problems: Problems,
): Pick<Declaration, 'type' | 'source'> {
  const type = types.structureWith(field) ?? STRUCTURES.get('struct page') ?? C_INT;
  const source = 'field';
  const [step] = item.path;
  if (step?.kind !== 'index') return { type, source };
  const index = types.number(step.index, problems) ?? 0n;
  return { type: arrayOf(type, index + 1n, item, problems), source };
}

function fromParameter(parameter: Parameter, types: Types, problems: Problems): Declaration {
  const { text, span } = parameter.name;
  const type = types.resolve(parameter.type, problems);
  if (parameter.type.pointers === 0 && type.kind !== 'pointer') {
    const fix = { span: { ...span, end: span.start }, replacement: '*' };
    problems.error(span, { code: 'not-a-pointer', what: `parameter '${text}'` }, { fix });
  }
  // A pointer to void gives no type to what it points at.
  const says =
    parameter.type.pointers > 1 || (parameter.type.pointers === 1 && parameter.type.base !== 'void');
  const spelled = says ? spell(parameter.type, 1) : null;
  return { name: text, span, type: pointee(type), spelled, source: 'parameter' };
}

/** `u8 *`, with fewer stars when it is a pointer to what is meant. */
function spell({ base, pointers }: TypeName, fewer = 0): string {
  const stars = '*'.repeat(pointers - fewer);
  return stars === '' ? base : `${base} ${stars}`;
}

/** The names in a value, which stand for addresses or constants. */
function namesIn(value: InitValue | null): readonly Identifier[] {
  if (value === null || value.kind === 'number' || value.kind === 'label') return [];
  if (value.kind === 'list') return value.items.flatMap((item) => namesIn(item.value));
  return value.kind === 'address' ? [value.location.name] : addressedIn(value.expression);
}

/** The names whose address an expression takes. */
function addressedIn(expression: ExpressionTree): readonly Identifier[] {
  if (expression.kind === 'unary' && expression.operator === '&') {
    const location = locationOf(expression.operand);
    return location === null ? [] : [location.name];
  }
  return childExpressions(expression).flatMap(addressedIn);
}
