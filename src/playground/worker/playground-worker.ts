/** The thread of a page's browser that answers its tasks, one after the other. What it does not end in time the page ends with it. */
import { crashOf } from '../../check/empty-result.js';
import { crashText } from '../../report/text/diagnostic-lines.js';
import type { ModelVerdict, TaskMessage, WorkerMessage } from '../protocol.js';
import { answerTask } from './answer-task.js';

/** What a worker's global object has that is used here. */
interface WorkerScope {
  onmessage: ((event: { readonly data: TaskMessage }) => void) | null;
  postMessage(message: WorkerMessage): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { id, task } }) => {
  const follower = {
    onModel: (title: string) => scope.postMessage({ kind: 'model', id, title }),
    onVerdict: (verdict: ModelVerdict) => scope.postMessage({ kind: 'verdict', id, verdict }),
  };
  answerTask(task, follower).then(
    (answer) => scope.postMessage({ kind: 'answer', id, answer }),
    (error) => scope.postMessage({ kind: 'fault', id, text: crashText('playground', crashOf(error)) }),
  );
};
