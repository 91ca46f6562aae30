/**
 * Which locations a test has, and of what type. Locations come from the init block and from the threads'
 * parameters; an address in the init block makes one too (`x=y0`, as herd7 reads it). The init block's type wins
 * over a parameter's: a parameter of herd7's dialect only says how a thread sees the location.
 */

import type { Source, Span } from '../diagnostic/source.js';
import { STRUCTURES } from '../kernel/structure.js';
import { C_INT, type CType, integerOf, spellType } from '../kernel/type.js';
import type { Identifier, InitItem, InitValue, Parameter } from '../syntax/tree.js';
import type { Faults } from './fault.js';
import { pointee, resolveType } from './type.js';

/** What is known of a location's name. */
export interface Declaration {
  readonly name: string;
  readonly span: Span;
  readonly type: CType;
  /** How sure the type is: a guess gives way to a parameter's type, and that to the init block's. */
  readonly source: 'guess' | 'parameter' | 'init';
}

/** The parts of a test's tree that say which locations there are; a C test has them all. */
export interface MemoryTree {
  readonly source: Source;
  readonly init: readonly InitItem[];
  readonly threads: readonly { readonly parameters: readonly Parameter[] }[];
}

/** What an assembly test adds: names that its code uses as addresses, and the type of what no declaration types. */
export interface Mentioned {
  readonly names: readonly Identifier[];
  readonly untyped: CType;
}

const NOTHING: Mentioned = { names: [], untyped: C_INT };

/** Every location of the test by name, in the order in which the file mentions them. */
export function declarations(
  tree: MemoryTree,
  faults: Faults,
  mentioned: Mentioned = NOTHING,
): ReadonlyMap<string, Declaration> {
  const { names, untyped } = mentioned;
  const known = new Map<string, Declaration>();
  for (const item of tree.init) {
    if (item.thread === null) declare(known, fromInit(item, untyped, faults), faults);
    for (const address of addressesIn(item.value, untyped)) declare(known, address, faults);
  }
  for (const name of names) declare(known, guess(name, untyped), faults);
  for (const thread of tree.threads) {
    for (const parameter of thread.parameters) declare(known, fromParameter(parameter, faults), faults);
  }
  return known;
}

function guess({ text, span }: Identifier, type: CType): Declaration {
  return { name: text, span, type, source: 'guess' };
}

function declare(known: Map<string, Declaration>, next: Declaration, faults: Faults): void {
  const first = known.get(next.name);
  known.set(next.name, first === undefined ? next : merge(first, next, faults));
}

/** Every element is a location: more than this is a mistake. */
const LONGEST = 1024;

const RANK = { guess: 0, parameter: 1, init: 2 } as const;

function merge(first: Declaration, next: Declaration, faults: Faults): Declaration {
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
    faults.error(next.span, problem, { notes: [{ message: 'first declared here', span: first.span }] });
    return first;
  }
  return better.source === other.source && better.type.kind !== 'array' ? wider(first, next) : better;
}

/** The longer array, or the type with more bits. */
function wider(first: Declaration, next: Declaration): Declaration {
  if (first.type.kind === 'array' && next.type.kind === 'array') {
    return next.type.length > first.type.length ? { ...first, type: next.type } : first;
  }
  return integerOf(next.type).bits > integerOf(first.type).bits ? { ...first, type: next.type } : first;
}

function fromInit(item: InitItem, untyped: CType, faults: Faults): Declaration {
  const { name } = item;
  const named = { name: name.text, span: name.span };
  if (item.field !== null) return { ...named, ...structureWith(item, item.field.text) };
  const element = item.type === null ? untyped : resolveType(item.type, faults);
  const list = item.value?.kind === 'list' ? item.value.items.length : null;
  const bracket = item.bracket?.value ?? null;
  if (list === null && bracket === null) {
    return { ...named, type: element, source: item.type === null ? 'guess' : 'init' };
  }
  const whole = item.type !== null || list !== null;
  const length = whole ? larger(BigInt(list ?? 0), bracket ?? 0n) : (bracket ?? 0n) + 1n;
  if (length > LONGEST || length < 1) {
    faults.error(item.span, { code: 'unsupported', what: `an array of ${length} elements` });
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

function fromParameter(parameter: Parameter, faults: Faults): Declaration {
  const { text, span } = parameter.name;
  const type = resolveType(parameter.type, faults);
  if (parameter.type.pointers === 0) {
    const fix = { span: { ...span, end: span.start }, replacement: '*' };
    faults.error(span, { code: 'not-a-pointer', what: `parameter '${text}'` }, { fix });
  }
  return { name: text, span, type: pointee(type), source: 'parameter' };
}

function addressesIn(value: InitValue | null, untyped: CType): readonly Declaration[] {
  if (value === null || value.kind === 'number') return [];
  if (value.kind === 'list') return value.items.flatMap((item) => addressesIn(item, untyped));
  return [guess(value.place.name, untyped)];
}
