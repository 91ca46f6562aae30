/**
 * Armv8 and RISC-V as texts in the cat language, over the events of assembly: a second way to the final states that the window
 * machine finds. Each clause is named as its manual names it.
 */

/**
 * Arm ARM DDI 0487, B2.3: Ordered-before is acyclic, and so is program order of one location with the order in memory. An ISB is
 * the one context synchronisation that programs have. Values and choices flow through registers and through a location that the
 * thread reads back.
 */
export const ARMV8_TEXT = `"Armv8"
let full-dmb = DMB.SY | DMB.ISH | DMB.OSH | DMB.NSH | DSB.SY | DSB.ISH | DSB.OSH | DSB.NSH
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
let barrier =
    (po ; [full-dmb] ; po)
  | ([R \\ NoRet] ; po ; [load-dmb] ; po)
  | ([W] ; po ; [store-dsb] ; po)
  | ([W] ; po ; [store-dmb] ; po ; [W])
  | ([range([A] ; amo ; [L])] ; po)
  | ([L] ; po ; [A])
  | ([A | Q] ; po)
  | (po ; [L])
let local = (([M] ; (dependency | picked | atomic | barrier) ; [M]) | (po-loc ; [W]))+

acyclic po-loc | rf | co | fr as internal
acyclic rfe | coe | fre | local | (pick ; local ; [W]) as external
empty rmw & (fre ; coe) as atomic
`;

/** The RISC-V ISA manual, volume I, RVWMO: preserved program order by its rules. An AMO is one event, as it is one memory operation there. */
export const RISCV_TEXT = `"RVWMO"
(* A compare-and-swap that writes nothing is an AMO to the rules all the same (Zacas). *)
let written = W | ((AMO & R) \\ W)
let after-reads = [R] ; po ; [Fence.r.r] ; po ; [R] | [R] ; po ; [Fence.r.w] ; po ; [written] | [R] ; po ; [Fence.r.rw] ; po ; [M]
let after-writes = [written] ; po ; [Fence.w.r] ; po ; [R] | [written] ; po ; [Fence.w.w] ; po ; [written] | [written] ; po ; [Fence.w.rw] ; po ; [M]
let after-both = po ; [Fence.rw.r] ; po ; [R] | po ; [Fence.rw.w] ; po ; [written] | po ; [Fence.rw.rw] ; po
let acquire = Acq | AcqRel
let release = Rel | AcqRel
let paired = X | EX
let annotated = (acquire | release) & paired

let rule-1 = po-loc ; [written]
let rule-2 = ([R] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]) \\ (rf^-1 ; rf)
let rule-3 = [W & paired] ; rfi
let rule-4 = after-reads | after-writes | after-both
let rule-5 = [acquire] ; po
let rule-6 = po ; [release]
let rule-7 = [annotated] ; po ; [annotated]
let rule-8 = rmw
let rule-9 = addr
let rule-10 = data
let rule-11 = ctrl ; [written]
let rule-12 = (addr | data) ; [W] ; rfi
let rule-13 = addr ; po ; [written]
let preserved = [M] ; (rule-1 | rule-2 | rule-3 | rule-4 | rule-5 | rule-6 | rule-7
  | rule-8 | rule-9 | rule-10 | rule-11 | rule-12 | rule-13) ; [M]

(* In C a branch may become a select: what it decides holds back writes as a branch does. Assembly has no such choices. *)
let local-read = [W] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]
let choice-step = (addr ; [R]) | ((addr | data | pick-addr | pick-data) ; [W] ; local-read)
let pick-address = choice-step* ; pick-addr
let picked = [M] ; ((choice-step* ; (pick-addr | pick-data | pick-ctrl) ; [W]) | (pick-address ; po ; [W]))
let local = (preserved | picked)+
let pick = choice-step* ; (addr | data | pick-addr | pick-data)

acyclic po-loc | rf | co | fr as coherence
acyclic local | (pick ; local ; [W]) | rfe | co | fr as model
empty rmw & (fre ; coe) as atomic
`;

/** Intel SDM, vol. 3A, 8.2: a store buffer, which a locked instruction empties; one that is locked is one step. */
export const X86_TEXT = `"x86-TSO"
let kept = ([R] ; po ; [M]) | ([W] ; po ; [W]) | ([M] ; po ; [MFENCE] ; po ; [M]) | ([M] ; po ; [X]) | ([X] ; po ; [M])
let one = (amo | amo^-1)?
acyclic po-loc | rf | co | fr as coherence
acyclic one ; ((kept | rfe | co | fr) \\ same-instance) as model
empty rmw & (fre ; coe) as atomic
`;

/** Interleaving: every access comes in program order, the halves of an atomic instruction as one. */
export const SC_TEXT = `"SC"
let one = (amo | amo^-1)?
acyclic po-loc | rf | co | fr as coherence
acyclic one ; (((po & (M * M)) | rf | co | fr) \\ same-instance) as model
empty rmw & (fre ; coe) as atomic
`;
