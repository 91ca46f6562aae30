/**
 * The structures that tests may name, as data: only fields that lockless code around pages touches. Offsets are
 * ours, one word a field; a field that a test does not name does not exist in its memory.
 *
 * Source: include/linux/mm_types.h, struct page (v5.0).
 */
import { ATOMIC, C_INT, C_ULONG, type CType, type Field, pointerTo, VOID } from './c-type.js';

function structure(name: string, fields: readonly (readonly [string, CType])[]): [string, CType] {
  const placed = fields.map(([field, type], index): Field => ({ name: field, type, offset: 8 * index }));
  return [name, { kind: 'structure', name, fields: placed }];
}

/** Structure types by their name with `struct`. */
export const STRUCTURES: ReadonlyMap<string, CType> = new Map([
  structure('struct page', [
    ['flags', C_ULONG],
    ['_refcount', ATOMIC],
    ['_mapcount', ATOMIC],
    ['mapping', pointerTo(VOID)],
    ['index', C_ULONG],
    ['private', C_ULONG],
  ]),
  // To the kernel's memory model one location, which readers read and write.
  ['struct srcu_struct', C_INT],
]);

/** The bit of each page flag in `page->flags`, after enum pageflags in include/linux/page-flags.h (v5.0). */
export const PAGE_FLAGS = {
  Locked: 0,
  Error: 1,
  Referenced: 2,
  Uptodate: 3,
  Dirty: 4,
  LRU: 5,
  Active: 6,
  Workingset: 7,
  Waiters: 8,
  Slab: 9,
  Reserved: 12,
  Private: 13,
  Private2: 14,
  Writeback: 15,
  Head: 16,
  MappedToDisk: 17,
  Reclaim: 18,
  SwapBacked: 19,
  Swapbacked: 19,
  Unevictable: 20,
  Mlocked: 21,
} as const;

/** Names that stand for a number, unless a test declares them. */
export const CONSTANTS: ReadonlyMap<string, bigint> = new Map<string, bigint>([
  ['NULL', 0n],
  ['true', 1n],
  ['false', 0n],
  ['INT_MAX', 2147483647n],
  ['INT_MIN', -2147483648n],
  /** The pin's share of `_refcount`: "mm: introduce put_user_page*(), placeholder versions", 2019. */
  ['PAGE_PIN_BIAS', 1024n],
  ['GUP_PIN_COUNTING_BIAS', 1024n],
  ...Object.entries(PAGE_FLAGS).map(([flag, bit]): [string, bigint] => [flagName(flag), BigInt(bit)]),
]);

/** The name of a page flag's bit: `PG_locked` for `Locked`. */
export function flagName(flag: string): string {
  return `PG_${flag === 'Private2' ? 'private_2' : flag.toLowerCase()}`;
}
