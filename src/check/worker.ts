/** What a worker thread runs: one task is one test. */
import type { Source } from '../diagnostic/source.js';
import type { Settings, TestResult } from './result.js';
import { checkSource } from './source.js';

/** One test and what to run it with. */
export interface Task {
  readonly source: Source;
  readonly settings: Settings;
}

/** What piscina calls for each task; the result crosses back by structured clone. */
export default function work({ source, settings }: Task): TestResult {
  return checkSource(source, settings);
}
