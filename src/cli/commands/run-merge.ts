/** `pinlitmus merge`: the reports of several runs as one, in any form, and the exit code that the whole run would have had. */
import { merged } from '../../report/formats/merge-reports.js';
import type { ReadOutcome } from '../../report/formats/read-report.js';
import { plural } from '../../report/text/layout.js';
import type { CommandContext } from '../context.js';
import { codeOfTest, EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { readRun } from '../io/read-run.js';
import { type ReportChoice, reportChoices } from '../io/report-choice.js';
import { openReports } from '../io/report-output.js';
import { say } from '../io/streams.js';

/** The options as commander hands them over. */
export interface MergeOptions {
  readonly reporter?: readonly ReportChoice[];
  readonly outputFile?: string;
}

/** Runs the command and gives its exit code. All reports are read before an output is opened, which may be one of them. */
export async function runMerge(
  paths: readonly string[],
  { reporter, outputFile }: MergeOptions,
  { streams, reporters: entries }: CommandContext,
): Promise<ExitCode> {
  const { plan, results, summary } = certain(
    merged(paths.map((path) => certain(readRun(path), `cannot merge ${path}`))),
    'cannot merge',
  );
  const choices = reportChoices(reporter, outputFile, 'json');
  const report = await openReports({ command: 'check', choices, entries, inputs: [] }, streams);
  try {
    report.begin(plan);
    for (const result of results) await report.result(result);
    await report.end(summary);
  } finally {
    report.close();
  }
  const codes = results.map(codeOfTest);
  const { tests, unsupported, notRun } = summary.tally;
  if (tests === unsupported) codes.push(EXIT.noTest);
  if (notRun > 0) {
    say(
      streams,
      `pinlitmus: ${plural(notRun, 'test')} of the run ${notRun === 1 ? 'is' : 'are'} in no report`,
    );
    codes.push(EXIT.undecided);
  }
  return worstCode(codes);
}

function certain<Value>(outcome: ReadOutcome<Value>, failure: string): Value {
  if ('reason' in outcome) throw new UsageError(`${failure}: ${outcome.reason}`);
  return outcome.value;
}
