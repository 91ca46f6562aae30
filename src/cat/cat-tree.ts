/** A cat file as a tree, each node with its place. What it means is settled in elaborate-cat.ts. */
import type { Span } from '../text/source.js';

/** Operators that stand behind or before one operand; `[]` is the identity on a set. */
type CatUnaryOperator = '~' | '*' | '+' | '?' | '^-1' | '[]';

/** Operators between operands, the loosest first; `*` is the product of two sets. */
export type CatOperator = '|' | '++' | ';' | '\\' | '&' | '*';

/** What is bound: a name, several as a tuple, or `_` (null) that binds nothing. */
export interface CatPattern {
  readonly names: readonly (string | null)[];
  readonly isTuple: boolean;
  readonly span: Span;
}

/** One definition of a `let`. */
export interface CatBinding {
  readonly pattern: CatPattern;
  readonly value: CatTree;
}

/** The question of an `if`: whether a variant is on, or of others. */
export type CatCondition =
  | { readonly kind: 'variant'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: CatCondition }
  | { readonly kind: 'all' | 'any'; readonly operands: readonly CatCondition[] };

/** An expression. */
export type CatTree = { readonly span: Span } & (
  | { readonly kind: 'name' | 'tag'; readonly name: string }
  | { readonly kind: 'empty' | 'universe' }
  | { readonly kind: 'braces' | 'tuple'; readonly items: readonly CatTree[] }
  | { readonly kind: 'unary'; readonly operator: CatUnaryOperator; readonly operand: CatTree }
  | { readonly kind: 'chain'; readonly operator: CatOperator; readonly operands: readonly CatTree[] }
  | { readonly kind: 'apply'; readonly callee: CatTree; readonly argument: CatTree }
  | { readonly kind: 'function'; readonly parameter: CatPattern; readonly body: CatTree }
  | {
      readonly kind: 'let';
      readonly isRecursive: boolean;
      readonly bindings: readonly CatBinding[];
      readonly body: CatTree;
    }
  | { readonly kind: 'try'; readonly attempt: CatTree; readonly otherwise: CatTree }
  | {
      readonly kind: 'if';
      readonly condition: CatCondition;
      readonly then: CatTree;
      readonly otherwise: CatTree;
    }
  | {
      /** By a tag: what it is for some, and for all others. */
      readonly kind: 'match-tag';
      readonly subject: CatTree;
      readonly clauses: readonly { readonly tag: string; readonly tree: CatTree }[];
      readonly otherwise: CatTree | null;
    }
  | {
      /** By the elements of a set: what it is when empty, and what with one element (`first`) and the others (`rest`). */
      readonly kind: 'match';
      readonly subject: CatTree;
      readonly none: CatTree;
      readonly first: string | null;
      readonly rest: string | null;
      readonly some: CatTree;
    }
);

/** What a check asks of a relation, or `empty` of a set. */
export type CatTest = 'acyclic' | 'irreflexive' | 'empty';

/** What follows from a check: an execution is none when it fails; a flag is raised when it holds; or when it fails. */
export type CatCheckKind = 'check' | 'flag' | 'undefined-unless';

/** A statement. */
export type CatStatement = { readonly span: Span } & (
  | { readonly kind: 'let'; readonly isRecursive: boolean; readonly bindings: readonly CatBinding[] }
  | {
      readonly kind: CatCheckKind;
      readonly test: CatTest;
      readonly isNegated: boolean;
      readonly tree: CatTree;
      readonly name: string | null;
    }
  | { readonly kind: 'include'; readonly path: string }
  | { readonly kind: 'enum'; readonly name: string; readonly tags: readonly string[] }
  | {
      readonly kind: 'procedure';
      readonly name: string;
      readonly parameter: CatPattern;
      readonly body: readonly CatStatement[];
    }
  | { readonly kind: 'call'; readonly name: string; readonly argument: CatTree }
  | { readonly kind: 'with'; readonly name: string; readonly from: CatTree }
  | {
      readonly kind: 'if';
      readonly condition: CatCondition;
      readonly then: readonly CatStatement[];
      readonly otherwise: readonly CatStatement[];
    }
  /** What says nothing about executions: `show`, `unshow`, `debug`, `instructions`, `default`. */
  | { readonly kind: 'ignored' }
);
