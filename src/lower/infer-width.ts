/**
 * Widths, as far as the text shows them: accesses of constant addresses are compared with the locations, and a location
 * that the file gives no type takes the width of its accesses. Addresses that are computed are known to the search alone
 * (search/findings.ts).
 */
import { C_INT, C_LONG, type CType, integerOf, sizeOf, TYPES } from '../kernel/c-type.js';
import { addressIn } from '../passes/constant.js';
import { eachLeaf, type IntegerType, POINTER } from '../program/expression.js';
import type { MemoryInstruction, Thread } from '../program/program.js';
import { isWhole, mixedOf, mixedSize, overlapped } from '../program/width.js';
import { type TargetsOf, targetsIn } from './access-targets.js';
import type { Memory, MemoryObject } from './memory-layout.js';
import type { Problems } from './problems.js';

type Bits = IntegerType['bits'];

/** An access; `address` is null where it is computed. */
interface Access {
  readonly thread: number;
  readonly instruction: MemoryInstruction;
  readonly address: bigint | null;
}

function accessesIn(threads: readonly Thread[]): readonly Access[] {
  return threads.flatMap((each, thread) => {
    const constant = addressIn(each);
    return each.code.flatMap((instruction) =>
      'address' in instruction ? [{ thread, instruction, address: constant(instruction) }] : [],
    );
  });
}

/** Reports the accesses of constant addresses that touch a location and are not of the whole of it. */
export function reportMixed(threads: readonly Thread[], memory: Memory, problems: Problems): void {
  const { locations } = memory;
  const accesses = accessesIn(threads);
  for (const { thread, instruction, address } of accesses) {
    if (address === null) continue;
    const { span, type } = instruction;
    const location = overlapped(locations, address, type.bits);
    if (location === undefined || isWhole(location, address, type.bits)) continue;
    const other = accesses.find(
      (each) => each.address !== null && isWhole(location, each.address, each.instruction.type.bits),
    );
    const mixed = mixedOf(location, address);
    problems.addOnce(
      `mixed ${span.start} ${span.end} ${location.name}`,
      mixedSize({
        ...{ thread: threads[thread].name, span, bits: type.bits, mixed, model: null },
        other: other?.instruction.span,
      }),
    );
  }
}

/** The type of a location that the file gives none. */
export type Untyped = (name: string) => CType;

const TYPE_OF: Readonly<Record<Bits, CType>> = {
  8: TYPES.get('u8') ?? C_INT,
  16: TYPES.get('u16') ?? C_INT,
  32: C_INT,
  64: C_LONG,
};

/**
 * The types, by their accesses, of the locations that the file gives none; null when all are ints. Where accesses disagree
 * one width is taken, and the others are errors, here or in the search. A location without accesses has the width of the widest access of the test.
 */
export function inferred(threads: readonly Thread[], memory: Memory): Untyped | null {
  const objects = [...memory.objects.values()].filter(isUntyped);
  if (objects.length === 0) return null;
  const accesses = accessesIn(threads);
  const usual = accesses.some(({ instruction }) => instruction.type.bits === 64) ? C_LONG : C_INT;
  const types = new Map<string, CType>();
  const votes = new Votes(threads, memory, accesses);
  for (const object of objects) {
    const bits = votes.widthOf(object, integerOf(usual).bits);
    types.set(object.name, bits === null ? usual : TYPE_OF[bits]);
  }
  if ([...types.values()].every((type) => type === C_INT)) return null;
  return (name) => types.get(name) ?? C_INT;
}

/**
 * The ints in whose place a pointer may be accessed: they take a pointer's room, and each access is of the whole of it, with a
 * warning. To herd7 a location has no width, and published tests write `*(char **)x`, or keep addresses in an int.
 */
export function widened(threads: readonly Thread[], memory: Memory, problems: Problems): ReadonlySet<string> {
  const names = new Set<string>();
  const accesses = accessesIn(threads);
  if (!accesses.some(isOfPointer)) return names;
  const votes = new Votes(threads, memory, accesses);
  for (const { name, type, spelled, span, address } of memory.objects.values()) {
    const isInt = type === C_INT && (spelled === null || spelled === 'int');
    if (!isInt) continue;
    const [pointer, other] = votes.firstAt(address);
    if (pointer === undefined || (spelled === null && other === undefined)) continue;
    names.add(name);
    problems.warnOnce(`int ${name}`, span, { code: 'int-as-pointer', name });
  }
  return names;
}

function isOfPointer({ instruction }: Access): boolean {
  return instruction.type === POINTER;
}

function isUntyped({ type, spelled }: MemoryObject): boolean {
  return spelled === null && type.kind !== 'structure';
}

/** Which widths the accesses of an object have. */
class Votes {
  readonly #threads: readonly Thread[];
  readonly #memory: Memory;
  readonly #accesses: readonly Access[];
  #targets: TargetsOf | null = null;

  constructor(threads: readonly Thread[], memory: Memory, accesses: readonly Access[]) {
    this.#threads = threads;
    this.#memory = memory;
    this.#accesses = accesses;
  }

  /** The width of the first access at its start, or else of those that may be there; `usual` where these disagree. */
  widthOf(object: MemoryObject, usual: Bits): Bits | null {
    const certain = this.#accesses.find(({ address }) => address === object.address);
    if (certain !== undefined) return certain.instruction.type.bits;
    const inside = this.#accesses.find(({ address }) => address !== null && isInside(object, address));
    if (inside !== undefined) return inside.instruction.type.bits;
    // Most tests have accesses of one width, and need not be followed.
    if (this.#accesses.every(({ instruction }) => instruction.type.bits === usual)) return usual;
    const possible = this.#possible(object);
    const [first = null] = possible;
    return possible.has(usual) ? usual : first;
  }

  /** The first access of a pointer that may be at an address, and the first of something else. */
  firstAt(at: bigint): readonly [Access | undefined, Access | undefined] {
    const isThere = (access: Access): boolean =>
      access.address === null ? this.#mayBeOf(access, at) : access.address === at;
    const first = (isMeant: (access: Access) => boolean): Access | undefined =>
      this.#accesses.find((access) => isMeant(access) && isThere(access));
    return [first(isOfPointer), first((access) => !isOfPointer(access))];
  }

  /** The widths of the accesses of computed addresses that may be at its start. */
  #possible({ address: at }: MemoryObject): ReadonlySet<Bits> {
    const possible = this.#accesses.filter((access) => access.address === null && this.#mayBeOf(access, at));
    return new Set(possible.map(({ instruction }) => instruction.type.bits));
  }

  #mayBeOf({ thread, instruction }: Access, address: bigint): boolean {
    const { locations } = this.#memory;
    this.#targets ??= targetsIn({
      controlDependencies: 'everything',
      instructions: null,
      locations,
      threads: this.#threads,
    });
    const targets = this.#targets(thread, instruction);
    if (targets !== null) return targets.includes(address);
    // It is computed from too much to be followed: what it begins with is named in it.
    let named = false;
    const { registers } = this.#threads[thread];
    eachLeaf(instruction.address, (leaf) => {
      named ||= (leaf.kind === 'constant' ? leaf.value : registers[leaf.register].initial) === address;
    });
    return named;
  }
}

function isInside({ address, type }: MemoryObject, at: bigint): boolean {
  return at >= address && at < address + BigInt(sizeOf(type));
}
