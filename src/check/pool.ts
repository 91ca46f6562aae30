/**
 * Checks many tests on worker threads and hands the results out in the order of the input, so that the number of
 * threads never shows in the output. piscina is loaded only when it is needed: a test alone runs right here. Several
 * do not even with one job, for a thread that runs a test hears nothing: not that the user wants to stop. A worker
 * that dies (out of memory, most likely) leaves its test undecided and the others untouched.
 */
import type { Source } from '../diagnostic/source.js';
import { modelsOf } from './models.js';
import type { Settings, TestResult } from './result.js';
import { checkSource, died } from './source.js';
import type { Task } from './worker.js';

/** A test to check, or one that already failed, as an unreadable file does. */
export type Job = { readonly source: Source } | { readonly result: TestResult };

/** How to spread the work. */
export interface PoolOptions {
  /** Worker threads at most. */
  readonly jobs: number;
  /** The module that workers run; tests put their own in its place. */
  readonly worker?: URL;
  /** Called when a result is there, whether or not its turn has come. */
  readonly onProgress?: (finished: number) => void;
  /** Ends the run: what is known by then is still handed out, the rest is not run. */
  readonly signal?: AbortSignal;
}

/** The results of all jobs, in their order, each as soon as it and all before it are there. */
export async function* checkAll(
  jobs: readonly Job[],
  settings: Settings,
  options: PoolOptions,
): AsyncGenerator<TestResult> {
  const sources = jobs.filter((job) => 'source' in job).length;
  if (sources > 1) {
    yield* onThreads(jobs, settings, { ...options, jobs: Math.min(options.jobs, sources) });
    return;
  }
  for (const job of jobs) yield 'source' in job ? checkSource(job.source, settings) : job.result;
}

/**
 * Tests under way for each thread: one that runs and one that waits for its turn, here and not at the thread, which
 * would begin it before it hands out the last answer, and take it along when it dies. With all of them queued, answers
 * come in faster than the event loop turns, and none is printed before the last is there.
 */
const LANES = 2;

/** What a worker may use beside the set of visited states, which `--max-memory` counts: code, local states, results. */
const HEADROOM = 64;

async function* onThreads(
  jobs: readonly Job[],
  settings: Settings,
  options: PoolOptions,
): AsyncGenerator<TestResult> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<Task, TestResult>({
    filename: (options.worker ?? new URL('./worker.js', import.meta.url)).href,
    minThreads: options.jobs,
    maxThreads: options.jobs,
    resourceLimits: { maxOldGenerationSizeMb: settings.limits.megabytes + HEADROOM },
  });
  const queue = new Queue(jobs.length, options.onProgress);
  const lane = async (): Promise<void> => {
    for (let index = queue.take(); index !== null; index = queue.take()) {
      const job = jobs[index];
      queue.settle(
        index,
        'source' in job ? await attempt(pool, { source: job.source, settings }) : job.result,
      );
    }
  };
  for (let count = 0; count < LANES * options.jobs; count += 1) void lane();
  options.signal?.addEventListener('abort', () => queue.stop(), { once: true });
  try {
    yield* queue.results();
  } finally {
    queue.stop();
    await pool.destroy();
  }
}

/** The jobs by number: which is next, and the results in their order. */
class Queue {
  readonly #results: Promise<TestResult | null>[];
  readonly #settle: ((result: TestResult | null) => void)[] = [];
  readonly #length: number;
  readonly #onProgress: PoolOptions['onProgress'];
  #next = 0;
  #finished = 0;
  #stopped = false;

  constructor(length: number, onProgress: PoolOptions['onProgress']) {
    this.#length = length;
    this.#onProgress = onProgress;
    this.#results = Array.from(
      { length },
      (_, index) =>
        new Promise((resolve) => {
          this.#settle[index] = resolve;
        }),
    );
  }

  /** The next number, or null when there is none. */
  take(): number | null {
    return this.#stopped || this.#next === this.#length ? null : this.#next++;
  }

  settle(index: number, result: TestResult): void {
    if (this.#stopped) return;
    this.#settle[index](result);
    this.#finished += 1;
    this.#onProgress?.(this.#finished);
  }

  /** What has no result by now gets none; a promise that is settled stays as it is. */
  stop(): void {
    this.#stopped = true;
    for (const settle of this.#settle) settle(null);
  }

  async *results(): AsyncGenerator<TestResult> {
    for (const promise of this.#results) {
      const result = await promise;
      if (result !== null) yield result;
    }
  }
}

/** Runs a task; `checkSource` does not throw, so a rejection means that the worker is gone. */
async function attempt(pool: { run(task: Task): Promise<TestResult> }, task: Task): Promise<TestResult> {
  try {
    return await pool.run(task);
  } catch (error) {
    const models = modelsOf(task.source, task.settings);
    return died(
      task.source.name,
      reasonOf(error),
      models.map(({ name, title }) => ({ model: name, title })),
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'its worker thread ran out of memory';
  return `its worker thread died: ${error instanceof Error ? error.message : String(error)}`;
}
