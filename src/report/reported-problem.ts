/**
 * What is wrong, or could be better, one item each with its place: each command makes one list of a result, and what reporters for
 * programs write is made of that list alone.
 */
import type { Crash } from '../check/result.js';
import type { Diagnostic, Fix } from '../text/diagnostic.js';
import { type Position, positionAt } from '../text/source.js';
import type { Reporter, ReportingCommand, Reports } from './reporter.js';
import { crashText } from './text/diagnostic-lines.js';
import { listed } from './text/layout.js';
import { fixText, messageOf } from './text/message.js';

/** What kind of problem it is; of a fault of the text, its own code. */
export type ProblemRule =
  | 'unexpected-verdict'
  | 'unexpected-states'
  | 'deadlock'
  | 'data-race'
  | 'assertion'
  | 'undecided'
  | 'expects-nothing'
  | 'port-fault'
  | 'redundant-barrier'
  | 'redundant-order'
  | 'weaker-barrier'
  | 'weaker-order'
  | 'missing-order'
  | 'allowed-state'
  | 'forbidden-state'
  | 'internal-error'
  | Diagnostic['code'];

/** One problem. */
export interface ReportedProblem {
  readonly rule: ProblemRule;
  /** Neither a warning nor a note makes a run red. What is undecided does, with an exit code of its own. */
  readonly level: 'error' | 'warning' | 'note';
  readonly file: string;
  /** Null where there is no place in the file. */
  readonly start: Position | null;
  readonly end: Position | null;
  /** The titles of the models; none for a fault of the text, and where the message names them. */
  readonly models: readonly string[];
  /** One sentence, without a full stop, in one line. */
  readonly message: string;
  /** A command that tells more; null where none does. */
  readonly command: string | null;
  /** Other places of the file that have to do with it. */
  readonly related: readonly RelatedPlace[];
  /** How it comes about, or why it cannot: places in an order. */
  readonly steps: readonly RelatedPlace[];
  /** Changes of the text, each of which would mend it, the best first. */
  readonly fixes: readonly ProblemFix[];
}

/** A change of the text. */
export interface ProblemFix {
  readonly description: string;
  /** In the order of the text; their places are those before any of them is made. */
  readonly edits: readonly ProblemEdit[];
}

/** A text in the place of what stands between two places. */
export interface ProblemEdit {
  readonly start: Position;
  readonly end: Position;
  readonly text: string;
}

/** Another place of the file, and what is there. */
export interface RelatedPlace {
  readonly start: Position;
  readonly message: string;
}

/** How a command makes problems of a result; what was planned may decide which. */
export type ProblemLister<Command extends ReportingCommand> = (
  result: Reports[Command]['result'],
  plan: Reports[Command]['plan'],
) => readonly ReportedProblem[];

/** The message with the models that it is true of. */
export function problemText({ message, models }: ReportedProblem): string {
  return models.length === 0 ? message : `${message} on ${listed(models)}`;
}

/** What is wrong with a file before anything is asked of it: faults of its text, and of pinlitmus. */
export function faultsOf(
  file: string,
  diagnostics: readonly Diagnostic[],
  crash: Crash | null,
): readonly ReportedProblem[] {
  const bug = crash === null ? [] : [problemOf(file, 'internal-error', crashText(file, crash))];
  return [...bug, ...diagnostics.map((diagnostic) => ofDiagnostic(file, diagnostic))];
}

/** An error without a place, a model and a command; what there is of these comes in as `more`. */
export function problemOf(
  file: string,
  rule: ProblemRule,
  message: string,
  more: Partial<ReportedProblem> = {},
): ReportedProblem {
  const nothing = { start: null, end: null, models: [], command: null, related: [], steps: [], fixes: [] };
  return { rule, level: 'error', file, message, ...nothing, ...more };
}

function ofDiagnostic(file: string, diagnostic: Diagnostic): ReportedProblem {
  const { span, severity, code, fix } = diagnostic;
  const isHere = span.source.name === file;
  const isOwn = fix !== undefined && fix.span.source.name === file;
  return problemOf(file, code, messageOf(diagnostic), {
    level: severity,
    start: isHere ? positionAt(span.source, span.start) : null,
    end: isHere ? positionAt(span.source, span.end) : null,
    fixes: isOwn ? [{ description: fixText(fix), edits: [editOf(fix)] }] : [],
  });
}

function editOf({ span, replacement }: Fix): ProblemEdit {
  const { source, start, end } = span;
  return { start: positionAt(source, start), end: positionAt(source, end), text: replacement };
}

/** The reporter that writes a text for each problem, and nothing else. */
export function eachProblem<Command extends ReportingCommand>(
  list: ProblemLister<Command>,
  textOf: (problem: ReportedProblem) => string,
): Reporter<Command> {
  let planned: Reports[Command]['plan'] | null = null;
  return {
    begin(plan) {
      planned = plan;
      return '';
    },
    result: async (result) => (planned === null ? '' : list(result, planned).map(textOf).join('')),
    end: async () => '',
  };
}
