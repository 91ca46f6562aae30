/**
 * What every cat file may use without defining it: the sets and relations that an engine may give, functions, and the files
 * of herd7 that describe what the engine does itself (coherence, locks).
 */
import type { CatSort } from './cat-plan.js';

const SETS: readonly string[] = [
  ...['R', 'W', 'M', 'F', 'B', 'IW', 'RMW', 'X', 'A', 'L', 'Q', 'EX'],
  ...['LKR', 'LKW', 'UL', 'LF', 'RL', 'RU', 'Srcu-lock', 'Srcu-unlock', 'Sync-srcu'],
  // Accesses in the kernel's data_race().
  'Racy',
  // Barriers of the instruction sets, as herd7 names them.
  ...[
    'MFENCE',
    'SFENCE',
    'LFENCE',
    'SYNC',
    'LWSYNC',
    'EIEIO',
    'ISYNC',
    'ISB',
    'DMB',
    'DSB',
    'DMB.ST',
    'DSB.ST',
  ],
  ...['DMB.ISH', 'DMB.ISHLD', 'DMB.ISHST', 'DMB.SY', 'DMB.LD', 'DSB.ISH', 'DSB.ISHLD', 'DSB.ISHST', 'DSB.SY'],
  ...['Fence.r.r', 'Fence.r.w', 'Fence.r.rw', 'Fence.w.r', 'Fence.w.w', 'Fence.w.rw', 'Fence.rw.r'],
  ...['Fence.rw.w', 'Fence.rw.rw', 'Fence.tso', 'Fence.i', 'Acq', 'Rel', 'AcqRel', 'Sc'],
  // Orders of C11.
  ...['RLX', 'ACQ', 'REL', 'ACQ_REL', 'SC', 'CON', 'NA'],
];

const RELATIONS: readonly string[] = [
  ...['po', 'loc', 'int', 'ext', 'id', 'addr', 'data', 'ctrl', 'rmw', 'amo', 'rf', 'co', 'fr'],
];

/** The sorts of what an engine may give, by name. What it does not give is empty. */
export const GIVEN: ReadonlyMap<string, CatSort> = new Map([
  ...SETS.map((name) => [name, 'set'] as const),
  ...RELATIONS.map((name) => [name, 'relation'] as const),
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

/** Definitions that every file begins with. There are no initialising writes among the events, so that `co0` is empty. */
export const PRELUDE = `
let emptyset = {}
let po-loc = po & loc
let rfe = rf & ext  let rfi = rf & int
let coe = co & ext  let coi = co & int
let fre = fr & ext  let fri = fr & int
let co0 = 0
let lxsx = rmw \\ amo
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

/** Files of herd7 that are answered from here, so that what the engine does is not done again. */
export const LIBRARY: ReadonlyMap<string, string> = new Map([
  ['stdlib.cat', ''],
  ['cross.cat', ''],
  ['cos.cat', COHERENCE],
  ['cos-opt.cat', COHERENCE],
  ['lock.cat', LOCKS],
  ['filters.cat', FILTERS],
  [
    'x86fences.cat',
    'let mfence = fencerel(MFENCE)  let sfence = fencerel(SFENCE)  let lfence = fencerel(LFENCE)',
  ],
]);
