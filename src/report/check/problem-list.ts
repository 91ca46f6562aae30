/**
 * What is wrong with a test, one item a problem, each with its place: what every reporter for programs makes its entries of. Models
 * with the same problem share an item.
 */
import type { ModelResult, TestResult } from '../../check/result.js';
import { hasRace, isWrong } from '../../check/verdict.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { type Position, positionAt } from '../../text/source.js';
import { crashText } from '../text/diagnostic-lines.js';
import { groupedBy, listed } from '../text/layout.js';
import { messageOf } from '../text/message.js';
import { quotedForShell } from '../text/shell.js';
import { verdictText } from '../text/verdict-words.js';
import { assertionInBrief } from './assertion-lines.js';
import { deviationInBrief, explainCommand, modelOptions } from './deviation-lines.js';
import { raceInBrief } from './race-lines.js';
import { waitText } from './single.js';

/** What kind of problem it is; of a fault of the text, its own code. */
export type ProblemRule =
  | 'unexpected-verdict'
  | 'unexpected-states'
  | 'deadlock'
  | 'data-race'
  | 'assertion'
  | 'undecided'
  | 'expects-nothing'
  | 'internal-error'
  | Diagnostic['code'];

/** One problem. */
export interface CheckProblem {
  readonly rule: ProblemRule;
  /** A warning makes no run red, and neither does what is not supported. What is undecided does, with an exit code of its own. */
  readonly level: 'error' | 'warning';
  readonly file: string;
  /** Null where there is no place in the file. */
  readonly start: Position | null;
  readonly end: Position | null;
  /** The titles of the models; none for a fault of the text. */
  readonly models: readonly string[];
  /** One sentence, without a full stop, in one line. */
  readonly message: string;
  /** A command that tells more; null where none does. */
  readonly command: string | null;
}

/** The problems of a test, faults of its text first. */
export function problemsOf(result: TestResult): readonly CheckProblem[] {
  const { file, diagnostics, models, crash, expectsNothing } = result;
  const plain = { file, start: null, end: null, models: [], command: null, level: 'error' } as const;
  return [
    ...(crash === null
      ? []
      : [{ ...plain, rule: 'internal-error' as const, message: crashText(file, crash) }]),
    ...diagnostics.map((diagnostic) => ({
      ...ofDiagnostic(file, diagnostic),
      ...(result.status === 'unsupported' ? { level: 'warning' as const } : {}),
    })),
    ...groupedBy(models.filter(isWrong), sayingOf).map((alike) => ofModels(result, alike)),
    ...(expectsNothing
      ? [
          {
            ...plain,
            rule: 'expects-nothing' as const,
            message: 'it expects nothing',
            start: placeOf(result),
          },
        ]
      : []),
  ];
}

/** The first model's problem in words, which is that of all alike. */
export function problemText({ message, models }: CheckProblem): string {
  return models.length === 0 ? message : `${message} on ${listed(models)}`;
}

function ofDiagnostic(file: string, diagnostic: Diagnostic): CheckProblem {
  const { span, severity, code } = diagnostic;
  const isHere = span.source.name === file;
  return {
    rule: code,
    level: severity,
    file,
    start: isHere ? positionAt(span.source, span.start) : null,
    end: isHere ? positionAt(span.source, span.end) : null,
    models: [],
    message: messageOf(diagnostic),
    command: null,
  };
}

/** The verdict, and of a deadlock who waits where, of a data race what races. */
export function sayingOf(model: ModelResult): string {
  const details = [
    model.stuck.length === 0 ? '' : waitText(model),
    raceInBrief(model),
    assertionInBrief(model),
    deviationInBrief(model),
  ];
  const told = details.filter((text) => text !== '').join('; ');
  return told === '' ? verdictText(model) : `${verdictText(model)} (${told})`;
}

function ofModels(result: TestResult, alike: readonly ModelResult[]): CheckProblem {
  const [first] = alike;
  const names = alike.map(({ model }) => model);
  const rule = ruleOf(first);
  return {
    rule,
    level: 'error',
    file: result.file,
    start: first.expectedAt?.start ?? placeOf(result),
    end: first.expectedAt?.end ?? null,
    models: alike.map(({ title }) => title),
    message: sayingOf(first),
    command:
      (rule === 'unexpected-states'
        ? explainCommand(result.file, first.compared?.deviations ?? [], names)
        : null) ?? `pinlitmus explain ${modelOptions(names)} ${quotedForShell(result.file)}`,
  };
}

/** What made a model's status what it is: the verdict, or what came with one that was as expected. */
function ruleOf(model: ModelResult): ProblemRule {
  const { status, expected, possible, deadlocks, announced, failing, failureExpected } = model;
  if (status === 'unknown') return 'undecided';
  if (expected !== null && !possible.includes(expected)) return 'unexpected-verdict';
  if ((model.compared?.deviations.length ?? 0) > 0) return 'unexpected-states';
  const isStuck = deadlocks !== null && deadlocks > 0;
  if (isStuck !== (announced !== null)) return 'deadlock';
  if (failing !== null && failing.length > 0 !== failureExpected) return 'assertion';
  return hasRace(model) || model.raceExpected ? 'data-race' : 'unexpected-verdict';
}

/** The line of the condition. */
function placeOf({ info }: TestResult): Position | null {
  return info === null ? null : { line: info.line, column: 1 };
}
