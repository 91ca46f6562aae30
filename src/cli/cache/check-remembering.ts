/**
 * Checks tests, as the pool does (check/pool), but for those whose results are known from an earlier run of the same build with the
 * same settings: these are taken from the cache, and what is found is put there.
 */
import { buildId } from '../../check/build-id.js';
import type { PoolOptions } from '../../check/pool/pool.js';
import type { Job } from '../../check/pool/queue.js';
import type { Settings, TestResult } from '../../check/result.js';
import type { Source } from '../../text/source.js';
import { decoded, encoded } from './result-entry.js';
import { ResultKeys } from './result-key.js';
import { type FoundEntry, ResultStore } from './result-store.js';
import { sweepDaily } from './sweep.js';

/** What a build remembers of tests. */
export class ResultCache {
  readonly directory: string;
  readonly build: string;
  readonly #store: ResultStore;
  readonly #keys: ResultKeys;
  /** Of results that are remembered. */
  readonly #keysOf = new WeakMap<TestResult, string>();

  /** `build` is that of the code that runs the tests. */
  constructor(directory: string, build: string) {
    this.directory = directory;
    this.build = build;
    this.#store = new ResultStore(directory);
    this.#keys = new ResultKeys(build);
  }

  /** Why nothing can be kept, in a few words; null as long as something can. */
  get fault(): string | null {
    return this.#store.fault;
  }

  /** What seems to be remembered of a text with some settings; null where nothing is. */
  find(source: Source, settings: Settings): FoundEntry | null {
    return this.#store.find(this.#keys.of(source, settings));
  }

  /** The result that is remembered of a text; null where it is not there, cannot be read, or is damaged. */
  recall(entry: FoundEntry | string, source: Source): TestResult | null {
    const found = typeof entry === 'string' ? this.#store.find(entry) : entry;
    const bytes = found === null ? null : this.#store.read(found);
    const result = found === null || bytes === null ? null : decoded(bytes, source);
    if (found !== null && result !== null) this.#keysOf.set(result, found.key);
    return result;
  }

  /** Keeps the result of a text, if another run would find the same. */
  keep(result: TestResult, source: Source, settings: Settings): void {
    const bytes = encoded(result, source);
    if (bytes === null) return;
    const key = this.#keys.of(source, settings);
    if (this.#store.write(key, bytes)) this.#keysOf.set(result, key);
  }

  /** The key that a result was remembered by, or is from now on; null where it is not. */
  keyOf(result: TestResult): string | null {
    return this.#keysOf.get(result) ?? null;
  }

  /** Makes room, now and then, where something was added. */
  end(): void {
    if (this.#store.written > 0) sweepDaily(this.directory);
  }
}

/** The cache of a run; null where there is no directory, or the code is no build and may change under one's hands. */
export function resultCache(directory: string | null): ResultCache | null {
  const build = buildId();
  return directory === null || build === null ? null : new ResultCache(directory, build);
}

/**
 * The results of all jobs, in their order, each as soon as it and all before it are there; without a cache all are found anew.
 * What is remembered is read when its turn comes, so that few results are in memory at a time.
 */
export async function* checkRemembering(
  jobs: readonly Job[],
  settings: Settings,
  pool: PoolOptions,
  cache: ResultCache | null,
): AsyncGenerator<TestResult> {
  if (cache === null) {
    yield* searched(jobs, settings, pool);
    return;
  }
  const entries = jobs.map((job) =>
    'source' in job ? cache.find(job.source, job.settings ?? settings) : null,
  );
  const left = jobs.filter((_, index) => entries[index] === null);
  const known = jobs.length - left.length;
  const onProgress = (finished: number): void => pool.onProgress?.(known + finished);
  onProgress(0);
  const found = kept(searched(left, settings, { ...pool, onProgress }), left, settings, cache);
  // They are worked on from now on, while what is known is handed out.
  let first: Promise<IteratorResult<TestResult>> | null = found.next();
  let result: TestResult | undefined;
  try {
    for (const [index, job] of jobs.entries()) {
      const entry = entries[index];
      if (entry !== null && 'source' in job) {
        const remembered = cache.recall(entry, job.source);
        if (remembered !== null) yield remembered;
        else yield* kept(searched([job], settings, pool), [job], settings, cache);
        continue;
      }
      result ??= (await (first ?? found.next())).value;
      first = null;
      // What the end of a run has left out has no result.
      if (result === undefined || result.file !== fileOf(job)) continue;
      yield result;
      result = undefined;
    }
  } finally {
    await found.return(undefined);
    cache.end();
  }
}

/** The results of jobs that are run, by what is loaded when there is one. */
async function* searched(
  jobs: readonly Job[],
  settings: Settings,
  pool: PoolOptions,
): AsyncGenerator<TestResult> {
  if (jobs.length === 0) return;
  const { checkAll } = await import('../../check/pool/pool.js');
  yield* checkAll(jobs, settings, pool);
}

/** Results as they come, all of which are put into the cache. */
async function* kept(
  results: AsyncIterable<TestResult>,
  jobs: readonly Job[],
  settings: Settings,
  cache: ResultCache,
): AsyncGenerator<TestResult> {
  const byFile = new Map(jobs.map((job) => [fileOf(job), job]));
  for await (const result of results) {
    const job = byFile.get(result.file);
    if (job !== undefined && 'source' in job) cache.keep(result, job.source, job.settings ?? settings);
    yield result;
  }
}

function fileOf(job: Job): string {
  return 'source' in job ? job.source.name : job.result.file;
}
