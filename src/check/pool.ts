/**
 * Checks many tests on worker threads and hands the results out in the order of the input, so that the number of
 * threads never shows in the output. piscina is loaded only when it is needed: one test, or one job, runs right
 * here. A worker that dies (out of memory, most likely) leaves its test undecided and the others untouched.
 */
import type { Source } from '../diagnostic/source.js';
import { MODELS } from '../machine/models/index.js';
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
}

/** The results of all jobs, in their order, each as soon as it and all before it are there. */
export async function* checkAll(
  jobs: readonly Job[],
  settings: Settings,
  options: PoolOptions,
): AsyncGenerator<TestResult> {
  const threads = Math.min(options.jobs, jobs.filter((job) => 'source' in job).length);
  if (threads > 1) {
    yield* inParallel(jobs, settings, { ...options, jobs: threads });
    return;
  }
  let finished = 0;
  for (const job of jobs) {
    yield 'source' in job ? checkSource(job.source, settings) : job.result;
    finished += 1;
    options.onProgress?.(finished);
    await breathe();
  }
}

/** Lets the event loop turn between tests that run right here, so that a reader who went away is noticed. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Tests under way for each thread: one that runs and one that waits for its turn. With all of them queued, answers
 * come in faster than the event loop turns, and none is printed before the last is there.
 */
const LANES = 2;

async function* inParallel(
  jobs: readonly Job[],
  settings: Settings,
  options: PoolOptions,
): AsyncGenerator<TestResult> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<Task, TestResult>({
    filename: (options.worker ?? new URL('./worker.js', import.meta.url)).href,
    minThreads: options.jobs,
    maxThreads: options.jobs,
  });
  const settle: ((result: TestResult) => void)[] = [];
  const results = jobs.map(
    (_, index) =>
      new Promise<TestResult>((resolve) => {
        settle[index] = resolve;
      }),
  );
  let next = 0;
  let finished = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs.length) {
      const index = next;
      next += 1;
      const job = jobs[index];
      settle[index]('source' in job ? await attempt(pool, { source: job.source, settings }) : job.result);
      finished += 1;
      options.onProgress?.(finished);
    }
  };
  for (let count = 0; count < LANES * options.jobs; count += 1) void lane();
  try {
    for (const result of results) yield await result;
  } finally {
    next = jobs.length;
    await pool.destroy();
  }
}

/** Runs a task; `checkSource` does not throw, so a rejection means that the worker is gone. */
async function attempt(pool: { run(task: Task): Promise<TestResult> }, task: Task): Promise<TestResult> {
  try {
    return await pool.run(task);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const models = MODELS.filter((model) => task.settings.models?.includes(model.name) ?? true);
    return died(
      task.source.name,
      reason,
      models.map(({ name, title }) => ({ model: name, title })),
    );
  }
}
