/**
 * The types and constants of a test: the kernel's, and those that the file defines. A file's own definition goes before the
 * kernel's of the same name. Members lie as C's ABI has them: in order, each at the next multiple of its alignment.
 */
import {
  alignmentOf,
  C_INT,
  C_LONG,
  C_ULONG,
  type CType,
  type Field,
  padded,
  pointerTo,
  type Structure,
  sizeOf,
  spellType,
  TYPES,
} from '../kernel/c-type.js';
import { UNSUPPORTED_TYPES } from '../kernel/primitives/index.js';
import { CONSTANTS, STRUCTURES } from '../kernel/structure.js';
import type { DefinitionTree, Member, TypeName } from '../syntax/file-scope-tree.js';
import type { ExpressionTree, Identifier } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { constantValue } from './constant-expression.js';
import type { Problems } from './problems.js';
import { constant, convert, type Value } from './value.js';

/** Gives the type of an expression, for `typeof`. */
export type TypeOf = (tree: ExpressionTree) => CType;

/** Every element is a location: more than this is a mistake. */
export const LONGEST = 1024;

interface OwnStructure extends Structure {
  readonly fields: Field[];
}

type Defined<Kind extends DefinitionTree['kind']> = DefinitionTree & { readonly kind: Kind };

/** The types and the constants that a test may name. */
export class Types {
  readonly #structures = new Map<string, OwnStructure>();
  readonly #typedefs = new Map<string, CType>();
  readonly #enums = new Set<string>();
  readonly #constants = new Map<string, bigint>();
  /** The structures of pointers to what is defined nowhere. */
  readonly #unknown = new Map<string, CType>();
  /** For each structure the members that it is without: those of unknown types, and bit-fields. They are reported where they are used. */
  readonly #leftOut = new Map<string, Map<string, Member>>();

  constructor(definitions: readonly DefinitionTree[], problems: Problems) {
    // Pointers may lead to a structure before it is defined.
    for (const each of definitions) if (each.kind === 'structure') this.#declare(each, problems);
    for (const each of definitions) {
      if (each.kind === 'enum') this.#enumerate(each, problems);
      else if (each.kind === 'typedef') {
        const type = this.#resolve(each.type, problems, noTypeOf(problems), true);
        this.#typedefs.set(each.name.text, wrapped(each.name.text, type) ?? type);
      } else if (each.kind === 'structure') this.#define(each, problems);
    }
  }

  /** The type that a name stands for; an unknown one is reported and taken as int. */
  resolve(name: TypeName, problems: Problems, typeOf: TypeOf = noTypeOf(problems)): CType {
    return this.#resolve(name, problems, typeOf, false);
  }

  /** What a name is that stands for a number, or undefined. */
  constant(name: string): Value | undefined {
    const number = this.#constants.get(name) ?? CONSTANTS.get(name);
    return number === undefined ? undefined : { expression: constant(number), type: typeOfNumber(number) };
  }

  /** The names of constants. */
  get constants(): Iterable<string> {
    return [...this.#constants.keys(), ...CONSTANTS.keys()];
  }

  /** The structures that have a field of that name, the file's own first. */
  structureWith(field: string): CType | null {
    for (const type of [...this.#structures.values(), ...STRUCTURES.values()]) {
      if (type.kind === 'structure' && type.fields.some(({ name }) => name === field)) return type;
    }
    return null;
  }

  /** A pointer of the kernel's own structures, to the structure of that name that the file defines. */
  asDefined(type: CType): CType {
    if (type.kind !== 'pointer' || type.to.kind !== 'structure' || type.to.fields.length > 0) return type;
    const own = this.#structures.get(type.to.name);
    return own === undefined ? type : pointerTo(own);
  }

  /** The number that an expression is worth beforehand; null, and reported, for one that is worth none. */
  number(tree: ExpressionTree, problems: Problems): bigint | null {
    const value = constantValue(tree, this, problems);
    return value?.expression.kind === 'constant' ? value.expression.value : null;
  }

  #declare({ name, span }: Defined<'structure'>, problems: Problems): void {
    if (this.#structures.has(name)) reportTwice(name, 'a structure', span, problems);
    else this.#structures.set(name, { kind: 'structure', name, fields: [], sparse: false });
  }

  #define({ name, members }: Defined<'structure'>, problems: Problems): void {
    const structure = this.#structures.get(name);
    if (structure === undefined || structure.fields.length > 0) return;
    let offset = 0;
    for (const each of members) {
      const { type: written, name: member } = each;
      if (each.bits !== null || this.#isUnknown(written)) {
        const left = this.#leftOut.get(name) ?? new Map<string, Member>();
        this.#leftOut.set(name, left.set(member.text, each));
        continue;
      }
      const type = this.#resolve(written, problems, noTypeOf(problems), true);
      if (!this.#isComplete(type, structure)) {
        const what = `member '${member.text}' of type ${spellType(type)}`;
        const why = 'define its structure before this one, or make it a pointer';
        problems.error(written.span, { code: 'unsupported', what, why });
        continue;
      }
      if (structure.fields.some((each) => each.name === member.text)) {
        reportTwice(member.text, 'a member', member.span, problems);
        continue;
      }
      offset = padded(offset, alignmentOf(type));
      structure.fields.push({ name: member.text, type, offset });
      offset += sizeOf(type);
    }
  }

  /** Whether nothing says what a type is: a pasted structure has much that a test is not about. */
  #isUnknown({ base, pointers, like }: TypeName): boolean {
    return pointers === 0 && like === undefined && !UNSUPPORTED_TYPES.has(base) && this.#find(base) === null;
  }

  /**
   * Reports why a structure is without a member that it is defined with; with no member, why it is without any. False where that is not
   * so.
   */
  reportLeftOut(structure: string, member: string | null, problems: Problems): boolean {
    const left = this.#leftOut.get(structure);
    const [first] = left?.values() ?? [];
    const found = member === null ? first : left?.get(member);
    if (found === undefined) return false;
    if (found.bits !== null) {
      const why = 'a processor writes the word that it is in; give it a word of its own';
      problems.error(found.name.span, { code: 'unsupported', what: 'a bit-field', why });
    } else this.#reportUnknown(found.type, problems);
    return true;
  }

  /** Reports a type whose size is not known since some structure in it is without a member. */
  reportIncomplete(type: CType, problems: Problems): void {
    if (type.kind === 'array') this.reportIncomplete(type.of, problems);
    if (type.kind !== 'structure' || this.reportLeftOut(type.name, null, problems)) return;
    for (const field of type.fields) this.reportIncomplete(field.type, problems);
  }

  /** Whether the type's size is known: not `void`, and no structure that is yet to be defined, or the one around it. */
  #isComplete(type: CType, outer: CType): boolean {
    if (type.kind === 'array') return this.#isComplete(type.of, outer);
    if (type.kind === 'structure') return type !== outer && type.fields.length > 0;
    return type.kind !== 'void';
  }

  #enumerate({ name, members }: Defined<'enum'>, problems: Problems): void {
    if (name !== null) this.#enums.add(name);
    let next = 0n;
    for (const member of members) {
      if (member.value !== null) next = this.number(member.value, problems) ?? next;
      if (this.#constants.has(member.name.text)) {
        reportTwice(member.name.text, 'a constant', member.name.span, problems);
      }
      this.#constants.set(member.name.text, next);
      next += 1n;
    }
  }

  #resolve(name: TypeName, problems: Problems, typeOf: TypeOf, isMember: boolean): CType {
    let type =
      name.like === undefined
        ? this.#named(name, problems, isMember)
        : this.#like(name.like, problems, typeOf);
    for (let level = 0; level < name.pointers; level++) type = pointerTo(type);
    for (const length of [...(name.lengths ?? [])].reverse()) {
      type = { kind: 'array', of: type, length: this.#length(length, length?.span ?? name.span, problems) };
    }
    return type;
  }

  /** What a name of a type stands for; null for one that is not known. */
  #find(base: string): CType | null {
    const known = this.#structures.get(base) ?? this.#typedefs.get(base) ?? TYPES.get(base);
    return known ?? STRUCTURES.get(base) ?? (this.#enums.has(base) ? C_INT : null);
  }

  #named(name: TypeName, problems: Problems, isMember: boolean): CType {
    const { base, pointers, span } = name;
    const known = this.#find(base);
    if (known !== null) return known;
    // Pasted structures point at much that a test is not about.
    if (isMember && pointers > 0) {
      const unknown = this.#unknown.get(base) ?? { kind: 'structure', name: base, fields: [], sparse: true };
      this.#unknown.set(base, unknown);
      return unknown;
    }
    if (UNSUPPORTED_TYPES.has(base)) {
      const [what, why] = [`the type '${base}'`, 'the memory model of C11 is not part of these models'];
      problems.errorOnce(`type ${base}`, span, { code: 'unsupported', what, why });
    } else this.#reportUnknown(name, problems);
    return C_INT;
  }

  #reportUnknown({ base, span }: TypeName, problems: Problems): void {
    const names = [
      ...this.#structures.keys(),
      ...this.#typedefs.keys(),
      ...TYPES.keys(),
      ...STRUCTURES.keys(),
    ];
    problems.error(span, { code: 'unknown-type', name: base, ...problems.suggest(base, names) });
  }

  #like(tree: ExpressionTree, problems: Problems, typeOf: TypeOf): CType {
    return tree.kind === 'type' ? this.#resolve(tree.type, problems, typeOf, false) : typeOf(tree);
  }

  #length(tree: ExpressionTree | null, span: Span, problems: Problems): number {
    if (tree === null) return 0;
    const length = this.number(tree, problems) ?? 1n;
    if (length >= 1 && length <= LONGEST) return Number(length);
    problems.error(span, { code: 'unsupported', what: `an array of ${length} elements` });
    return 1;
  }
}

/** `typedef struct { unsigned long pte; } pte_t;`: a number that has a type of its own, and a value as numbers have. */
function wrapped(name: string, type: CType): CType | null {
  if (type.kind !== 'structure' || type.name !== `struct ${name}` || type.fields.length !== 1) return null;
  const [{ name: wrapper, type: member }] = type.fields;
  const isPlain = member.kind === 'integer' && member.wrapper === null;
  return isPlain ? { kind: 'integer', name, integer: member.integer, wrapper, own: true } : null;
}

/** The type of a number that a name stands for. */
function typeOfNumber(number: bigint): CType {
  const int: Value = { expression: constant(number), type: C_ULONG };
  const fits = convert(int, C_INT);
  if (fits.kind === 'constant' && fits.value === number) return C_INT;
  if (number >= 0n && number < 1n << 32n) return TYPES.get('unsigned int') ?? C_ULONG;
  return number >= 1n << 63n ? C_ULONG : C_LONG;
}

function noTypeOf(problems: Problems): TypeOf {
  return ({ span }) => {
    problems.error(span, { code: 'unsupported', what: "'typeof' an expression at file scope" });
    return C_INT;
  };
}

function reportTwice(name: string, what: string, span: Identifier['span'], problems: Problems): void {
  problems.error(span, { code: 'duplicate-name', name, first: what, second: what });
}
