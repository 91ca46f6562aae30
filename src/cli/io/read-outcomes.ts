/** Reads a report of `check`, or a log of herd7's, for a comparison. */
import { type OutcomeSet, outcomeOf, outcomeOfEntry } from '../../check/compare/outcome.js';
import { looksLikeHerdLog, readHerdLog } from '../../check/reference/herd-log.js';
import type { Report } from '../../report/formats/check-schema.js';
import { readReport } from '../../report/formats/read-report.js';
import { resultFrom } from '../../report/formats/reported-result.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { isDirectory, recordedRun } from '../cache/recorded-run.js';
import { UsageError } from '../failure.js';
import { readDocument } from './document.js';
import type { Streams } from './streams.js';

/** The outcomes; or what is wrong, with places. */
export type ReadOutcomes = { readonly set: OutcomeSet } | { readonly faults: readonly Diagnostic[] };

/** What is in a file. Throws a UsageError where that is neither a report nor a log. */
export function readOutcomes(path: string, { stdin }: Streams): ReadOutcomes {
  if (isDirectory(path)) {
    const recorded = recordedRun(path);
    if ('reason' in recorded) throw new UsageError(`cannot compare ${path}: ${recorded.reason}`);
    return { set: setOf(path, recorded.value.report) };
  }
  const document = readDocument(path, stdin);
  if (!('source' in document)) return { faults: [document] };
  const { source } = document;
  if (looksLikeHerdLog(source.text)) {
    const { entries, faults } = readHerdLog(source);
    if (faults.length > 0) return { faults };
    return { set: { name: path, tests: [...entries.values()].map(outcomeOfEntry) } };
  }
  const read = readReport(source.text);
  if ('reason' in read)
    throw new UsageError(`${path} is neither a report of pinlitmus nor a log of herd7: ${read.reason}`);
  return { set: setOf(path, read.value) };
}

function setOf(name: string, { tests }: Report): OutcomeSet {
  return { name, tests: tests.map((test) => outcomeOf(resultFrom(test))) };
}
