/**
 * The Linux-kernel memory model, written anew in the cat language: the same executions are allowed and the same flags raised as
 * by the model of the kernel's tools/memory-model (August 2026). In its comments, `expl.` is a section of the kernel's
 * explanation.txt and `ASPLOS` is Alglave, Maranget, McKenney, Parri, Stern, "Frightening Small Children and Disconcerting
 * Grown-ups: Concurrency in the Linux Kernel", ASPLOS 2018; what came later is named by its commit.
 *
 * It reads events as these: R, W and M hold the operations on locks (LKR, LF and RU are reads, LKW and UL writes, RL is an LF
 * too), rmw holds the pairs of LKR and LKW, RMW both halves of every atomic update and the read of one that failed. srcu-lock is
 * a read and srcu-unlock a write of the srcu_struct; synchronize_srcu() has a location and is no access. A tag's set has the
 * tag's name with its first letter as a capital. `int` and `loc` are reflexive.
 *
 * What it says of data_race() and of KCSAN's assertions is pinlitmus's own, for the kernel's model has neither: Racy holds the
 * accesses in data_race(), and an assertion is a plain read that nothing uses.
 */
export const LKMM_CAT = `"Linux-kernel memory model"

(* ---- Tags: of accesses and full barriers, of the other barriers, of RCU and SRCU. *)
enum Order = 'ONCE || 'ACQUIRE || 'RELEASE || 'NORETURN || 'MB
enum Barrier-kind = 'rmb || 'wmb || 'barrier || 'before-atomic || 'after-atomic || 'after-spinlock
  || 'after-unlock-lock || 'after-srcu-read-unlock
enum RCU = 'rcu-lock || 'rcu-unlock || 'sync-rcu
enum SRCU = 'srcu-lock || 'srcu-unlock || 'sync-srcu
enum Assertion = 'assert-writer || 'assert-access

(* ---- What a tag is worth. "Distinguish between syntactic and semantic tags" (2024). *)

(* An update that failed orders nothing, whatever its name says. *)
let no-update = RMW \\ (domain(rmw) | range(rmw))
let Acquire = ((ACQUIRE \\ no-update) \\ W) | LKR
let Release = ((RELEASE \\ no-update) \\ R) | UL
let Mb = MB \\ no-update
let Noreturn = NORETURN \\ W

(* An access is marked or plain; what is no access counts as marked. expl. PLAIN ACCESSES AND DATA RACES. *)
let lock-event = LKR | LKW | UL | LF | RL | RU
let srcu-event = Srcu-lock | Srcu-unlock
let Plain = M \\ (ONCE | ACQUIRE | RELEASE | MB | RMW | lock-event | srcu-event)
let Marked = ~Plain

(* ---- Critical sections. *)

(* A lock and an unlock of a thread match when nothing unmatched is between; done over and over, so that sections nest.
   ASPLOS, 4.2; expl. RCU RELATIONS. *)
let rec unclosed = Rcu-lock \\ domain(rcu-rscs)
and unopened = Rcu-unlock \\ range(rcu-rscs)
and unmatched = [unclosed | unopened] ; po ; [unclosed | unopened]
and rcu-rscs = rcu-rscs | (([unclosed] ; po ; [unopened]) \\ (unmatched ; unmatched))

flag ~empty Rcu-lock \\ domain(rcu-rscs) as unmatched-rcu-lock
flag ~empty Rcu-unlock \\ range(rcu-rscs) as unmatched-rcu-unlock
flag ~empty rcu-rscs & (po ; [Sync-srcu] ; po) as invalid-sleep

(* An SRCU unlock closes the section whose lock gave it its index, which memory may have carried, from thread to thread
   too. "Provide exact SRCU semantics" (2023); expl. SRCU READ-SIDE CRITICAL SECTIONS. *)
let index-flow = (data ; [~Srcu-unlock] ; rf)* ; data
let srcu-rscs = loc & ([Srcu-lock] ; index-flow ; [Srcu-unlock])

flag ~empty Srcu-lock \\ domain(srcu-rscs) as unmatched-srcu-lock
flag ~empty Srcu-unlock \\ range(srcu-rscs) as unmatched-srcu-unlock
flag ~empty (srcu-rscs^-1 ; srcu-rscs) \\ id as multiple-srcu-matches
flag ~empty different-values(srcu-rscs) as srcu-bad-value-match

(* Locks are for lock operations, and an unlock is for a lock that the thread holds. expl. LOCKING. *)
let keyed = lock-event | srcu-event | Sync-srcu
flag ~empty [M \\ keyed] ; loc ; [keyed] as mixed-lock-accesses
let held = ([LKW] ; po-loc ; [UL]) \\ (po-loc ; [LKW | UL] ; po-loc)
flag ~empty UL \\ range(held) as unmatched-unlock

(* ---- Dependencies go on through memory that a thread reads back. "Make plain accesses carry dependencies" (2022);
   expl. DEPENDENCY RELATIONS. *)
let carry-dep = (data ; [~Srcu-unlock] ; rfi)*
let addr = carry-dep ; addr
let ctrl = carry-dep ; ctrl
let data = carry-dep ; data

(* ---- Coherence and atomicity. ASPLOS, 3.1; expl. SEQUENTIAL CONSISTENCY PER VARIABLE, ATOMIC UPDATES. *)
acyclic po-loc | rf | co | fr as coherence
empty rmw & (fre ; coe) as atomic

(* ---- What fences order. ASPLOS, 3.2. *)

(* To a release, and from an acquire. expl. AN OPERATIONAL MODEL. *)
let po-rel = [M] ; po ; [Release]
let acq-po = [Acquire] ; po ; [M]

(* From what precedes an unlock to what follows a lock, when the lock comes after the unlock in the thread or takes over
   from it. "Provide extra ordering for unlock+lock pair on the same CPU" (2021), "Unify UNLOCK+LOCK pairings" (2023);
   expl. LOCKING. *)
let po-unlock-lock-po = po ; [UL] ; (po | rf) ; [LKR] ; po

(* The read of an update without a result is nothing that smp_rmb() orders. *)
let seen = R \\ Noreturn
let rmb = [seen] ; fencerel(Rmb) ; [seen]
let wmb = [W] ; fencerel(Wmb) ; [W]

(* Full barriers. An update that is one stands like a barrier before its read for what is earlier, and after its write for
   what is later. "Define effect of Mb tags on RMWs in tools/..." (2024). The barriers beside atomics, lock operations and
   srcu_read_unlock() hold between those and the rest of the thread. *)
let mb =
    fencerel(Mb) | (po ; [R & Mb]) | ([W & Mb] ; po)
  | (fencerel(Before-atomic) ; [RMW] ; po?)
  | (po? ; [RMW] ; fencerel(After-atomic))
  | (po? ; [LKW] ; fencerel(After-spinlock))
  | (po? ; [Srcu-unlock] ; fencerel(After-srcu-read-unlock))
  | (po-unlock-lock-po ; [After-unlock-lock] ; po)
let gp = po ; [Sync-rcu | Sync-srcu] ; po?
let strong-fence = ([M] ; mb ; [M]) | gp

let nonrw-fence = strong-fence | po-rel | acq-po
let fence = nonrw-fence | wmb | rmb

(* ---- Happens-before. *)

(* Preserved program order. ASPLOS, 3.2.1; expl. THE PRESERVED PROGRAM ORDER RELATION; that it is within a thread is from
   "Make ppo a subrelation of po" (2023). *)
let overwrites = co | fr
let ppo =
    ((addr | data | ctrl) ; [W])
  | (overwrites & int)
  | (addr ; [Plain] ; wmb)
  | (addr ; [R])
  | ((addr | data) ; [Marked & W] ; rfi)
  | (fence & int)
  | (po-unlock-lock-po & int)

(* What reaches other threads in order. A strong fence or a release takes along what its thread has read. expl. THE
   PROPAGATION ORDER RELATION: cumul-fence. Updates of the location that is written hand the order on: "Add
   rmw-sequences to the LKMM" (2022). *)
let rmw-sequence = (rf ; rmw)*
let cumul-fence =
  [Marked] ;
  ((((rfe ; [Marked])? ; (strong-fence | po-rel)) | wmb | po-unlock-lock-po) ; [Marked]) ;
  rmw-sequence
let prop = [Marked] ; (overwrites & ext)? ; cumul-fence* ; [Marked] ; rfe? ; [Marked]

(* ASPLOS, 3.2.2; expl. THE HAPPENS-BEFORE RELATION. *)
let hb = [Marked] ; (ppo | rfe | ((prop \\ id) & int)) ; [Marked]
acyclic hb as happens-before

(* ---- Propagates-before. ASPLOS, 3.2.3; expl. THE PROPAGATES-BEFORE RELATION. *)
let pb = prop ; strong-fence ; hb* ; [Marked]
acyclic pb as propagation

(* ---- RCU: a chain with at least as many grace periods as critical sections orders as one grace period does; with SRCU,
   a grace period counts for the sections of its own srcu_struct. ASPLOS, 4; expl. RCU RELATIONS. *)
let rcu-link = po? ; hb* ; pb* ; prop ; po
let rcu-section = rcu-rscs^-1
let srcu-section = srcu-rscs^-1
let joined(a, b, between) = (a ; rcu-link ; b) | (a ; rcu-link ; between ; rcu-link ; b)
let rec rcu-order =
    [Sync-rcu] | [Sync-srcu]
  | joined([Sync-rcu], rcu-section, rcu-order) | (loc & joined([Sync-srcu], srcu-section, rcu-order))
  | joined(rcu-section, [Sync-rcu], rcu-order) | (loc & joined(srcu-section, [Sync-srcu], rcu-order))
  | (rcu-order ; rcu-link ; rcu-order)
let rcu-fence = po ; rcu-order ; po?
let rb = prop ; rcu-fence ; hb* ; pb* ; [Marked]
irreflexive rb as rcu

(* ---- Plain accesses: what the compiler may do to them. "Add data-race detection" and "Improve data-race detection" (2019);
   expl. PLAIN ACCESSES AND DATA RACES. From here fences include what RCU makes one. *)
let fence-rcu = fence | rcu-fence
let strong-fence-rcu = strong-fence | rcu-fence

(* A plain write beside a marked access of its location, with nothing between that stops the compiler. "Expand definition of
   barrier" (2019). *)
let compiler-fence =
    fencerel(Barrier | Rmb | Wmb | Mb | Before-atomic | After-atomic | Acquire | Release
      | Sync-rcu | Sync-srcu | Rcu-lock | Rcu-unlock | Srcu-lock | Srcu-unlock)
  | (po ; [Release]) | ([Acquire] ; po)
let unfenced = po-loc \\ compiler-fence
flag ~empty ([Plain & W] ; unfenced ; [Marked]) | ([Marked] ; unfenced ; [Plain & W]) as mixed-accesses

(* Executes-before, and visible-to. *)
let xbstar = (hb | pb | rb)*
let vis = cumul-fence* ; rfe? ; [Marked] ; ((strong-fence-rcu ; [Marked] ; xbstar) | (xbstar & int))

(* From a marked access to a plain one, which then is not begun too early; and from a plain one, which then is done. *)
let into-write = [Marked] ; (addr | fence-rcu)?
let into-read = [Marked] ; (addr | nonrw-fence | ([seen] ; fencerel(Rmb) ; [~Noreturn]))?
let out-of-write = fence-rcu? ; [Marked] ; rmw-sequence
let out-of-read = (nonrw-fence | ([~Noreturn] ; fencerel(Rmb) ; [seen]))? ; [Marked]

let write-before-write = fence-rcu | (strong-fence-rcu ; xbstar ; into-write) | (out-of-write ; vis ; into-write)
let write-before-read = fence-rcu | (strong-fence-rcu ; xbstar ; into-read) | (out-of-write ; vis ; into-read)
let read-before-write = fence-rcu | (out-of-read ; xbstar ; into-write)

(* Accesses of different threads, one of them plain. What is ordered one way is not in conflict the other way. *)
let conflicting = ext & ((Plain * M) | (M * Plain))

empty
    (conflicting & rf & read-before-write^-1)
  | (conflicting & fr & write-before-read^-1)
  | (conflicting & co & write-before-write^-1)
  as plain-coherence

(* A race: they are ordered neither way, as a plain access needs it on its side. "Fix data race detection for unordered store
   and load" (2019). *)
let write-write-safe =
  write-before-write & ((Marked * W) | read-before-write) & ((W * Marked) | write-before-read)
let race =
    ((conflicting & co) \\ write-write-safe)
  | (((conflicting & (co? ; rf)) \\ write-before-read) \\ read-before-write^-1)
  | ((conflicting & fr) \\ read-before-write)

(* Races that were told of by data_race() are no news, but for those with what must have no other writer, or no other access:
   access-marking.txt. *)
let assertion = Assert-writer | Assert-access
let told = ((Racy * M) | (M * Racy)) \\ ((assertion * M) | (M * assertion))

(* What must have no other access races with reads too, unless they are ordered as two reads are. *)
let read-before-read = fence-rcu | (strong-fence-rcu ; xbstar ; into-read) | (out-of-read ; xbstar ; into-read)
let intruding = ([Assert-access] ; (ext & loc) ; [R \\ assertion]) \\ (read-before-read | read-before-read^-1)

flag ~empty (race \\ told) | intruding as data-race
`;
