/**
 * The vocabulary in which primitives are described: a primitive is a short list of steps (loads, stores, updates,
 * fences) with an ordering each. Which instructions a step becomes is the port's to say (port.ts).
 */
import type { KernelTag } from '../program/program.js';
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
    | 'predicate'
    /** What changes nothing here, such as the flags of spin_lock_irqsave(): it is not evaluated. */
    | 'ignored';
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
  'mb',
  'rmb',
  'wmb',
  'dma_mb',
  'dma_rmb',
  'dma_wmb',
  'barrier',
] as const;

/** A barrier, by the kernel's name. */
export type FenceName = (typeof FENCES)[number];

/**
 * One step. `field` names the structure's field that it accesses; `until` makes it wait for a value; `tag` is what it is to the
 * kernel's memory model, where that does not follow from its order.
 */
export type PrimitiveStep =
  | {
      readonly kind: 'load';
      readonly order: LoadOrder;
      readonly tag?: KernelTag;
      readonly field?: string;
      readonly until?: Formula;
    }
  | {
      readonly kind: 'store';
      readonly order: StoreOrder;
      readonly tag?: KernelTag;
      readonly field?: string;
      readonly data: Formula;
    }
  /** Writes `data` when `condition` is absent or not 0. */
  | {
      readonly kind: 'update';
      readonly order: UpdateOrder;
      readonly tag?: KernelTag;
      readonly field?: string;
      readonly data: Formula;
      readonly condition?: Formula;
      readonly until?: Formula;
      /** It looks with a plain read first, and does nothing more when the condition does not hold. */
      readonly looksFirst?: boolean;
    }
  | { readonly kind: 'fence'; readonly fence: FenceName }
  /**
   * Begins, ends or waits for readers, or completes the order of such a step: no port has an instruction for it. With a domain
   * it is about the location that the primitive is given.
   */
  | { readonly kind: 'readers'; readonly tag: KernelTag; readonly domain: boolean }
  /** Says to KCSAN that nobody else writes the variable, or accesses it. No machine does anything about it. */
  | { readonly kind: 'assertion'; readonly tag: KernelTag & ('assert-writer' | 'assert-access') }
  /** When the condition is 0, the primitive ends and its result is 0. */
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
  /**
   * Other primitives that do the same with another ordering; of several that fit, the first is taken. How a first argument is
   * written, as a pointer or as an lvalue, follows from the parameters of the two.
   */
  readonly variants: readonly Variant[];
  /** Whether it is part of a lock, and so more than order; `takes-spinlock` may have smp_mb__after_spinlock() behind it. */
  readonly lock: 'takes-spinlock' | 'other' | null;
}

/** Another primitive for the same operation. */
export interface Variant {
  readonly name: string;
  /** The end of its name that says how it orders, such as `_acquire`; null where it has another name altogether. */
  readonly suffix: string | null;
  /** Whether it stands for any call, or only for one whose value is used, or only for one whose value is not. */
  readonly fits: 'any' | 'used' | 'unused';
  /** Whether the value is to be negated: `!atomic_dec_return(v)` is `atomic_dec_and_test(v)`. */
  readonly negated: boolean;
  /** The field whose address it takes, last of its arguments, where the primitive takes the structure; else null. */
  readonly field: string | null;
  /** What its arguments begin with, such as the name of a bit; else null. */
  readonly leading: string | null;
}

/** What a barrier is for. */
export interface Barrier {
  readonly name: FenceName;
  /** The barriers that order less, one of which may do in its place. */
  readonly weaker: readonly FenceName[];
  /** What it costs where it is put in (cost.ts); null for a barrier that is never advised. */
  readonly cost: number | null;
  /** What it stands right before or right after, whose order it completes; null for a barrier that may stand anywhere. */
  readonly beside: { readonly side: 'before' | 'after'; readonly of: 'atomic' | 'spinlock' } | null;
  /** Whether it speaks to the compiler alone, of which no machine model knows. */
  readonly compilerOnly: boolean;
}
