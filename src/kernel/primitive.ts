/**
 * The vocabulary in which primitives are described: a primitive is a short list of steps (loads, stores, updates,
 * fences) with an ordering each. Which instructions a step becomes is the port's to say (port.ts).
 */
import type { Formula } from './primitives/formula.js';

/** What a parameter takes. `text` is its declaration, as the manual would print it. */
export interface PrimitiveParameter {
  readonly name: string;
  readonly text: string;
  readonly kind: /** A number, converted to the type of the access. */
    | 'value'
    /** A number, converted to int: a bit's index. */
    | 'number'
    /** The address of the memory accessed. */
    | 'pointer'
    /** The memory accessed, as an lvalue: `READ_ONCE(*x)`. */
    | 'lvalue'
    /** The address of a structure, whose field a step names. */
    | 'structure'
    /** The address of a local variable, `&old`. */
    | 'local'
    /** An expression over `VAL`, the value just read. */
    | 'predicate';
}

/** What a load promises by itself. */
export type LoadOrder = 'relaxed' | 'acquire';

/** What a store promises by itself; `mb` is followed by a full barrier. */
export type StoreOrder = 'relaxed' | 'release' | 'mb';
/** `void` is relaxed and gives no value back, which lets Armv8 use a no-return atomic. */
export type UpdateOrder = 'relaxed' | 'acquire' | 'release' | 'full' | 'void';

/** Barriers, by the kernel's names. */
export const FENCES = [
  'smp_mb',
  'smp_rmb',
  'smp_wmb',
  'smp_mb__before_atomic',
  'smp_mb__after_atomic',
  'smp_mb__after_spinlock',
  'smp_mb__after_unlock_lock',
  'smp_acquire__after_ctrl_dep',
  'barrier',
] as const;

/** A barrier, by the kernel's name. */
export type FenceName = (typeof FENCES)[number];

/** One step. `field` names the structure's field that it accesses; `until` makes it wait for a value. */
export type PrimitiveStep =
  | {
      readonly kind: 'load';
      readonly order: LoadOrder;
      readonly field?: string;
      readonly until?: Formula;
    }
  | { readonly kind: 'store'; readonly order: StoreOrder; readonly field?: string; readonly data: Formula }
  /** Writes `data` when `condition` is absent or not 0. */
  | {
      readonly kind: 'update';
      readonly order: UpdateOrder;
      readonly field?: string;
      readonly data: Formula;
      readonly condition?: Formula;
      readonly until?: Formula;
      /** It looks with a plain read first, and does nothing more when the condition does not hold. */
      readonly looksFirst?: boolean;
    }
  | { readonly kind: 'fence'; readonly fence: FenceName }
  /** When the condition is 0, the primitive is done and its result is 0. */
  | { readonly kind: 'guard'; readonly condition: Formula };

/** A primitive: one name. */
export interface Primitive {
  readonly name: string;
  readonly parameters: readonly PrimitiveParameter[];
  /** The result's type: `value` is the type of the memory accessed, `argument` that of the first argument. */
  readonly result: 'void' | 'value' | 'int' | 'argument';
  readonly steps: readonly PrimitiveStep[];
  /** The result, over what the last load or update found in memory. */
  readonly value: Formula;
  /** The `local` parameter that takes what was found in memory, once the result is computed. */
  readonly back: string | null;
}
