/**
 * The tests of a run: what is still to do, handed out in batches, and the results, handed back in the order of the
 * input. Most tests are done sooner than a message to a worker thread is delivered, so that many go in one. Nobody
 * knows how long a test will take: a worker answers when it has worked for a while (worker.ts), and what it did not
 * come to goes out again. So a slow test delays only the few quick ones before it in its batch, and none behind it.
 */
import type { Source } from '../../text/source.js';
import type { Settings, TestResult } from '../result.js';

/** A test to check, with settings of its own if they are not those of the run; or one that already failed, as an unreadable file does. */
export type Job = { readonly source: Source; readonly settings?: Settings } | { readonly result: TestResult };

/** A test by its place among the jobs. */
export interface Numbered {
  readonly index: number;
  readonly source: Source;
  readonly settings?: Settings;
}

/** What became of a batch: results for it or its beginning, at least one; or nothing, its worker died. */
export type BatchAnswer =
  | { readonly kind: 'results'; readonly results: readonly TestResult[] }
  | { readonly kind: 'lost' };

/** Tests in a batch at most. */
const BATCH = 32;
/** How many batches each asker shall still get from what is left, so that all are busy to the end. */
const SHARES = 4;

/** The tests still to run and the results in their order. */
export class Queue {
  readonly #results: Promise<TestResult | null>[];
  readonly #settle: ((result: TestResult | null) => void)[] = [];
  readonly #askers: number;
  readonly #onProgress: ((finished: number) => void) | undefined;
  /** Tests still to run, the next one last. */
  readonly #waiting: Numbered[] = [];
  /** Tests whose batch was lost, to be run alone. */
  readonly #suspects: Numbered[] = [];
  #finished = 0;
  #stopped = false;

  /** `askers` is how many take batches at a time; `onProgress` gets the number of tests that have a result. */
  constructor(jobs: readonly Job[], askers: number, onProgress?: (finished: number) => void) {
    this.#askers = askers;
    this.#onProgress = onProgress;
    this.#results = jobs.map(() => new Promise((resolve) => this.#settle.push(resolve)));
    jobs.forEach((job, index) => {
      if ('source' in job) this.#waiting.push({ index, ...job });
      else this.#finish(index, job.result);
    });
    this.#waiting.reverse();
  }

  /** The tests to run next, all with the same settings: many while there are many; none when there are none left. */
  take(): readonly Numbered[] {
    if (this.#stopped) return [];
    const suspect = this.#suspects.shift();
    if (suspect !== undefined) return [suspect];
    const size = Math.min(BATCH, Math.ceil(this.#waiting.length / (SHARES * this.#askers)));
    const next = this.#waiting.splice(this.#waiting.length - size).reverse();
    const other = next.findIndex(({ settings }) => settings !== next[0].settings);
    if (other !== -1) this.#waiting.push(...next.splice(other).reverse());
    return next;
  }

  /** Takes in what became of a batch; what has no result waits again. */
  settle(batch: readonly Numbered[], answer: BatchAnswer): void {
    if (this.#stopped) return;
    if (answer.kind === 'lost') {
      this.#suspects.push(...batch);
      return;
    }
    answer.results.forEach((result, place) => {
      this.#finish(batch[place].index, result);
    });
    this.#waiting.push(...batch.slice(answer.results.length).reverse());
  }

  /** What has no result by now gets none; a promise that is settled stays as it is. */
  stop(): void {
    this.#stopped = true;
    for (const settle of this.#settle) settle(null);
  }

  /** The results in the order of the jobs, each as soon as it and all before it are there. */
  async *results(): AsyncGenerator<TestResult> {
    for (const promise of this.#results) {
      const result = await promise;
      if (result !== null) yield result;
    }
  }

  #finish(index: number, result: TestResult): void {
    this.#settle[index](result);
    this.#finished += 1;
    this.#onProgress?.(this.#finished);
  }
}
