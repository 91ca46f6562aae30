/** What `check` does with each result before it is reported: one step after the other, each with something to say at the end. */
import type { TestResult } from '../../check/result.js';
import type { ExitCode } from '../exit.js';
import type { Collection } from '../io/collect.js';
import type { Document, Unread } from '../io/document.js';
import type { Streams } from '../io/streams.js';
import { againstLogs } from './against-logs.js';
import type { CheckOptions } from './check.js';
import { keepingStates } from './keep-states.js';
import { rewriting } from './update-expectations.js';

/** A test with its file. */
export interface CheckedTest {
  readonly result: TestResult;
  /** Undefined where there is no text. */
  readonly document: Document | undefined;
  /** The directory that was given for the file. */
  readonly base: string | undefined;
  /** Whether the file itself was given. */
  readonly isNamed: boolean;
}

/** A step. */
export interface ResultStep {
  /** The result as it is reported. */
  after(checked: CheckedTest): TestResult;
  /** Says what there is to say of all tests, and gives what the exit code depends on. */
  end(tests: number): readonly ExitCode[];
}

/** All steps that the options ask for, as one; null where a file that they need cannot be used, which is said. */
export async function afterCheck(
  documents: readonly (Document | Unread)[],
  { bases }: Collection,
  options: CheckOptions & { readonly paths: readonly string[] },
  streams: Streams,
): Promise<{ after(result: TestResult): TestResult; end(tests: number): readonly ExitCode[] } | null> {
  const against = await againstLogs(options, streams);
  if (against === null) return null;
  const steps = [
    ...(options.unsupported ? [] : [refusing]),
    ...against,
    ...keepingStates(options, streams),
    ...rewriting(options, streams),
  ];
  const byName = new Map(
    documents.flatMap((each) => ('source' in each ? [[each.source.name, each] as const] : [])),
  );
  return {
    after: (checked) =>
      steps.reduce(
        (result, step) =>
          step.after({
            result,
            document: byName.get(result.file),
            base: bases.get(result.file),
            isNamed: options.paths.includes(result.file),
          }),
        checked,
      ),
    end: (tests) => steps.flatMap((step) => step.end(tests)),
  };
}

/** Where nothing may be unsupported such a test counts as malformed. */
const refusing: ResultStep = {
  after: ({ result }) => (result.status === 'unsupported' ? { ...result, status: 'error' } : result),
  end: () => [],
};
