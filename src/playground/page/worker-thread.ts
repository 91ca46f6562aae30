/**
 * A worker that answers tasks one after the other. A task that is cancelled while it is worked on ends the worker, for nothing that
 * runs there hears anything; another takes its place, and the tasks that wait go there.
 */
import type {
  PlaygroundAnswers,
  PlaygroundTask,
  TaskFollower,
  TaskMessage,
  TaskOf,
  WorkerMessage,
} from '../protocol.js';

/** How a task is to be followed. */
export interface Following {
  /** Cancels it: the promise is rejected with the signal's reason. */
  readonly signal: AbortSignal;
  /** Whether a task that is worked on when it is cancelled goes on to its end: it is known to be short. */
  readonly isShort?: boolean;
  readonly follower?: TaskFollower;
}

interface Pending extends TaskMessage {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly follower?: TaskFollower;
}

/** A worker, whichever it is at the moment. */
export class WorkerThread {
  readonly #url: string;
  /** The first is worked on. */
  #pending: readonly Pending[] = [];
  #worker: Worker;
  #next = 0;

  constructor(url: string) {
    this.#url = url;
    this.#worker = this.#begin();
  }

  /** Asks; tasks are answered in their order. */
  ask<Kind extends PlaygroundTask['kind']>(
    task: TaskOf<Kind>,
    { signal, follower, isShort = false }: Following,
  ): Promise<PlaygroundAnswers[Kind]> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const id = this.#next;
      this.#next += 1;
      const cancel = (): void => {
        this.#cancel(id, isShort);
        reject(signal.reason);
      };
      signal.addEventListener('abort', cancel, { once: true });
      const done = (): void => signal.removeEventListener('abort', cancel);
      this.#pending = [
        ...this.#pending,
        {
          id,
          task,
          follower,
          resolve: (answer) => {
            done();
            resolve(answer as PlaygroundAnswers[Kind]);
          },
          reject: (reason) => {
            done();
            reject(reason);
          },
        },
      ];
      if (this.#pending.length === 1) this.#send();
    });
  }

  #begin(): Worker {
    const worker = new Worker(this.#url);
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#hear({ kind: 'fault', id: this.#pending[0]?.id ?? -1, text: event.message });
    };
    return worker;
  }

  #send(): void {
    const [first] = this.#pending;
    if (first !== undefined) this.#worker.postMessage({ id: first.id, task: first.task });
  }

  #hear(message: WorkerMessage): void {
    const [first, ...rest] = this.#pending;
    // What a worker that was ended had said is no more asked for.
    if (first === undefined || first.id !== message.id) return;
    if (message.kind === 'model') {
      first.follower?.onModel(message.title);
      return;
    }
    if (message.kind === 'verdict') {
      first.follower?.onVerdict(message.verdict);
      return;
    }
    this.#pending = rest;
    this.#send();
    if (message.kind === 'answer') first.resolve(message.answer);
    else first.reject(new Error(message.text));
  }

  #cancel(id: number, isShort: boolean): void {
    const isFirst = this.#pending[0]?.id === id;
    if (isFirst && isShort) return;
    this.#pending = this.#pending.filter((each) => each.id !== id);
    if (!isFirst) return;
    this.#worker.terminate();
    this.#worker = this.#begin();
    this.#send();
  }
}
