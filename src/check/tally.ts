/** Counts the results of a batch of tests. */
import { unreachable } from '../text/invariant.js';
import type { TestResult } from './result.js';

/** The summary of a batch; the last three fields apart, every test that ran is counted in `tests` and in one other. */
export interface Tally {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  readonly noExpectation: number;
  /** Files that cannot be parsed or understood. */
  readonly malformed: number;
  /** Tests that ask for what pinlitmus does not do. */
  readonly unsupported: number;
  /** Files that cannot be read. */
  readonly unreadable: number;
  /** Tests that pinlitmus itself failed on. */
  readonly crashed: number;
  readonly warnings: number;
  /** Tests that were not run, for the run ended before. */
  readonly notRun: number;
  /** Tests whose results are those of an earlier run. */
  readonly remembered: number;
}

export const NOTHING: Tally = {
  tests: 0,
  passed: 0,
  failed: 0,
  undecided: 0,
  noExpectation: 0,
  malformed: 0,
  unsupported: 0,
  unreadable: 0,
  crashed: 0,
  warnings: 0,
  notRun: 0,
  remembered: 0,
};

/** The tally with one more test. */
export function count(tally: Tally, result: TestResult): Tally {
  const field = fieldOf(result);
  const warnings = result.diagnostics.filter((diagnostic) => diagnostic.severity === 'warning').length;
  return {
    ...tally,
    tests: tally.tests + 1,
    [field]: tally[field] + 1,
    warnings: tally.warnings + warnings,
    remembered: tally.remembered + Number(result.remembered === true),
  };
}

/** Whether nothing is known of the file's text. */
export function isUnreadable({ diagnostics }: Pick<TestResult, 'diagnostics'>): boolean {
  return diagnostics.length > 0 && diagnostics.every(({ code }) => code === 'unreadable');
}

function fieldOf(result: TestResult): Exclude<keyof Tally, 'tests' | 'warnings' | 'notRun' | 'remembered'> {
  if (result.crash !== null) return 'crashed';
  switch (result.status) {
    case 'pass':
      return 'passed';
    case 'fail':
      return 'failed';
    case 'unknown':
      return 'undecided';
    case 'none':
      return 'noExpectation';
    case 'unsupported':
      return 'unsupported';
    case 'error':
      return isUnreadable(result) ? 'unreadable' : 'malformed';
    default:
      return unreachable(result.status);
  }
}
