/** Bits that are counted and looked for in a word, and what only a kernel that checks its locks knows. include/linux/bitops.h, find.h. */
import { definitionsFrom } from './definition.js';

/** So many bits of a word from the lowest on. */
const BELOW = '((size) >= 64 ? ~0UL : (1UL << (size)) - 1)';

/** The bit that is found, or the size where there is none, of which __ffs() says 64; without a branch, on which nothing is to depend. */
const LESSER = 'size - (size - first) * (first < size)';

export const BITOPS = [
  ...definitionsFrom('lib/hweight.c', [
    [
      'hweight64',
      `static inline unsigned int hweight64(u64 w)
{
	w = w - ((w >> 1) & 0x5555555555555555UL);
	w = (w & 0x3333333333333333UL) + ((w >> 2) & 0x3333333333333333UL);
	w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fUL;
	return (w * 0x0101010101010101UL) >> 56;
}`,
    ],
    [
      'hweight_long hweight32 hweight16 hweight8',
      `#define hweight_long(w) hweight64(w)
#define hweight32(w) hweight64((u32)(w))
#define hweight16(w) hweight64((u16)(w))
#define hweight8(w) hweight64((u8)(w))
`,
    ],
  ]),
  ...definitionsFrom('include/linux/bitops.h', [
    [
      '__ffs',
      'static inline unsigned long __ffs(unsigned long word) { return hweight64((word & -word) - 1); }',
    ],
    ['ffz __ffs64', '#define ffz(word) __ffs(~(word))\n#define __ffs64(word) __ffs(word)\n'],
    ['ffs', 'static inline int ffs(unsigned int word) { return word ? (int)__ffs(word) + 1 : 0; }'],
    [
      'fls64',
      `static inline int fls64(u64 word)
{
	word |= word >> 1;
	word |= word >> 2;
	word |= word >> 4;
	word |= word >> 8;
	word |= word >> 16;
	word |= word >> 32;
	return hweight64(word);
}`,
    ],
    [
      'fls __fls ilog2 is_power_of_2',
      `#define fls(word) fls64((u32)(word))
#define __fls(word) ((unsigned long)fls64(word) - 1)
#define ilog2(n) (fls64(n) - 1)
#define is_power_of_2(n) ((n) != 0 && ((n) & ((n) - 1)) == 0)
`,
    ],
  ]),
  ...definitionsFrom('include/linux/find.h', [
    [
      'find_next_bit',
      `static inline unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset)
{
	unsigned long first;

	if (offset >= size)
		return size;
	first = __ffs(*addr & (~0UL << offset) & ${BELOW});
	return ${LESSER};
}`,
    ],
    [
      'find_next_zero_bit',
      `static inline unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size, unsigned long offset)
{
	unsigned long first;

	if (offset >= size)
		return size;
	first = __ffs(~*addr & (~0UL << offset) & ${BELOW});
	return ${LESSER};
}`,
    ],
    [
      'find_first_bit find_first_zero_bit',
      `#define find_first_bit(addr, size) find_next_bit(addr, size, 0)
#define find_first_zero_bit(addr, size) find_next_zero_bit(addr, size, 0)
`,
    ],
    [
      'for_each_set_bit',
      `#define for_each_set_bit(bit, addr, size) \\
	for ((bit) = find_next_bit(addr, size, 0); (bit) < (size); (bit) = find_next_bit(addr, size, (bit) + 1))
`,
    ],
  ]),
  // Of a bitmap there is one word.
  ...definitionsFrom('include/linux/bitmap.h', [
    [
      'BITS_TO_LONGS DECLARE_BITMAP',
      `#define BITS_TO_LONGS(bits) (((bits) + 63) / 64)
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]
`,
    ],
    ['BITMAP_OF', `#define BITMAP_OF(size) ${BELOW}\n`],
    [
      'bitmap_zero bitmap_fill bitmap_set bitmap_clear',
      `#define bitmap_zero(map, size) ((void)(*(map) = 0))
#define bitmap_fill(map, size) ((void)(*(map) = BITMAP_OF(size)))
#define bitmap_set(map, start, count) ((void)(*(map) |= BITMAP_OF(count) << (start)))
#define bitmap_clear(map, start, count) ((void)(*(map) &= ~(BITMAP_OF(count) << (start))))
`,
    ],
    [
      'bitmap_empty bitmap_full bitmap_weight',
      `#define bitmap_empty(map, size) ((*(map) & BITMAP_OF(size)) == 0)
#define bitmap_full(map, size) ((*(map) & BITMAP_OF(size)) == BITMAP_OF(size))
#define bitmap_weight(map, size) hweight64(*(map) & BITMAP_OF(size))
`,
    ],
  ]),
  ...definitionsFrom('include/linux/rcupdate.h', [
    [
      'rcu_read_lock_held rcu_read_lock_bh_held rcu_read_lock_sched_held rcu_read_lock_any_held rcu_is_watching',
      ['lock_held', 'lock_bh_held', 'lock_sched_held', 'lock_any_held']
        .map((name) => `#define rcu_read_${name}() 1\n`)
        .concat('#define rcu_is_watching() 1\n')
        .join(''),
    ],
    ['srcu_read_lock_held', '#define srcu_read_lock_held(domain) ((void)(domain), 1)\n'],
  ]),
];
