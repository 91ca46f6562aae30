/**
 * A test that is the only one. Most are done in a moment, sooner than a worker thread would be there, so it is tried right
 * here first. What takes longer goes to a thread, for this one must hear that the user has seen enough: then the search is
 * told to stop, and what it knows by then is its result.
 */
import type { Source } from '../../text/source.js';
import { buildId } from '../build-id.js';
import { checkSource, mostTime, namesOf, outOfTime } from '../check-source.js';
import { died } from '../empty-result.js';
import type { Settings, TestResult } from '../result.js';
import type { Activity } from './activity.js';
import { Watch } from './watch.js';
import type { WorkerTask } from './worker.js';

/** How long a model is tried here, in milliseconds. */
const MOMENT = 100;
/** How long a search that is told to stop may take to do so: it looks often, unless it is in the middle of something. */
const GRACE = 1000;

/** Runs tasks on a worker thread. */
export interface Runner {
  run(task: WorkerTask, options: { readonly signal: AbortSignal }): Promise<readonly TestResult[]>;
  destroy(): Promise<void>;
}

/** What a test alone needs of the pool. */
export interface AloneOptions {
  /** Begins to hear of interruptions. */
  readonly listen: () => AbortSignal | undefined;
  /** Makes a thread. */
  readonly start: () => Promise<Runner>;
  /** Says why one died. */
  readonly reason: (error: unknown) => string;
  readonly activity?: Activity;
}

/** Checks a test. */
export async function checkAlone(
  source: Source,
  settings: Settings,
  { listen, start, reason, activity }: AloneOptions,
): Promise<TestResult> {
  const { limits } = settings;
  const milliseconds = Math.min(limits.milliseconds, MOMENT);
  const tried = checkSource(source, { ...settings, limits: { ...limits, milliseconds } });
  if (milliseconds === limits.milliseconds || !tried.models.some(isOutOfTime)) return tried;
  const signal = listen();
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const runner = await start();
  let timer: NodeJS.Timeout | undefined;
  const watch = new Watch(mostTime(source, settings));
  const failed = (why: string): TestResult =>
    watch.signal.aborted ? outOfTime(source, settings) : died(source.name, why, namesOf(source, settings));
  try {
    const late = new Promise<TestResult>((resolve) => {
      const interrupt = (): void => {
        Atomics.store(stop, 0, 1);
        timer = setTimeout(() => resolve(failed('interrupted')), GRACE);
      };
      if (signal?.aborted) interrupt();
      else signal?.addEventListener('abort', interrupt, { once: true });
    });
    const told = { ...settings, limits: { ...limits, stop } };
    const { whereabouts } = watch;
    const task = { sources: [source], settings: told, whereabouts, build: buildId() };
    activity?.begin(task.sources, settings, whereabouts);
    const result = runner.run(task, { signal: watch.signal }).then(
      ([first]) => first,
      (error) => failed(reason(error)),
    );
    return await Promise.race([result, late]);
  } finally {
    activity?.end(watch.whereabouts);
    watch.end();
    clearTimeout(timer);
    await runner.destroy();
  }
}

function isOutOfTime({ incomplete }: TestResult['models'][number]): boolean {
  return incomplete?.kind === 'time';
}
