/**
 * The face of a memory model. One that the window machine executes is a list of ordering rules that reads like its manual, and
 * three facts about forwarding and atomics; one that is solved is a text in the cat language. The engines know no
 * architecture; each model is one file in models/.
 */
import type { AccessKinds, Architecture, Fence, Order, UpdateInstruction } from '../program/program.js';
import type { Source } from '../text/source.js';

/** An access in a window, as the rules see it. A read-modify-write is two of them, its read and its write. */
export interface Access {
  readonly kind: 'read' | 'write';
  /** What the access carries itself. */
  readonly order: Order;
  /** The other half's annotation when the access is half of a read-modify-write, else null. */
  readonly partner: Order | null;
  /** An exclusive or reserved read, a store-conditional, or half of a loop of them. */
  readonly exclusive: boolean;
  /** The read of an Armv8 atomic without a result (STADD …). */
  readonly noReturn: boolean;
}

/** What stands between two accesses in program order. */
export interface Between {
  readonly fences: readonly Fence[];
  /**
   * Whether an ISB stands between them that still waits: a branch before it is unresolved, or an address before it
   * is unknown.
   */
  readonly waitingIsb: boolean;
}

/**
 * One clause of a model. `orders` says that `later` may not perform while `earlier`, of the same thread and before
 * it in program order, has not performed.
 *
 * Annotations and half-ness of `later` may only add order, never take it away: fetching relies on it (window/stall.ts).
 */
export interface Rule {
  /** The clause, in the manual's words or the paper's. */
  readonly clause: string;
  readonly orders: (earlier: Access, later: Access, between: Between) => boolean;
}

/** What every memory model says of itself, whatever engine executes it. */
interface ModelBase {
  /** As `--model` takes it: `sc`, `tso`, `armv8`. */
  readonly name: string;
  /** As the report prints it: `SC`, `x86-TSO`, `Armv8`. */
  readonly title: string;
  /** One line: what it allows. */
  readonly allows: string;
  /** The publication or manual that defines it. */
  readonly source: string;
  /**
   * The names of models all of whose final states it allows too, whatever the program, as a law that every result is held
   * against (check/inclusion.ts).
   */
  readonly includes: readonly string[];
  /** Whether it is a machine one can buy: `Result: Never` must hold on those. */
  readonly hardware: boolean;
  /** The kernel port whose code it runs. `atomics` is the user's choice for Armv8. */
  readonly architecture: (atomics: 'lse' | 'llsc') => Architecture;
}

/** A multi-copy-atomic model, as the window machine executes it. */
export interface WindowModel extends ModelBase {
  readonly engine: 'window';
  readonly rules: readonly Rule[];
  /** Whether a read-modify-write is one step; otherwise its read and its write perform separately. */
  readonly oneStep: (update: UpdateInstruction) => boolean;
  /** Whether the status of a store-conditional is known before it performs. */
  readonly statusEarly: boolean;
  /** When a read may take its value from an earlier write of its own thread that has not performed. */
  readonly forwards: (write: Access, read: Access) => Forwarding;
}

/** A model as axioms over relations between events, in the cat language (src/cat). */
export interface AxiomaticModel extends ModelBase {
  readonly engine: 'axioms';
  readonly files: ModelFiles;
  /** Whether it is asked about assembly too; the kernel's model speaks of C alone. */
  readonly takesAssembly: boolean;
  /** The instruction sets whose events it speaks of, in assembly and of the kernel's ports; absent for any. */
  readonly instructions?: readonly string[];
}

/** The text of a model in the cat language. */
export interface ModelFiles {
  readonly model: Source;
  /** The file of tags that is read before it, as `linux-kernel.bell`. */
  readonly bell: Source | null;
  /** The files that these include, under the paths that they include them by, from where the including one is. */
  readonly included: readonly Source[];
}

/** A memory model. */
export type Model = WindowModel | AxiomaticModel;

/**
 * When a read may take its value from the store buffer: at once (`early`); where the write is half of a read-modify-write,
 * once that one's read has performed (`after its read`); not before the write is in memory (`never`).
 */
type Forwarding = 'early' | 'after its read' | 'never';

/** Whether an access is before everything later. */
export function isAcquire(access: Access): boolean {
  return access.order === 'acquire' || access.order === 'acquire-pc' || access.order === 'acquire-release';
}

/** Whether an access is after everything earlier. */
export function isRelease(access: Access): boolean {
  return access.order === 'release' || access.order === 'acquire-release';
}

/** Whether an access is half of a read-modify-write, in one instruction or as a pair of exclusives. */
export function isAtomic(access: Access): boolean {
  return access.partner !== null || access.exclusive;
}

/** Whether a fence between two accesses orders them by their kinds. */
export function fenced(earlier: Access, later: Access, between: Between): boolean {
  return between.fences.some(
    (fence) => fence.kind === 'access' && covers(fence.before, earlier) && covers(fence.after, later),
  );
}

function covers(kinds: AccessKinds, access: Access): boolean {
  return kinds === 'rw' || (kinds === 'r') === (access.kind === 'read');
}
