/** The one table of kernel primitives, put together from its chapters, and the names that are known but not supported. */

import type { Primitive } from '../primitive.js';
import { ATOMICS } from './atomic-t.js';
import { BITS } from './bit.js';
import { LOCKS } from './lock.js';
import { PAGES } from './page.js';
import { RCU } from './rcu.js';
import { REFUSALS } from './refused-calls.js';
import { SEQUENCES } from './seqlock.js';
import { SLEEPING_LOCKS } from './sleeping-lock.js';
import { ACCESSES } from './variable.js';

/** Every primitive by its full name. */
export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map(
  [
    ...[...ACCESSES, ...LOCKS, ...SLEEPING_LOCKS, ...SEQUENCES],
    ...[...ATOMICS, ...BITS, ...PAGES, ...RCU],
  ].map((primitive) => [primitive.name, primitive]),
);

/** What takes any expression, and is that expression: no primitive. */
export const DATA_RACE = 'data_race';

/** Names of the kernel's dialect, by the mechanism they belong to, which no model here has. */
const MECHANISMS: ReadonlyMap<string, string> = new Map([
  ...of('an assertion about more than a moment, or less than a variable,', [
    'ASSERT_EXCLUSIVE_WRITER_SCOPED',
    'ASSERT_EXCLUSIVE_ACCESS_SCOPED',
    'ASSERT_EXCLUSIVE_BITS',
  ]),
  ...of('RCU-sched as a kind of its own', ['synchronize_sched', 'call_rcu_sched']),
  ...of('RCU-bh as a kind of its own', ['synchronize_rcu_bh', 'call_rcu_bh']),
  ...of("RCU for a task's own switches", ['synchronize_rcu_tasks', 'synchronize_rcu_tasks_rude']),
  ...of('what is atomic on its own CPU alone', [
    ...['xchg_local', 'cmpxchg_local', 'cmpxchg64_local', 'try_cmpxchg_local', 'sync_cmpxchg'],
    ...['local_inc', 'local_dec', 'local_add', 'local_sub', 'local_read', 'local_set'],
  ]),
  ...of('code that is changed while it runs', [
    ...['static_branch_likely', 'static_branch_unlikely', 'static_branch_enable', 'static_branch_disable'],
    ...['static_key_false', 'static_key_true', 'static_call', 'static_call_update'],
  ]),
  ...of('the LRU, which keeps pages in lists,', [
    ...[
      'folio_add_lru',
      'folio_isolate_lru',
      'folio_putback_lru',
      'folio_rotate_reclaimable',
      'lru_cache_add',
    ],
    ...['folio_mark_accessed', 'mark_page_accessed', 'folio_activate', 'activate_page', 'isolate_lru_page'],
  ]),
  ...of('the type of a page, which shares its word with _mapcount,', [
    ...['PageBuddy', '__SetPageBuddy', '__ClearPageBuddy', 'PageOffline', 'PageTable', 'PageGuard'],
    ...['PageHuge', 'folio_test_hugetlb'],
  ]),
  ...of("what the page tables hold of a page, and so walking them from the page's side,", [
    ...[
      'folio_mkclean',
      'page_mkclean',
      'folio_referenced',
      'page_referenced',
      'try_to_unmap',
      'try_to_migrate',
    ],
    ...['folio_pte_batch', 'folio_unmap_invalidate', 'folio_needs_cow_for_dma'],
  ]),
  ...of(
    'taking an entry out of a page table, which is xchg() on one architecture and xchg_relaxed() or two accesses on another,',
    [
      ...['ptep_get_and_clear', 'ptep_clear_flush', 'pmdp_huge_get_and_clear', 'pmdp_collapse_flush'],
      ...['pmdp_huge_clear_flush', 'pmdp_invalidate', 'ptep_set_wrprotect', 'ptep_modify_prot_start'],
    ],
  ),
  ...of('the page cache with its marks', [
    ...['__folio_mark_dirty', 'filemap_get_folio', 'filemap_add_folio', 'filemap_remove_folio'],
    ...['find_get_page', 'delete_from_page_cache'],
  ]),
  ...of('the second page of a compound page', [
    ...['PageHasHWPoisoned', 'PageDoubleMap', 'folio_large_mapcount', 'folio_entire_mapcount'],
    ...['total_mapcount', 'folio_likely_mapped_shared', 'folio_maybe_mapped_shared'],
  ]),
  ...of('the lock validator outside of lockdep_assert_held()', ['lockdep_is_held', 'lockdep_is_held_type']),
  ...of('the membarrier system call', ['smp_memb', 'membarrier']),
  ...of('input and output', ['readl', 'writel', 'readl_relaxed', 'writel_relaxed', 'ioread32', 'iowrite32']),
  ...of('the memory model of C11', [
    ...['load', 'store', 'exchange', 'compare_exchange_strong', 'compare_exchange_weak', 'init'].map(c11),
    ...['load', 'store', 'exchange', 'compare_exchange_strong', 'compare_exchange_weak'].map(explicit),
    ...['fetch_add', 'fetch_sub', 'fetch_and', 'fetch_or', 'fetch_xor'].map(explicit),
    ...['thread_fence', 'signal_fence'].map(c11),
  ]),
]);

/** Names that no model here can run, with why; and for some what to write in their place. */
export const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ...[...MECHANISMS].map(([name, mechanism]) => [name, `${mechanism} is not part of these models`] as const),
  ...REFUSALS,
]);

/** Types of C11, whose accesses have an order of their own. */
export const UNSUPPORTED_TYPES: ReadonlySet<string> = new Set(
  ['bool', 'int', 'uint', 'long', 'ulong', 'llong', 'ullong', 'intptr_t', 'uintptr_t'].map(c11),
);

function c11(name: string): string {
  return `atomic_${name}`;
}

function explicit(name: string): string {
  return `atomic_${name}_explicit`;
}

function of(mechanism: string, names: readonly string[]): [string, string][] {
  return names.map((name) => [name, mechanism]);
}
