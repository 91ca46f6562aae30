/** Places in memory as a test names them, `clk`, `a[1]`, `p.b[2].c`: where they are, and of what type. */
import type { CType } from '../kernel/c-type.js';
import { sizeOf } from '../kernel/c-type.js';
import type { PathStep } from '../syntax/tree.js';

/** A part of an object. */
export interface Place {
  /** In bytes from the object's start. */
  readonly offset: number;
  readonly type: CType;
}

/** A step that leads nowhere, and the type that it was to lead into. */
export interface Missing {
  readonly missing: PathStep;
  readonly within: CType;
}

/** Gives the number that an index is, or null for one that is none. */
export type IndexOf = (step: PathStep & { readonly kind: 'index' }) => bigint | null;

/** Follows the steps of a path. */
export function placeIn(type: CType, path: readonly PathStep[], indexOf: IndexOf): Place | Missing {
  let place: Place = { offset: 0, type };
  for (const step of path) {
    const next = stepInto(place.type, step, indexOf);
    if (next === null) return { missing: step, within: place.type };
    place = { offset: place.offset + next.offset, type: next.type };
  }
  return place;
}

function stepInto(type: CType, step: PathStep, indexOf: IndexOf): Place | null {
  if (step.kind === 'field') {
    const name = step.name.text;
    if (type.kind === 'integer' && type.wrapper === name) return { offset: 0, type };
    const field = type.kind === 'structure' ? type.fields.find((each) => each.name === name) : undefined;
    return field === undefined ? null : { offset: field.offset, type: field.type };
  }
  const index = indexOf(step);
  if (type.kind !== 'array') return index === 0n && type.kind !== 'structure' ? { offset: 0, type } : null;
  if (index === null || index < 0n || index >= BigInt(type.length)) return null;
  return { offset: Number(index) * sizeOf(type.of), type: type.of };
}

/** The number of locations of an object. */
export function countOf(type: CType): number {
  if (type.kind === 'array') return type.length * countOf(type.of);
  if (type.kind !== 'structure') return 1;
  return type.fields.reduce((sum, field) => sum + countOf(field.type), 0);
}
