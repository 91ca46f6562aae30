/**
 * What every cat file may use without defining it: the sets and relations that an engine may give, functions, and the files
 * of herd7 that describe what the engine does itself (coherence, locks).
 */
import type { CatSort } from './cat-plan.js';

const SETS: readonly string[] = [
  ...['R', 'W', 'M', 'F', 'IW', 'RMW', 'X', 'A', 'L', 'Q', 'EX', 'AMO', 'NoRet', 'Exp'],
  ...['LKR', 'LKW', 'UL', 'LF', 'RL', 'RU', 'Srcu-lock', 'Srcu-unlock', 'Sync-srcu'],
  // Accesses in the kernel's data_race().
  'Racy',
  // Barriers of the instruction sets, as herd7 names them.
  ...['MFENCE', 'SFENCE', 'LFENCE', 'SYNC', 'LWSYNC', 'EIEIO', 'ISYNC', 'ISB', 'DMB', 'DSB'],
  ...['MEMBAR', 'STBAR'],
  ...['DMB', 'DSB'].flatMap((name) =>
    [
      'SY',
      'LD',
      'ST',
      ...['ISH', 'OSH', 'NSH'].flatMap((domain) => [domain, `${domain}LD`, `${domain}ST`]),
    ].map((option) => `${name}.${option}`),
  ),
  ...['Fence.r.r', 'Fence.r.w', 'Fence.r.rw', 'Fence.w.r', 'Fence.w.w', 'Fence.w.rw', 'Fence.rw.r'],
  ...['Fence.rw.w', 'Fence.rw.rw', 'Fence.tso', 'Acq', 'Rel', 'AcqRel', 'Sc'],
  // Orders of C11.
  ...['RLX', 'ACQ', 'REL', 'ACQ_REL', 'SC', 'CON', 'NA'],
];

const RELATIONS: readonly string[] = [
  ...['po', 'loc', 'int', 'ext', 'id', 'addr', 'data', 'ctrl', 'rmw', 'amo', 'rf', 'co', 'fr'],
  // In assembly: events of one instruction, what hangs on a choice (pick), what flows within a read-modify-write.
  ...['same-instance', 'pick-addr', 'pick-data', 'pick-ctrl', 'inner-data', 'inner-pick'],
];

/** The sorts of what an engine may give, by name. What it does not give is empty. */
export const GIVEN: ReadonlyMap<string, CatSort> = new Map([
  ...SETS.map((name) => [name, 'set'] as const),
  ...RELATIONS.map((name) => [name, 'relation'] as const),
]);

/** Sets of what no test here has: virtual memory, caches, tags, exceptions, other writes than the program's, C11's locks. */
export const ABSENT: readonly string[] = [
  ...['PTE', 'PTEV', 'PTEINV', 'AF', 'DB', 'MMU', 'Translation', 'AccessFlag', 'Permission', 'TLBI', 'T'],
  ...['FAULT', 'TagCheck', 'EXC-ENTRY', 'EXC-RET', 'SVC', 'NExp', 'SPURIOUS', 'Instr', 'Restricted-CMODX'],
  ...['DC.CVAU', 'IC.IALLUIS', 'IC.IALLU', 'IC.IVAU', 'LS', 'LK'],
];

/**
 * What herd7 gives and nothing gives here: registers, branches, FENCE.I, and the flow within an instruction are no events or pairs of
 * them. A file may mention one, but no check may hang on it.
 */
export const UNMODELLED: ReadonlyMap<string, CatSort> = new Map([
  ...['Rreg', 'Wreg', 'DATA', 'BCC', 'PRED', 'B', 'SPEC', 'EXEC', 'Fence.i'].map(
    (name) => [name, 'set'] as const,
  ),
  ...['iico_data', 'iico_ctrl', 'rf-reg', 'same-low-order-bits', 'same-tag-loc', 'inv-domain'].map(
    (name) => [name, 'relation'] as const,
  ),
  ...['same-output-address', 'other-output-address', 'writable-pages'].map(
    (name) => [name, 'relation'] as const,
  ),
]);

/** The variants of herd7 that are always on: events are as they have them. */
export const VARIANTS: readonly string[] = ['lkmmv2'];

/** The tags that events of kernel C have. */
export const TAGS: readonly string[] = [
  ...[
    'ONCE',
    'ACQUIRE',
    'RELEASE',
    'NORETURN',
    'MB',
    'rmb',
    'wmb',
    'barrier',
    'before-atomic',
    'after-atomic',
  ],
  ...['after-spinlock', 'after-unlock-lock', 'after-srcu-read-unlock', 'rcu-lock', 'rcu-unlock', 'sync-rcu'],
  ...['srcu-lock', 'srcu-unlock', 'sync-srcu'],
];

/** What herd7 calls the file of the definitions below. */
export const STDLIB = 'stdlib.cat';

/** Definitions that every file begins with. There are no initialising writes among the events, so that `co0` is empty. */
export const PRELUDE = `
let emptyset = {}
let po-loc = po & loc
let rfe = rf & ext  let rfi = rf & int
let coe = co & ext  let coi = co & int
let fre = fr & ext  let fri = fr & int
let co0 = 0
let lxsx = rmw \\ amo
let si = id
let sm = [M]
let same-oa r = r & same-output-address
let oa-changes (s, r) = s & domain(other-output-address & r)
let at-least-one-writable (s, r) = s & domain(writable-pages & r)
let toid s = [s]
let fencerel B = (po ; [B]) ; po
let ctrlcfence B = (ctrl ; [B]) ; po
let imply (a, b) = ~a | b
let nodetour (a, b, c) = a \\ (b ; c)
let singlestep r = r \\ (r ; r)
procedure subseteq (a, b) = empty a \\ b end
procedure inclusion (a, b) = empty a \\ b end
procedure total (r, s) = empty (s * s) \\ (r | r^-1) end
let map f = let rec each s = match s with {} -> {} || e ++ others -> f e ++ each others end in each
`;

const COHERENCE = `
let rfe = rf & ext  let rfi = rf & int
let coe = co & ext  let coi = co & int
let fre = fr & ext  let fri = fr & int
let invrf = rf^-1
let ca = fr | co
`;

/** Locks: the engine has put them among reads and writes, chosen what they read, and ordered them. */
const LOCKS = `
let LF = LF | RL
let ALL-LOCKS = LKR | LKW | UL | LF | RU | Srcu-lock | Srcu-unlock | Sync-srcu
flag ~empty [M \\ ALL-LOCKS] ; loc ; [ALL-LOCKS] as mixed-lock-accesses
let lk-rmw = rmw & (LKR * LKW)
let Acquire = Acquire | LKR
let Release = Release | UL
let critical = ([LKW] ; po-loc ; [UL]) \\ (po-loc ; [LKW | UL] ; po-loc)
flag ~empty UL \\ range(critical) as unmatched-unlock
${COHERENCE}`;

const FILTERS = `
let A = X | A
let P = M \\ A
let WW r = r & (W * W)  and WR r = r & (W * R)  and RW r = r & (R * W)  and RR r = r & (R * R)
and RM r = r & (R * M)  and MR r = r & (M * R)  and WM r = r & (W * M)  and MW r = r & (M * W)
and MM r = r & (M * M)
let AA r = r & (A * A)  and AP r = r & (A * P)  and PA r = r & (P * A)  and PP r = r & (P * P)
and AM r = r & (A * M)  and MA r = r & (M * A)
let noid r = r \\ id
let invrf = rf^-1
let atom = [A]
`;

/**
 * What an instruction of AArch64 depends on: the engine follows registers, this what the thread reads back from memory too. `lws` and
 * `lrs` are local write and read successors.
 */
const AARCH64_DEPENDENCIES = `
include "aarch64util.cat"
let lws = [M] ; po-loc ; [W]
let lrs = [W] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]
let value-flow = (addr ; [R]) | ((addr | data | inner-data) ; [W] ; lrs)
let pick-flow = value-flow | (pick-addr ; [R]) | ((pick-addr | pick-data | inner-pick) ; [W] ; lrs)
let basic-dep = value-flow* ; (addr | data | inner-data)?
let pick-basic-dep = [R] ; pick-flow* ; (addr | data | pick-addr | pick-data | inner-data | inner-pick)?
let pick-addr-dep = pick-flow* ; (addr | pick-addr)
let pick-data-dep = pick-flow* ; (data | pick-data)
let pick-ctrl-dep = pick-flow* ; (ctrl | pick-ctrl)
let pick-dep = (pick-basic-dep | pick-addr-dep | pick-data-dep | pick-ctrl-dep) \\ same-instance
let addr = value-flow* ; addr
let data = (value-flow* ; data) \\ same-instance
let ctrl = value-flow* ; ctrl
`;

/** Files of herd7 that are answered from here, so that what the engine does is not done again. */
export const LIBRARY: ReadonlyMap<string, string> = new Map([
  [STDLIB, ''],
  ['cross.cat', ''],
  ['cos.cat', COHERENCE],
  ['cos-opt.cat', COHERENCE],
  ['lock.cat', LOCKS],
  ['filters.cat', FILTERS],
  ['aarch64deps.cat', AARCH64_DEPENDENCIES],
  // Drawn by nobody here.
  ['aarch64show.cat', ''],
  [
    'x86fences.cat',
    'let mfence = fencerel(MFENCE)  let sfence = fencerel(SFENCE)  let lfence = fencerel(LFENCE)',
  ],
]);
