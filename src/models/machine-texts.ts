/**
 * The machines as texts in the cat language: a second way to the final states that the window machine finds, over the events of
 * assembly and of C as a kernel port lowers it. Each clause is named as its manual names it. `before` is the order in which accesses
 * take effect; what grace periods add to it is the same on every machine.
 */

/** A grace period is a full fence besides, and so is smp_mb__after_srcu_read_unlock(), by their tags. */
const TAGS = `
enum RCU = 'rcu-lock || 'rcu-unlock || 'sync-rcu
enum SRCU = 'srcu-lock || 'srcu-unlock || 'sync-srcu || 'after-srcu-read-unlock
let grace = Sync-rcu | Sync-srcu
let full-of-rcu = grace | After-srcu-read-unlock
`;

/**
 * Within a grace period of RCU every other thread is, at some moment, at one place of its program outside its read-side sections
 * (window/README.md). So of what comes up to the end of a section and what comes from its beginning on, the one is before the end of
 * the grace period or the other after its beginning; and program order is such a section too, since there is one moment for all. A
 * section of SRCU ends before a grace period of its domain does, or begins after that began. What that comes to is counted as in the
 * kernel's model (Alglave et al., ASPLOS 2018, 4.2): around no cycle are there as many grace periods as sections.
 */
const GRACE_PERIODS = `
let rec unclosed = Rcu-lock \\ domain(rcu-rscs)
and unopened = Rcu-unlock \\ range(rcu-rscs)
and unmatched = [unclosed | unopened] ; po ; [unclosed | unopened]
and rcu-rscs = rcu-rscs | (([unclosed] ; po ; [unopened]) \\ (unmatched ; unmatched))
let srcu-rscs = loc & ([Srcu-lock] ; (data ; [~Srcu-unlock] ; rf)* ; data ; [Srcu-unlock])

let step = before | ([M] ; po ; [grace]) | ([grace] ; po ; [M | grace])
let read-section = [M] ; po ; rcu-rscs^-1 ; po ; [M]
let one-moment = (po & (M * M)) \\ read-section
let section = read-section | one-moment
let rcu-section = section ; ((step* & int) ; section)*
let srcu-section = srcu-rscs^-1
(* A grace period is counted once: from it and to it there is a step. *)
let first(gp, section, between) = gp ; step+ ; (section | (between ; step* ; section))
let last(gp, section, between) = (section | (section ; step* ; between)) ; step+ ; gp
let rec chain =
    [Sync-rcu] | [Sync-srcu]
  | first([Sync-rcu], rcu-section, chain) | (loc & first([Sync-srcu], srcu-section, chain))
  | last([Sync-rcu], rcu-section, chain) | (loc & last([Sync-srcu], srcu-section, chain))
  | (chain ; step+ ; chain)
irreflexive chain ; step+ as grace-periods
`;

/**
 * Arm ARM DDI 0487, B2.3: Ordered-before is acyclic, and so is program order of one location with the order in memory. An ISB is
 * the one context synchronisation that programs have. Values and choices flow through registers and through a location that the
 * thread reads back.
 */
export const ARMV8_TEXT = `"Armv8"
${TAGS}
let full-dmb = DMB.SY | DMB.ISH | DMB.OSH | DMB.NSH | DSB.SY | DSB.ISH | DSB.OSH | DSB.NSH | full-of-rcu
let load-dmb = DMB.LD | DMB.ISHLD | DMB.OSHLD | DMB.NSHLD | DSB.LD | DSB.ISHLD | DSB.OSHLD | DSB.NSHLD
let store-dsb = DSB.ST | DSB.ISHST | DSB.OSHST | DSB.NSHST
let store-dmb = DMB.ST | DMB.ISHST | DMB.OSHST | DMB.NSHST

(* Local read successor: what a read would take from its own thread's store buffer. *)
let local-read = [W] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]

(* What flows into the value of a read of the same thread. *)
let value-step = (addr ; [R]) | ((addr | data | inner-data) ; [W] ; local-read)
let choice-step = value-step | ((pick-addr | pick-data | inner-pick) ; [W] ; local-read)
let address = value-step* ; addr
let contents = (value-step* ; data) \\ same-instance
let control = value-step* ; ctrl
let pick-address = choice-step* ; (addr | pick-addr)
let pick-contents = (choice-step* ; (data | pick-data | inner-pick)) \\ same-instance
let pick-control = choice-step* ; (ctrl | pick-ctrl)
let pick = choice-step+ | (choice-step* ; (addr | data | pick-addr | pick-data | inner-data | inner-pick))

let dependency =
    address | contents | (control ; [W])
  | ((control | (address ; po)) ; [ISB] ; po ; [R])
  | (address ; po ; [W])
  | ((address | contents) ; local-read)
let picked =
    ((pick-address | pick-contents | pick-control) ; [W])
  | ((pick-control | (pick-address ; po)) ; [ISB] ; po ; [M])
  | (pick-address ; po ; [W])
let atomic = rmw | (rmw ; local-read ; [A | Q])
let acq-po = [A | Q] ; po
let po-rel = po ; [L]
let rel-acq = [L] ; po ; [A]
let acq-rel-po = [range([A] ; amo ; [L])] ; po
let barrier =
    (po ; [full-dmb] ; po)
  | ([R \\ NoRet] ; po ; [load-dmb] ; po)
  | ([W] ; po ; [store-dsb] ; po)
  | ([W] ; po ; [store-dmb] ; po ; [W])
  | acq-rel-po | rel-acq | acq-po | po-rel
let same-location = po-loc ; [W]
let local = (([M] ; (dependency | picked | atomic | barrier) ; [M]) | same-location)+

acyclic po-loc | rf | co | fr as coherence
let held-back = pick ; local ; [W]
let before = rfe | coe | fre | local | held-back
acyclic before as order
empty rmw & (fre ; coe) as atomic
${GRACE_PERIODS}`;

/** The RISC-V ISA manual, volume I, RVWMO: preserved program order by its rules. An AMO is one event, as it is one memory operation there. */
export const RISCV_TEXT = `"RVWMO"
${TAGS}
(* A compare-and-swap that writes nothing is an AMO to the rules all the same (Zacas). *)
let written = W | ((AMO & R) \\ W)
let after-reads = [R] ; po ; [Fence.r.r] ; po ; [R] | [R] ; po ; [Fence.r.w] ; po ; [written] | [R] ; po ; [Fence.r.rw] ; po ; [M]
let after-writes = [written] ; po ; [Fence.w.r] ; po ; [R] | [written] ; po ; [Fence.w.w] ; po ; [written] | [written] ; po ; [Fence.w.rw] ; po ; [M]
let after-both = po ; [Fence.rw.r] ; po ; [R] | po ; [Fence.rw.w] ; po ; [written] | po ; [Fence.rw.rw | full-of-rcu] ; po
let acquire = Acq | AcqRel
let release = Rel | AcqRel
let paired = X | EX
let annotated = (acquire | release) & paired

let same-location = po-loc ; [written]
let rule-2 = ([R] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]) \\ (rf^-1 ; rf)
let rule-3 = [W & paired] ; rfi
let rule-4 = after-reads | after-writes | after-both
let acq-po = [acquire] ; po
let po-rel = po ; [release]
let rule-7 = [annotated] ; po ; [annotated]
let rule-8 = rmw
let rule-9 = addr
let rule-10 = data
let rule-11 = ctrl ; [written]
let rule-12 = (addr | data) ; [W] ; rfi
let rule-13 = addr ; po ; [written]
let preserved = [M] ; (same-location | rule-2 | rule-3 | rule-4 | acq-po | po-rel | rule-7
  | rule-8 | rule-9 | rule-10 | rule-11 | rule-12 | rule-13) ; [M]

(* In C a branch may become a select: what it decides holds back writes as a branch does. Assembly has no such choices. *)
let local-read = [W] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]
let choice-step = (addr ; [R]) | ((addr | data | pick-addr | pick-data) ; [W] ; local-read)
let pick-address = choice-step* ; (addr | pick-addr)
let picked = [M] ; ((choice-step* ; (addr | data | ctrl | pick-addr | pick-data | pick-ctrl) ; [W]) | (pick-address ; po ; [W]))
let local = (preserved | picked)+
let pick = choice-step* ; (addr | data | pick-addr | pick-data)

acyclic po-loc | rf | co | fr as coherence
let held-back = pick ; local ; [W]
let before = local | held-back | rfe | co | fr
acyclic before as order
empty rmw & (fre ; coe) as atomic
${GRACE_PERIODS}`;

/** The halves of an atomic instruction are one step: of a machine with a store buffer, and of one without. */
const ONE_STEP = `
let one = (amo | amo^-1)?
let before = one ; ((kept | rfe | co | fr) \\ same-instance)
acyclic po-loc | rf | co | fr as coherence
acyclic before as order
empty rmw & (fre ; coe) as atomic
${GRACE_PERIODS}`;

const LOCKED = `
let po-locked = [M] ; po ; [X]
let locked-po = [X] ; po ; [M]
`;

/** Intel SDM, vol. 3A, 8.2: a store buffer, which a locked instruction empties; one that is locked is one step. */
export const TSO_TEXT = `"x86-TSO"
${TAGS}${LOCKED}
let load-po = [R] ; po ; [M]
let store-store = [W] ; po ; [W]
let kept = load-po | store-store | ([M] ; po ; [MFENCE | full-of-rcu] ; po ; [M]) | po-locked | locked-po
${ONE_STEP}`;

/** The SPARC Architecture Manual, version 9, appendix D: a store buffer for each location. In x86's assembly the fences are x86's. */
export const PSO_TEXT = `"PSO"
${TAGS}${LOCKED}
let load-po = [R] ; po ; [M]
let same-location = po-loc & (W * W)
let kept = load-po | same-location | po-locked | locked-po
  | ([M] ; po ; [MEMBAR | MFENCE | full-of-rcu] ; po ; [M])
  | ([W] ; po ; [STBAR | SFENCE] ; po ; [W])
${ONE_STEP}`;

/** Interleaving: every access comes in program order, the halves of an atomic instruction as one. */
export const SC_TEXT = `"SC"
${TAGS}
let kept = [M] ; po ; [M]
${ONE_STEP}`;
