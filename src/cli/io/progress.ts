/** One line on stderr that says how far a long run is; only on a terminal, and gone before anything is printed. */
import type { Streams } from './streams.js';

/** Milliseconds before the line appears: a short run should not flicker. */
const PATIENCE = 400;
/** Milliseconds between two numbers: nobody reads faster. */
const PACE = 100;

/** A line that is drawn over itself. */
export interface Progress {
  /** The number of tests that are done. */
  show(finished: number): void;
  clear(): void;
}

/** The progress of a run of `total` tests, which is nothing at all where nobody looks. */
export function progressOf(total: number, { stderr }: Streams): Progress {
  if (!stderr.isTTY || total < 2) return { show: () => undefined, clear: () => undefined };
  const begin = Date.now();
  let drawn = false;
  let last = 0;
  return {
    show(finished) {
      const now = Date.now();
      if (finished >= total || now - begin < PATIENCE || now - last < PACE) return;
      last = now;
      stderr.write(`\r\u001b[K${finished} of ${total} tests`);
      drawn = true;
    },
    clear() {
      if (drawn) stderr.write('\r\u001b[K');
      drawn = false;
    },
  };
}
