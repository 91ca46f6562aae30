/** One task on a thread of its own, which ends with it, or when it is cancelled. Tasks and answers cross by structured clone. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { threadsPossible } from './descriptors.js';

/** What a thread answers: what came of the task, or what was thrown. */
type ThreadAnswer = { readonly value: unknown } | { readonly error: unknown };

/** Runs a task on a thread that the module serves (`serveTask`); it is rejected where the thread dies. */
export function onThread(module: URL, task: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    threadsPossible(1);
    const worker = new Worker(module, { workerData: task });
    const end = (act: () => void): void => {
      signal?.removeEventListener('abort', cancel);
      void worker.terminate();
      act();
    };
    const cancel = (): void => end(() => reject(signal?.reason));
    signal?.addEventListener('abort', cancel, { once: true });
    worker.once('message', (answer: ThreadAnswer) =>
      end(() => ('error' in answer ? reject(answer.error) : resolve(answer.value))),
    );
    worker.once('error', (error) => end(() => reject(error)));
    worker.once('exit', () => end(() => reject(new Error('the thread of the task ended without an answer'))));
  });
}

/** Answers the task that this thread was started for. */
export async function serveTask<Task>(perform: (task: Task) => Promise<unknown>): Promise<void> {
  let answer: ThreadAnswer;
  try {
    answer = { value: await perform(workerData) };
  } catch (error) {
    answer = { error };
  }
  parentPort?.postMessage(answer);
}
