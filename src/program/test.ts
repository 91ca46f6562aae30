/** A test as the later stages see it, whatever its dialect: the program to run, the question, what the author expects. */
import type { Diagnostic } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import type { Question } from './condition.js';
import type { Architecture, Program } from './program.js';

/** herd7's observation of the condition over all final states; `None` where there is none, which herd7 calls Never. */
export type Observation = 'Never' | 'Sometimes' | 'Always' | 'None';

/** What the code of a test is written in. Each dialect is one of C or of an assembly language. */
export type Language = 'C' | 'assembly';

/** What a file says about its own outcome. */
export interface Expectations {
  /** `Expect=sc:Never …`: checked exactly, by model name. */
  readonly models: ReadonlyMap<string, Observation>;
  /** The models on which it also says that some execution gets stuck: `sc:Always+deadlock`. */
  readonly deadlocks: ReadonlySet<string>;
  /** The models on which it also says that there is a data race: `lkmm:Sometimes+race`. */
  readonly races: ReadonlySet<string>;
  /** The models on which it also says that an assertion fails: `sc:Always+assertion`. */
  readonly assertions: ReadonlySet<string>;
  /** `Result: …` in a comment: the Linux-kernel model's verdict. */
  readonly kernel: Exclude<Observation, 'None'> | 'DEADLOCK' | 'Maybe' | null;
  /** Whether that line says DATARACE too: then the model promises nothing about the verdict. */
  readonly race: boolean;
  /** Where each model's entry of `Expect=` stands. */
  readonly places: ReadonlyMap<string, Span>;
  /** Where the word of `Result:` stands. */
  readonly resultAt: Span | null;
}

/** A name for an observable, from `Names=PageWriteback:0:wb`: `label` is shown, `observable` is its index. */
export interface NamedObservable {
  readonly label: string;
  readonly observable: number;
}

/** An array that the test asks for as a whole: its elements' observables, by index. */
export interface WholeArray {
  readonly name: string;
  readonly observables: readonly number[];
}

/** A test that was parsed, resolved and lowered without error. */
export interface Test {
  readonly source: Source;
  readonly language: Language;
  /** The first word of the file. */
  readonly dialect: string;
  /** The models to run it on when none are asked for: its dialect's (for C all but POWER, for assembly SC and the architecture's own), and those that its `Expect=` names. */
  readonly models: readonly string[];
  readonly name: string;
  readonly title: string | null;
  /** By which herd7 knows the test: the `Hash=` of the header, or what herd7 finds where there is none; undefined where that is unknown. */
  readonly hash?: string;
  readonly question: Question;
  readonly conditionSpan: Span;
  readonly names: readonly NamedObservable[];
  readonly arrays: readonly WholeArray[];
  readonly expectations: Expectations;
  /** Warnings; errors keep a test from existing. */
  readonly diagnostics: readonly Diagnostic[];
  /** Accesses that are neither marked (READ_ONCE …) nor atomic: a compiler may do more to them than any model here. */
  readonly plainAccesses: readonly Span[];
  /** The program as an architecture's kernel port would run it. Made on first use and kept. */
  readonly programFor: (architecture: Architecture) => Program;
}
