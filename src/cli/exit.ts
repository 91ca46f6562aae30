/** Exit codes: what each means, and which of several wins. */
import type { BarrierResult } from '../barriers/barrier-result.js';
import type { TestResult } from '../check/result.js';
import type { ExplainResult } from '../explain/explanation.js';

export const EXIT = {
  expected: 0,
  failed: 1,
  usage: 2,
  malformed: 3,
  noTest: 4,
  undecided: 5,
  interrupted: 130,
} as const;

/** What a shell shows for a process that a signal ended: 128 and the signal's number. */
export const SIGNALLED = { pipe: 141, terminate: 143 } as const;

/** One of the codes that a command ends with. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The worst first. */
const GRAVITY: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.usage,
  EXIT.malformed,
  EXIT.failed,
  EXIT.undecided,
  EXIT.noTest,
];

/** The code that wins. */
export function worstCode(codes: Iterable<ExitCode>): ExitCode {
  const all = new Set(codes);
  return GRAVITY.find((code) => all.has(code)) ?? EXIT.expected;
}

/** The code that one test alone would give. */
export function codeOfTest(result: TestResult): ExitCode {
  if (result.crash !== null) return EXIT.usage;
  if (result.status === 'error') return EXIT.malformed;
  if (result.status === 'unsupported') return EXIT.expected;
  if (result.status === 'fail') return EXIT.failed;
  return result.status === 'unknown' ? EXIT.undecided : EXIT.expected;
}

/** The code that the explanation of one file alone would give. */
export function codeOfExplanation({ explanation, crash, undecided }: ExplainResult): ExitCode {
  if (crash !== null) return EXIT.usage;
  if (explanation === null) return undecided.length > 0 ? EXIT.undecided : EXIT.malformed;
  return explanation.models.some(({ kind }) => kind === 'unknown') ? EXIT.undecided : EXIT.expected;
}

/** The code that the audit of one file alone would give; `check` says whether redundant barriers are a failure. */
export function codeOfAudit(result: BarrierResult, check: boolean): ExitCode {
  if (result.crash !== null) return EXIT.usage;
  if (result.info === null) return result.models.length > 0 ? EXIT.undecided : EXIT.malformed;
  if (check && result.sites.some((site) => site.removable)) return EXIT.failed;
  const undecided =
    result.advice.kind === 'unknown' ||
    result.models.some(({ answer }) => answer.kind === 'unknown') ||
    result.sites.some(({ cells }) => cells.some(({ kind }) => kind === 'unknown'));
  return undecided ? EXIT.undecided : EXIT.expected;
}

export const EXIT_HELP = `Exit codes; the worst one wins, in the order 2, 3, 1, 5, 4:
  0  everything as expected
  1  an expectation does not hold, an assertion fails, a deadlock is not
     announced, or a data race where something is expected
  2  wrong usage, or an internal error
  3  a file that cannot be read, parsed or understood
  4  no test found: no such file, none in a directory, none that is selected,
     or none that is supported (another dialect, a primitive that is refused)
  5  something undecided within the limits, or not run within those of the run
and 130 after an interruption (Ctrl-C, or SIGTERM), which reports what is known
by then`;
