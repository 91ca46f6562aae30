/** What ends a run before its last test: an interruption, its time, or enough failures. */
import type { TestResult } from '../../check/result.js';
import { duration, plural } from '../../report/text/layout.js';
import { EXIT, type ExitCode } from '../exit.js';
import { interruption } from './interruption.js';

/** When a run ends. As commander hands it over. */
export interface EndOptions {
  /** True for one failure. */
  readonly bail?: number | true;
  /** Seconds. */
  readonly totalTimeout?: number;
}

/** Longer than this node cannot wait. */
const LONGEST = 2 ** 31 - 1;

/** The end of one run, from when this is made. */
export class RunEnd {
  readonly #failures: number;
  readonly #milliseconds: number | null;
  readonly #interruption = interruption();
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  #failed = 0;
  #why: 'interrupted' | 'time' | 'failures' | null = null;

  /** `signal` is aborted when somebody has seen enough. */
  constructor({ bail, totalTimeout }: EndOptions, signal?: AbortSignal) {
    signal?.addEventListener('abort', () => this.#stop('interrupted'), { once: true });
    this.#failures = bail === true ? 1 : (bail ?? Number.POSITIVE_INFINITY);
    this.#milliseconds = totalTimeout === undefined ? null : totalTimeout * 1000;
    if (this.#milliseconds !== null) {
      this.#timer = setTimeout(() => this.#stop('time'), Math.min(this.#milliseconds, LONGEST));
      this.#timer.unref();
    }
  }

  /** Begins to listen for interruptions; the signal is aborted when the run is to end. */
  readonly listen = (): AbortSignal => {
    this.#interruption.listen().addEventListener('abort', () => this.#stop('interrupted'), { once: true });
    return this.#controller.signal;
  };

  /** A result as it is reported: one whose search was stopped says why. */
  told(result: TestResult): TestResult {
    const milliseconds = this.#milliseconds;
    if (this.#why !== 'time' || milliseconds === null) return result;
    const models = result.models.map((model) =>
      isCutShort(model) ? { ...model, incomplete: { kind: 'time', milliseconds } as const } : model,
    );
    return { ...result, models };
  }

  /** Whether the run ends behind this result. */
  comesWith({ status }: TestResult): boolean {
    if (status === 'fail' || status === 'error') this.#failed += 1;
    const isEnough = this.#failed >= this.#failures;
    if (isEnough) this.#stop('failures');
    return isEnough;
  }

  /** The run has ended, early or not. */
  done(): void {
    clearTimeout(this.#timer);
    this.#interruption.end();
  }

  /** What it means for the exit code that so many tests were not run. */
  codes(notRun: number): readonly ExitCode[] {
    if (this.#why === 'interrupted') return [EXIT.interrupted];
    return this.#why === 'time' && notRun > 0 ? [EXIT.undecided] : [];
  }

  /** Why so many tests were not run, where that is not plain. */
  remarks(notRun: number): readonly string[] {
    if (notRun === 0 || this.#why === null || this.#why === 'interrupted') return [];
    const why =
      this.#why === 'time'
        ? `after ${duration(this.#milliseconds ?? 0)} (--total-timeout)`
        : `after ${plural(this.#failed, 'failure')} (--bail)`;
    return [`the run ended ${why}: ${plural(notRun, 'test')} not run`];
  }

  #stop(why: 'interrupted' | 'time' | 'failures'): void {
    this.#why ??= why;
    this.#controller.abort();
  }
}

function isCutShort({ incomplete }: TestResult['models'][number]): boolean {
  return (
    incomplete?.kind === 'interrupted' || (incomplete?.kind === 'died' && incomplete.reason === 'interrupted')
  );
}
