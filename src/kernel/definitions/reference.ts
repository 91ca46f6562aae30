/** References whose last one does something. include/linux/kref.h, lib/refcount.c; and what is made of sequence locks. */
import { definitionsFrom } from './definition.js';

export const REFERENCE = [
  ...definitionsFrom('include/linux/kref.h', [
    ['kref_put', '#define kref_put(kref, release) (refcount_dec_and_test(kref) ? (release(kref), 1) : 0)\n'],
  ]),
  ...definitionsFrom('include/linux/lockref.h', [
    // The functions that take both at once are refused by name.
    ['lockref', 'struct lockref { spinlock_t lock; int count; };'],
    ['lockref_init', '#define lockref_init(ref) ((void)((ref)->count = 1))\n'],
    ['lockref_mark_dead', '#define lockref_mark_dead(ref) ((void)((ref)->count = -128))\n'],
    ['__lockref_is_dead', '#define __lockref_is_dead(ref) ((ref)->count < 0)\n'],
  ]),
  ...definitionsFrom('lib/dec_and_lock.c', [
    [
      'atomic_dec_and_lock',
      `static inline int atomic_dec_and_lock(atomic_t *count, spinlock_t *lock)
{
	if (atomic_add_unless(count, -1, 1))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(count))
		return 1;
	spin_unlock(lock);
	return 0;
}`,
    ],
    [
      'atomic_dec_and_mutex_lock',
      `static inline int atomic_dec_and_mutex_lock(atomic_t *count, struct mutex *lock)
{
	if (atomic_add_unless(count, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(count))
		return 1;
	mutex_unlock(lock);
	return 0;
}`,
    ],
  ]),
  ...definitionsFrom('lib/refcount.c', [
    [
      'refcount_dec_and_lock',
      `static inline bool refcount_dec_and_lock(refcount_t *r, spinlock_t *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	spin_lock(lock);
	if (!refcount_dec_and_test(r)) {
		spin_unlock(lock);
		return false;
	}
	return true;
}`,
    ],
    [
      'refcount_dec_and_mutex_lock',
      `static inline bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	mutex_lock(lock);
	if (!refcount_dec_and_test(r)) {
		mutex_unlock(lock);
		return false;
	}
	return true;
}`,
    ],
  ]),
  ...definitionsFrom('include/linux/refcount.h', [
    [
      '__refcount_add __refcount_inc __refcount_dec',
      `#define __refcount_add(i, r, oldp) WITH_OLD(oldp, atomic_fetch_add_relaxed(i, (atomic_t *)(r)))
#define __refcount_inc(r, oldp) WITH_OLD(oldp, atomic_fetch_add_relaxed(1, (atomic_t *)(r)))
#define __refcount_dec(r, oldp) WITH_OLD(oldp, atomic_fetch_sub_release(1, (atomic_t *)(r)))
`,
    ],
    [
      'WITH_OLD',
      '#define WITH_OLD(oldp, value) do { int __old = (value); if (oldp) *(int *)(oldp) = __old; } while (0)\n',
    ],
    ...['', '_acquire'].flatMap((order): readonly (readonly [string, string])[] => [
      [
        `__refcount_add_not_zero_limited${order}`,
        `static inline bool __refcount_add_not_zero_limited${order}(int i, refcount_t *r, int *oldp, int limit)
{
	int old = refcount_read(r);

	do {
		if (!old)
			break;
		if (i > limit - old) {
			if (oldp)
				*oldp = old;
			return false;
		}
	} while (!atomic_try_cmpxchg${order === '' ? '_relaxed' : order}((atomic_t *)r, &old, old + i));
	if (oldp)
		*oldp = old;
	return old;
}`,
      ],
      [
        `__refcount_inc_not_zero_limited${order}`,
        `#define __refcount_inc_not_zero_limited${order}(r, oldp, limit) __refcount_add_not_zero_limited${order}(1, r, oldp, limit)\n`,
      ],
      [
        `__refcount_add_not_zero${order}`,
        `#define __refcount_add_not_zero${order}(i, r, oldp) __refcount_add_not_zero_limited${order}(i, r, oldp, INT_MAX)\n`,
      ],
      [
        `__refcount_inc_not_zero${order}`,
        `#define __refcount_inc_not_zero${order}(r, oldp) __refcount_add_not_zero_limited${order}(1, r, oldp, INT_MAX)\n`,
      ],
    ]),
    [
      '__refcount_sub_and_test',
      `static inline bool __refcount_sub_and_test(int i, refcount_t *r, int *oldp)
{
	int old = atomic_fetch_sub_release(i, (atomic_t *)r);

	if (oldp)
		*oldp = old;
	if (old != i)
		return false;
	smp_acquire__after_ctrl_dep();
	return true;
}`,
    ],
    [
      '__refcount_dec_and_test',
      '#define __refcount_dec_and_test(r, oldp) __refcount_sub_and_test(1, r, oldp)\n',
    ],
  ]),
  ...definitionsFrom('include/linux/seqlock.h', [
    [
      'raw_seqcount_try_begin',
      '#define raw_seqcount_try_begin(s, start) ({ (start) = raw_read_seqcount(s); !((start) & 1); })\n',
    ],
    [
      'seqlock_init',
      'static inline void seqlock_init(seqlock_t *sl) { seqcount_init(&sl->seqcount); spin_lock_init(&sl->lock); }',
    ],
    [
      'need_seqretry',
      'static inline int need_seqretry(seqlock_t *lock, int seq) { return !(seq & 1) && read_seqretry(lock, seq); }',
    ],
    [
      'done_seqretry',
      'static inline void done_seqretry(seqlock_t *lock, int seq) { if (seq & 1) read_sequnlock_excl(lock); }',
    ],
    [
      'read_seqbegin_or_lock',
      `#define read_seqbegin_or_lock(lock, seq) do { \\
	if (!(*(seq) & 1)) \\
		*(seq) = read_seqbegin(lock); \\
	else \\
		read_seqlock_excl(lock); \\
} while (0)
`,
    ],
  ]),
];
