/** `--against FILE`: compares the final states of each test with what herd7 says of it in a log. */
import { type HerdEntry, readHerdLog } from '../../check/reference/herd-log.js';
import { comparedWith } from '../../check/reference/reference-states.js';
import type { TestResult } from '../../check/result.js';
import { lkmm } from '../../models/lkmm.js';
import { plural } from '../../report/text/layout.js';
import { renderDiagnostic } from '../../report/text/render-diagnostic.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import { readDocument } from '../io/document.js';
import { columnsOf, type Streams, say } from '../io/streams.js';
import type { ResultStep } from './after-check.js';

/** What of `check`'s options it needs. */
export interface AgainstOptions {
  /** Files that herd7 wrote. */
  readonly against?: readonly string[];
  readonly model?: readonly string[];
}

/** A test in a log, with the file. */
interface LoggedTest {
  readonly file: string;
  readonly entry: HerdEntry;
}

/** The step of a check; null, with what is wrong on standard error, where a log cannot be used. */
export async function againstLogs(
  { against, model }: AgainstOptions,
  streams: Streams,
): Promise<readonly ResultStep[] | null> {
  if (against === undefined) return [];
  const logged = logsIn(against, streams);
  if (logged === null) return null;
  const met = new Set<string>();
  let without = 0;
  return [
    {
      after({ result }) {
        const found = result.info === null ? undefined : logged.get(result.info.name);
        if (found === undefined) {
          if (result.models.length > 0) without += 1;
          return result;
        }
        met.add(found.entry.name);
        const models = new Map([[modelOf(result, model), found.entry]]);
        return comparedWith(result, { file: found.file, models });
      },
      end() {
        const left = logged.size - met.size;
        if (without > 0)
          say(streams, `pinlitmus: ${plural(without, 'test')} without an entry in ${names(against)}`);
        if (left > 0)
          say(
            streams,
            `pinlitmus: ${plural(left, 'entry', 'entries')} of ${names(against)} of which no test was run`,
          );
        return [];
      },
    },
  ];
}

function names(files: readonly string[]): string {
  return files.length === 1 ? visible(files[0]) : `${files.length} logs`;
}

/** All tests in the logs, by their names. */
function logsIn(files: readonly string[], streams: Streams): ReadonlyMap<string, LoggedTest> | null {
  const logged = new Map<string, LoggedTest>();
  const faults: Diagnostic[] = [];
  for (const file of files) {
    const document = readDocument(file, streams.stdin);
    if (!('source' in document)) {
      faults.push(document);
      continue;
    }
    const log = readHerdLog(document.source);
    faults.push(...log.faults);
    for (const [name, entry] of log.entries) logged.set(name, { file, entry });
  }
  if (faults.length === 0) return logged;
  for (const fault of faults)
    say(streams, renderDiagnostic(fault, { colour: false, width: columnsOf(streams.stderr) }));
  return null;
}

/** The model that a log speaks of: the one that was asked for, else the kernel's for C, and for assembly its own. */
function modelOf(result: TestResult, asked: readonly string[] | undefined): string {
  if (asked?.length === 1) return asked[0];
  const isKernels = result.info?.dialect === 'C';
  return isKernels ? lkmm.name : (result.models[result.models.length - 1]?.model ?? '');
}
