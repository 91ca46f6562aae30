/**
 * How a call of a primitive is written as a call of one of its variants, which the table of primitives knows. Changes are as
 * small as can be: a name, a `*`, an `&`; so they can be made together with changes of what stands in the arguments.
 */
import type { Primitive, PrimitiveStep, Variant } from '../../kernel/primitive.js';
import { PRIMITIVES } from '../../kernel/primitives/index.js';
import type { ExpressionTree } from '../../syntax/tree.js';
import { someExpression } from '../../syntax/visit.js';
import { invariant } from '../../text/invariant.js';
import type { Span } from '../../text/source.js';
import { type Edit, insert, replace } from '../edit.js';
import type { Call } from './walk-tree.js';

/** Another way to write a call. */
export interface CallSpelling {
  /** `xchg_release()`, `READ_ONCE()`, `!atomic_dec_return_release()`. */
  readonly label: string;
  /** The same in a word, for a table: `_release`. */
  readonly brief: string;
  readonly edits: readonly Edit[];
}

/** The order that a primitive's accesses carry; `none` for those that order nothing. */
export type Ordering = 'barrier' | 'full' | 'acquire' | 'release' | 'mb' | 'compound' | 'none';

/** The primitive that a call is of; null for a function of the test's own. */
export function primitiveOf({ tree }: Call): Primitive | null {
  return PRIMITIVES.get(tree.callee.text) ?? null;
}

/** What a primitive does for order, by its steps. `mb` is a store with a full barrier behind it. */
export function orderingOf({ steps }: Primitive): Ordering {
  const [first] = steps;
  if (steps.length === 1 && first.kind === 'fence') return 'barrier';
  if (steps.some((step) => step.kind === 'fence')) return 'compound';
  const orders = steps.map(orderOf).filter((order) => order !== 'relaxed' && order !== 'void');
  return orders[0] ?? 'none';
}

function orderOf(step: PrimitiveStep): 'relaxed' | 'void' | 'full' | 'acquire' | 'release' | 'mb' {
  return step.kind === 'load' || step.kind === 'store' || step.kind === 'update' ? step.order : 'relaxed';
}

/** The kinds of access that a primitive makes. */
export function accessesOf({ steps }: Primitive): 'none' | 'access' | 'update' {
  if (steps.some(({ kind }) => kind === 'update')) return 'update';
  return steps.some(({ kind }) => kind === 'load' || kind === 'store') ? 'access' : 'none';
}

/** The variants that a call can be written as, each with the ordering that it then has. */
export function variantsOf(
  call: Call,
  { variants }: Primitive,
): readonly { readonly variant: Variant; readonly ordering: Ordering }[] {
  return variants
    .filter((variant) => fits(variant, call))
    .map((variant) => ({ variant, ordering: orderingOf(primitiveNamed(variant.name)) }));
}

function fits({ fits, field }: Variant, { used, tree }: Call): boolean {
  if (fits !== 'any' && (fits === 'used') !== used) return false;
  // The arguments are written anew: no other change may be made in them.
  return field === null || !tree.arguments.some((argument) => someExpression(argument, isCall));
}

function isCall({ kind }: ExpressionTree): boolean {
  return kind === 'call';
}

function primitiveNamed(name: string): Primitive {
  const primitive = PRIMITIVES.get(name);
  invariant(primitive !== undefined, `no primitive is called ${name}`);
  return primitive;
}

/** A call by another name, with the arguments as they are. */
export function renamed({ tree }: Call, name: string): CallSpelling {
  const label = `${name}()`;
  return { label, brief: label, edits: [replace(tree.callee.span, name)] };
}

/** The call of a primitive as a call of its variant. */
export function spelledAs(call: Call, primitive: Primitive, variant: Variant): CallSpelling {
  const { name, negated, suffix } = variant;
  const { callee } = call.tree;
  const label = `${negated ? '!' : ''}${name}()`;
  const negation = negated ? [insert(callee.span.start, '!')] : [];
  const edits = [...negation, replace(callee.span, name), ...argumentEdits(call, primitive, variant)];
  return { label, brief: suffix ?? label, edits };
}

function argumentEdits({ tree }: Call, primitive: Primitive, variant: Variant): readonly Edit[] {
  if (variant.field !== null) return fieldArguments(tree.arguments, variant, variant.field);
  const [from, to] = [primitive, primitiveNamed(variant.name)].map(({ parameters }) => parameters[0]?.kind);
  if (from === 'pointer' && to === 'lvalue') return dereferenced(tree.arguments[0]);
  if (from === 'lvalue' && to === 'pointer') return addressed(tree.arguments[0]);
  return [];
}

/** `smp_load_acquire(&x)` as `READ_ONCE(x)`: a pointer becomes what it points at. */
function dereferenced(pointer: ExpressionTree): readonly Edit[] {
  if (pointer.kind === 'unary' && pointer.operator === '&')
    return [replace({ start: pointer.span.start, end: pointer.operand.span.start }, '')];
  return prefixed('*', pointer);
}

/** `READ_ONCE(*x)` as `smp_load_acquire(x)`: an lvalue becomes its address. */
function addressed(lvalue: ExpressionTree): readonly Edit[] {
  if (lvalue.kind === 'unary' && lvalue.operator === '*')
    return [replace({ start: lvalue.span.start, end: lvalue.operand.span.start }, '')];
  return prefixed('&', lvalue);
}

function prefixed(operator: string, { kind, span }: ExpressionTree): readonly Edit[] {
  const isTight = ['name', 'call', 'index', 'member', 'unary'].includes(kind);
  if (isTight) return [insert(span.start, operator)];
  return [insert(span.start, `${operator}(`), insert(span.end, ')')];
}

/** `(page, n)` as `(n, &page->_refcount)`, and `(page)` as `(PG_locked, &page->flags)`. */
function fieldArguments(
  [structure, ...others]: readonly ExpressionTree[],
  { leading }: Variant,
  field: string,
): readonly Edit[] {
  const text = textOf(structure.span);
  const object = /^\w+$/.test(text) ? text : `(${text})`;
  const before = leading === null ? [] : [leading];
  const [first, ...rest] = [...others.map(({ span }) => textOf(span)), `&${object}->${field}`];
  return [structure, ...others].map(({ span }, index) =>
    replace(span, index === 0 ? [...before, first].join(', ') : rest[index - 1]),
  );
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}
