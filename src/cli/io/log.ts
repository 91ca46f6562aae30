/** What a run says on standard error while its report goes to a file, so that a CI job's log names what failed. */
import type { TestResult } from '../../check/result.js';
import { tallyText } from '../../report/check/batch.js';
import { briefLines } from '../../report/check/brief.js';
import type { CheckSummary } from '../../report/reporter.js';
import { type Streams, say, sayLines } from './streams.js';

/** Says what is not as it should be with a test. */
export function logTest(streams: Streams, result: TestResult): void {
  sayLines(streams, briefLines(result));
}

/** Prints the sums of the run. */
export function logEnd(streams: Streams, summary: CheckSummary): void {
  say(streams, `pinlitmus: ${tallyText(summary)}`);
}
