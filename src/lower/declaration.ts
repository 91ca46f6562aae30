/**
 * Which locations a test has, and of what type. Locations come from the init block and from the threads'
 * parameters; an address in the init block makes one too (`x=y0`, as herd7 reads it). The init block's type wins
 * over a parameter's: a parameter of herd7's dialect only says how a thread sees the location. They must agree on its width.
 */

import { C_INT, type CType, integerOf, spellType } from '../kernel/c-type.js';
import { STRUCTURES } from '../kernel/structure.js';
import type { Identifier, InitItem, InitValue, Parameter, TypeName } from '../syntax/tree.js';
import type { Source, Span } from '../text/source.js';
import type { Untyped } from './infer-width.js';
import type { Problems } from './problems.js';
import { pointee, resolveType } from './resolve-type.js';

/** What is known of a location's name. */
export interface Declaration {
  readonly name: string;
  readonly span: Span;
  readonly type: CType;
  /** The type as the file has it, of an array an element's; null where it gives none, and for a structure. */
  readonly spelled: string | null;
  /** Where the type comes from. A guess gives way to a parameter's type, which gives way to the init block's. */
  readonly source: 'guess' | 'parameter' | 'init';
}

/** The parts of a tree that declare locations. A C test has them all. */
export interface MemoryTree {
  readonly source: Source;
  readonly init: readonly InitItem[];
  readonly threads: readonly { readonly parameters: readonly Parameter[] }[];
}

/** What the tree does not declare: names that assembly code uses as addresses, and the type of a location without one. */
export interface Mentioned {
  readonly names: readonly Identifier[];
  readonly untyped: Untyped;
}

const NOTHING: Mentioned = { names: [], untyped: () => C_INT };

/** Every location of the test by name, in the order in which the file mentions them. */
export function declarations(
  tree: MemoryTree,
  problems: Problems,
  mentioned: Mentioned = NOTHING,
): ReadonlyMap<string, Declaration> {
  const { names, untyped } = mentioned;
  const known = new Map<string, Declaration>();
  for (const item of tree.init) {
    if (item.thread === null) declare(known, fromInit(item, untyped, problems), problems);
    for (const address of addressesIn(item.value, untyped)) declare(known, address, problems);
  }
  for (const name of names) declare(known, guess(name, untyped), problems);
  for (const thread of tree.threads) {
    for (const parameter of thread.parameters) declare(known, fromParameter(parameter, problems), problems);
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

/** Every element is a location: more than this is a mistake. */
const LONGEST = 1024;

const RANK = { guess: 0, parameter: 1, init: 2 } as const;

function merge(first: Declaration, next: Declaration, problems: Problems): Declaration {
  const [better, other] = RANK[next.source] > RANK[first.source] ? [next, first] : [first, next];
  if (other.source === 'guess') return better;
  if (first.type.kind === 'array' && next.type.kind === 'array' && first.source === next.source) {
    return wider(first, next);
  }
  if ((better.type.kind === 'structure') !== (other.type.kind === 'structure')) {
    const problem = {
      code: 'duplicate-name',
      name: next.name,
      first: `a location of type ${spellType(first.type)}`,
      second: `a location of type ${spellType(next.type)}`,
    } as const;
    problems.error(next.span, problem, { notes: [{ message: 'first declared here', span: first.span }] });
    return first;
  }
  reportWidths(first, next, problems);
  const typed = better.spelled === null && other.spelled !== null ? withType(better, other) : better;
  return typed.source === other.source && typed.type.kind !== 'array' ? wider(first, next) : typed;
}

/** The number of elements of one declaration with the type of the other. */
function withType(untyped: Declaration, { type, spelled }: Declaration): Declaration {
  const element = elementOf(type);
  const { type: whole } = untyped;
  return { ...untyped, spelled, type: whole.kind === 'array' ? { ...whole, of: element } : element };
}

function elementOf(type: CType): CType {
  return type.kind === 'array' ? type.of : type;
}

/** Complains when two declarations give a location different widths: accesses of one would be of a part of the other. */
function reportWidths(first: Declaration, next: Declaration, problems: Problems): void {
  if (first.spelled === null || next.spelled === null) return;
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

function fromInit(item: InitItem, untyped: Untyped, problems: Problems): Declaration {
  const { name } = item;
  const spelled = item.type === null ? null : spell(item.type);
  const named = { name: name.text, span: name.span, spelled };
  if (item.field !== null) return { ...named, spelled: null, ...structureWith(item, item.field.text) };
  const element = item.type === null ? untyped(name.text) : resolveType(item.type, problems);
  const list = item.value?.kind === 'list' ? item.value.items.length : null;
  const bracket = item.bracket?.value ?? null;
  if (list === null && bracket === null) {
    return { ...named, type: element, source: item.type === null ? 'guess' : 'init' };
  }
  const whole = item.type !== null || list !== null;
  const length = whole ? larger(BigInt(list ?? 0), bracket ?? 0n) : (bracket ?? 0n) + 1n;
  if (length > LONGEST || length < 1) {
    problems.error(item.span, { code: 'unsupported', what: `an array of ${length} elements` });
    return { ...named, type: element, source: 'init' };
  }
  // `a[1]=3` alone says that there are at least two elements, and does not lengthen an array that is declared.
  return {
    ...named,
    type: { kind: 'array', of: element, length: Number(length) },
    source: whole ? 'init' : 'parameter',
  };
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** `page.flags=1` alone says that `page` is some structure with that field. */
function structureWith(item: InitItem, field: string): Pick<Declaration, 'type' | 'source'> {
  for (const type of STRUCTURES.values()) {
    const fields = type.kind === 'structure' ? type.fields : [];
    if (fields.some((each) => each.name === field)) return { type, source: 'init' };
  }
  return { type: STRUCTURES.get('struct page') ?? C_INT, source: item.type === null ? 'guess' : 'init' };
}

function fromParameter(parameter: Parameter, problems: Problems): Declaration {
  const { text, span } = parameter.name;
  const type = resolveType(parameter.type, problems);
  if (parameter.type.pointers === 0) {
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

function addressesIn(value: InitValue | null, untyped: Untyped): readonly Declaration[] {
  if (value === null || value.kind === 'number') return [];
  if (value.kind === 'list') return value.items.flatMap((item) => addressesIn(item, untyped));
  return [guess(value.location.name, untyped)];
}
