/** How an access of a C test is written with more order, in the kernel's names, each with its cost. */
import { COST } from '../../kernel/cost.js';
import { replace } from '../edit.js';
import {
  asBitOperation,
  type CallSpelling,
  familyOf,
  orderedForm,
  orderingOf,
  primitiveOf,
  renamed,
  withPointer,
} from './spelling.js';
import type { Call } from './walk-tree.js';

/** The stronger spellings of an access, weaker ones first; the last is as strong as any. */
export function strongerSpellings(call: Call): readonly (readonly [CallSpelling, number])[] {
  const primitive = primitiveOf(call);
  if (primitive === undefined) return [];
  const family = familyOf(call.tree.callee.text);
  if (family !== null && family.suffix !== '') {
    const half = family.suffix === '_relaxed' ? ['_acquire', '_release'] : [];
    return [
      ...half.map((suffix) => [renamed(call, family.stem + suffix, suffix), COST.annotation] as const),
      [renamed(call, family.stem), COST.atomic],
    ];
  }
  const ordered = orderingOf(primitive) === 'none' ? annotated(call) : null;
  return ordered === null ? [] : [[ordered, COST.annotation]];
}

function annotated(call: Call): CallSpelling | null {
  const { text } = call.tree.callee;
  if (text === 'READ_ONCE') return withPointer(call, 'smp_load_acquire');
  if (text === 'WRITE_ONCE') return withPointer(call, 'smp_store_release');
  if (text === 'page_ref_count' || text === 'page_count') return readCount(call);
  const ordered = orderedForm(text);
  if (ordered !== null && /_(?:acquire|release)$/.test(ordered)) return renamed(call, ordered);
  return asBitOperation(call, 'Page', 'test_bit_acquire');
}

/** The reference count of a page has no acquire of its own. */
function readCount(call: Call): CallSpelling {
  const [page] = call.tree.arguments;
  const { label, brief, edits } = renamed(call, 'atomic_read_acquire');
  const written = page.span.source.text.slice(page.span.start, page.span.end);
  const object = /^\w+$/.test(written) ? written : `(${written})`;
  return { label, brief, edits: [...edits, replace(page.span, `&${object}->_refcount`)] };
}
