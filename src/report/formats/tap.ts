/**
 * The Test Anything Protocol, version 14 (testanything.org): a test point a file, with its problems as YAML. A test that nobody can
 * decide, and one that is malformed, is not ok; one that expects nothing, or
 * is not supported, is ok, and says so by a directive.
 */
import type { BarrierResult } from '../../barriers/barrier-result.js';
import type { Status, TestResult } from '../../check/result.js';
import { jsonText, visible } from '../../text/visible.js';
import { problemsOfAudit } from '../barriers/barrier-problems.js';
import { problemsOf } from '../check/problem-list.js';
import { problemText, type ReportedProblem } from '../reported-problem.js';
import { type BarriersPlan, type Reporter, remarksOnRun, type Summary } from '../reporter.js';
import { observationText } from '../text/verdict-words.js';

const OK: Readonly<Record<Status, boolean>> = {
  pass: true,
  none: true,
  fail: false,
  unknown: false,
  unsupported: true,
  error: false,
};

/** Why a test that is ok says nothing. */
const SKIPPED: Readonly<Partial<Record<Status, string>>> = {
  none: 'nothing is expected',
  unsupported: 'unsupported',
};

/** The reporter of `check`. */
export function tapCheck(): Reporter<'check'> {
  const points = new Points();
  return {
    begin: () => points.head,
    result: async (result) => points.next(pointOfTest(result)),
    end: async (summary) => points.endOf(summary),
  };
}

/** The reporter of `barriers`: a file is not ok for what makes the run red. */
export function tapBarriers(): Reporter<'barriers'> {
  const points = new Points();
  let planned: BarriersPlan | null = null;
  return {
    begin(plan) {
      planned = plan;
      return points.head;
    },
    result: async (result) => (planned === null ? '' : points.next(pointOfAudit(result, planned))),
    end: async (summary) => points.endOf(summary),
  };
}

/** What is told of a file. */
interface TestPoint {
  readonly file: string;
  readonly isOk: boolean;
  /** Why it is skipped; null where it is not. */
  readonly skipped: string | null;
  readonly problems: readonly ReportedProblem[];
  /** A word a model. */
  readonly verdicts: readonly (readonly [string, string])[];
}

function pointOfTest(result: TestResult): TestPoint {
  const { file, status, models } = result;
  return {
    file,
    isOk: OK[status],
    skipped: SKIPPED[status] ?? null,
    problems: problemsOf(result),
    verdicts: models.map((model) => [model.title, observationText(model)]),
  };
}

function pointOfAudit(result: BarrierResult, plan: BarriersPlan): TestPoint {
  const problems = problemsOfAudit(result, plan);
  return {
    file: result.file,
    isOk: problems.every(({ level }) => level !== 'error'),
    skipped: null,
    problems,
    verdicts: result.models.map(({ title, answer }) => [title, answer.kind]),
  };
}

/** Test points, numbered as they come. */
class Points {
  readonly head = 'TAP version 14\n';
  #number = 0;

  /** The point of the next file. */
  next(point: TestPoint): string {
    this.#number += 1;
    const word = point.isOk ? 'ok' : 'not ok';
    const directive = point.skipped === null ? '' : ` # SKIP ${point.skipped}`;
    return `${word} ${this.#number} - ${described(point.file)}${directive}\n${yamlOf(point)}`;
  }

  /** The number of points, and the remarks on the run as comments. */
  endOf(summary: Summary): string {
    const comments = remarksOnRun(summary).map((remark) => `# ${visible(remark)}\n`);
    return `${comments.join('')}1..${this.#number}\n`;
  }
}

/** A name in which nothing begins a directive. */
function described(file: string): string {
  return visible(file).replace(/[\\#]/g, '\\$&');
}

/** The block behind a test point. Every value is JSON, which YAML takes as it is. */
function yamlOf({ problems, verdicts }: TestPoint): string {
  const lines = [
    ...(problems.length === 0 ? [] : ['problems:', ...problems.flatMap(problemLines)]),
    ...(verdicts.length === 0 ? [] : ['verdicts:']),
    ...verdicts.map(([title, word]) => `  ${quoted(title)}: ${quoted(word)}`),
  ];
  if (lines.length === 0) return '';
  return ['  ---', ...lines.map((line) => `  ${line}`), '  ...', ''].join('\n');
}

function problemLines(problem: ReportedProblem): readonly string[] {
  const { rule, level, start, command } = problem;
  return [
    `  - message: ${quoted(problemText(problem))}`,
    `    severity: ${level}`,
    `    rule: ${rule}`,
    ...(start === null ? [] : [`    line: ${start.line}`, `    column: ${start.column}`]),
    ...(command === null ? [] : [`    explain: ${quoted(command)}`]),
  ];
}

function quoted(text: string): string {
  return jsonText(text).trim();
}
