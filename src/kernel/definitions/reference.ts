/** References whose last one does something. include/linux/kref.h, lib/refcount.c; and what is made of sequence locks. */
import { definitionsFrom } from './definition.js';

export const REFERENCE = [
  ...definitionsFrom('include/linux/kref.h', [
    ['kref_put', '#define kref_put(kref, release) (refcount_dec_and_test(kref) ? (release(kref), 1) : 0)\n'],
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
  ...definitionsFrom('include/linux/seqlock.h', [
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
