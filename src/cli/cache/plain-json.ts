/**
 * Plain data as JSON, and back, with what JSON has no form for: maps, sets, large integers, and places in a list that hold nothing.
 * Where such things are is listed beside the data, so that reading is the engine's own JSON.parse, which takes half the time of
 * node's structured clone, and then a change at each of these few places. A source, which every place in a text refers to, is
 * written once.
 */
import type { Source } from '../../text/source.js';

/** What stands in the data in place of what it is: a value that tells what it is made of. */
type PatchKind = 'map' | 'set' | 'integer' | 'nothing' | 'source';

/** A place, as the names and indices that lead there, and what is there; what is within something comes before it. */
type Patch = readonly [PatchKind, ...path: (string | number)[]];

/** The data as they are written; null in the place of the source that they are of. */
interface Packed {
  readonly data: unknown;
  readonly patches: readonly Patch[];
  readonly sources: readonly (Source | null)[];
}

/** The data as text, without the source that they are of; null where they hold what would not be the same when it is read. */
export function packed(data: unknown, own: Source): string | null {
  const packer = new Packer();
  const plain = packer.pack(data, []);
  const { patches, sources } = packer;
  // One of that name that is not the text itself would keep the name elsewhere.
  const isOther = ({ name, text }: Source): boolean => name === own.name && text !== own.text;
  if (!packer.isWhole || sources.some(isOther)) return null;
  const others = sources.map((source) => (source.name === own.name ? null : source));
  return JSON.stringify({ data: plain, patches, sources: others } satisfies Packed);
}

/** The data in a text that `packed` gave, of a source that may have another name. */
export function unpacked(text: string, own: Source): unknown {
  const { data, patches, sources } = JSON.parse(text) as Packed;
  const all = sources.map((source) => source ?? own);
  const root = [data];
  for (const [kind, ...path] of patches) {
    let holder = root as unknown as Record<string | number, unknown>;
    let last: string | number = 0;
    for (const step of path) {
      holder = holder[last] as typeof holder;
      last = step;
    }
    holder[last] = restored(kind, holder[last], all);
  }
  return root[0];
}

function restored(kind: PatchKind, value: unknown, sources: readonly Source[]): unknown {
  switch (kind) {
    case 'map':
      return new Map(value as [unknown, unknown][]);
    case 'set':
      return new Set(value as unknown[]);
    case 'integer':
      return BigInt(value as string);
    case 'source':
      return sources[value as number];
    case 'nothing':
      return undefined;
  }
}

class Packer {
  readonly patches: Patch[] = [];
  readonly sources: Source[] = [];
  isWhole = true;
  readonly #numbers = new Map<Source, number>();

  /** What is written for a value at a place. */
  pack(value: unknown, path: readonly (string | number)[]): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        // Infinity, NaN and -0 have no form.
        if (!Number.isFinite(value) || Object.is(value, -0)) this.isWhole = false;
        return value;
      case 'bigint':
        return this.#patched('integer', String(value), path);
      case 'undefined':
        return this.#patched('nothing', null, path);
      case 'object':
        return value === null ? null : this.#object(value, path);
      default:
        this.isWhole = false;
        return null;
    }
  }

  #object(value: object, path: readonly (string | number)[]): unknown {
    if (isSource(value)) return this.#patched('source', this.#numberOf(value), path);
    if (Array.isArray(value)) return this.#list(value, path);
    if (value instanceof Map) return this.#patched('map', this.#list([...value], path), path);
    if (value instanceof Set) return this.#patched('set', this.#list([...value], path), path);
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.map(([name, each]) => [name, this.pack(each, [...path, name])]));
  }

  #list(values: readonly unknown[], path: readonly (string | number)[]): unknown {
    // Lists of texts are the most of a result.
    if (values.every((each) => typeof each === 'string')) return values;
    return values.map((each, index) => this.pack(each, [...path, index]));
  }

  #patched(kind: PatchKind, value: unknown, path: readonly (string | number)[]): unknown {
    this.patches.push([kind, ...path]);
    return value;
  }

  #numberOf(source: Source): number {
    const known = this.#numbers.get(source) ?? this.sources.push(source) - 1;
    this.#numbers.set(source, known);
    return known;
  }
}

function isSource(value: object): value is Source {
  const { name, text } = value as Partial<Source>;
  return typeof name === 'string' && typeof text === 'string' && Object.keys(value).length === 2;
}
