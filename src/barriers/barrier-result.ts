/** What `pinlitmus barriers` finds out about one test, as plain data: reporters need nothing else. */
import type { Crash, TestInfo } from '../check/result.js';
import type { Diagnostic } from '../text/diagnostic.js';
import type { NoAnswerReason, OracleAnswer } from './oracle.js';

/** A model with the answer for the test as it is written. */
interface AuditedModel {
  /** As `--model` takes it. */
  readonly model: string;
  /** As the report prints it. */
  readonly title: string;
  readonly answer: OracleAnswer;
}

/** A weaker spelling that is enough, or what stands there without the order. */
interface Enough {
  readonly label: string;
  readonly brief: string;
}

/** What a place that orders does on a model. */
export type SiteVerdict =
  /** Every weaker spelling lets the state appear. */
  | { readonly kind: 'needed' }
  /** Without it the state stays forbidden. */
  | { readonly kind: 'redundant' }
  /** The weakest spellings that keep the state forbidden, none of which has no order at all. */
  | { readonly kind: 'weaker'; readonly enough: readonly Enough[] }
  | { readonly kind: 'unknown'; readonly reason: NoAnswerReason }
  /** The state appears as it is, so there is nothing to be needed for. */
  | { readonly kind: 'moot' }
  /** Nothing weaker can be written. */
  | { readonly kind: 'fixed' };

/** A row of the audit. */
export interface AuditedSite {
  readonly kind: 'barrier' | 'access';
  /** Counts from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly short: string;
  readonly within: string;
  /** What stands there without the order; null for a barrier, which is gone, and where nothing weaker can be written. */
  readonly without: string | null;
  /** One a model, in their order. */
  readonly cells: readonly SiteVerdict[];
  /** The same for all models that forbid the state, taken together: what a change must keep that is to hold on each of them. */
  readonly overall: SiteVerdict;
  /** Whether some model's code has an instruction for it; a barrier without one is no matter of these models. */
  readonly emitted: boolean;
  /** Whether it is a barrier that is redundant on every model asked for, and an instruction on some: what `--check` finds. */
  readonly removable: boolean;
}

/** What can go together. Sites are indices into `BarrierResult.sites`. */
export interface Together {
  /** The models of which it is true, by their indices; all of them at once where there are several and `joint` is set. */
  readonly models: readonly number[];
  readonly joint: boolean;
  /** The maximal sets, largest first. */
  readonly sets: readonly (readonly number[])[];
  /** Pairs that are redundant alone and not together. */
  readonly covers: readonly (readonly [number, number])[];
  /** Whether the sets are all there are; false when the bound on tries, or a limit, was hit. */
  readonly complete: boolean;
}

/** Why an x86 does not need a barrier. */
export type X86Remark =
  /** The instructions are the same without it. */
  | { readonly kind: 'no-instruction'; readonly site: number }
  /** The access is a locked instruction with and without its order. */
  | { readonly kind: 'locked-anyway'; readonly site: number }
  /** A locked instruction next to it, at that place, is a full barrier already. */
  | {
      readonly kind: 'locked-beside';
      readonly site: number;
      readonly line: number;
      readonly text: string;
      /** A spelling that is no instruction on x86 and keeps every verdict, or null. */
      readonly instead: string | null;
    };

/** What a primitive of the text, or of the advice, is on a port. */
export interface PortInstructions {
  /** The model of the port, by its index. */
  readonly model: number;
  /** `smp_rmb` */
  readonly name: string;
  /** `lwsync` */
  readonly becomes: string;
}

/** A change that forbids the state on every model asked for. */
export interface Alternative {
  /** What is done, each a clause: `smp_wmb() before line 14`. In the order of the text. */
  readonly changes: readonly Change[];
  readonly cost: number;
  /** A unified diff against the file. */
  readonly patch: string;
  /** The whole text with the change made. */
  readonly text: string;
}

/** One of an alternative's changes, and the line of the file that it is about. */
export type Change =
  | { readonly kind: 'insert'; readonly line: number; readonly barrier: string; readonly within: string }
  | {
      readonly kind: 'replace';
      readonly line: number;
      readonly old: string;
      readonly by: string;
      readonly within: string;
    };

/** What can be done about a state that is allowed. */
export type Advice =
  /** It is forbidden on all models asked for. */
  | { readonly kind: 'none-needed' }
  /** Sequential consistency allows it: no barrier can forbid it. */
  | { readonly kind: 'not-a-barrier-bug' }
  /** Not even all changes together forbid it. */
  | { readonly kind: 'no-help'; readonly models: readonly string[] }
  /** At most three, cheapest first. `complete` is false when the bound on searches ended it. */
  | {
      readonly kind: 'alternatives';
      readonly alternatives: readonly Alternative[];
      readonly complete: boolean;
      readonly searches: number;
    }
  /** A limit was hit before anything was known. */
  | { readonly kind: 'unknown'; readonly reason: NoAnswerReason };

/** One file. */
export interface BarrierResult {
  readonly file: string;
  /** Null when the file could not be understood. */
  readonly info: TestInfo | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly models: readonly AuditedModel[];
  readonly sites: readonly AuditedSite[];
  readonly together: readonly Together[];
  readonly x86: readonly X86Remark[];
  /** Of POWER and ARMv7, in the order of the text and then of the advice. */
  readonly instructions: readonly PortInstructions[];
  readonly advice: Advice;
  readonly milliseconds: number;
  readonly crash: Crash | null;
}
