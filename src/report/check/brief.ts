/** Failures, one line each with its place, for the log of a run whose report goes to a file. */
import type { TestResult } from '../../check/result.js';
import { visible } from '../../text/visible.js';
import { problemText, type ReportedProblem } from '../reported-problem.js';
import { crashText } from '../text/diagnostic-lines.js';
import { messageOf, positionText } from '../text/message.js';
import { problemsOf } from './problem-list.js';

/** The lines of a test; none for one that is as expected, or of which nothing is expected,
 * or that is not supported. */
export function briefLines(result: TestResult): readonly string[] {
  const { file, diagnostics, crash } = result;
  if (crash !== null) return [crashText(file, crash)];
  if (result.status === 'unsupported') return [];
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const wrong = errors.map(
    (diagnostic) => `${positionText(diagnostic.span)}: error: ${messageOf(diagnostic)} [${diagnostic.code}]`,
  );
  // Models with the same problem share it.
  const failures = problemsOf(result).filter(
    ({ level, models, rule }) => level === 'error' && (models.length > 0 || rule === 'expects-nothing'),
  );
  return [...wrong, ...failures.map(failureLine)];
}

function failureLine(problem: ReportedProblem): string {
  const { file, start, rule } = problem;
  const place = start === null ? '' : `:${start.line}:${start.column}`;
  const word = rule === 'undecided' ? 'undecided' : 'failed';
  return `${visible(file)}${place}: ${word}: ${problemText(problem)}`;
}
