/**
 * How rows of the table of primitives are written. A row is a name, its parameters, its result and its steps. A family is the
 * same for the four orderings of a value-returning primitive, each a variant of the others: the bare name is fully ordered,
 * `_acquire`, `_release` and `_relaxed` are what they say (Documentation/atomic_t.txt, "ORDERING").
 */

import type { KernelTag } from '../../program/program.js';
import type {
  FenceName,
  LoadOrder,
  Primitive,
  PrimitiveParameter,
  PrimitiveStep,
  StoreOrder,
  UpdateOrder,
  Variant,
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
/** The suffixes of a family, from the weakest to the strongest. */
const SIBLINGS = ['_relaxed', '_acquire', '_release', ''];

/** One primitive. Without `value`, its result is what was found in memory. */
export function row(
  name: string,
  parameters: readonly PrimitiveParameter[],
  result: Result,
  steps: readonly PrimitiveStep[],
  value: Formula = old,
): Primitive {
  return { name, parameters, result, steps, value, back: null, variants: [], lock: null };
}

/** Four primitives, one for each ordering suffix, each a variant of the others; `others` are variants of all of them. */
export function family(
  name: string,
  parameters: readonly PrimitiveParameter[],
  result: Result,
  steps: (order: Order) => readonly PrimitiveStep[],
  value: Formula = old,
  others: readonly Variant[] = [],
): readonly Primitive[] {
  return SUFFIXES.map(([order, suffix]) => {
    const siblings = SIBLINGS.filter((each) => each !== suffix).map((each) => suffixed(name, each));
    const primitive = row(name + suffix, parameters, result, steps(order), value);
    return { ...primitive, variants: [...others, ...siblings] };
  });
}

/** A primitive with its variants. */
export function withVariants(primitive: Primitive, ...variants: readonly Variant[]): Primitive {
  return { ...primitive, variants };
}

/** A primitive as a part of a lock. */
export function ofLock(primitive: Primitive, lock: NonNullable<Primitive['lock']> = 'other'): Primitive {
  return { ...primitive, lock };
}

/** A variant of another name; `rest` says what is not as with most. */
export function variant(name: string, rest: Partial<Omit<Variant, 'name'>> = {}): Variant {
  return { name, suffix: null, fits: 'any', negated: false, field: null, leading: null, ...rest };
}

/** A variant whose name is a stem and an ordering suffix. */
export function suffixed(stem: string, suffix: string, rest: Partial<Variant> = {}): Variant {
  return variant(stem + suffix, { suffix: suffix === '' ? null : suffix, ...rest });
}

/** The variants that order less than a fully ordered primitive, in a family of another name. */
export function weakerIn(stem: string, rest: Partial<Variant>): readonly Variant[] {
  return ['_relaxed', '_acquire', '_release'].map((suffix) => suffixed(stem, suffix, rest));
}

/** The primitive, with the value found in memory put into the local that the parameter points at. */
export function writingBack(primitives: readonly Primitive[], parameter: string): readonly Primitive[] {
  return primitives.map((primitive) => ({ ...primitive, back: parameter }));
}

interface AccessOptions {
  readonly tag?: KernelTag;
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
  options: Pick<AccessOptions, 'field' | 'tag'> = {},
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

/** A step about readers; with `domain` about those of the location that the primitive is given. */
export function readers(tag: KernelTag, domain = false): PrimitiveStep {
  return { kind: 'readers', tag, domain };
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
