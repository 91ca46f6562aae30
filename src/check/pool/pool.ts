/**
 * Checks many tests on worker threads and hands the results out in the order of the input, so that the number of
 * threads never shows in the output. piscina is loaded only when it is needed: a test alone runs right here while it
 * takes no longer (alone.ts). Several do not even with one job, for a thread that runs a test hears nothing: not that the
 * user wants to stop. A worker that dies (out of memory, most likely) leaves its test undecided and the others untouched.
 */
import { parse } from 'node:path';
import { buildId } from '../build-id.js';
import { mostTime, namesOf, outOfTime } from '../check-source.js';
import { died } from '../empty-result.js';
import type { Settings, TestResult } from '../result.js';
import type { Activity } from './activity.js';
import { checkAlone, type Runner } from './alone.js';
import { threadsPossible } from './descriptors.js';
import { type BatchAnswer, type Job, type Numbered, Queue } from './queue.js';
import { Watch } from './watch.js';
import type { WorkerTask } from './worker.js';

/** How to spread the work. */
export interface PoolOptions {
  /** Worker threads at most. */
  readonly jobs: number;
  /** The module that workers run; tests put their own in its place. */
  readonly worker?: URL;
  /** Called when a result is there, whether or not its turn has come. */
  readonly onProgress?: (finished: number) => void;
  /** Is told what the threads are on. */
  readonly activity?: Activity;
  /**
   * Begins to listen for what ends the run: what is known by then is still handed out, the rest is not run. It is called
   * when this thread has nothing else to do, for one that is busy hears nothing, and would not end either.
   */
  readonly listen?: () => AbortSignal;
}

/** The results of all jobs, in their order, each as soon as it and all before it are there; `settings` are for those without their own. */
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
  const { listen = () => undefined, activity } = options;
  const start = (): Promise<Runner> => startPool(jobs, settings, { ...options, jobs: 1 });
  const alone = { listen, start, reason: reasonOf, activity };
  for (const job of jobs)
    yield 'source' in job ? await checkAlone(job.source, job.settings ?? settings, alone) : job.result;
}

/**
 * Batches under way for each thread: one that is worked on and one that waits for its turn, here and not at the
 * thread, which would begin it before it hands out the last answer, and take it along when it dies. With all of them
 * queued, answers come in faster than the event loop turns, and none is printed before the last is there.
 */
const LANES = 2;

/** What a worker may use beside the set of visited states, which `--max-memory` counts: code, local states, results. */
const HEADROOM = 64;

/** Workers that may use as much memory as the test that is allowed most. */
async function startPool(
  tests: readonly Job[],
  settings: Settings,
  { jobs, worker }: PoolOptions,
): Promise<Runner> {
  const threads = threadsPossible(jobs);
  leaveGoneDirectory();
  const { Piscina } = await import('piscina');
  const megabytes = tests.reduce((most, job) => {
    const { limits } = ('source' in job && job.settings) || settings;
    return Math.max(most, limits.megabytes);
  }, 0);
  const pool = new Piscina<WorkerTask, readonly TestResult[]>({
    filename: (worker ?? new URL('./worker.js', import.meta.url)).href,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: megabytes + HEADROOM },
  });
  // A worker that cannot begin, since the system has too little left for it, would leave all that wait for it waiting. To piscina
  // an answer that comes while workers are ended is an error too; nobody waits for it any more.
  const broken = new Promise<never>((_, reject) => pool.on('error', reject));
  broken.catch(() => undefined);
  return {
    run: (task, given) => Promise.race([pool.run(task, given), broken]),
    destroy: () => pool.destroy(),
  };
}

/**
 * Node starts no thread where the working directory is gone. No relative path leads anywhere from there, so that the root does
 * as well.
 */
function leaveGoneDirectory(): void {
  try {
    process.cwd();
  } catch {
    process.chdir(parse(process.execPath).root);
  }
}

async function* onThreads(
  jobs: readonly Job[],
  settings: Settings,
  options: PoolOptions,
): AsyncGenerator<TestResult> {
  const pool = await startPool(jobs, settings, options);
  const lanes = LANES * options.jobs;
  const queue = new Queue(jobs, lanes, options.onProgress);
  const lane = async (): Promise<void> => {
    for (let batch = queue.take(); batch.length > 0; batch = queue.take()) {
      queue.settle(batch, await attempt(pool, batch, batch[0].settings ?? settings, options.activity));
    }
  };
  for (let count = 0; count < lanes; count += 1) void lane();
  const signal = options.listen?.();
  if (signal?.aborted) queue.stop();
  signal?.addEventListener('abort', () => queue.stop(), { once: true });
  try {
    yield* queue.results();
  } finally {
    queue.stop();
    await pool.destroy();
  }
}

/**
 * Runs the tests of a batch with these settings. `checkSource` does not throw, so a rejection means that the worker is gone: a test that was
 * alone is left undecided; of several none has a result, and each is run alone, so that only the one to blame is.
 */
async function attempt(
  runner: Runner,
  batch: readonly Numbered[],
  settings: Settings,
  activity?: Activity,
): Promise<BatchAnswer> {
  const sources = batch.map(({ source }) => source);
  const watch = new Watch(Math.max(...sources.map((source) => mostTime(source, settings))));
  activity?.begin(sources, settings, watch.whereabouts);
  try {
    const { whereabouts } = watch;
    const task = { sources, settings, whereabouts, build: buildId() };
    return { kind: 'results', results: await runner.run(task, { signal: watch.signal }) };
  } catch (error) {
    if (batch.length > 1) return { kind: 'lost' };
    const [source] = sources;
    const result = watch.signal.aborted
      ? outOfTime(source, settings)
      : died(source.name, reasonOf(error), namesOf(source, settings));
    return { kind: 'results', results: [result] };
  } finally {
    activity?.end(watch.whereabouts);
    watch.end();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'its worker thread ran out of memory';
  return `its worker thread died: ${error instanceof Error ? error.message : String(error)}`;
}
