/** What keeps a test from being run, as lines: its diagnostics with their places, or a bug of pinlitmus. */
import type { Crash, TestResult } from '../check/result.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { Paint } from './colour.js';
import { renderDiagnostic } from './diagnostic.js';
import { wrapped } from './layout.js';

/** The diagnostics in full, with an empty line between them. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], paint: Paint): readonly string[] {
  return diagnostics.flatMap((diagnostic, index) => {
    const lines = renderDiagnostic(diagnostic, { colour: paint.level > 0 })
      .replace(/\n+$/, '')
      .split('\n');
    return index === 0 ? lines : ['', ...lines];
  });
}

/** Everything that is wrong with a result of status `error`. */
export function faultLines(result: TestResult, width: number, paint: Paint): readonly string[] {
  const crash = result.crash === null ? [] : wrapped(crashText(result.file, result.crash), width);
  return [...diagnosticLines(result.diagnostics, paint), ...crash.map((line) => paint.red(line))];
}

/** The one line that a bug is worth; its stack is for those who ask for it. */
export function crashText(file: string, { message }: Crash): string {
  return `internal error in ${file}: ${message.replace(/^pinlitmus bug: /, '')}; please report it`;
}
