/** What a run says on standard error while its report goes to a file, so that a CI job's log names what failed. */
import type { TestResult } from '../../check/result.js';
import { tallyText } from '../../report/check/batch.js';
import { briefLines } from '../../report/check/brief.js';
import type { Closing } from '../../report/reporter.js';
import { say, sayLines } from './output.js';

/** Says what is not as it should be with a test. */
export function logTest(result: TestResult): void {
  sayLines(briefLines(result));
}

/** Says what all tests came to. */
export function logEnd(closing: Closing): void {
  say(`pinlitmus: ${tallyText(closing)}`);
}
