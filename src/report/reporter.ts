/**
 * What a reporter is, for every command that reports on files: the command calls it as results come, and it answers with
 * text, which the command writes where the user wants it. Reporters know nothing of streams, and nothing of each other.
 */
import type { BarrierResult } from '../barriers/barrier-result.js';
import type { TestResult } from '../check/result.js';
import type { Tally } from '../check/tally.js';
import type { ExplainResult } from '../explain/explanation.js';
import type { ColorSupportLevel, UrlOf } from './text/colour.js';
import { NARROWEST } from './text/layout.js';

/** What is known before the first file. */
export interface Plan {
  /** All files, in the order in which their results come. */
  readonly files: readonly string[];
  /** Of pinlitmus. */
  readonly version: string;
}

/** What `check` knows before the first test. */
export interface CheckPlan extends Plan {
  /** The titles of the models, in the order in which they are shown. */
  readonly models: readonly string[];
  /** How much is told to people: failures and the sum alone, or warnings and plain accesses of each test too. */
  readonly detail?: 'quiet' | 'verbose';
  /** How many of the slowest tests are named to people; undefined for none. */
  readonly slowest?: number;
  /** Which part of the tests is run, where it is not all of them. */
  readonly shard?: PlannedShard;
}

/** A part of the tests: the `index`-th of `count`; `of` is how many tests there are in all parts together. */
interface PlannedShard {
  readonly index: number;
  readonly count: number;
  readonly of: number;
}

/** What `barriers` knows before the first file. */
export interface BarriersPlan extends Plan {
  /** Whether only barriers are to be listed that are redundant on every model. */
  readonly redundantOnly: boolean;
}

/** What is known after the last file. */
export interface Summary {
  readonly milliseconds: number;
  /** Which files the run was for, and what ended it early, in sentences without a full stop. */
  readonly remarks?: readonly string[];
}

/** What `check` knows after the last test. */
export interface CheckSummary extends Summary {
  readonly tally: Tally;
  /** Which of these tests are of the part that was run, which those who join the parts need not know. */
  readonly shardRemarks?: readonly string[];
}

/** All remarks on a run. */
export function remarksOnRun({
  remarks = [],
  shardRemarks = [],
}: Summary & Partial<CheckSummary>): readonly string[] {
  return [...remarks, ...shardRemarks];
}

/** The commands that report on files, with what their reporters get: before the first file, for each, after the last. */
export interface Reports {
  readonly check: { readonly plan: CheckPlan; readonly result: TestResult; readonly summary: CheckSummary };
  readonly explain: { readonly plan: Plan; readonly result: ExplainResult; readonly summary: Summary };
  readonly barriers: {
    readonly plan: BarriersPlan;
    readonly result: BarrierResult;
    readonly summary: Summary;
  };
}

/** One of those commands. */
export type ReportingCommand = keyof Reports;

/** The reporter of a command. All of its text together ends in a newline, or is nothing. */
export interface Reporter<Command extends ReportingCommand> {
  /** Whether its text is worth nothing without its end. */
  readonly isWhole?: true;
  begin(plan: Reports[Command]['plan']): string;
  result(result: Reports[Command]['result']): Promise<string>;
  end(summary: Reports[Command]['summary']): Promise<string>;
}

/** The room and the means for the text. */
export interface Canvas {
  /** Columns; no line may be wider. */
  readonly width: number;
  readonly colours: ColorSupportLevel;
  /** What loads the links of codes, where a terminal may know links. */
  readonly links?: () => Promise<UrlOf>;
  /** The lines of the screen, where there is one. */
  readonly page?: number;
  /** Whether diagnostics keep a line each, however long: where no terminal shows them. */
  readonly unwrapped?: boolean;
}

/** The columns that a line of a diagnostic may take. */
export function diagnosticWidthOf({ width, unwrapped = false }: Canvas): number {
  return unwrapped ? Number.POSITIVE_INFINITY : Math.max(width, NARROWEST);
}

/** Makes a reporter of a command, whose module is loaded by then. */
export type ReporterLoader<Command extends ReportingCommand> = (canvas: Canvas) => Promise<Reporter<Command>>;

/** A choice of `--reporter`. */
export interface ReporterEntry {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** The commands that it serves, and how its module is loaded for each. */
  readonly serves: { readonly [Command in ReportingCommand]?: ReporterLoader<Command> };
}
