/**
 * The structures that tests may name, as data: only fields that lockless code around pages touches. Offsets are
 * ours, one word a field; a field that a test does not name does not exist in its memory.
 *
 * Source: include/linux/mm_types.h, struct page (v5.0) and struct folio (v5.16).
 */
import { ATOMIC, C_INT, C_ULONG, type CType, type Field, integer, pointerTo, TYPES, VOID } from './c-type.js';

function structure(name: string, fields: readonly (readonly [string, CType])[]): [string, CType] {
  const placed = fields.map(([field, type], index): Field => ({ name: field, type, offset: 8 * index }));
  return [name, { kind: 'structure', name, fields: placed, sparse: true }];
}

function typeNamed(name: string): CType {
  return TYPES.get(name) ?? C_INT;
}

/** A page flag: how names of functions have it, its bit in `page->flags`, and the name of the bit. */
export interface PageFlag {
  /** `MappedToDisk`, as in SetPageMappedToDisk(). */
  readonly page: string;
  /** `mappedtodisk`, as in folio_set_mappedtodisk(). */
  readonly folio: string;
  readonly bit: number;
  /** `PG_mappedtodisk`; another flag's, where two share a bit. */
  readonly bitName: string;
  /** The word that it is in; that of a folio's second page holds what is said of large folios. */
  readonly field: 'flags' | '_flags_1';
}

function flag(page: string, bit: number, folio = page.toLowerCase(), bitName = `PG_${folio}`): PageFlag {
  return { page, folio, bit, bitName, field: 'flags' };
}

/** A flag of large folios, in the flags of their second page. */
function second(page: string, bit: number, folio: string): PageFlag {
  return { ...flag(page, bit, folio), field: '_flags_1' };
}

/** The page flags, after enum pageflags in include/linux/page-flags.h (v5.0), with those of later kernels that share a bit. */
export const PAGE_FLAGS: readonly PageFlag[] = [
  flag('Locked', 0),
  flag('Error', 1),
  flag('Referenced', 2),
  flag('Uptodate', 3),
  flag('Dirty', 4),
  flag('LRU', 5),
  flag('Active', 6),
  flag('Workingset', 7),
  flag('Waiters', 8),
  flag('Slab', 9),
  flag('OwnerPriv1', 10, 'owner_priv_1'),
  flag('Arch1', 11, 'arch_1'),
  flag('Reserved', 12),
  flag('Private', 13),
  flag('Private2', 14, 'private_2'),
  flag('Writeback', 15),
  flag('Head', 16),
  flag('MappedToDisk', 17),
  flag('Reclaim', 18),
  flag('SwapBacked', 19),
  flag('Unevictable', 20),
  flag('Mlocked', 21),
  flag('Uncached', 22),
  flag('HWPoison', 23),
  flag('Young', 24),
  flag('Idle', 25),
  flag('Dropbehind', 26),
  // Another spelling, which early texts have.
  flag('Swapbacked', 19),
  ...['Checked', 'Pinned', 'Foreign', 'SwapCache'].map((name) => flag(name, 10)),
  flag('SavePinned', 4),
  flag('Fscache', 14),
  flag('Readahead', 18),
  flag('Isolated', 18),
  flag('AnonExclusive', 17, 'anon_exclusive'),
  flag('Owner2', 17, 'owner_2'),
  flag('VmemmapSelfHosted', 10, 'vmemmap_self_hosted'),
  flag('XenRemapped', 10, 'xen_remapped'),
  flag('Reported', 3),
  second('HasHWPoisoned', 6, 'has_hwpoisoned'),
  second('LargeRmappable', 7, 'large_rmappable'),
  second('PartiallyMapped', 18, 'partially_mapped'),
];

/** Numbers of errors (include/uapi/asm-generic/errno-base.h and errno.h, include/linux/errno.h), each with those behind it. */
const ERRORS: readonly (readonly [string, bigint])[] = [
  ...errorsFrom(
    1,
    'EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT',
  ),
  ...errorsFrom(16, 'EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG'),
  ...errorsFrom(28, 'ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS'),
  ...errorsFrom(11, 'EWOULDBLOCK'),
  ...errorsFrom(61, 'ENODATA ETIME'),
  ...errorsFrom(67, 'ENOLINK'),
  ...errorsFrom(71, 'EPROTO'),
  ...errorsFrom(74, 'EBADMSG EOVERFLOW'),
  ...errorsFrom(90, 'EMSGSIZE'),
  ...errorsFrom(95, 'EOPNOTSUPP'),
  ...errorsFrom(
    99,
    'EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN',
  ),
  ...errorsFrom(108, 'ESHUTDOWN'),
  ...errorsFrom(110, 'ETIMEDOUT ECONNREFUSED'),
  ...errorsFrom(114, 'EALREADY EINPROGRESS ESTALE'),
  ...errorsFrom(125, 'ECANCELED'),
  ...errorsFrom(130, 'EOWNERDEAD'),
  ...errorsFrom(512, 'ERESTARTSYS ERESTARTNOINTR'),
  ...errorsFrom(517, 'EPROBE_DEFER'),
  ...errorsFrom(529, 'EIOCBQUEUED'),
];

/** What types can hold, and what a machine of 64 bits has (include/linux/limits.h, asm-generic/bitsperlong.h, page.h). */
const LIMITS: readonly (readonly [string, bigint])[] = [
  ['BITS_PER_LONG', 64n],
  ['BITS_PER_BYTE', 8n],
  ['PAGE_SHIFT', 12n],
  ['PAGE_SIZE', 4096n],
  ['PAGE_MASK', (1n << 64n) - 4096n],
  ...[8n, 16n, 32n, 64n].flatMap((bits): [string, bigint][] => [
    [`U${bits}_MAX`, (1n << bits) - 1n],
    [`S${bits}_MAX`, (1n << (bits - 1n)) - 1n],
    [`S${bits}_MIN`, -(1n << (bits - 1n))],
  ]),
  ['INT_MAX', (1n << 31n) - 1n],
  ['INT_MIN', -(1n << 31n)],
  ['UINT_MAX', (1n << 32n) - 1n],
  ['LONG_MAX', (1n << 63n) - 1n],
  ['LONG_MIN', -(1n << 63n)],
  ['ULONG_MAX', (1n << 64n) - 1n],
  ['ULLONG_MAX', (1n << 64n) - 1n],
  ['LLONG_MAX', (1n << 63n) - 1n],
  ['SIZE_MAX', (1n << 64n) - 1n],
  ['REFCOUNT_MAX', (1n << 31n) - 1n],
];

/** So many names in a row, from a number on. */
function errorsFrom(first: number, names: string): readonly (readonly [string, bigint])[] {
  return names.split(' ').map((name, index) => [name, BigInt(first + index)] as const);
}

/** A word of a page's flags. */
function flagWord(field: PageFlag['field']): CType {
  const names = PAGE_FLAGS.filter((each) => each.field === field);
  return {
    ...(C_ULONG as CType & { readonly kind: 'integer' }),
    // `folio->flags.f`, since v6.18.
    wrapper: 'f',
    flags: Array.from({ length: 64 }, (_, bit) => names.find((each) => each.bit === bit)?.bitName),
  };
}

/** A folio has the fields of its first page, in the same places. */
const PAGE_FIELDS: readonly (readonly [string, CType])[] = [
  ['flags', flagWord('flags')],
  ['_refcount', ATOMIC],
  ['_mapcount', ATOMIC],
  // What a test defines of it, if it does (lower/lvalue.ts).
  ['mapping', pointerTo({ kind: 'structure', name: 'struct address_space', fields: [], sparse: true })],
  ['index', C_ULONG],
  ['private', C_ULONG],
];

/** Structure types by their name with `struct`. */
export const STRUCTURES: ReadonlyMap<string, CType> = new Map([
  structure('struct page', PAGE_FIELDS),
  // The head of a compound page, or a page that is none.
  structure('struct folio', [...PAGE_FIELDS, ['_flags_1', flagWord('_flags_1')]]),
  // A type without `struct`, which is one all the same.
  structure('seqlock_t', [
    ['seqcount', typeNamed('seqcount_t')],
    ['lock', typeNamed('spinlock_t')],
  ]),
  structure('struct rcu_head', [
    ['next', pointerTo(VOID)],
    ['func', pointerTo(VOID)],
  ]),
  // To the kernel's memory model one location, which readers read and write.
  ['struct srcu_struct', C_INT],
  // What is one word here, whatever the kernel keeps beside it.
  ['struct mutex', integer('struct mutex', 32, true)],
  ['struct rw_semaphore', integer('struct rw_semaphore', 64, true)],
  ['struct semaphore', integer('struct semaphore', 32, true, 'count')],
  ['struct completion', integer('struct completion', 32, false, 'done')],
  ['struct kref', integer('struct kref', 32, true, 'refcount')],
]);

/** Names that stand for a number, unless a test declares them. */
export const CONSTANTS: ReadonlyMap<string, bigint> = new Map<string, bigint>([
  ['NULL', 0n],
  ['true', 1n],
  ['false', 0n],
  ...ERRORS,
  ...LIMITS,
  /** The pin's share of `_refcount`: "mm: introduce put_user_page*(), placeholder versions", 2019. */
  ['PAGE_PIN_BIAS', 1024n],
  ['GUP_PIN_COUNTING_BIAS', 1024n],
  ...PAGE_FLAGS.map(({ bitName, bit }): [string, bigint] => [bitName, BigInt(bit)]),
]);
