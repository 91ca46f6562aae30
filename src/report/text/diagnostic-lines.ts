/** What keeps a test from being run, as lines: its diagnostics with their places, or a bug of pinlitmus. */
import type { Crash, TestResult } from '../../check/result.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { visibleLines } from '../../text/visible.js';
import type { Paint } from './colour.js';
import { apart, wrapped } from './layout.js';

/**
 * Diagnostics in full with an empty line between them, then a bug if there is one. What draws them is loaded when
 * there is something to draw, for most tests have none and should start at once.
 */
export async function diagnosticLines(
  result: Pick<TestResult, 'file' | 'crash'>,
  diagnostics: readonly Diagnostic[],
  width: number,
  paint: Paint,
): Promise<readonly string[]> {
  const crash = result.crash === null ? [] : wrapped(crashText(result.file, result.crash), width);
  return apart([
    ...(await rendered(diagnostics, width, paint)),
    crash.map((line) => paint.red(line)),
    reportedLines(result.crash?.test),
  ]);
}

async function rendered(
  diagnostics: readonly Diagnostic[],
  width: number,
  paint: Paint,
): Promise<readonly (readonly string[])[]> {
  if (diagnostics.length === 0) return [];
  const { renderDiagnostic } = await import('./render-diagnostic.js');
  const urlOf = await paint.links?.();
  return diagnostics.map((diagnostic) =>
    renderDiagnostic(diagnostic, { colour: paint.level > 0, width, urlOf }).split('\n'),
  );
}

/** The line that reports a bug; its stack is printed only where the environment asks for it. */
export function crashText(file: string, crash: Crash): string {
  return `internal error in ${file}: ${bugText(crash)}`;
}

/** What went wrong, and what to do about it. */
export function bugText({ message, test }: Crash): string {
  const what = test === undefined ? '' : ' with the test';
  return `${message.replace(/^pinlitmus bug: /, '')}; please report it${what}`;
}

/** The text of a test that is to be reported, two columns in; nothing when there is none. */
export function reportedLines(test: string | undefined): readonly string[] {
  if (test === undefined) return [];
  return visibleLines(test.trimEnd())
    .split('\n')
    .map((line) => `  ${line}`);
}
