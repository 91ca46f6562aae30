/**
 * The intermediate form: what each thread executes, in the vocabulary of the engines (reads,
 * writes, read-modify-writes, fences, branches). A front end lowers a test to this form once per architecture,
 * because what a kernel primitive becomes differs (`smp_store_mb` is one locked instruction on x86, two
 * instructions on Armv8); the machine and the search see nothing else.
 */
import type { Span } from '../text/source.js';
import type { Expression, IntegerType } from './expression.js';

/**
 * The name of a kernel port that C tests are lowered for (kernel/ports), such as `x86` or `armv8-lse`. A model runs the port
 * of its machine (SC any, as it ignores annotations); an assembly test has one program, whatever is asked for.
 */
export type Architecture = string;

/** One memory cell. An access is of a whole cell and of one only: it has the cell's address and its width. */
export interface Location {
  /** As herd7 prints it, without brackets: `x`, `a[1]`, `page.flags`. */
  readonly name: string;
  /** Byte address; below 2^31, so that an `int` that holds an address is not cut. */
  readonly address: bigint;
  readonly type: IntegerType;
  readonly initial: bigint;
  /** What its address is called, where that is not its own name: that of the array or structure that begins there. */
  readonly whole?: string;
  /** The names of its bits, by their numbers, where it is a word of flags. */
  readonly flags?: readonly (string | undefined)[];
  /** Where the file declares it; absent for a cell outside all objects. */
  readonly declared?: Declared;
  /** Whether accesses of four bytes at its address are of the whole of it, as those of its own width are. */
  readonly sizeless?: true;
  /** Whether it belongs to no object of the test: some execution reaches it by a pointer that left its own. */
  readonly outside?: true;
}

/** A location's declaration, for those who speak about its width. */
export interface Declared {
  readonly span: Span;
  /** The type as the file spells it; null where it gives none, and accesses decide. */
  readonly type: string | null;
}

/** A thread's local variable, or a temporary. */
export interface Register {
  /** The variable's name in the source; names of temporaries start with `%`. */
  readonly name: string;
  readonly initial: bigint;
}

/**
 * Ordering that an access carries by itself: `acquire` before everything later (LDAR, the A of an atomic, .aq),
 * `acquire-pc` the same but not ordered after an earlier release (LDAPR), `release` after everything earlier (STLR,
 * the L of an atomic, .rl), `acquire-release` both (.aq.rl).
 */
export type Order = 'plain' | 'acquire' | 'acquire-pc' | 'release' | 'acquire-release';

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
  | { readonly kind: 'isb'; readonly name: string }
  /** Orders nothing: to explain a verdict, fences are taken away and given back. */
  | { readonly kind: 'none'; readonly name: string };

/** Reads, writes, or both. */
export type AccessKinds = 'r' | 'w' | 'rw';

/**
 * What an instruction is to the Linux-kernel memory model: the annotation that linux-kernel.def and linux-kernel.bell
 * (tools/memory-model) give it. The halves of an update have the same one. `plain` is an access by itself, `*p`.
 */
export type KernelTag =
  // Accesses.
  | 'plain'
  | 'once'
  | 'acquire'
  | 'release'
  | 'noreturn'
  // Accesses that are fully ordered, and smp_mb().
  | 'mb'
  // Spinlocks: an update that waits, one that may fail, a write, a read.
  | 'lock'
  | 'trylock'
  | 'unlock'
  | 'is-locked'
  // SRCU: a read of the srcu_struct that gives the cookie, and a write of the cookie to it.
  | 'srcu-lock'
  | 'srcu-unlock'
  // Assertions of KCSAN: a read that nothing uses, which conflicts with marked accesses too.
  | 'assert-writer'
  | 'assert-access'
  // Fences.
  | 'rmb'
  | 'wmb'
  | 'barrier'
  | 'before-atomic'
  | 'after-atomic'
  | 'after-spinlock'
  | 'after-unlock-lock'
  | 'after-srcu-read-unlock'
  | 'rcu-lock'
  | 'rcu-unlock'
  | 'sync-rcu'
  // A fence with a location, the srcu_struct's.
  | 'sync-srcu';

/** An event of the kernel's model; kernel/ports/lkmm.ts has the tags. */
export interface KernelEvent {
  readonly tag: KernelTag;
  /**
   * The statement, by its number in the thread: accesses of one statement are in program order only where one uses what the
   * other gives; accesses of different statements are as the statements. The condition of an `if` is a statement of its own.
   */
  readonly statement: number;
  /** It is in data_race(): whoever it races with, that is no data race to report. */
  readonly racy?: true;
}

interface Common {
  /** The source text that the instruction comes from. */
  readonly span: Span;
  /**
   * Present on accesses and fences of a program that was lowered for the kernel's model; in other programs on those of RCU and
   * SRCU, whose grace periods machines wait in (readers.ts); and on nothing else.
   */
  readonly event?: KernelEvent;
}

/** `target = [address]`. With `until` it is a spin: it performs only on a value that makes `until` non-zero. */
export interface ReadInstruction extends Common {
  readonly kind: 'read';
  readonly address: Expression;
  readonly type: IntegerType;
  readonly target: number | null;
  /** What is put into `target`, over the value loaded. */
  readonly result: Expression;
  readonly order: Order;
  readonly awaits: Expression | null;
  /** A load-exclusive or load-reserved: the next store-conditional of the thread pairs with it. */
  readonly exclusive: boolean;
}

/** `[address] = data` */
export interface WriteInstruction extends Common {
  readonly kind: 'write';
  readonly address: Expression;
  readonly type: IntegerType;
  readonly data: Expression;
  readonly order: Order;
}

/**
 * A store-exclusive or store-conditional. It may fail at any time, writing nothing; it may succeed when the thread's
 * latest exclusive read was of the same location and no other thread has written it since what that read saw.
 */
export interface StoreConditionalInstruction extends Common {
  readonly kind: 'store-conditional';
  readonly address: Expression;
  readonly type: IntegerType;
  readonly data: Expression;
  readonly order: Order;
  /** The register that gets `success` or `failure`. */
  readonly status: number | null;
  readonly success: bigint;
  readonly failure: bigint;
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
  readonly awaits: Expression | null;
  readonly target: number | null;
  readonly result: Expression;
  readonly readOrder: Order;
  readonly writeOrder: Order;
  /** A loop of exclusives, taken as its one successful round, rather than a single instruction. */
  readonly loop: boolean;
  /**
   * A loop that looks first, with a plain read, and leaves it at that when the condition does not hold: the kernel's
   * generic atomic_fetch_add_unless (include/linux/atomic/atomic-arch-fallback.h), queued_spin_trylock.
   */
  readonly looksFirst: boolean;
  /** Armv8's ST-form atomics (STADD …): DMB LD does not order their read. */
  readonly noReturn: boolean;
  /** Whether it succeeds was decided before, by the branch that foretells it. */
  readonly foretold?: true;
  /** To the model's rules its halves are plain accesses: to explain a verdict, what atomics order is taken away and given back. */
  readonly bare?: true;
}

/** What accesses memory. */
export type MemoryInstruction =
  | ReadInstruction
  | WriteInstruction
  | StoreConditionalInstruction
  | UpdateInstruction;

/** One instruction. */
export type Instruction =
  /** Register work: `target = value`. */
  | (Common & { readonly kind: 'set'; readonly target: number; readonly value: Expression })
  /**
   * A conditional select: `target = condition ? then : otherwise`. The choice is predicted like a branch's: what
   * depends on it holds back writes, not reads; the chosen value is an ordinary dependency.
   */
  | (Common & {
      readonly kind: 'select';
      readonly target: number;
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  | MemoryInstruction
  /** `domain` is the location whose readers a grace period waits for (synchronize_srcu), absent for any other fence. */
  | (Common & { readonly kind: 'fence'; readonly fence: Fence; readonly domain?: Expression })
  /** Goes to `destination` when the condition is non-zero, else to the next instruction. Places are indices into `code`. */
  | (Common & {
      readonly kind: 'branch';
      readonly condition: Expression;
      readonly destination: number;
      /**
       * It goes on where the next update that is foretold succeeds, and to `destination` where that fails, whatever its condition:
       * in programs for the kernel's model, to which a cmpxchg() that fails does not evaluate what it would have written.
       */
      readonly foretells?: true;
      /**
       * What it skips is one instruction that is executed on a condition: that alone depends on what decides, nothing behind it. In
       * programs whose branches control everything else.
       */
      readonly predicates?: true;
    })
  | (Common & { readonly kind: 'jump'; readonly destination: number })
  /**
   * A branch that is known to go one way, behind a read that waits: the loop that the read stands for is left there. It holds
   * back writes until the condition is known, as a branch does; an execution in which the condition is 0 does not exist.
   */
  | (Common & { readonly kind: 'assume'; readonly condition: Expression });

/** An address that is no location's, with the name that reports give it. */
export interface NamedAddress {
  readonly address: bigint;
  readonly name: string;
}

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
  /**
   * How far a branch orders later writes: those in its arms, as in C, whose compilers may turn a branch into a
   * conditional move; or all of them, as in assembly.
   */
  readonly controlDependencies: 'arms' | 'everything';
  /** The dialect whose instructions it is made of, or that a kernel port has; null where they are the kernel model's. */
  readonly instructions: string | null;
  readonly locations: readonly Location[];
  readonly threads: readonly Thread[];
  /** The labels whose addresses are values of the program; absent where none are. */
  readonly labels?: readonly NamedAddress[];
}
