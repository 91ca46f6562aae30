/** A worker for tests of the pool that hangs on one text and answers others, and does not end by itself. */
import { setTimeout as wait } from 'node:timers/promises';

export default async function work({ sources, whereabouts }) {
  Atomics.store(whereabouts, 0, Math.ceil(Date.now() / 1000));
  if (sources.some(({ text }) => text === 'hang')) await wait(1_000_000);
  return sources.map(({ name }) => ({
    file: name,
    info: null,
    status: 'pass',
    diagnostics: [],
    models: [],
    rows: [],
    crash: null,
  }));
}
