/**
 * One line a problem, never wrapped, as compilers write them: `file:line:column: error: message [rule]`. Editors and their problem
 * matchers read it (the GNU Coding Standards, "Formatting Error Messages").
 */
import { visible } from '../../text/visible.js';
import { eachProblem, type ProblemLister, problemText, type ReportedProblem } from '../reported-problem.js';
import type { Reporter, ReportingCommand } from '../reporter.js';
import { joinLines } from '../text/layout.js';

/** The reporter of a command that has problems. */
export function gccReporter<Command extends ReportingCommand>(
  list: ProblemLister<Command>,
): Reporter<Command> {
  return eachProblem(list, lineOf);
}

function lineOf(problem: ReportedProblem): string {
  const { file, start, level, rule, steps } = problem;
  const place = start === null ? '' : `:${start.line}:${start.column}`;
  const lines = [
    `${visible(file)}${place}: ${level}: ${visible(problemText(problem))} [${rule}]`,
    ...steps.map(
      (step) =>
        `${visible(file)}:${step.start.line}:${step.start.column}: note: ${visible(step.message)} [${rule}]`,
    ),
  ];
  return joinLines(lines);
}
