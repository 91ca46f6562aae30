/** A question that the page asks of a worker: at most one at a time, and a newer one in the place of an older. */
import type { ModelVerdict, PlaygroundAnswers, PlaygroundTask, TaskOf } from '../protocol.js';
import type { WorkerThread } from './worker-thread.js';

/** How it goes with a question. */
export type InquiryState = 'idle' | 'running' | 'done' | 'cancelled' | 'late' | 'failed';

/** What is worked on is told of when it takes longer than this, in milliseconds. */
const SOON = 250;

/** Why questions are ended: for a newer one, by the reader, because their time is over. */
const NEWER = new DOMException('a newer question', 'AbortError');
const CANCELLED = new DOMException('cancelled', 'AbortError');
const LATE = new DOMException('late', 'TimeoutError');

/** The questions of one kind, the last of them. */
export class Inquiry<Kind extends PlaygroundTask['kind']> {
  readonly #thread: WorkerThread;
  readonly #changed: () => void;
  #controller = new AbortController();
  /** What is asked, or was last. */
  #key: string | null = null;
  state: InquiryState = 'idle';
  /** The last answer, which may be of an older question. */
  answer: PlaygroundAnswers[Kind] | null = null;
  /** What was answered last. */
  answered: string | null = null;
  /** The model that is worked on, as far as that is known. */
  model: string | null = null;
  /** What is known of an answer that is not there yet. */
  verdicts: readonly ModelVerdict[] = [];
  /** When it began, on the clock of `performance.now()`, and how long it took. */
  begun = 0;
  milliseconds = 0;
  fault = '';

  constructor(thread: WorkerThread, changed: () => void) {
    this.#thread = thread;
    this.#changed = changed;
  }

  /** Whether it was asked just now. */
  get isNew(): boolean {
    return this.state === 'running' && performance.now() - this.begun < SOON;
  }

  /** Whether the answer that is there is of an older question. */
  get isStale(): boolean {
    return this.state !== 'done' && !this.isNew;
  }

  /** Whether the answer is to this question. */
  isAnswered(key: string): boolean {
    return this.answered === key;
  }

  /**
   * Asks, unless just that was asked; gives the answer, or null where there is none or it is no more of interest. What takes longer than
   * `most` milliseconds is ended: searches keep to their limits, but nothing else in a browser looks at the clock.
   */
  async ask(
    key: string,
    task: TaskOf<Kind>,
    most: number | null = null,
  ): Promise<PlaygroundAnswers[Kind] | null> {
    if (this.#key === key) return null;
    this.#controller.abort(NEWER);
    const controller = new AbortController();
    this.#controller = controller;
    this.#key = key;
    this.state = 'running';
    this.begun = performance.now();
    this.model = null;
    this.verdicts = [];
    this.#changed();
    const follower = {
      onModel: (title: string): void => {
        if (this.#controller !== controller) return;
        this.model = title;
        this.#changed();
      },
      onVerdict: (verdict: ModelVerdict): void => {
        if (this.#controller !== controller) return;
        this.verdicts = [...this.verdicts, verdict];
        this.#changed();
      },
    };
    const late = most === null ? undefined : setTimeout(() => controller.abort(LATE), most);
    try {
      const answer = await this.#thread.ask<Kind>(task, { signal: controller.signal, follower });
      if (this.#controller !== controller) return null;
      this.answer = answer;
      this.answered = key;
      this.#end('done');
      return answer;
    } catch (reason) {
      if (this.#controller !== controller || reason === NEWER) return null;
      this.fault = reason instanceof Error ? reason.message : String(reason);
      this.#end(reason === CANCELLED ? 'cancelled' : reason === LATE ? 'late' : 'failed');
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  /** The answer is one to this question too. */
  rename(key: string): void {
    this.#key = key;
    this.answered = key;
  }

  /** Ends it, as a reader asks. */
  cancel(): void {
    if (this.state === 'running') this.#controller.abort(CANCELLED);
  }

  /** Lets the same be asked again. */
  forget(): void {
    this.#key = null;
    this.answered = null;
  }

  #end(state: InquiryState): void {
    this.state = state;
    this.milliseconds = performance.now() - this.begun;
    this.#changed();
  }
}
