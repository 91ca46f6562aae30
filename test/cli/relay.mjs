/**
 * A thread between a test, which waits without letting anything else happen, and the process that serves runs of the
 * command: it hands requests on and wakes the test when there is an answer.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

const { port, answered } = workerData;
const server = fork(fileURLToPath(new URL('./serving.mjs', import.meta.url)), {
  stdio: 'inherit',
  execArgv: [],
});

function answer(message) {
  port.postMessage(message);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

server.on('message', answer);
server.on('exit', (code, signal) => answer({ ended: signal ?? code }));
port.on('message', (request) => server.send(request));
