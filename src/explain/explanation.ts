/**
 * What explaining a test gives, as plain data for reporters: texts of the source, lines, spelled values, numbers of
 * events. Nothing here needs the machine to be read.
 */

import type { Crash, RaceResult, StuckThread, TestInfo } from '../check/result.js';
import type { CycleKind, ViolatedAxiom } from '../execution/edge.js';
import type { AccessKinds } from '../program/program.js';
import type { Limit } from '../query/limits.js';
import type { Diagnostic } from '../text/diagnostic.js';

/** An access of memory in an execution. A read-modify-write is one event here, however many steps its model makes of it. */
export interface DiagramEvent {
  /** Its number: by thread, in program order, from 0. */
  readonly id: number;
  readonly thread: number;
  /** The source text, on one line: `wb = PageWriteback(page)`, `LDR W0,[X1]`. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly kind: 'read' | 'write' | 'update';
  /** The location's name: `page.flags`. */
  readonly location: string;
  /** Values as the report spells them; null when it does not read, or write. */
  readonly read: string | null;
  readonly written: string | null;
}

/**
 * How two events are related. Communication: `rf` (the later reads what the earlier wrote), `co` (it overwrites it),
 * `fr` (it overwrites what the earlier read). Within a thread: `po` for program order alone, and what keeps two
 * accesses in order: a `fence`, a dependency (`addr`, `data`, `ctrl`), or `order`, what the accesses carry themselves.
 */
export type DiagramRelation = 'po' | 'rf' | 'co' | 'fr' | 'fence' | 'addr' | 'data' | 'ctrl' | 'order';

/** An arrow of the diagram. `from` is null for the initial value of a location. */
export interface DiagramEdge {
  readonly from: number | null;
  readonly to: number;
  readonly relation: DiagramRelation;
  /** Why, for people, without the relation's name: `smp_mb() (line 20)`, `PPO 5: an acquire is before everything later`; empty when the name says it all. */
  readonly reason: string;
  /** The lines of the fence or branch that it comes from. */
  readonly lines: readonly number[];
  /** The other accesses or barriers' source texts, in the same order as `lines`. */
  readonly texts: readonly string[];
  /** Whether it is part of the cycle that is being shown. */
  readonly highlighted: boolean;
}

/** An execution as the field draws it: threads as columns, program order downwards. */
export interface Diagram {
  /** `P0` … */
  readonly threads: readonly string[];
  readonly events: readonly DiagramEvent[];
  /** Program order only between neighbours; the rest follows. */
  readonly edges: readonly DiagramEdge[];
}

/** One step of an execution: an access takes effect. */
export interface WitnessStep {
  readonly thread: number;
  /** The event in the diagram that performs, or one half of it; null for a grace period, and when a deadlock keeps it out of the diagram. */
  readonly event: number | null;
  /**
   * `forward`: reads from its own thread's store buffer. The halves of an `update` are apart where something came between.
   * `grace`: a grace period ends.
   */
  readonly action: 'read' | 'forward' | 'write' | 'update' | 'grace';
  readonly text: string;
  readonly line: number;
  /** Null for a grace period. */
  readonly location: string | null;
  readonly read: string | null;
  /** What memory holds there from now on; null when the step does not write. */
  readonly written: string | null;
  /** Earlier accesses of the thread that have not performed: what makes the step weak. Numbers of events. */
  readonly ahead: readonly number[];
}

/** A fence that does not order two accesses on either side of it. */
export interface IdleFence {
  readonly text: string;
  readonly line: number;
  /**
   * The kinds of accesses before it that it orders before which kinds after it; `context` for an ISB, which orders reads
   * after branches and addresses; null when it is no instruction on this machine.
   */
  readonly orders: { readonly before: AccessKinds; readonly after: AccessKinds } | 'context' | null;
}

/** Two accesses of a thread that took effect in the other order, without which the state would not come about. */
export interface Reordering {
  /** Numbers of events; `earlier` stands before `later` in the program and performed after it. */
  readonly earlier: number;
  readonly later: number;
  /**
   * Whether only the store of the earlier one was overtaken, an atomic in two steps. An atomic never overtakes with its load
   * alone: what overwrites what it read comes after its store.
   */
  readonly half: 'store' | null;
  /** The fences between them, which do not order these two. */
  readonly fences: readonly IdleFence[];
}

/** One execution, step by step. It was replayed before it was put here. */
export interface Witness {
  readonly steps: readonly WitnessStep[];
  readonly diagram: Diagram;
  /** The final state: a value for each of `TestInfo.observables`; null where the execution did not end. */
  readonly final: readonly (string | null)[];
  /** Who waits for what, in an execution that ends in a deadlock. */
  readonly stuck: readonly StuckAt[];
}

/** A thread of a deadlock: the access that never performs, and who last wrote what it waits for. */
export interface StuckAt extends StuckThread {
  /** The source text of what waits. */
  readonly text: string;
  /** The location that it waits for, and what that holds for good; null when the thread waits at no access. */
  readonly waitsFor: { readonly location: string; readonly value: string } | null;
  /** The step that left it so; null when it is the initial value. */
  readonly since: { readonly thread: string; readonly line: number; readonly text: string } | null;
}

/** A cycle that candidates for a forbidden state close. */
export interface ExplainedCycle {
  /**
   * `time`: each would have to perform before itself. `coherence`: the accesses of one location contradict each other. `axiom`:
   * it violates an axiom of the model.
   */
  readonly kind: CycleKind;
  /** The axiom; null for the other kinds. */
  readonly axiom: ViolatedAxiom | null;
  /** The candidate as far as it matters, the cycle's edges highlighted. */
  readonly diagram: Diagram;
  /** The cycle's edges in order, each beginning where the one before ends. */
  readonly edges: readonly DiagramEdge[];
}

/** A data race, and an execution that has it. */
export interface ExplainedRace {
  readonly race: RaceResult;
  /** Numbers of its two accesses in the diagram. */
  readonly events: readonly [number, number];
  readonly witness: Witness;
}

/** An execution that ends in another final state of those that are asked for. */
export interface OtherWitness {
  readonly witness: Witness;
  /** Empty where it is an ordinary race. */
  readonly reorderings: readonly Reordering[];
}

/** What one model makes of the state. */
export type ModelExplanation = {
  /** As `--model` takes it, and as the report prints it. */
  readonly model: string;
  readonly title: string;
  /** An execution that gets stuck, when there is one. */
  readonly deadlock: Witness | null;
  /** Data races, whatever state is explained; none where the model has no such thing. */
  readonly races: readonly ExplainedRace[];
} & (
  | {
      readonly kind: 'allowed';
      readonly witness: Witness;
      /** SC allows it too: an ordinary race, for which nothing needs to be reordered. */
      readonly sequential: boolean;
      /** Empty when `sequential`. */
      readonly reorderings: readonly Reordering[];
      /** Where more than one was asked for, what there is of them. */
      readonly others?: readonly OtherWitness[];
    }
  | {
      readonly kind: 'forbidden';
      /** Whether the model is SC, on which every access is in program order, and that is enough. */
      readonly inOrder: boolean;
      /** Each distinct one once, the most telling first, at most two dozen. */
      readonly cycles: readonly ExplainedCycle[];
      /** Whether every candidate was accounted for. */
      readonly complete: boolean;
      /** False when it is forbidden even without the model's rules, barriers and annotations. */
      readonly ruled: boolean;
      /** Whether it takes that a grace period waits for readers; then each cycle goes through one. */
      readonly waiting: boolean;
      /** Threads that end in no such way, whatever they read. */
      readonly impossible: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly limit: Limit }
);

/** A test explained on the models that were asked for. */
export interface Explanation {
  readonly file: string;
  /** The whole text of the file, for showing it beside a graph. */
  readonly source: string;
  readonly info: TestInfo;
  /** The state that is explained, as the user wrote it. */
  readonly state: string;
  /**
   * What executions do outside the objects of the test, as `check` reports it. Where an error is among it there is no verdict,
   * and nothing to explain.
   */
  readonly strays: readonly Diagnostic[];
  readonly models: readonly ModelExplanation[];
}

/** One file: its explanation, if it could be understood, and what is wrong with it. */
export interface ExplainResult {
  /** The path as the user knows it, or `<stdin>`. */
  readonly file: string;
  readonly explanation: Explanation | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What is said of the models where there was no time for an explanation; else empty. */
  readonly undecided: readonly ModelExplanation[];
  /** An exception, which is a bug of pinlitmus; null otherwise. */
  readonly crash: Crash | null;
}
