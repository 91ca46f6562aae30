/**
 * What checking one test gives: everything that a reporter may want, and nothing that it would have to compute
 * about memory models. Results cross worker threads by structured clone, so they are plain data: no functions,
 * no classes. Values are strings as herd7 prints them, and an address is its location's name.
 */

import type { GivenModel } from '../models/given-model.js';
import type { Proposition, Quantifier } from '../program/condition.js';
import type { Expectations, NamedObservable, Observation, WholeArray } from '../program/test.js';
import type { Marking, OrderGap } from '../query/found-race.js';
import type { Limit, Limits } from '../query/limits.js';
import type { Diagnostic } from '../text/diagnostic.js';
import type { Position } from '../text/source.js';

/**
 * How a verdict compares with what the author expects; `none` without an expectation, `error` without a verdict, `unsupported`
 * where there is none because the test asks for what pinlitmus does not do (unsupported.ts).
 */
export type Status = 'pass' | 'fail' | 'none' | 'unknown' | 'unsupported' | 'error';

/** What is known of the condition over all final states. */
export interface Verdict {
  /** The observations that are still possible; exactly one when the verdict is known. */
  readonly possible: readonly Observation[];
  /** Whether the quantified condition holds; null while that is open. */
  readonly holds: boolean | null;
}

/** Why an exploration is not the whole truth: a limit was hit, or the thread that ran it died, as a clause says. */
export type Incompleteness = Limit | { readonly kind: 'died'; readonly reason: string };

/** A thread of a deadlock: it gets no further than this line. */
export interface StuckThread {
  readonly thread: string;
  readonly line: number;
}

/** One of the two accesses of a data race. */
export interface RacingAccess {
  readonly thread: string;
  /** Where it begins; both count from 1. */
  readonly line: number;
  readonly column: number;
  /** The source text, on one line. */
  readonly text: string;
  readonly kind: 'read' | 'write';
  readonly marking: Marking;
  /** What a read gives, or a write puts there. */
  readonly value: string;
}

/** A marked access that bounds one of those that race. */
export interface OrderBound {
  readonly thread: string;
  readonly line: number;
  readonly text: string;
}

/** Two accesses that race, in one execution. Where the coherence order has them in an order, they are in that. */
export interface RaceResult {
  readonly location: string;
  readonly bytes: number;
  readonly accesses: readonly [RacingAccess, RacingAccess];
  /** What the location held before the first write of the two, and then, in that order; one value where none writes. */
  readonly values: readonly string[];
  /** Why the first is not before the second; null where the model does not say so in terms that are known here. */
  readonly gap: RaceGap | null;
}

/** What is missing between two accesses that race: see `OrderGap`. The bounds are null where an access is marked itself, or has none. */
export interface RaceGap extends Pick<OrderGap, 'missing' | 'first' | 'second'> {
  readonly from: OrderBound | null;
  readonly to: OrderBound | null;
}

/** A part of a file's text: where it begins, and what comes right behind it. */
export interface PlaceInFile {
  readonly start: Position;
  readonly end: Position;
}

/** An assertion that fails in some final state. */
export interface FailingAssertion {
  readonly thread: string;
  /** Where it stands; both count from 1. */
  readonly line: number;
  readonly column: number;
  /** The call. */
  readonly text: string;
  /** What the final states in which it has fired have in common, as `--state` takes it. */
  readonly state: string;
  /** Present where no such state is final: other threads wait for ever then, as for a lock that the one that fails holds. */
  readonly stuck?: true;
}

/** A difference from states that were kept, or that another tool gave. */
export interface Deviation {
  readonly what: 'state' | 'observable' | 'deadlock' | 'flag';
  readonly change: 'appeared' | 'disappeared';
  /** The state, `0:r0=1; x=2`, the name of what is observed, or the flag; empty for a deadlock. */
  readonly text: string;
}

/** What the states of a test on a model were compared with, and what differs. */
export interface StateComparison {
  /** The file. */
  readonly reference: string;
  readonly deviations: readonly Deviation[];
}

/** One test on one model. */
export interface ModelResult extends Verdict {
  /** As `--model` takes it. */
  readonly model: string;
  /** As the report prints it. */
  readonly title: string;
  readonly expected: Observation | null;
  /** Where the file says so, or what it announces of the model; null where it says nothing. */
  readonly expectedAt: PlaceInFile | null;
  /** What in the file announces a deadlock on this model, if anything does; one that nothing announces is a failure. */
  readonly announced: 'Expect' | 'Result' | null;
  readonly status: Status;
  /** Null when the search is complete: every reachable state was visited, or nothing more can matter. */
  readonly incomplete: Incompleteness | null;
  /** Null when they were not looked for. */
  readonly deadlocks: number | null;
  /** Where the threads of the first deadlock wait, in the order of the threads. */
  readonly stuck: readonly StuckThread[];
  /** Distinct machine states visited; the one that went over a limit counts. */
  readonly explored: number;
  readonly milliseconds: number;
  /** The final states that pass the filter: for each, a value per entry of `TestResult.observables`. */
  readonly states: readonly (readonly string[])[];
  /** Where the states were compared with others. */
  readonly compared?: StateComparison;
  /** What the model flags in some execution, such as `data-race`; empty where only the verdict was asked for. */
  readonly flags: readonly string[];
  /** Whether `Result:` is all that the file says of this model, which is the kernel's then; it is judged more strictly. */
  readonly hasResult?: boolean;
  /** Whether the file says that the model finds a data race: `Expect=` by `+race`, or `Result:` of the kernel's model. */
  readonly raceExpected: boolean;
  /** The assertions that fail in some final state, by thread and place; null where nobody looked. */
  readonly failing: readonly FailingAssertion[] | null;
  /** Whether the file says that one does: by `+assertion`, or by the verdict of a test that has no other condition. */
  readonly failureExpected: boolean;
  /** Data races, each pair of places in the text once; there may be others (`Exploration.races`). */
  readonly races: readonly RaceResult[];
  /** The model was asked to explain what the kernel's allows (unexplained.ts): nothing is kept of it, nor written into the file. */
  readonly aside?: true;
}

/** What there is to say of a model, however its states are written. */
export type JudgedModel = Omit<ModelResult, 'states'>;

/** What there is to say of a test, however its states are written. */
export interface JudgedTest extends Omit<TestResult, 'rows' | 'models'> {
  readonly models: readonly JudgedModel[];
}

/** Whether a model can end in a state; `none` where it can end in none at all. */
export type RowCell = 'allowed' | 'forbidden' | 'none' | 'unknown';

/** A line of the report's table. */
export interface Row {
  /** A value per observable; null where any value would do, in rows that no model allows. */
  readonly values: readonly (string | null)[];
  /** Whether the condition's proposition is true of it. */
  readonly satisfies: boolean;
  /** One cell a model, in the order of `TestResult.models`. */
  readonly cells: readonly RowCell[];
}

/** The question, as far as a report speaks about it. */
export interface QuestionInfo {
  readonly quantifier: Quantifier;
  /** As the user wrote it. */
  readonly text: string;
  readonly proposition: Proposition;
  /** The names of the addresses that occur in the proposition or in final states. */
  readonly addresses: ReadonlyMap<bigint, string>;
}

/** What was understood of a test that could be loaded. */
export interface TestInfo {
  readonly name: string;
  readonly title: string | null;
  /** See `Test.hash`. */
  readonly hash?: string;
  readonly dialect: string;
  readonly threads: number;
  /** Of all threads, as the first model runs them. */
  readonly instructions: number;
  /** The line that the condition is on. */
  readonly line: number;
  readonly question: QuestionInfo;
  /** Whether the question is that no assertion fails. */
  readonly isAssertion: boolean;
  /** The names of what a final state shows, without brackets: `0:r0`, `x`. */
  readonly observables: readonly string[];
  readonly names: readonly NamedObservable[];
  readonly arrays: readonly WholeArray[];
  readonly expectations: Expectations;
  /** The names of the bits of those that are words of flags, by the names of what a final state shows. */
  readonly flags: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** The lines with accesses that are neither marked (READ_ONCE …) nor atomic, in order. */
  readonly plainLines: readonly number[];
}

/** One test on all models that were asked for. */
export interface TestResult {
  /** The path as the user knows it, or `<stdin>`. */
  readonly file: string;
  /** Null when the file could not be understood. */
  readonly info: TestInfo | null;
  readonly status: Status;
  readonly diagnostics: readonly Diagnostic[];
  /** Empty where there are errors: the test could not be loaded, or some execution cannot be followed. */
  readonly models: readonly ModelResult[];
  /** Whether only the verdict was asked for: then no states are listed, no rows either, and deadlocks were not looked for. */
  readonly verdictOnly: boolean;
  /** Whether the test fails because it expects nothing, where that was asked for. */
  readonly expectsNothing: boolean;
  /** The condition's rows first. */
  readonly rows: readonly Row[];
  /** An exception, which is a bug of pinlitmus; null otherwise. */
  readonly crash: Crash | null;
  /** The result is that of an earlier run; its times are those of that one. */
  readonly remembered?: true;
}

/** An exception in plain form. */
export interface Crash {
  readonly message: string;
  readonly stack: string;
  /** The text of the test, where a report is to have it. */
  readonly test?: string;
}

/** What to run tests with. */
export interface Settings {
  /** Names of models, in the order in which they are shown; null for each test's own (`Test.models`). */
  readonly models: readonly string[] | null;
  /** Models of the user's own, which every test is run on besides those; they stand behind them. */
  readonly given?: readonly GivenModel[];
  /** Whether only the verdict is wanted: then no states are listed, and the search stops as soon as it is known. */
  readonly verdictOnly?: boolean;
  /** Whether a test that expects nothing fails. */
  readonly requireExpectations?: boolean;
  /** What executes the machines: the window machine, which is usual, or their axioms. */
  readonly engine?: 'window' | 'axioms';
  readonly atomics: 'lse' | 'llsc';
  readonly limits: Limits;
}
