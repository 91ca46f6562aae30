/** What stands outside of functions: types, what the init block and file scope declare, and their initial values. */
import type { Span } from '../text/source.js';
import type { ExpressionTree, Identifier, LabelTree, LocationTree, PathStep } from './tree.js';

/** A type as written: qualifiers (const, volatile) are dropped, `struct page` is one base. */
export interface TypeName {
  /** `int`, `unsigned long`, `atomic_t`, `struct page`, `void` …, in a canonical order of words; empty for a `typeof`. */
  readonly base: string;
  /** The number of `*`. */
  readonly pointers: number;
  /** The lengths of an array, from the outermost on; null where there is none in the brackets. */
  readonly lengths?: readonly (ExpressionTree | null)[];
  /** What a `typeof` is of. */
  readonly like?: ExpressionTree;
  readonly span: Span;
}

/** A definition at file scope that is no function. */
export type DefinitionTree =
  | {
      readonly kind: 'structure';
      /** With `struct`. */
      readonly name: string;
      readonly members: readonly Member[];
      readonly span: Span;
    }
  | {
      readonly kind: 'enum';
      readonly name: string | null;
      readonly members: readonly EnumMember[];
      readonly span: Span;
    }
  | { readonly kind: 'typedef'; readonly type: TypeName; readonly name: Identifier; readonly span: Span }
  /** A shared variable. */
  | { readonly kind: 'variable'; readonly item: InitItem; readonly span: Span };

/** A member of a structure. */
export interface Member {
  readonly type: TypeName;
  readonly name: Identifier;
  /** How wide it is, `unsigned int busy : 1;`; null where it is no bit-field. */
  readonly bits: ExpressionTree | null;
}

/** A constant of an enumeration. */
export interface EnumMember {
  readonly name: Identifier;
  /** Null for one more than the constant before. */
  readonly value: ExpressionTree | null;
}

/** An entry of the init block, or a variable at file scope: `type? (thread:)? *? name path? (= value)?` */
export interface InitItem {
  readonly span: Span;
  /** With the lengths of its brackets, where there is one. */
  readonly type: TypeName | null;
  /** The thread of a register, `0:r1=2`; null for a location. */
  readonly thread: bigint | null;
  readonly name: Identifier;
  /** `page.flags=1`; in `a[2]={1,2}` without a type the length, else an element. Empty where there is a type. */
  readonly path: readonly PathStep[];
  readonly value: InitValue | null;
}

/** What a variable is given at first. */
export type InitValue =
  | { readonly kind: 'number'; readonly value: bigint; readonly span: Span }
  /** `x`, `&x`, `&a[1]`, `&page.flags`: an address, however it is spelled; or the name of a constant. */
  | { readonly kind: 'address'; readonly location: LocationTree; readonly span: Span }
  /** `P1:L0`, `1:L0`: the address of a label, in assembly. */
  | LabelTree
  /** `{1,2}`, `{ .gen = 2, [3] = 1 }` */
  | { readonly kind: 'list'; readonly items: readonly ListItem[]; readonly span: Span }
  /** `1UL << 3`: what can be computed beforehand. */
  | { readonly kind: 'expression'; readonly expression: ExpressionTree; readonly span: Span };

/** An item of a list of values. */
export interface ListItem {
  /** What it is the value of, `.next` or `[2].lock`; empty for the next in order. */
  readonly place: readonly PathStep[];
  readonly value: InitValue;
}
