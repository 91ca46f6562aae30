/**
 * The sites of a C test, and how each is written with less order. What stands between all order and none comes from the
 * kernel's own vocabulary: `smp_mb()` may do as `smp_wmb()` or `smp_rmb()`, a full atomic as `_acquire` or `_release`.
 */
import type { Primitive } from '../../kernel/primitive.js';
import { barrierNamed } from '../../kernel/primitives/barrier.js';
import type { CTest } from '../../syntax/tree.js';
import { textOf } from '../../text/source.js';
import { type Edit, lineEnd, lineStart, replace } from '../edit.js';
import type { Site, Weaker } from '../site.js';
import {
  accessesOf,
  type CallSpelling,
  orderingOf,
  primitiveOf,
  renamed,
  spelledAs,
  variantsOf,
} from './spelling.js';
import { bodiesOf, type Call, callsIn } from './walk-tree.js';

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
  if (primitive === null || primitive.lock !== null || barrierNamed(name)?.compilerOnly) return null;
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
    weaker: ordering === 'barrier' ? weakerBarriers(call) : weakerAccesses(call, primitive),
  };
}

function weakerBarriers(call: Call): readonly Weaker[] {
  const gone: Weaker = { label: 'nothing', brief: 'nothing', edits: [removal(call)], level: 0, bare: true };
  const parts = barrierNamed(call.tree.callee.text)?.weaker ?? [];
  return [gone, ...parts.map((name) => ({ ...renamed(call, name), brief: name, level: 1, bare: false }))];
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

/** The variants with less order, the weakest first. */
function weakerAccesses(call: Call, primitive: Primitive): readonly Weaker[] {
  const variants = variantsOf(call, primitive);
  const bare = variants.find(({ ordering }) => ordering === 'none');
  const between =
    orderingOf(primitive) === 'full'
      ? variants.filter(({ ordering }) => ordering === 'acquire' || ordering === 'release')
      : [];
  const spelled = ({ variant }: (typeof variants)[number]): CallSpelling =>
    spelledAs(call, primitive, variant);
  return [
    ...(bare === undefined ? [] : [{ ...spelled(bare), level: 0, bare: true }]),
    ...between.map((each) => ({ ...spelled(each), level: 1, bare: false })),
  ];
}
