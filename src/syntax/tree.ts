/**
 * The tree of a litmus test in the Linux-kernel C dialect, as written: names are not yet resolved and types are
 * not yet checked (lower/ does that). Every node carries the span of the text it came from.
 *
 * Grammar: herdtools7's C litmus format (herd/doc), widened by plain C where kernel developers expect it.
 */
import type { Operator, Quantifier } from '../program/condition.js';
import type { Binary, Unary } from '../program/expression.js';
import type { Source, Span } from '../text/source.js';
import type { DefinitionTree, InitItem, TypeName } from './file-scope-tree.js';

/** A name and where it stands. */
export interface Identifier {
  readonly text: string;
  readonly span: Span;
}

/** A whole C litmus file. */
export interface CTest {
  readonly source: Source;
  readonly language: 'C';
  /** The first word of the file. */
  readonly dialect: string;
  /** The test's name: the rest of the header line. */
  readonly name: Identifier;
  /** The optional quoted line, without its quotes. */
  readonly title: string | null;
  /** The `Key=value` lines between the header and the init block, in order. */
  readonly info: readonly InfoLine[];
  readonly init: readonly InitItem[];
  /** What stands at file scope beside functions and threads, in order. */
  readonly definitions: readonly DefinitionTree[];
  readonly functions: readonly FunctionDefinition[];
  /** What the test uses and does not define, from the definitions of the kernel; their spans are in sources of their own. */
  readonly library: Pick<CTest, 'definitions' | 'functions'>;
  readonly threads: readonly ThreadDefinition[];
  readonly locations: readonly LocationsItem[];
  readonly filter: PropositionTree | null;
  readonly condition: ConditionTree | null;
}

/** A `Key=value` line of the header. */
export interface InfoLine {
  readonly key: Identifier;
  /** Everything after `=`, trimmed. */
  readonly value: Identifier;
}

/** The address of a label of a thread. */
export interface LabelTree {
  readonly kind: 'label';
  readonly thread: bigint;
  readonly name: Identifier;
  readonly span: Span;
}

/** A number as written. */
export interface NumberLiteral {
  readonly value: bigint;
  readonly span: Span;
}

/** A parameter of a thread or of a helper function. */
export interface Parameter {
  readonly type: TypeName;
  readonly name: Identifier;
}

/** `P0(int *x, …) { … }` */
export interface ThreadDefinition {
  readonly number: number;
  /** The name with its number, `P0`. */
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: Block;
}

/** `static int f(int *x) { … }`: inlined where it is called. */
export interface FunctionDefinition {
  readonly result: TypeName;
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: Block;
}

/** Statements in braces. */
export interface Block {
  readonly kind: 'block';
  readonly statements: readonly StatementTree[];
  readonly span: Span;
}

/** One name of a declaration, with its value. */
export interface Declarator {
  readonly name: Identifier;
  readonly type: TypeName;
  readonly value: ExpressionTree | null;
}

/** A statement of C. */
export type StatementTree =
  | Block
  | { readonly kind: 'empty'; readonly span: Span }
  | { readonly kind: 'declaration'; readonly declarators: readonly Declarator[]; readonly span: Span }
  | { readonly kind: 'expression'; readonly expression: ExpressionTree; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: ExpressionTree;
      readonly then: StatementTree;
      readonly otherwise: StatementTree | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'while';
      readonly condition: ExpressionTree;
      readonly body: StatementTree;
      readonly span: Span;
    }
  | {
      readonly kind: 'do';
      readonly body: StatementTree;
      readonly condition: ExpressionTree;
      readonly span: Span;
    }
  /** `for (init; condition; step) body`; the init may be a declaration. */
  | {
      readonly kind: 'for';
      readonly init: StatementTree | null;
      readonly condition: ExpressionTree | null;
      readonly step: ExpressionTree | null;
      readonly body: StatementTree;
      readonly span: Span;
    }
  | {
      readonly kind: 'switch';
      readonly value: ExpressionTree;
      readonly body: StatementTree;
      readonly span: Span;
    }
  /** A `case` label before a statement; `value` null for `default`, and `last` the end of a range, `case 1 ... 5:`. */
  | {
      readonly kind: 'case';
      readonly value: ExpressionTree | null;
      readonly last: ExpressionTree | null;
      readonly statement: StatementTree;
      readonly span: Span;
    }
  | {
      readonly kind: 'label';
      readonly name: Identifier;
      readonly statement: StatementTree;
      readonly span: Span;
    }
  | { readonly kind: 'goto'; readonly label: Identifier; readonly span: Span }
  | { readonly kind: 'break'; readonly span: Span }
  | { readonly kind: 'continue'; readonly span: Span }
  | { readonly kind: 'return'; readonly value: ExpressionTree | null; readonly span: Span };

/** C's operators with one operand. */
export type UnaryOperator = Unary | '+' | '*' | '&';

/** C's operators with two operands. */
export type BinaryOperator = Binary | '&&' | '||' | ',';

/** An expression of C. */
export type ExpressionTree =
  | {
      readonly kind: 'number';
      readonly value: bigint;
      readonly unsigned: boolean;
      readonly long: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'unary';
      readonly operator: UnaryOperator;
      readonly operand: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: ExpressionTree;
      readonly right: ExpressionTree;
      readonly span: Span;
    }
  /** `=` has a null operator; `+=` has `+`. */
  | {
      readonly kind: 'assign';
      readonly operator: BinaryOperator | null;
      readonly target: ExpressionTree;
      readonly value: ExpressionTree;
      readonly span: Span;
    }
  /** `++x`, `x--` … */
  | {
      readonly kind: 'step';
      readonly operator: '+' | '-';
      readonly prefix: boolean;
      readonly target: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: ExpressionTree;
      readonly then: ExpressionTree;
      readonly otherwise: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: 'call';
      readonly callee: Identifier;
      /** Without the strings among them. */
      readonly arguments: readonly ExpressionTree[];
      /** Where the first string among the arguments stands. */
      readonly message?: Span;
      readonly span: Span;
    }
  /** `p->ops->get(p)`, `(*fn)(x)`: a call of what an expression points at. */
  | {
      readonly kind: 'indirect-call';
      readonly callee: ExpressionTree;
      readonly arguments: readonly ExpressionTree[];
      readonly span: Span;
    }
  /** A type where an expression may stand: an argument of `container_of()`, what `sizeof` is of. */
  | { readonly kind: 'type'; readonly type: TypeName; readonly span: Span }
  | { readonly kind: 'sizeof'; readonly operand: ExpressionTree; readonly span: Span }
  /** `{ 1, .next = p }`: what a variable of a function is given at first. */
  | {
      readonly kind: 'list';
      readonly items: readonly { readonly place: readonly PathStep[]; readonly value: ExpressionTree }[];
      readonly span: Span;
    }
  /** `({ … })`: its value is that of its last statement. */
  | { readonly kind: 'statements'; readonly body: Block; readonly span: Span }
  | { readonly kind: 'cast'; readonly type: TypeName; readonly operand: ExpressionTree; readonly span: Span }
  | {
      readonly kind: 'index';
      readonly array: ExpressionTree;
      readonly index: ExpressionTree;
      readonly span: Span;
    }
  /** `object.name` or, with `arrow`, `object->name`. */
  | {
      readonly kind: 'member';
      readonly object: ExpressionTree;
      readonly arrow: boolean;
      readonly name: Identifier;
      readonly span: Span;
    };

/** A location expression, as a condition, `locations` and the init block have them: `x`, `a[1]`, `p.b[2].c`. */
export interface LocationTree {
  readonly name: Identifier;
  readonly path: readonly PathStep[];
  readonly span: Span;
}

/** A step into an array or a structure. */
export type PathStep =
  | { readonly kind: 'index'; readonly index: ExpressionTree; readonly span: Span }
  | { readonly kind: 'field'; readonly name: Identifier; readonly span: Span };

/** An operand of a condition's comparison. */
export type ConditionOperand =
  | { readonly kind: 'number'; readonly value: bigint; readonly span: Span }
  /** `0:r1` */
  | {
      readonly kind: 'register';
      readonly thread: NumberLiteral;
      readonly name: Identifier;
      /** Into an array or a structure that is local to the thread. */
      readonly path: readonly PathStep[];
      readonly span: Span;
    }
  /** `[x]`, `*x`: surely a location's value. */
  | { readonly kind: 'content'; readonly location: LocationTree; readonly span: Span }
  /** `&x`: surely an address. */
  | { readonly kind: 'address'; readonly location: LocationTree; readonly span: Span }
  /** `x`, `a[1]`, `page.flags`: left of a comparison a location or a lone thread's register; right of it an address. */
  | { readonly kind: 'location'; readonly location: LocationTree; readonly span: Span }
  /** `label:"P0:L0"`: the address of a label, in assembly. */
  | LabelTree
  /** `{1,2}`: what a whole array holds. */
  | { readonly kind: 'list'; readonly items: readonly ConditionOperand[]; readonly span: Span }
  /** `PG_locked|PG_dirty`: page flags, as reports print them. */
  | { readonly kind: 'flags'; readonly names: readonly Identifier[]; readonly span: Span };

/** A condition without its quantifier. */
export type PropositionTree =
  | { readonly kind: 'truth'; readonly value: boolean; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: ConditionOperand;
      readonly right: ConditionOperand;
      readonly span: Span;
    }
  /** An operand alone: true when it is not 0. */
  | { readonly kind: 'operand'; readonly operand: ConditionOperand; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: PropositionTree; readonly span: Span }
  | {
      readonly kind: 'and' | 'or' | 'implies';
      readonly left: PropositionTree;
      readonly right: PropositionTree;
      readonly span: Span;
    };

/** A condition as written. */
export interface ConditionTree {
  readonly quantifier: Quantifier;
  readonly proposition: PropositionTree;
  /** The proposition's own text, without the quantifier. */
  readonly span: Span;
}

/** An entry of `locations [ … ]`. A trailing `*` or type, as herd7 allows, is dropped. */
export type LocationsItem = ConditionOperand;
