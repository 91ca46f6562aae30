/**
 * The sites of a C test, and how each is written with less order. Middle ways come from the kernel's own vocabulary:
 * `smp_mb()` may do as `smp_wmb()` or `smp_rmb()`, a full atomic as `_acquire` or `_release`.
 */
import type { CTest } from '../../syntax/tree.js';
import { textOf } from '../../text/source.js';
import { type Edit, lineEnd, lineStart, replace } from '../edit.js';
import type { Site, Weaker } from '../site.js';
import {
  accessesOf,
  asAtomic,
  asBitOperation,
  type CallSpelling,
  familyOf,
  isLock,
  orderingOf,
  plainForm,
  primitiveOf,
  renamed,
  voidForm,
  withPlace,
} from './spelling.js';
import { bodiesOf, type Call, callsIn } from './walk-tree.js';

/** Barriers that order more than one kind, and may do as one that orders fewer. */
const DIVISIBLE = /^smp_mb(?:__before_atomic|__after_atomic|__after_spinlock)?$/;
/** Barriers that no machine model knows of. */
const COMPILER = new Set(['barrier', 'cpu_relax']);

/** The sites of a C test, in the order of the text. */
export function sitesOfC(tree: CTest): readonly Site[] {
  const own = new Set(tree.functions.map(({ name }) => name.text));
  return bodiesOf(tree).flatMap(({ name, statement }) =>
    callsIn(statement)
      .filter((call) => !own.has(call.tree.callee.text))
      .flatMap((call) => siteOf(call, name) ?? []),
  );
}

function siteOf(call: Call, within: string): Site | null {
  const primitive = primitiveOf(call);
  const name = call.tree.callee.text;
  if (primitive === undefined || COMPILER.has(name) || isLock(name)) return null;
  const ordering = orderingOf(primitive);
  if (ordering === 'none') return null;
  const { span } = call.tree;
  return {
    kind: ordering === 'barrier' ? 'barrier' : 'access',
    span,
    text: textOf(span),
    short: `${name}()`,
    locked: accessesOf(primitive) === 'update',
    within,
    weaker: ordering === 'barrier' ? weakerBarriers(call) : weakerAccesses(call),
  };
}

function weakerBarriers(call: Call): readonly Weaker[] {
  const gone: Weaker = { label: 'nothing', brief: 'nothing', edits: [removal(call)], level: 0, bare: true };
  const parts = DIVISIBLE.test(call.tree.callee.text) ? ['smp_wmb', 'smp_rmb'] : [];
  return [gone, ...parts.map((name) => ({ ...renamed(call, name, name), level: 1, bare: false }))];
}

/** A barrier is a line of its own, as a rule, and goes with it; as the only statement of an arm it leaves a `;`. */
function removal({ tree, statement }: Call): Edit {
  if (statement === null) return replace(tree.span, '0');
  const { source, start, end } = statement.statement.span;
  const { text } = source;
  if (statement.sits !== 'list') return replace({ start, end }, ';');
  const line = { start: lineStart(text, start), end: lineEnd(text, end) };
  const alone = text.slice(line.start, start).trim() === '' && isComment(text.slice(end, line.end).trim());
  if (alone) return replace(line, '');
  const blanks = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  return replace({ start, end: end + blanks }, '');
}

function isComment(text: string): boolean {
  return text === '' || text.startsWith('//') || /^\/\*(?:[^*]|\*(?!\/))*\*\/$/.test(text);
}

/** Weakest first; a form without a value only where nobody wants it. */
function weakerAccesses(call: Call): readonly Weaker[] {
  const bare = withoutOrder(call);
  const middle = ordersBoth(call)
    ? [suffixed(call, '_acquire'), suffixed(call, '_release'), lockForm(call)]
    : [];
  const middles = middle.flatMap((each) => (each === null ? [] : [{ ...each, level: 1, bare: false }]));
  return [...(bare === null ? [] : [{ ...bare, level: 0, bare: true }]), ...middles];
}

function ordersBoth(call: Call): boolean {
  const primitive = primitiveOf(call);
  return primitive !== undefined && orderingOf(primitive) === 'full';
}

/** The same access, ordering nothing. */
function withoutOrder(call: Call): CallSpelling | null {
  const name = call.tree.callee.text;
  const shorter = call.used ? null : voidForm(name);
  if (shorter !== null) return renamed(call, shorter);
  const plain = plainForm(name);
  if (plain !== null) return renamed(call, plain);
  switch (name) {
    case 'smp_load_acquire':
      return withPlace(call, 'READ_ONCE');
    case 'smp_store_release':
      return withPlace(call, 'WRITE_ONCE');
    case 'smp_store_mb':
    case 'rcu_assign_pointer':
      return renamed(call, 'WRITE_ONCE');
    default:
      return suffixed(call, '_relaxed') ?? uptodate(call);
  }
}

/** PageUptodate() and its like: a bit operation and a barrier in one. */
function uptodate(call: Call): CallSpelling | null {
  const primitive = primitiveOf(call);
  if (primitive === undefined || orderingOf(primitive) !== 'compound') return null;
  return (
    asBitOperation(call, 'Page', 'test_bit') ??
    asBitOperation(call, 'SetPage', 'set_bit') ??
    asBitOperation(call, '__SetPage', '__set_bit')
  );
}

/** The call with another suffix of its family, or as an atomic that has one. */
function suffixed(call: Call, suffix: string): CallSpelling | null {
  const family = familyOf(call.tree.callee.text);
  if (family !== null) {
    if (family.suffix === suffix) return null;
    return renamed(call, family.stem + suffix, suffix);
  }
  return call.used ? asAtomic(call, suffix) : null;
}

/** A test-and-set whose value is wanted has one weaker form, an acquire: the one that bit locks are made of. */
function lockForm(call: Call): CallSpelling | null {
  if (!call.used) return null;
  if (call.tree.callee.text === 'test_and_set_bit') return renamed(call, 'test_and_set_bit_lock', '_lock');
  return asBitOperation(call, 'TestSetPage', 'test_and_set_bit_lock', '_lock');
}
