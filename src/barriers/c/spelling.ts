/**
 * How kernel primitives are spelled with more order or with less. Names that belong together are found by the kernel's own
 * rules of naming (Documentation/atomic_t.txt: a suffix is an ordering, `fetch_` and `_return` give a value), and only
 * those that the table of primitives has are used. Changes are as small as can be: a name, a `*`, an `&`; so they can be
 * made together with changes of what stands in the arguments.
 */
import type { Primitive, PrimitiveStep } from '../../kernel/primitive.js';
import { PRIMITIVES } from '../../kernel/primitives/index.js';
import { CONSTANTS, PAGE_FLAGS } from '../../kernel/structure.js';
import type { ExpressionTree } from '../../syntax/tree.js';
import { someExpression } from '../../syntax/visit.js';
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

/** Names of primitives that take or release a lock: not to be weakened, for they are more than order. */
const LOCKS = /^(raw_)?spin_|^bit_spin_|_lock$|_unlock$|^(try)?lock_page$|^unlock_page$/;

/** Whether a primitive is a lock's. */
export function isLock(name: string): boolean {
  return LOCKS.test(name) && !name.startsWith('smp_');
}

/** A call by another name, with the arguments as they are. */
export function renamed({ tree }: Call, name: string, brief = `${name}()`): CallSpelling {
  return { label: `${name}()`, brief, edits: [replace(tree.callee.span, name)] };
}

/** `smp_load_acquire(&x)` as `READ_ONCE(x)`: the first argument is a pointer and becomes what it points at. */
export function withPlace(call: Call, name: string): CallSpelling {
  return withName(call, name, dereferenced(call));
}

function withName(call: Call, name: string, edits: readonly Edit[]): CallSpelling {
  const { label, brief, edits: named } = renamed(call, name);
  return { label, brief, edits: [...named, ...edits] };
}

function dereferenced({ tree }: Call): readonly Edit[] {
  const [pointer] = tree.arguments;
  if (pointer.kind === 'unary' && pointer.operator === '&')
    return [replace({ start: pointer.span.start, end: pointer.operand.span.start }, '')];
  if (isTight(pointer)) return [insert(pointer.span.start, '*')];
  return [insert(pointer.span.start, '*('), insert(pointer.span.end, ')')];
}

/** `READ_ONCE(*x)` as `smp_load_acquire(x)`: the first argument is a place and becomes its address. */
export function withPointer(call: Call, name: string): CallSpelling {
  return withName(call, name, addressed(call.tree.arguments[0]));
}

function addressed(place: ExpressionTree): readonly Edit[] {
  if (place.kind === 'unary' && place.operator === '*')
    return [replace({ start: place.span.start, end: place.operand.span.start }, '')];
  if (isTight(place)) return [insert(place.span.start, '&')];
  return [insert(place.span.start, '&('), insert(place.span.end, ')')];
}

/** Whether a prefix operator takes the whole of an expression. */
function isTight({ kind }: ExpressionTree): boolean {
  return kind === 'name' || kind === 'call' || kind === 'index' || kind === 'member' || kind === 'unary';
}

/** The other orderings of a family: `xchg` has `_acquire`, `_release` and `_relaxed`. */
export function familyOf(name: string): { readonly stem: string; readonly suffix: string } | null {
  const suffix = /_(?:acquire|release|relaxed)$/.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - suffix.length);
  return PRIMITIVES.has(`${stem}_relaxed`) && PRIMITIVES.has(`${stem}_acquire`) ? { stem, suffix } : null;
}

/** How the void form of a primitive whose value is not wanted is called: the first of these rules that gives a name. */
const VOID_FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(atomic(?:_long|64)?)_fetch_(add|sub|inc|dec|and|or|xor|andnot)(?:_acquire|_release)?$/, '$1_$2'],
  [/^(atomic(?:_long|64)?)_(add|sub|inc|dec)_return(?:_acquire|_release)?$/, '$1_$2'],
  [/^(atomic(?:_long|64)?)_(sub|inc|dec)_and_test$/, '$1_$2'],
  [/^(atomic(?:_long|64)?)_add_negative(?:_acquire|_release)?$/, '$1_add'],
  [/^test_and_(set|clear|change)_bit$/, '$1_bit'],
  [/^Test((?:Set|Clear)Page\w+)$/, '$1'],
  [/^page_ref_(add|sub|inc|dec)_return$/, 'page_ref_$1'],
  [/^page_ref_(sub|dec)_and_test$/, 'page_ref_$1'],
  [/^put_page(?:_testzero)?$/, 'page_ref_dec'],
  [/^set_page_writeback$/, 'SetPageWriteback'],
  [/^end_page_writeback$/, 'ClearPageWriteback'],
];

/** The form without a value, which orders nothing, or null. */
export function voidForm(name: string): string | null {
  const rule = VOID_FORMS.find(([pattern]) => pattern.test(name));
  return rule === undefined ? null : known(name.replace(...rule));
}

function known(name: string): string | null {
  return PRIMITIVES.has(name) ? name : null;
}

/** Primitives that order, each with the one that makes the same access and does not. */
const PLAIN_FORMS: ReadonlyMap<string, string> = new Map([
  ['smp_cond_load_acquire', 'smp_cond_load_relaxed'],
  ['test_bit_acquire', 'test_bit'],
  ['page_ref_unfreeze', 'set_page_count'],
  ...['atomic', 'atomic_long', 'atomic64'].flatMap((prefix): [string, string][] => [
    [`${prefix}_read_acquire`, `${prefix}_read`],
    [`${prefix}_set_release`, `${prefix}_set`],
  ]),
]);

/** The same access without order, with the same arguments; or null. */
export function plainForm(name: string): string | null {
  return PLAIN_FORMS.get(name) ?? null;
}

/** The same access with order, with the same arguments; or null. */
export function orderedForm(name: string): string | null {
  for (const [ordered, plain] of PLAIN_FORMS) if (plain === name) return ordered;
  return null;
}

/** `put_page_testzero(page)` as `!atomic_dec_return_release(&page->_refcount)`, and its like. */
interface Rewriting {
  readonly pattern: RegExp;
  /** The atomic operation whose orderings there are. */
  readonly stem: string;
  readonly testsZero: boolean;
}

const COUNT_REWRITINGS: readonly Rewriting[] = [
  { pattern: /^(atomic(?:_long|64)?_(?:sub|inc|dec))_and_test$/, stem: '$1_return', testsZero: true },
  { pattern: /^page_ref_(add|sub|inc|dec)_return$/, stem: 'atomic_$1_return', testsZero: false },
  { pattern: /^page_ref_(sub|dec)_and_test$/, stem: 'atomic_$1_return', testsZero: true },
  { pattern: /^put_page_testzero$/, stem: 'atomic_dec_return', testsZero: true },
];

/** The call as an atomic with that suffix, for primitives whose value is wanted and that have no suffixes; or null. */
export function asAtomic(call: Call, suffix: string): CallSpelling | null {
  const { callee } = call.tree;
  const rewriting = COUNT_REWRITINGS.find(({ pattern }) => pattern.test(callee.text));
  if (rewriting === undefined) return null;
  const name = callee.text.replace(rewriting.pattern, rewriting.stem) + suffix;
  const onPage = !callee.text.startsWith('atomic');
  if (!PRIMITIVES.has(name) || (onPage && call.tree.arguments.some(containsCall))) return null;
  const edits = [replace(callee.span, name), ...(onPage ? countArguments(call) : [])];
  const tested = rewriting.testsZero ? [insert(callee.span.start, '!')] : [];
  const label = rewriting.testsZero ? `!${name}()` : `${name}()`;
  return { label, brief: suffix, edits: [...tested, ...edits] };
}

/** `(page, n)` becomes `(n, &page->_refcount)`. */
function countArguments({ tree }: Call): readonly Edit[] {
  const { text } = tree.span.source;
  const [page, amount] = tree.arguments.map(({ span }) => text.slice(span.start, span.end));
  const [pageTree, amountTree] = tree.arguments;
  const field = /^\w+$/.test(page) ? `&${page}->_refcount` : `&(${page})->_refcount`;
  if (amountTree === undefined) return [replace(pageTree.span, field)];
  return [replace(pageTree.span, amount), replace(amountTree.span, field)];
}

function containsCall(expression: ExpressionTree): boolean {
  return someExpression(expression, ({ kind }) => kind === 'call');
}

/** `PageUptodate(page)` as `test_bit(PG_uptodate, &page->flags)`: the bit operation, without what the page's name adds. */
export function asBitOperation(
  call: Call,
  prefix: string,
  operation: string,
  brief = `${operation}()`,
): CallSpelling | null {
  const { callee } = call.tree;
  const flag = callee.text.slice(prefix.length);
  if (!callee.text.startsWith(prefix) || !(flag in PAGE_FLAGS) || !PRIMITIVES.has(operation)) return null;
  const bit = PAGE_FLAGS[flag as keyof typeof PAGE_FLAGS];
  const name = [...CONSTANTS].find(([each, value]) => each.startsWith('PG_') && value === BigInt(bit))?.[0];
  const [page] = call.tree.arguments;
  if (name === undefined || page === undefined || containsCall(page)) return null;
  const { start, end } = page.span;
  const written = page.span.source.text.slice(start, end);
  const object = /^\w+$/.test(written) ? written : `(${written})`;
  const edits = [replace(callee.span, operation), replace(page.span, `${name}, &${object}->flags`)];
  return { label: `${operation}()`, brief, edits };
}

/** The primitive that a call is of; undefined for the test's own functions. */
export function primitiveOf({ tree }: Call): Primitive | undefined {
  return PRIMITIVES.get(tree.callee.text);
}
