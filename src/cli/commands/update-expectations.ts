/** `--update`: puts the verdicts that were found into the file's `Expect=` line and leaves the rest of it alone. */
import { corrected } from '../../check/corrected.js';
import { expectsNothing } from '../../check/judge.js';
import type { TestResult } from '../../check/result.js';
import { plural } from '../../report/text/layout.js';
import { visible } from '../../text/visible.js';
import { EXIT } from '../exit.js';
import { UsageError } from '../failure.js';
import { changedLines } from '../io/changed-lines.js';
import { replaceGiven } from '../io/replace-given.js';
import { type Streams, say } from '../io/streams.js';
import type { CheckedTest, ResultStep } from './after-check.js';

/** What of `check`'s options it needs. */
export interface UpdateOptions {
  /** All verdicts that are missing or wrong, or only those of tests that expect nothing. */
  readonly update?: 'all' | 'missing';
  readonly dryRun?: boolean;
}

/** The step of a check. One file that cannot be written is complained about, and keeps the others from nothing. */
export function rewriting(
  { update, dryRun = false }: UpdateOptions,
  streams: Streams,
): readonly ResultStep[] {
  if (update === undefined) return [];
  let changed = 0;
  let failed = false;
  const after = (checked: CheckedTest): TestResult => {
    const { result, document } = checked;
    if (document?.path == null || (update === 'missing' && expects(result))) return result;
    const correction = corrected(result, document.source.text);
    if (correction === null) return result;
    if (correction.text === document.source.text) return correction.result;
    const lines = changedLines(document.path, document.source.text, correction.text);
    if (!dryRun) {
      const remark = replaceGiven(document.path, document.encode(correction.text), checked, 'cannot update');
      if (remark !== null) say(streams, `pinlitmus: ${visible(remark)}`);
    }
    changed += 1;
    say(streams, lines.map(visible).join('\n'));
    // What would be expected is not what the file says.
    return dryRun ? result : correction.result;
  };
  return [
    {
      after(checked) {
        try {
          return after(checked);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          failed = true;
          say(streams, `error: ${visible(error.message)}`);
          return checked.result;
        }
      },
      end(tests) {
        say(
          streams,
          `pinlitmus: ${changed} of ${plural(tests, 'file')} ${dryRun ? 'would change' : 'changed'}`,
        );
        return [...(failed ? [EXIT.usage] : []), ...(dryRun && changed > 0 ? [EXIT.failed] : [])];
      },
    },
  ];
}

/** Whether the file says anything of what is to come. */
function expects({ info, models }: TestResult): boolean {
  return info !== null && (info.expectations.models.size > 0 || !expectsNothing(info.expectations, models));
}
