/** One line on stderr that shows how far a long run is, on a terminal only; it is erased before anything else is printed. */
import type { Streams } from './streams.js';

/** Milliseconds before the line appears: a short run should not flicker. */
const PATIENCE = 400;
/** Milliseconds between two updates: a person reads no faster. */
const PACE = 100;

/** A line that is drawn over itself. */
export interface Progress {
  /** The number of tests that are done. */
  show(finished: number): void;
  clear(): void;
}

/** The progress of a run of `total` tests; it draws nothing where stderr is no terminal. */
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
