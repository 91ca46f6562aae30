/**
 * The intermediate form: what each thread executes, in the vocabulary of the window machine (design: reads,
 * writes, read-modify-writes, fences, branches). A front end lowers a test to this form once per architecture,
 * because what a kernel primitive becomes differs (`smp_store_mb` is one locked instruction on x86, two
 * instructions on Armv8); the machine and the search see nothing else.
 */
import type { Span } from '../diagnostic/source.js';
import type { Expression, IntegerType } from './expression.js';

/** The architectures that programs are lowered for. `sc` runs the same program as any, ignoring annotations. */
export type Architecture = 'x86' | 'armv8-lse' | 'armv8-llsc';

/** One memory cell. Litmus tests work at word granularity: a location is never accessed in part. */
export interface Location {
  /** As herd7 prints it, without brackets: `x`, `a[1]`, `page.flags`. */
  readonly name: string;
  /** Byte address; below 2^31, so that an `int` that holds an address is not cut. */
  readonly address: bigint;
  readonly type: IntegerType;
  readonly initial: bigint;
}

/** A thread's local variable, or a temporary. */
export interface Register {
  /** The variable's name in the source; names of temporaries start with `%`. */
  readonly name: string;
  readonly initial: bigint;
}

/**
 * Ordering that an access carries by itself. On a read: `acquire` (LDAR, LDAXR, the A of an atomic) or
 * `acquire-pc` (LDAPR). On a write: `release` (STLR, STLXR, the L of an atomic).
 */
export type ReadOrder = 'plain' | 'acquire' | 'acquire-pc';

/** What a write carries; see `ReadOrder`. */
export type WriteOrder = 'plain' | 'release';

/**
 * Which earlier accesses a fence orders before which later ones; `isb` is Armv8's context synchronisation, which
 * orders reads after the branches and addresses before it.
 */
export type Fence =
  | {
      readonly kind: 'access';
      readonly name: string;
      readonly before: AccessKinds;
      readonly after: AccessKinds;
    }
  | { readonly kind: 'isb'; readonly name: string };

/** Reads, writes, or both. */
export type AccessKinds = 'r' | 'w' | 'rw';

interface Common {
  /** The source text that the instruction comes from. */
  readonly span: Span;
}

/** `target = [address]`. With `until` it is a spin: it performs only on a value that makes `until` non-zero. */
export interface ReadInstruction extends Common {
  readonly kind: 'read';
  readonly address: Expression;
  readonly type: IntegerType;
  readonly target: number | null;
  /** What is put into `target`, over the value loaded. */
  readonly result: Expression;
  readonly order: ReadOrder;
  readonly until: Expression | null;
}

/** `[address] = data` */
export interface WriteInstruction extends Common {
  readonly kind: 'write';
  readonly address: Expression;
  readonly type: IntegerType;
  readonly data: Expression;
  readonly order: WriteOrder;
}

/**
 * A read-modify-write: reads `loaded`, and writes `data` when `condition` (over `loaded`) is null or non-zero.
 * `until` makes it wait, as a spinlock does: it performs only when `until` is non-zero.
 */
export interface UpdateInstruction extends Common {
  readonly kind: 'update';
  readonly address: Expression;
  readonly type: IntegerType;
  readonly data: Expression;
  readonly condition: Expression | null;
  readonly until: Expression | null;
  readonly target: number | null;
  readonly result: Expression;
  readonly readOrder: ReadOrder;
  readonly writeOrder: WriteOrder;
  /** Armv8's ST-form atomics (STADD …): DMB LD does not order their read. */
  readonly noReturn: boolean;
}

/** One instruction. */
export type Instruction =
  /** Register work: `target = value`. */
  | (Common & { readonly kind: 'set'; readonly target: number; readonly value: Expression })
  | ReadInstruction
  | WriteInstruction
  | UpdateInstruction
  | (Common & { readonly kind: 'fence'; readonly fence: Fence })
  /** Goes to `destination` when the condition is non-zero, else to the next instruction. Places are indices into `code`. */
  | (Common & { readonly kind: 'branch'; readonly condition: Expression; readonly destination: number })
  | (Common & { readonly kind: 'jump'; readonly destination: number })
  /**
   * A branch that is known to go one way: the exit of a spin (see spin.ts). It holds back writes until the condition
   * is known, as a branch does; an execution in which the condition is 0 does not exist.
   */
  | (Common & { readonly kind: 'assume'; readonly condition: Expression });

/** What one CPU runs. */
export interface Thread {
  /** `P0` */
  readonly name: string;
  readonly registers: readonly Register[];
  /** Execution starts at 0 and ends where the place is `code.length`. */
  readonly code: readonly Instruction[];
}

/** All threads and the memory that they share. */
export interface Program {
  readonly locations: readonly Location[];
  readonly threads: readonly Thread[];
}
