/**
 * How rows of the table of primitives are written. A row is a name, its parameters, its result and its steps; a
 * family is the same for the four orderings of a value-returning primitive: the bare name is fully ordered,
 * `_acquire`, `_release` and `_relaxed` are what they say (Documentation/atomic_t.txt, "ORDERING").
 */

import type {
  FenceName,
  LoadOrder,
  Primitive,
  PrimitiveParameter,
  PrimitiveStep,
  StoreOrder,
  UpdateOrder,
} from '../primitive.js';
import { type Formula, number, old } from './formula.js';

type Result = Primitive['result'];
type Order = 'full' | 'acquire' | 'release' | 'relaxed';

const SUFFIXES: readonly (readonly [Order, string])[] = [
  ['full', ''],
  ['acquire', '_acquire'],
  ['release', '_release'],
  ['relaxed', '_relaxed'],
];

/** One primitive. Without `value`, its result is what was found in memory. */
export function row(
  name: string,
  parameters: readonly PrimitiveParameter[],
  result: Result,
  steps: readonly PrimitiveStep[],
  value: Formula = old,
): Primitive {
  return { name, parameters, result, steps, value, back: null };
}

/** Four primitives, one for each ordering suffix. */
export function family(
  name: string,
  parameters: readonly PrimitiveParameter[],
  result: Result,
  steps: (order: Order) => readonly PrimitiveStep[],
  value: Formula = old,
): readonly Primitive[] {
  return SUFFIXES.map(([order, suffix]) => row(name + suffix, parameters, result, steps(order), value));
}

/** The primitive, with the value found in memory put into the local that the parameter points at. */
export function writingBack(primitives: readonly Primitive[], parameter: string): readonly Primitive[] {
  return primitives.map((primitive) => ({ ...primitive, back: parameter }));
}

interface AccessOptions {
  readonly field?: string;
  readonly condition?: Formula;
  readonly until?: Formula;
  readonly looksFirst?: boolean;
}

/** A step that loads. */
export function load(order: LoadOrder, options: Omit<AccessOptions, 'condition'> = {}): PrimitiveStep {
  return { kind: 'load', order, ...options };
}

/** A step that stores. */
export function store(
  order: StoreOrder,
  data: Formula,
  options: Pick<AccessOptions, 'field'> = {},
): PrimitiveStep {
  return { kind: 'store', order, data, ...options };
}

/** A step that reads, modifies and writes. */
export function update(order: UpdateOrder, data: Formula, options: AccessOptions = {}): PrimitiveStep {
  return { kind: 'update', order, data, ...options };
}

/** A step that is a barrier. */
export function fence(name: FenceName): PrimitiveStep {
  return { kind: 'fence', fence: name };
}

/** A step that ends the primitive with 0 when the condition is 0. */
export function guard(condition: Formula): PrimitiveStep {
  return { kind: 'guard', condition };
}

/** A parameter: its declaration as the manual prints it, whose last word is its name. */
export function parameter(kind: PrimitiveParameter['kind'], text: string): PrimitiveParameter {
  const name = /(\w+)$/.exec(text);
  return { kind, text, name: name === null ? text : name[1] };
}

export const ONE: Formula = number(1);
export const ZERO: Formula = number(0);
