/** The thread that a question of the API is answered on, under node. */
import './check/pool/interrupt.js';
import { perform } from './api/api-task.js';
import { serveTask } from './check/pool/thread.js';

await serveTask(perform);
