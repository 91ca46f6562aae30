/**
 * What the kernel makes of page flags, of `mapping` and `private`, and of references to pages. A page here is a head page that is
 * alone: it is no part of a compound page, and a folio has one page. What a file system does when a folio gets dirty beside setting the
 * flag, the marks in the page cache and the statistics, is left out, as is the lock around those: it orders less here than there.
 *
 * Sources: include/linux/page-flags.h, pagemap.h, mm.h, mm/filemap.c, mm/page-writeback.c, mm/gup.c (v6.12).
 */
import { definitionsFrom } from './definition.js';

const PAGE_FLAGS_H = definitionsFrom('include/linux/page-flags.h', [
  ['page_folio', '#define page_folio(page) ((struct folio *)(page))\n'],
  ['folio_page', '#define folio_page(folio, n) ((struct page *)(folio) + (n))\n'],
  [
    'folio_flags const_folio_flags',
    '#define folio_flags(folio, n) (&(folio)->flags)\n#define const_folio_flags(folio, n) (&(folio)->flags)\n',
  ],
  ['compound_head', '#define compound_head(page) (page)\n'],
  [
    'PageTail PageTransTail',
    '#define PageTail(page) ((void)(page), 0)\n#define PageTransTail(page) ((void)(page), 0)\n',
  ],
  [
    'PageCompound PageTransCompound PageTransHuge',
    `#define PageCompound(page) PageHead(page)
#define PageTransCompound(page) PageHead(page)
#define PageTransHuge(page) PageHead(page)
`,
  ],
  ['folio_test_large', '#define folio_test_large(folio) folio_test_head(folio)\n'],
  [
    'PAGE_MAPPING_ANON PAGE_MAPPING_MOVABLE PAGE_MAPPING_KSM PAGE_MAPPING_FLAGS',
    '#define PAGE_MAPPING_ANON 1\n#define PAGE_MAPPING_MOVABLE 2\n#define PAGE_MAPPING_KSM 3\n#define PAGE_MAPPING_FLAGS 3\n',
  ],
  [
    'FOLIO_MAPPING_ANON FOLIO_MAPPING_KSM FOLIO_MAPPING_FLAGS',
    '#define FOLIO_MAPPING_ANON 1\n#define FOLIO_MAPPING_KSM 3\n#define FOLIO_MAPPING_FLAGS 3\n',
  ],
  [
    'folio_test_anon PageAnon',
    `#define folio_test_anon(folio) (((unsigned long)(folio)->mapping & PAGE_MAPPING_ANON) != 0)
#define PageAnon(page) folio_test_anon(page)
`,
  ],
  [
    'folio_test_ksm PageKsm',
    `#define folio_test_ksm(folio) (((unsigned long)(folio)->mapping & PAGE_MAPPING_FLAGS) == PAGE_MAPPING_KSM)
#define PageKsm(page) folio_test_ksm(page)
`,
  ],
  [
    'PAGE_FLAGS_PRIVATE folio_has_private page_has_private',
    `#define PAGE_FLAGS_PRIVATE (1UL << PG_private | 1UL << PG_private_2)
#define folio_has_private(folio) (((folio)->flags & PAGE_FLAGS_PRIVATE) != 0)
#define page_has_private(page) (((page)->flags & PAGE_FLAGS_PRIVATE) != 0)
`,
  ],
]);

const COUNTS = definitionsFrom('include/linux/page_ref.h', [
  ['init_page_count', '#define init_page_count(page) set_page_count(page, 1)\n'],
  ['page_mapcount_reset', '#define page_mapcount_reset(page) atomic_set(&(page)->_mapcount, -1)\n'],
]);

const PAGEMAP = definitionsFrom('include/linux/pagemap.h', [
  [
    'folio_mapping page_mapping',
    `#define folio_mapping(folio) ((folio)->mapping)
#define page_mapping(page) ((page)->mapping)
`,
  ],
  [
    'folio_index page_index',
    '#define folio_index(folio) ((folio)->index)\n#define page_index(page) ((page)->index)\n',
  ],
  [
    'folio_get_private page_private',
    '#define folio_get_private(folio) ((void *)(folio)->private)\n#define page_private(page) ((page)->private)\n',
  ],
  [
    'set_page_private',
    'static inline void set_page_private(struct page *page, unsigned long data) { page->private = data; }',
  ],
  [
    'folio_attach_private attach_page_private',
    `static inline void folio_attach_private(struct folio *folio, void *data)
{
	folio_get(folio);
	folio->private = (unsigned long)data;
	folio_set_private(folio);
}
#define attach_page_private(page, data) folio_attach_private(page_folio(page), data)
`,
  ],
  [
    'folio_change_private',
    `static inline void *folio_change_private(struct folio *folio, void *data)
{
	void *before = (void *)folio->private;

	folio->private = (unsigned long)data;
	return before;
}`,
  ],
  [
    'folio_detach_private detach_page_private',
    `static inline void *folio_detach_private(struct folio *folio)
{
	void *data = (void *)folio->private;

	if (!folio_test_private(folio))
		return NULL;
	folio_clear_private(folio);
	folio->private = 0;
	folio_put(folio);
	return data;
}
#define detach_page_private(page) folio_detach_private(page_folio(page))
`,
  ],
  [
    'folio_nr_pages folio_order folio_size',
    `#define folio_nr_pages(folio) ((void)(folio), 1L)
#define folio_order(folio) ((void)(folio), 0U)
#define folio_size(folio) ((void)(folio), 4096UL)
`,
  ],
]);

const FILEMAP = definitionsFrom('mm/filemap.c', [
  [
    'folio_end_read',
    `static inline void folio_end_read(struct folio *folio, bool success)
{
	unsigned long mask = 1UL << PG_locked;

	if (success)
		mask |= 1UL << PG_uptodate;
	folio_xor_flags_has_waiters(folio, mask);
}`,
  ],
  [
    'folio_wait_bit folio_wait_bit_killable',
    `static inline void folio_wait_bit(struct folio *folio, int bit)
{
	while (test_bit(bit, &folio->flags))
		cpu_relax();
}
#define folio_wait_bit_killable(folio, bit) ({ folio_wait_bit(folio, bit); 0; })
`,
  ],
  [
    'folio_start_private_2 folio_start_fscache',
    `static inline void folio_start_private_2(struct folio *folio)
{
	folio_get(folio);
	folio_set_private_2(folio);
}
#define folio_start_fscache(folio) folio_start_private_2(folio)
`,
  ],
  [
    'folio_end_private_2 folio_end_fscache',
    `static inline void folio_end_private_2(struct folio *folio)
{
	clear_bit_unlock(PG_private_2, &folio->flags);
	folio_put(folio);
}
#define folio_end_fscache(folio) folio_end_private_2(folio)
`,
  ],
]);

const DIRTY = definitionsFrom('mm/page-writeback.c', [
  [
    'filemap_dirty_folio block_dirty_folio',
    `static inline bool filemap_dirty_folio(void *mapping, struct folio *folio) { return !folio_test_set_dirty(folio); }
#define block_dirty_folio(mapping, folio) filemap_dirty_folio(mapping, folio)
`,
  ],
  [
    'noop_dirty_folio',
    `static inline bool noop_dirty_folio(void *mapping, struct folio *folio)
{
	if (folio_test_dirty(folio))
		return false;
	return !folio_test_set_dirty(folio);
}`,
  ],
  [
    'folio_mark_dirty set_page_dirty',
    `static inline bool folio_mark_dirty(struct folio *folio)
{
	if (folio_test_reclaim(folio))
		folio_clear_reclaim(folio);
	return !folio_test_set_dirty(folio);
}
#define set_page_dirty(page) folio_mark_dirty(page_folio(page))
`,
  ],
  [
    'folio_mark_dirty_lock set_page_dirty_lock',
    `static inline bool folio_mark_dirty_lock(struct folio *folio)
{
	bool newly;

	folio_lock(folio);
	newly = folio_mark_dirty(folio);
	folio_unlock(folio);
	return newly;
}
#define set_page_dirty_lock(page) folio_mark_dirty_lock(page_folio(page))
`,
  ],
  [
    'folio_redirty_for_writepage redirty_page_for_writepage __set_page_dirty_nobuffers',
    `#define folio_redirty_for_writepage(wbc, folio) (!folio_test_set_dirty(folio))
#define redirty_page_for_writepage(wbc, page) (!TestSetPageDirty(page))
#define __set_page_dirty_nobuffers(page) (!TestSetPageDirty(page))
`,
  ],
  [
    'folio_clear_dirty_for_io clear_page_dirty_for_io',
    `static inline bool folio_clear_dirty_for_io(struct folio *folio) { return folio_test_clear_dirty(folio); }
#define clear_page_dirty_for_io(page) folio_clear_dirty_for_io(page_folio(page))
`,
  ],
  [
    'folio_cancel_dirty __folio_cancel_dirty cancel_dirty_page',
    `static inline void __folio_cancel_dirty(struct folio *folio) { folio_test_clear_dirty(folio); }
static inline void folio_cancel_dirty(struct folio *folio)
{
	if (folio_test_dirty(folio))
		__folio_cancel_dirty(folio);
}
#define cancel_dirty_page(page) folio_cancel_dirty(page_folio(page))
`,
  ],
  [
    'test_set_page_writeback test_clear_page_writeback',
    `#define test_set_page_writeback(page) TestSetPageWriteback(page)
#define test_clear_page_writeback(page) TestClearPageWriteback(page)
`,
  ],
]);

const GUP = [
  ...definitionsFrom('include/linux/mm.h', [
    ['FOLL_GET FOLL_PIN', '#define FOLL_GET 4\n#define FOLL_PIN 0x40000\n'],
  ]),
  ...definitionsFrom('mm/gup.c', [
    [
      'try_grab_folio',
      `static inline int try_grab_folio(struct folio *folio, int refs, unsigned int flags)
{
	if (folio_ref_count(folio) <= 0)
		return -12;
	if (flags & FOLL_GET)
		folio_ref_add(folio, refs);
	else if (flags & FOLL_PIN)
		folio_ref_add(folio, refs * GUP_PIN_COUNTING_BIAS);
	return 0;
}`,
    ],
    [
      'try_get_folio',
      `static inline struct folio *try_get_folio(struct page *page, int refs)
{
	struct folio *folio = page_folio(page);

	if (folio_ref_count(folio) < 0)
		return NULL;
	return folio_ref_try_add(folio, refs) ? folio : NULL;
}`,
    ],
    [
      'gup_put_folio',
      `static inline void gup_put_folio(struct folio *folio, int refs, unsigned int flags)
{
	folio_put_refs(folio, flags & FOLL_PIN ? refs * GUP_PIN_COUNTING_BIAS : refs);
}`,
    ],
    [
      'folio_add_pin',
      'static inline void folio_add_pin(struct folio *folio) { folio_ref_add(folio, GUP_PIN_COUNTING_BIAS); }',
    ],
  ]),
];

const PAGE_TABLES = definitionsFrom('include/linux/pgtable.h', [
  ...(['pte', 'pmd', 'pud'] as const).flatMap((level): readonly (readonly [string, string])[] => [
    [`${level}_val`, `#define ${level}_val(x) ((x).${level})\n`],
    [`__${level}`, `#define __${level}(x) ((${level}_t) { (x) })\n`],
    [`${level}_none`, `#define ${level}_none(x) (!${level}_val(x))\n`],
    [`${level}_same`, `#define ${level}_same(a, b) (${level}_val(a) == ${level}_val(b))\n`],
    [
      `${level}p_get ${level}p_get_lockless`,
      `#define ${level}p_get(entry) READ_ONCE(*(entry))\n#define ${level}p_get_lockless(entry) READ_ONCE(*(entry))\n`,
    ],
    [`set_${level}`, `#define set_${level}(entry, value) WRITE_ONCE(*(entry), (value))\n`],
  ]),
  [
    'set_pte_at pte_clear',
    `#define set_pte_at(mm, address, entry, value) WRITE_ONCE(*(entry), (value))
#define pte_clear(mm, address, entry) WRITE_ONCE(*(entry), (pte_t) { 0 })
`,
  ],
]);

export const PAGE_CODE = [
  ...PAGE_TABLES,
  ...PAGE_FLAGS_H,
  ...COUNTS,
  ...PAGEMAP,
  ...FILEMAP,
  ...DIRTY,
  ...GUP,
];
