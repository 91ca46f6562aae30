/**
 * What POWER and ARMv7 have in common, in the cat language: Alglave, Maranget, Tautschnig, "Herding Cats: Modelling, Simulation,
 * Testing, and Data Mining for Weak Memory", TOPLAS 36(2), 2014. Sections and figures in the comments are that paper's. Neither is
 * multi-copy atomic: a write may reach some threads before others, and a barrier says what must have reached whom.
 */

/** In what the two differ. */
interface Differences {
  /** The set of the instruction that has the branches before it decided before what follows it begins. */
  readonly synchronisation: string;
  /** Whether the commit of an access waits for those of earlier accesses to the same location; on ARMv7 it need not. */
  readonly commitsByLocation: boolean;
  /**
   * Whether a store waits for what chose its data or its address, or the address of an earlier access: in C there is a branch or a select
   * between the two, and either keeps it back. Instructions with conditions of their own are another matter (armv7-text.ts).
   */
  readonly commitsByChoice: boolean;
}

/** Preserved program order, `preserved`. */
export function preservedOrder({ synchronisation, commitsByLocation, commitsByChoice }: Differences): string {
  return `(* ---- Preserved program order: 6.1 and figure 25. An instruction is split into its init part and its commit part. *)
let dependency = addr | data

(* A read that takes its value from another thread's write which came between it and an earlier access of the location. *)
let read-different-writes = po-loc & (fre ; rfe)
let detour = po-loc & (coe ; rfe)
let ctrl-synchronised = ctrl ; [${synchronisation}] ; po
${commitsByChoice ? 'let chosen = ((pick-addr | pick-data) ; [W]) | (pick-addr ; po ; [W])\n' : ''}
let rec init-init = dependency | read-different-writes | rfi
  | commit-init | (init-commit ; commit-init) | (init-init ; init-init)
and commit-init = ctrl-synchronised | detour | (commit-init ; init-init) | (commit-commit ; commit-init)
and init-commit = init-init | commit-commit | (init-commit ; commit-commit) | (init-init ; init-commit)
and commit-commit = dependency${commitsByLocation ? ' | po-loc' : ''} | ctrl | (addr ; po)${commitsByChoice ? ' | chosen' : ''}
  | commit-init | (commit-init ; init-commit) | (commit-commit ; commit-commit)

let preserved = ([R] ; init-init ; [R]) | ([R] ; init-commit ; [W])`;
}

/** The axioms over `preserved`, `barrier`, and `full`, the barriers that wait for what the thread has seen to reach all. */
export const PROPAGATION = `(* ---- The axioms: figure 5. *)
let happens-before = preserved | barrier | rfe
let reached = rfe? ; barrier ; happens-before*
let passed-on = rfe | fre | coe | (fre ; rfe) | (coe ; rfe)
let propagation-order = ([W] ; reached ; [W]) | (passed-on? ; reached* ; full ; happens-before*)

acyclic po-loc | rf | co | fr as coherence
empty rmw & (fre ; coe) as atomic
acyclic happens-before as no-thin-air
irreflexive fre ; propagation-order ; happens-before* as observation
acyclic co | propagation-order as propagation-order

(* A store-conditional that succeeds has its place in coherence then, and those of a thread take effect in program order: Sarkar,
   Memarian, Owens, Batty, Sewell, Maranget, Alglave, Williams, "Synchronising C/C++ and POWER", PLDI 2012, section 4. *)
acyclic co | ([X] ; po ; [X]) as exclusives`;

/** What is to stand first: it names the tags of RCU's events. */
export const RCU_TAGS = `(* ---- What is of RCU keeps its tags on every port of the kernel. *)
enum RCU = 'rcu-lock || 'rcu-unlock || 'sync-rcu
enum SRCU = 'srcu-lock || 'srcu-unlock || 'sync-srcu

(* A grace period is a full barrier. *)
let grace-period = [M] ; po ; [Sync-rcu | Sync-srcu] ; po ; [M]`;

/** The axiom of RCU, over those of propagation. */
export const RCU_AXIOM = `(* ---- RCU, as the kernel's own model has it (explanation.txt, RCU RELATIONS), over these orders in the place of its own: a
   chain with at least as many grace periods as read-side sections orders as one grace period does. *)
let rec unclosed = Rcu-lock \\ domain(sections)
and unopened = Rcu-unlock \\ range(sections)
and unmatched = [unclosed | unopened] ; po ; [unclosed | unopened]
and sections = sections | (([unclosed] ; po ; [unopened]) \\ (unmatched ; unmatched))
let index-flow = (data ; [~Srcu-unlock] ; rf)* ; data
let srcu-sections = loc & ([Srcu-lock] ; index-flow ; [Srcu-unlock])

let reaches = passed-on? ; reached*
let propagates-before = reaches ; full ; happens-before*
let link = po? ; happens-before* ; propagates-before* ; reaches ; po
let chained(a, b, between) = (a ; link ; b) | (a ; link ; between ; link ; b)
let rec grace =
    [Sync-rcu] | [Sync-srcu]
  | chained([Sync-rcu], sections^-1, grace) | (loc & chained([Sync-srcu], srcu-sections^-1, grace))
  | chained(sections^-1, [Sync-rcu], grace) | (loc & chained(srcu-sections^-1, [Sync-srcu], grace))
  | (grace ; link ; grace)
irreflexive reaches ; po ; grace ; po? ; happens-before* ; propagates-before* ; [M] as rcu`;
