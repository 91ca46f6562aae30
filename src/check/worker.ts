/**
 * What a worker thread runs: one task is some tests, of which it does as many as it can in a while. The rest it gives
 * back undone, for a test may take a minute and nobody knows before.
 */
import { performance } from 'node:perf_hooks';
import type { Source } from '../diagnostic/source.js';
import type { Settings, TestResult } from './result.js';
import { checkSource } from './source.js';

/** After how many milliseconds a worker begins no more tests and answers. */
const WHILE = 20;

/** Tests and what to run them with. */
export interface Task {
  readonly sources: readonly Source[];
  readonly settings: Settings;
}

/** What piscina calls for each task: the results of the first sources, of one at least. They cross by structured clone. */
export default function work({ sources, settings }: Task): readonly TestResult[] {
  const end = performance.now() + WHILE;
  const results: TestResult[] = [];
  for (const source of sources) {
    results.push(checkSource(source, settings));
    if (performance.now() > end) break;
  }
  return results;
}
