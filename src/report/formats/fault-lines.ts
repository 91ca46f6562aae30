/** What a file without a result has to show, in documents that are no terminal. */
import type { Crash } from '../../check/result.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { problemText, type ReportedProblem } from '../reported-problem.js';
import { paintAt } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';

/** A file of any command, as far as its text is concerned. */
export interface FaultyFile {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly crash: Crash | null;
}

/** The faults of the text with their places, as people are shown them; where it has none, the problems, a line each. */
export async function faultLines(
  result: FaultyFile,
  problems: readonly ReportedProblem[],
  width: number,
): Promise<readonly string[]> {
  const lines = await diagnosticLines(result, result.diagnostics, width, paintAt(0));
  return lines.length > 0 ? lines : problems.map(problemText);
}
