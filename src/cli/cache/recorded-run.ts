/** What a cache directory tells of the last run with it (run-record.ts), as the report that this run would have written. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildId } from '../../check/build-id.js';
import type { TestResult } from '../../check/result.js';
import { runOf, summaryOf, testOf } from '../../report/formats/check-json.js';
import type { NamedReport } from '../../report/formats/merge-reports.js';
import type { ReadOutcome } from '../../report/formats/read-report.js';
import { systemReason } from '../failure.js';
import { systemPath } from '../io/file-name.js';
import { ResultCache } from './check-remembering.js';
import { unpacked } from './plain-json.js';
import { unsealed } from './result-entry.js';
import { LAST_RUN, type RecordedRun, type RecordedTest } from './run-record.js';

/** Whether a path is that of a directory, and so of no report. */
export function isDirectory(path: string): boolean {
  return statSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The report; a test whose result is gone, or damaged, is missing. */
export function recordedRun(directory: string): ReadOutcome<NamedReport> {
  const content = contentOf(directory);
  if ('reason' in content) return content;
  const { build, plan, summary, tests, notRun } = JSON.parse(content.value) as RecordedRun;
  // Another build may mean another thing by what is there.
  if (build !== buildId())
    return { reason: `its last run is of another build of pinlitmus (that was ${plan.version})` };
  const cache = new ResultCache(directory, build);
  const results = tests.map((test) => ({ test, result: resultOf(test, cache) }));
  return {
    value: {
      name: directory,
      report: {
        ...runOf({ files: [], ...plan }),
        tests: results.flatMap(({ result }) => (result === null ? [] : [testOf(result)])),
        summary: summaryOf(summary),
      },
      notRun,
      missing: results.flatMap(({ test, result }) => (result === null ? [test.file] : [])),
    },
  };
}

function contentOf(directory: string): ReadOutcome<string> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(systemPath(join(directory, LAST_RUN)));
  } catch (error) {
    const why = systemReason(error);
    if (why !== 'no such file or directory') return { reason: why };
    return {
      reason: `it is a directory in which no run has left what it found: expected that of a "pinlitmus check --cache-dir ${directory}" that came to its end`,
    };
  }
  const value = unsealed(bytes);
  return value === null ? { reason: 'its record of the last run is damaged' } : { value };
}

/** Null where what the record refers to is not there. */
function resultOf(
  { file, remembered, text = '', key, reported }: RecordedTest,
  cache: ResultCache,
): TestResult | null {
  const source = { name: file, text };
  const found = key === undefined ? null : cache.recall(key, source);
  if (key !== undefined && found === null) return null;
  const result = reported === undefined ? found : (unpacked(reported, source) as TestResult);
  if (result === null) return null;
  const { remembered: _, ...rest } = result;
  return {
    ...rest,
    ...(found !== null && {
      rows: found.rows,
      models: rest.models.map((model, index) => ({ ...model, states: found.models[index].states })),
    }),
    ...(remembered && { remembered }),
  };
}
