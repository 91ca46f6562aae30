/**
 * `--remembered DIR`: a run that searches nothing, and takes the results of all tests from cache directories, as the parts of a large
 * run on several machines leave them. What it reports is what the run itself would have, or it says what is missing.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../check/pool/queue.js';
import type { Settings, TestResult } from '../../check/result.js';
import { plural } from '../../report/text/layout.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { systemPath } from '../io/file-name.js';
import { type ResultCache, resultCache } from './check-remembering.js';
import { RESULTS } from './result-store.js';

/** So many of the tests that are missing are named. */
const NAMED = 3;

/** What some cache directories hold. */
export class Recall {
  readonly #caches: readonly ResultCache[];
  readonly #missing: string[] = [];

  constructor(directories: readonly string[]) {
    this.#caches = directories.flatMap((directory) => {
      const results = join(directory, RESULTS);
      if (statSync(systemPath(results), { throwIfNoEntry: false })?.isDirectory() !== true)
        throw new UsageError(
          `${directory} holds no remembered results: expected what "pinlitmus check --cache-dir ${directory}" leaves`,
        );
      return resultCache(directory) ?? [];
    });
  }

  /** The results, in the order of the tests, without those that are in no directory. They are not marked, for all would be. */
  async *results(jobs: readonly Job[], settings: Settings): AsyncGenerator<TestResult> {
    for (const job of jobs) {
      const result = 'source' in job ? this.#recalled(job, job.settings ?? settings) : job.result;
      if (result !== null) yield result;
      else if ('source' in job) this.#missing.push(job.source.name);
    }
  }

  /** What is to be said of the tests that are in no directory; nothing where there are none. */
  remarks(): readonly string[] {
    const { length } = this.#missing;
    if (length === 0) return [];
    const more = length > NAMED ? [`and ${length - NAMED} more`] : [];
    const names = [...this.#missing.slice(0, NAMED), ...more].join(', ');
    return [
      `${plural(length, 'test')} ${length === 1 ? 'is' : 'are'} not remembered by this build, with these options: ${names}`,
    ];
  }

  codes(): readonly ExitCode[] {
    return this.#missing.length > 0 ? [EXIT.undecided] : [];
  }

  fault(): null {
    return null;
  }

  #recalled({ source }: Extract<Job, { source: unknown }>, settings: Settings): TestResult | null {
    for (const cache of this.#caches) {
      const entry = cache.find(source, settings);
      const result = entry === null ? null : cache.recall(entry, source);
      if (result === null) continue;
      const { remembered: _, ...found } = result;
      return found;
    }
    return null;
  }
}
