/** What is not as it should be, a line each with its place, for whoever reads a log while the report goes to a file. */
import type { ModelResult, TestInfo, TestResult } from '../check/result.js';
import { positionAt } from '../diagnostic/source.js';
import { crashText } from './fault.js';
import { listed } from './layout.js';
import { clean, messageOf } from './message.js';
import { verdictText } from './verdict.js';

/** The lines of a test; none for one that is as expected, or of which nothing is expected. */
export function briefLines(result: TestResult): readonly string[] {
  const { file, info, models, diagnostics, crash } = result;
  if (crash !== null) return [crashText(file, crash)];
  const name = clean(file);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const faults = errors.map((diagnostic) => {
    const { line, column } = positionAt(diagnostic.span.source, diagnostic.span.start);
    return `${name}:${line}:${column}: error: ${messageOf(diagnostic)} [${diagnostic.code}]`;
  });
  const wrong = models.filter(({ status }) => status === 'fail' || status === 'unknown');
  return [
    ...faults,
    ...wrong.map((model) => `${placeOf(name, info)}: ${wordFor(model)}: ${model.title}: ${whatIs(model)}`),
    ...(result.expectsNothing ? [`${name}: failed: it expects nothing`] : []),
  ];
}

function placeOf(name: string, info: TestInfo | null): string {
  return info === null ? name : `${name}:${info.line}`;
}

function wordFor({ status }: ModelResult): string {
  return status === 'fail' ? 'failed' : 'undecided';
}

/** The verdict, and of a deadlock who waits where. */
function whatIs(model: ModelResult): string {
  const waits = model.stuck.map(({ thread, line }) => `${thread} waits for ever at line ${line}`);
  return waits.length === 0 ? verdictText(model) : `${verdictText(model)} (${listed(waits)})`;
}
