/**
 * One line a problem, never wrapped, as compilers write them: `file:line:column: error: message [rule]`. Editors and their problem
 * matchers read it (the GNU Coding Standards, "Formatting Error Messages").
 */
import { visible } from '../../text/visible.js';
import { type CheckProblem, problemsOf, problemText } from '../check/problem-list.js';
import type { Reporter } from '../reporter.js';

/** The reporter of `check`. */
export function gccCheck(): Reporter<'check'> {
  return {
    begin: () => '',
    result: async (result) => problemsOf(result).map(lineOf).join(''),
    end: async () => '',
  };
}

function lineOf(problem: CheckProblem): string {
  const { file, start, level, rule } = problem;
  const place = start === null ? '' : `:${start.line}:${start.column}`;
  return `${visible(file)}${place}: ${level}: ${visible(problemText(problem))} [${rule}]\n`;
}
