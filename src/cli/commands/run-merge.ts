/** `pinlitmus merge`: the JSON reports of several runs as one, and the exit code that the whole run would have had. */
import { readFileSync } from 'node:fs';
import {
  type MergeOutcome,
  merged,
  type NamedReport,
  readReport,
} from '../../report/formats/merge-reports.js';
import { jsonText } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { codeOfReport, type ExitCode } from '../exit.js';
import { systemReason, UsageError } from '../failure.js';
import { openOutput } from '../io/output.js';

/** Runs the command and gives its exit code. All reports are read before the output is opened, which may be one of them. */
export function runMerge(
  paths: readonly string[],
  outputFile: string | undefined,
  { streams }: CommandContext,
): ExitCode {
  const report = certain(merged(paths.map(read)), 'cannot merge');
  const output = openOutput(outputFile, streams);
  try {
    output.write(jsonText(report));
  } finally {
    output.close();
  }
  return codeOfReport(report);
}

function read(path: string): NamedReport {
  const failure = `cannot merge ${path}`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${failure}: ${systemReason(error)}`);
  }
  return { name: path, report: certain(readReport(text), failure) };
}

function certain<Value>(outcome: MergeOutcome<Value>, failure: string): Value {
  if ('reason' in outcome) throw new UsageError(`${failure}: ${outcome.reason}`);
  return outcome.value;
}
