/** Reads what a run of `check` has left: its report, or the record in the directory of its cache. */
import { readFileSync } from 'node:fs';
import type { NamedReport } from '../../report/formats/merge-reports.js';
import { type ReadOutcome, readReport } from '../../report/formats/read-report.js';
import { isDirectory, recordedRun } from '../cache/recorded-run.js';
import { systemReason } from '../failure.js';
import { systemPath } from './file-name.js';

/** The report at a path, or why there is none. */
export function readRun(path: string): ReadOutcome<NamedReport> {
  let text: string;
  try {
    if (isDirectory(path)) return recordedRun(path);
    text = readFileSync(systemPath(path), 'utf8');
  } catch (error) {
    return { reason: systemReason(error) };
  }
  const read = readReport(text);
  return 'reason' in read ? read : { value: { name: path, report: read.value } };
}
