/**
 * A C test's memory as an assembly test has it: names, arrays of numbers, and the kernel's structures. What else is a structure
 * becomes an array, if its members are alike, or else a location for each member.
 */
import { STRUCTURES } from '../kernel/structure.js';
import type { IntegerType } from '../program/expression.js';
import type { Location } from '../program/program.js';
import type { CTest } from '../syntax/tree.js';

/** Memory, declared. */
export interface MemoryNames {
  /** The entries of the init block. */
  readonly entries: readonly string[];
  /** What each location is called. */
  readonly names: readonly string[];
  /** What the address of each is called: of the first in an array by the name of that. */
  readonly addresses: readonly string[];
  /** What a final state shows for the address of each. */
  readonly shown: readonly string[];
  /** Whether some object has become several that are not next to each other. */
  readonly isScattered: boolean;
}

const NAME = /^[A-Za-z_]\w*$/;

/** Names the memory of a program; `spell` says what an initial value is, `bits` how long a word of the machine is. */
export function memoryNames(
  locations: readonly Location[],
  tree: CTest,
  bits: 32 | 64,
  spell: (value: bigint) => string,
): MemoryNames {
  const objects = new Map<string, number[]>();
  locations.forEach(({ name }, index) => {
    const object = objectOf(name);
    objects.set(object, [...(objects.get(object) ?? []), index]);
  });
  const placed = [...objects].map(([object, cells]) => ({
    cells,
    ...declared(
      object,
      cells.map((index) => locations[index]),
      { locations, tree, bits, spell },
    ),
  }));
  const gathered = (what: (each: (typeof placed)[number]) => readonly string[]): readonly string[] => {
    const all: string[] = [];
    for (const each of placed)
      each.cells.forEach((index, place) => {
        all[index] = what(each)[place];
      });
    return all;
  };
  return {
    entries: placed.flatMap(({ entries }) => entries),
    names: gathered(({ names }) => names),
    addresses: gathered(({ addresses }) => addresses),
    shown: gathered(({ shown }) => shown),
    isScattered: placed.some(({ isScattered }) => isScattered),
  };
}

/** What names are chosen among and by. */
interface Surroundings {
  readonly locations: readonly Location[];
  readonly tree: CTest;
  readonly bits: 32 | 64;
  readonly spell: (value: bigint) => string;
}

/** The declaration of one object. */
function declared(object: string, cells: readonly Location[], surroundings: Surroundings): MemoryNames {
  const { locations, tree, bits, spell } = surroundings;
  const own = cells.map(({ name }) => name);
  const [first] = cells;
  if (cells.length === 1 && first.name === object && NAME.test(object)) {
    return {
      entries: [scalar(first, object, surroundings)],
      names: own,
      addresses: own,
      shown: own,
      isScattered: false,
    };
  }
  const structure = structureOf(object, tree);
  const isNarrowed = cells.some(({ type }) => type.bits > bits);
  if (structure !== null && !isNarrowed && own.every((name) => /^\w+(?:\.\w+)+$/.test(name))) {
    const values = cells.filter(({ initial }) => initial !== 0n);
    const entries = [
      `${structure} ${object};`,
      ...values.map(({ name, initial }) => `${name}=${spell(initial)};`),
    ];
    const shown = cells.map(({ whole, name }) => whole ?? name);
    return { entries, names: own, addresses: own, shown, isScattered: false };
  }
  if (areAlike(cells) && !isNarrowed) {
    const plain = plainName(object, locations);
    const values = cells.map(({ initial }) => spell(initial)).join(',');
    const names = cells.map((_, place) => `${plain}[${place}]`);
    const addresses = names.map((name, place) => (place === 0 ? plain : name));
    const entries = [`${typeText(first.type)} ${plain}[${cells.length}]={${values}};`];
    return { entries, names, addresses, shown: addresses, isScattered: false };
  }
  const names = own.map((name) => plainName(name, locations));
  const entries = cells.map((cell, index) => scalar(cell, names[index], surroundings));
  return { entries, names, addresses: names, shown: names, isScattered: cells.length > 1 };
}

/** `a` of `a[1].b`. */
function objectOf(name: string): string {
  return /^[^.[]*/.exec(name)?.[0] ?? name;
}

function plainName(name: string, locations: readonly Location[]): string {
  let plain = name
    .replaceAll(/[^\w]+/g, '_')
    .replace(/_$/, '')
    .replace(/^(?=\d)/, '_');
  while (plain !== name && locations.some((each) => each.name === plain)) plain += '_';
  return plain;
}

function scalar({ type, initial }: Location, name: string, { bits, spell }: Surroundings): string {
  const isInt = type.bits > bits || (type.bits === 32 && type.signed);
  return `${isInt ? 'int' : typeText(type)} ${name}${initial === 0n ? '' : `=${spell(initial)}`};`;
}

function typeText({ bits, signed }: IntegerType): string {
  return `${signed ? '' : 'u'}int${bits}_t`;
}

/** Whether cells are of one type and next to each other. */
function areAlike(cells: readonly Location[]): boolean {
  return cells.every(({ type, address }, index) => {
    const [first] = cells;
    const at = first.address + BigInt(index * (first.type.bits / 8));
    return type.bits === first.type.bits && type.signed === first.type.signed && address === at;
  });
}

/** The kernel's structure that a name is declared as, or null. */
function structureOf(object: string, { init, threads, definitions }: CTest): string | null {
  const declared = [
    ...init.filter(({ thread, path }) => thread === null && path.length === 0),
    ...threads.flatMap(({ parameters }) => parameters),
    ...definitions.flatMap((each) => (each.kind === 'variable' ? [each.item] : [])),
  ].find(({ name, type }) => name.text === object && type !== null);
  const base = declared?.type?.base ?? '';
  const isOwn = definitions.some((each) => each.kind === 'structure' && each.name === base);
  return /^struct /.test(base) && STRUCTURES.has(base) && !isOwn ? base : null;
}
