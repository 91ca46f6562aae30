/**
 * Workflow commands of GitHub Actions, which put each problem as an annotation at its place in the change
 * (docs.github.com, "Workflow commands for GitHub Actions", setting an error message).
 */
import { visible } from '../../text/visible.js';
import { eachProblem, type ProblemLister, problemText, type ReportedProblem } from '../reported-problem.js';
import type { Reporter, ReportingCommand } from '../reporter.js';

/** What a command calls the levels. */
const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** The reporter of a command that has problems. */
export function githubReporter<Command extends ReportingCommand>(
  list: ProblemLister<Command>,
): Reporter<Command> {
  return eachProblem(list, commandOf);
}

function commandOf(problem: ReportedProblem): string {
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
  return `::${COMMANDS[level]} ${properties.join(',')}::${data(`${visible(problemText(problem))}${more}`)}\n`;
}

/** The text of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a property, in which colons and commas mean something too. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
