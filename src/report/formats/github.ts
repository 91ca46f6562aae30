/**
 * Workflow commands of GitHub Actions, which put each problem as an annotation at its place in the change
 * (docs.github.com, "Workflow commands for GitHub Actions", setting an error message).
 */
import { visible } from '../../text/visible.js';
import { type CheckProblem, problemsOf, problemText } from '../check/problem-list.js';
import type { Reporter } from '../reporter.js';

/** The reporter of `check`. */
export function githubCheck(): Reporter<'check'> {
  return {
    begin: () => '',
    result: async (result) => problemsOf(result).map(commandOf).join(''),
    end: async () => '',
  };
}

function commandOf(problem: CheckProblem): string {
  const { level, file, start, end, rule, command } = problem;
  const properties = [
    `file=${property(visible(file))}`,
    ...(start === null ? [] : [`line=${start.line}`, `col=${start.column}`]),
    // Columns of an end on another line would be taken for ones of the first.
    ...(start === null || end === null || end.line === start.line ? [] : [`endLine=${end.line}`]),
    ...(start === null || end === null || end.line !== start.line ? [] : [`endColumn=${end.column}`]),
    `title=${property(`pinlitmus: ${rule}`)}`,
  ];
  const more = command === null ? '' : `\n${command}`;
  return `::${level} ${properties.join(',')}::${data(`${visible(problemText(problem))}${more}`)}\n`;
}

/** The text of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a property, in which colons and commas mean something too. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
