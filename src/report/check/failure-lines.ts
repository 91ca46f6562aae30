/**
 * A test that is not as expected, in full: what a test alone shows, then where in the file the expectation is that does not hold, with the
 * command that explains it. It is loaded when there is such a test.
 */
import type { TestResult } from '../../check/result.js';
import { visible } from '../../text/visible.js';
import { problemText, type ReportedProblem } from '../reported-problem.js';
import type { Paint } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';
import { apart, hanging, wrapped } from '../text/layout.js';
import { problemsOf } from './problem-list.js';
import { nothingLines, singleLines } from './single.js';

/** How wide lines may be: those of the report, and those of diagnostics. */
export interface LineWidths {
  readonly width: number;
  readonly diagnosticWidth: number;
}

/** All of it, without an empty line around. */
export async function failureLines(
  result: TestResult,
  widths: LineWidths,
  paint: Paint,
): Promise<readonly string[]> {
  const { width, diagnosticWidth } = widths;
  const { status, diagnostics, info } = result;
  const problems = await diagnosticLines(result, diagnostics, diagnosticWidth, paint);
  if (status === 'error') return problems;
  const body = info === null ? nothingLines(result, width) : singleLines(result, info, width, paint);
  return apart([problems, body, placeLines(result, widths)]);
}

/** Where the expectations are that do not hold, and the command that explains each; nothing where the text itself is at fault. */
export function placeLines(result: TestResult, { width, diagnosticWidth }: LineWidths): readonly string[] {
  return problemsOf(result)
    .filter(
      ({ models, rule, level }) => level === 'error' && (models.length > 0 || rule === 'expects-nothing'),
    )
    .flatMap((problem) => [
      ...hanging(placeText(problem), diagnosticWidth, 2),
      ...commandLines(problem.command, width),
    ]);
}

/** The same of a test of which more would be too much. */
export function placesAlone(result: TestResult, widths: LineWidths): readonly string[] {
  return problemsOf(result)
    .filter(({ level }) => level === 'error')
    .flatMap((problem) => hanging(placeText(problem), widths.diagnosticWidth, 2));
}

function placeText(problem: ReportedProblem): string {
  const { file, start } = problem;
  const place = start === null ? '' : `:${start.line}:${start.column}`;
  return `${visible(file)}${place}: ${problemText(problem)}`;
}

/** A command as a shell takes it, also where it goes over several lines. */
function commandLines(command: string | null, width: number): readonly string[] {
  if (command === null || command.endsWith(' <stdin>') || command.endsWith(" '<stdin>'")) return [];
  const lines = wrapped(command, width - 6);
  return lines.map(
    (line, index) => `  ${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`,
  );
}
