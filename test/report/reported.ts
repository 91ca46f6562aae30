/** A whole report, as a command makes it: what a reporter answers before the first result, for each, and after the last. */
import type { TestResult } from '../../src/check/result.js';
import { count, NOTHING } from '../../src/check/tally.js';
import { prettyCheck } from '../../src/report/check/check-reporter.js';
import type { Reporter, ReportingCommand, Reports } from '../../src/report/reporter.js';

/** The text of a report. */
export async function reported<Command extends ReportingCommand>(
  reporter: Reporter<Command>,
  plan: Reports[Command]['plan'],
  results: readonly Reports[Command]['result'][],
  summary: Reports[Command]['summary'],
): Promise<string> {
  let text = reporter.begin(plan);
  for (const result of results) text += await reporter.result(result);
  return text + (await reporter.end(summary));
}

/** The plan of a report by version 1.2.3. */
export function planOf(results: readonly { readonly file: string }[]) {
  return { files: results.map(({ file }) => file), version: '1.2.3' };
}

/** The text of a report on tests that took 1234 milliseconds together. */
export function reportedTests(
  reporter: Reporter<'check'>,
  results: readonly TestResult[],
  models: readonly string[],
): Promise<string> {
  const summary = { tally: results.reduce(count, NOTHING), milliseconds: 1234 };
  return reported(reporter, { ...planOf(results), models }, results, summary);
}

/** What `check` prints of these tests, at a width, without colours or with them. */
export function prettyReport(
  results: readonly TestResult[],
  width: number,
  colours: 0 | 1 = 0,
): Promise<string> {
  const models = ['SC', 'x86-TSO', 'PSO', 'Armv8', 'RISC-V'];
  return reportedTests(prettyCheck({ width, colours }), results, models);
}
