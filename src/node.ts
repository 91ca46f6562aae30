/**
 * The public API for node: questions are answered on threads of their own, so that they can be cancelled and keep nothing waiting; and work
 * that takes longer than its limits is cut off, whatever it does.
 */
import './check/pool/interrupt.js';
import { type Api, apiBy } from './api/api.js';
import { onThread } from './check/pool/thread.js';

export * from './index.js';

const api = apiBy((task, signal) => onThread(new URL('./api-worker.js', import.meta.url), task, signal));

export const check: Api['check'] = api.check;
export const explain: Api['explain'] = api.explain;
export const barriers: Api['barriers'] = api.barriers;
export const explainText: Api['explainText'] = api.explainText;
export const compare: Api['compare'] = api.compare;
export const graph: Api['graph'] = api.graph;
